//! What the sum costs, and in which order its operands are best taken together.

use super::compute::{NAMES, Sum};
use leptos::prelude::*;
use ndgym_core::einsum::{Contraction, Fault, Label, label_text};

/// Counts, the order, and the same without einsum.
#[component]
pub(super) fn Order(sum: Memo<Result<Sum, Box<Fault>>>) -> impl IntoView {
    move || {
        sum.with(|sum| {
            let sum = sum.as_ref().ok()?;
            let naive = sum.plan.flops();
            let best: f64 = sum.steps.iter().map(|step| step.flops).sum();
            let in_order: f64 = sum.in_order.iter().map(|step| step.flops).sum();
            let several = sum.plan.operands.len() > 2;
            Some(view! {
                <section class="order" aria-label="Cost">
                    <h2>"What it costs"</h2>
                    <table class="costs">
                        <tbody>
                            <CostRow name="all loops inside each other" flops=naive most=naive.max(in_order) />
                            {several
                                .then(|| {
                                    view! {
                                        <CostRow name="in pairs, left to right" flops=in_order most=naive.max(in_order) />
                                        <CostRow name="in pairs, best order" flops=best most=naive.max(in_order) />
                                    }
                                })}
                        </tbody>
                    </table>
                    {several.then(|| view! { <Steps steps=sum.steps.clone() /> })}
                    {sum
                        .equivalent
                        .clone()
                        .map(|lines| {
                            view! {
                                <h2>"Without einsum"</h2>
                                <pre class="equivalent" data-testid="equivalent">{lines.join("\n")}</pre>
                            }
                        })}
                </section>
            })
        })
    }
}

#[component]
fn CostRow(name: &'static str, flops: f64, most: f64) -> impl IntoView {
    let share = if most > 0.0 { flops / most * 100.0 } else { 0.0 };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{flops}" FLOPs"</td>
            <td class="cost-bar" aria-hidden="true">
                <div style:width=format!("{share:.1}%")></div>
            </td>
        </tr>
    }
}

/// The best order, step by step; operands are named as in the program.
#[component]
fn Steps(steps: Vec<Contraction>) -> impl IntoView {
    let spelled = |labels: &[Label]| labels.iter().map(|label| label_text(*label)).collect::<String>();
    let mut names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    let count = steps.first().map_or(0, |first| first.positions.len() + steps.len() - 1);
    names.truncate(count);
    let last = steps.len();
    let rows = steps.into_iter().enumerate().map(|(at, step)| {
        let mut taken: Vec<String> = step.positions.iter().map(|position| names.remove(*position)).collect();
        taken.reverse();
        let name = if at + 1 == last { "result".to_owned() } else { format!("step{}", at + 1) };
        names.push(name.clone());
        let inputs: Vec<String> = step.inputs.iter().rev().map(|labels| spelled(labels)).collect();
        let text = format!("{}->{}", inputs.join(","), spelled(&step.output));
        view! {
            <tr>
                <td><code>{name}" ← "{taken.join(", ")}</code></td>
                <td><code>{text}</code></td>
                <td class="number">{step.flops}" FLOPs"</td>
                <td class="number">{step.elements}" cells"</td>
            </tr>
        }
    });
    view! {
        <table class="steps-table" data-testid="steps">
            <caption>"The best order"</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
