//! The operands and the result as grids: which cells make up the cell of the result that is pointed at.

use super::compute::{NAMES, Sum};
use crate::diagrams::{ArrayGrid, CellMark, Marks};
use leptos::prelude::*;
use ndgym_core::einsum::{Fault, Label, Plan, label_text};
use ndgym_core::layout::shape_as_tuple;

/// A label's class: a free one has the colour of its axis in the result, a summed one is underlined.
pub(super) fn label_class(plan: &Plan, label: Label) -> String {
    match plan.output.iter().rev().position(|known| *known == label) {
        Some(place) => format!("label axis--{}", place + 1),
        None => "label summed".to_owned(),
    }
}

/// Operands, and the result.
#[component]
pub(super) fn Picture(
    sum: Memo<Result<Sum, Box<Fault>>>,
    cell: RwSignal<usize>,
    term: RwSignal<usize>,
) -> impl IntoView {
    let count = Memo::new(move |_| sum.with(|sum| sum.as_ref().map_or(0, |sum| sum.operands.len())));
    let cells = move || sum.with(|sum| sum.as_ref().map_or(1, |sum| sum.results.len()));
    let chosen = Memo::new(move |_| cell.get().min(cells().saturating_sub(1)));
    let point = SignalSetter::map(move |at: Option<usize>| {
        if let Some(at) = at {
            cell.set(at);
            term.set(0);
        }
    });
    let result = Signal::derive(move || {
        sum.with(|sum| sum.as_ref().map(|sum| sum.result.clone()).unwrap_or_default())
    });
    view! {
        <div class="operand-pictures">
            {move || {
                (0..count.get())
                    .map(|number| {
                        view! {
                            {(number > 0).then(|| view! { <span class="operator" aria-hidden="true">","</span> })}
                            <Operand sum chosen term number />
                        }
                    })
                    .collect_view()
            }}
            <span class="operator" aria-hidden="true">"→"</span>
            <figure>
                <figcaption>"result "{move || sum.with(|sum| sum.as_ref().ok().map(|sum| labelled(&sum.plan, &sum.plan.output)))}</figcaption>
                <ArrayGrid
                    picture=result
                    label=Signal::derive(move || sum.with(|sum| {
                        let shape = sum.as_ref().map(|sum| sum.plan.shape()).unwrap_or_default();
                        format!("result of shape {}", shape_as_tuple(&shape))
                    }))
                    pointed=Signal::derive(move || Some(chosen.get()))
                    point
                />
            </figure>
        </div>
    }
}

/// Labels with their colours.
fn labelled(plan: &Plan, labels: &[Label]) -> impl IntoView + use<> {
    let parts = labels
        .iter()
        .map(|label| view! { <span class=label_class(plan, *label)>{label_text(*label)}</span> });
    view! { <code class="labels">{parts.collect_view()}</code> }
}

/// An operand: all cells that take part are lit, the one of the product at hand most.
#[component]
fn Operand(
    sum: Memo<Result<Sum, Box<Fault>>>,
    chosen: Memo<usize>,
    term: RwSignal<usize>,
    number: usize,
) -> impl IntoView {
    let picture = Signal::derive(move || {
        sum.with(|sum| {
            sum.as_ref().ok().and_then(|sum| sum.operands.get(number).cloned()).unwrap_or_default()
        })
    });
    let at = Memo::new(move |_| {
        sum.with(|sum| {
            let sum = sum.as_ref().ok()?;
            let number_of_term = term.get().min(sum.terms().saturating_sub(1));
            sum.term(chosen.get(), number_of_term).factors.get(number).map(|(cell, _)| *cell)
        })
    });
    let marks = Memo::new(move |_| {
        sum.with(|sum| {
            let Ok(sum) = sum else { return Marks::default() };
            let taking_part = (0..sum.terms())
                .filter_map(|term| sum.term(chosen.get(), term).factors.get(number).map(|(cell, _)| *cell));
            Marks::all(taking_part, CellMark::Source)
        })
    });
    let label = Signal::derive(move || {
        sum.with(|sum| {
            let shape =
                sum.as_ref().ok().and_then(|sum| sum.plan.shapes.get(number).cloned()).unwrap_or_default();
            format!("{} of shape {}", NAMES[number], shape_as_tuple(&shape))
        })
    });
    view! {
        <figure>
            <figcaption>
                {NAMES[number]}" "
                {move || {
                    sum.with(|sum| {
                        let sum = sum.as_ref().ok()?;
                        Some(labelled(&sum.plan, sum.plan.operands.get(number)?))
                    })
                }}
            </figcaption>
            <ArrayGrid picture label pointed=at point=SignalSetter::map(|_: Option<usize>| ()) marks />
        </figure>
    }
}
