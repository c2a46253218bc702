//! The sum as loops inside each other: free ones outside, summed ones inside.

use super::compute::{NAMES, Sum};
use super::picture::label_class;
use leptos::prelude::*;
use ndgym_core::einsum::{Fault, Label, label_text};

/// The loops, and where they stand.
#[component]
pub(super) fn Loops(
    sum: Memo<Result<Sum, Box<Fault>>>,
    cell: RwSignal<usize>,
    term: RwSignal<usize>,
) -> impl IntoView {
    move || {
        sum.with(|sum| {
            let plan = &sum.as_ref().ok()?.plan;
            let summed = plan.summed();
            let order: Vec<Label> = plan.output.iter().chain(&summed).copied().collect();
            let lines = order.iter().enumerate().map(|(depth, label)| {
                let role = if plan.output.contains(label) { "free" } else { "summed" };
                let text = label_text(*label);
                view! {
                    <div class="loop-line" style:padding-left=format!("{}ch", depth * 4)>
                        "for " <span class=label_class(plan, *label)>{text}</span> " in range("
                        <span class=label_class(plan, *label)>{plan.size(*label)}</span> "):"
                        <span class="role">{role}</span>
                    </div>
                }
            });
            let index = |labels: &[Label], name: &'static str| {
                let letters: Vec<String> = labels.iter().map(|label| label_text(*label)).collect();
                if letters.is_empty() { name.to_owned() } else { format!("{name}[{}]", letters.join(", ")) }
            };
            let factors: Vec<String> =
                plan.operands.iter().zip(NAMES).map(|(labels, name)| index(labels, name)).collect();
            let body = format!("{} += {}", index(&plan.output, "result"), factors.join(" * "));
            Some(view! {
                <section class="loops" aria-label="Loops">
                    <h2>"What it loops over"</h2>
                    <div class="loop-nest">
                        {lines.collect_view()}
                        <div class="loop-line" style:padding-left=format!("{}ch", order.len() * 4)>{body}</div>
                    </div>
                    <Stepper sum=sum.as_ref().ok().cloned()? cell term />
                </section>
            })
        })
    }
}

/// The products of one cell, one at a time.
#[component]
fn Stepper(sum: Sum, cell: RwSignal<usize>, term: RwSignal<usize>) -> impl IntoView {
    let count = sum.terms();
    let cells = sum.results.len();
    let at = move || (cell.get().min(cells.saturating_sub(1)), term.get().min(count.saturating_sub(1)));
    let text = move || {
        let (cell, number) = at();
        let product = sum.term(cell, number);
        let place: Vec<String> =
            product.at.iter().map(|(label, index)| format!("{} = {index}", label_text(*label))).collect();
        let factors: Vec<String> = product.factors.iter().map(|(_, value)| value.to_string()).collect();
        let running: i64 = (0..=number)
            .map(|number| sum.term(cell, number).factors.iter().map(|(_, value)| value).product::<i64>())
            .sum();
        let value = product.factors.iter().map(|(_, value)| value).product::<i64>();
        let times =
            if factors.len() > 1 { format!("{} = {value}", factors.join(" × ")) } else { factors.concat() };
        format!(
            "{}: {times}; so far {running} of {}",
            place.join(", "),
            sum.results.get(cell).map_or("", String::as_str)
        )
    };
    view! {
        <div class="term-stepper">
            <label class="field">
                "Product"
                <input
                    type="range"
                    min="0"
                    max=count.saturating_sub(1).to_string()
                    disabled=count < 2
                    data-testid="term"
                    prop:value=move || at().1.to_string()
                    on:input=move |event| term.set(event_target_value(&event).parse().unwrap_or(0))
                />
                <output>{move || at().1 + 1}" of "{count}</output>
            </label>
            <p class="number" data-testid="term-line">{text}</p>
        </div>
    }
}
