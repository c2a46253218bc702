//! The operands and the result side by side, and the bytes under them.

use super::State;
use super::compute::{Computed, DrawnOperand, MOST_AXES, Outcome, first_use, name, source};
use super::resizer;
use crate::components::Shape;
use crate::diagrams::{ArrayGrid, CellMark, Clash, ClashMessage, GridPicture, Marks, Repair, repairs};
use leptos::prelude::*;
use ndgym_core::layout::shape_as_tuple;
use ndgym_curriculum::chain::is_expression;

/// Results with more cells do not light all that use a cell.
const MOST_LIT: usize = 4096;

/// What is pointed at: a cell of the result, and the operand through which, if so.
pub(super) type Pointed = Option<(usize, Option<usize>)>;

/// Operands, `+` between them, and the result or the clash.
#[component]
pub(super) fn Picture(
    state: RwSignal<State>,
    computed: Memo<Computed>,
    stage: Memo<u8>,
    pointed: RwSignal<Pointed>,
) -> impl IntoView {
    let count = Memo::new(move |_| computed.with(|computed| computed.operands.len()));
    let clash = Memo::new(move |_| {
        computed.with(|computed| match &computed.outcome {
            Outcome::Clash(clash) => Some(clash.clone()),
            _ => None,
        })
    });
    view! {
        <div class="operand-pictures">
            {move || {
                (0..count.get())
                    .map(|number| {
                        view! {
                            {(number > 0).then(|| view! { <span class="operator" aria-hidden="true">"+"</span> })}
                            <Operand state computed stage pointed number />
                        }
                    })
                    .collect_view()
            }}
            <span class="operator" aria-hidden="true">"="</span>
            {move || match clash.get() {
                Some(clash) => view! { <Clashing state clash /> }.into_any(),
                None => view! { <Sum computed pointed /> }.into_any(),
            }}
        </div>
    }
}

fn drawn(computed: &Computed, number: usize) -> Option<&DrawnOperand> {
    computed.operands.get(number)
}

#[component]
fn Operand(
    state: RwSignal<State>,
    computed: Memo<Computed>,
    stage: Memo<u8>,
    pointed: RwSignal<Pointed>,
    number: usize,
) -> impl IntoView {
    let stretched = move || stage.get() == 3;
    let picture = Memo::new(move |_| {
        let stretched = stretched();
        computed.with(|computed| {
            let Some(operand) = drawn(computed, number) else { return GridPicture::default() };
            operand.stretched.clone().filter(|_| stretched).unwrap_or_else(|| operand.own.clone())
        })
    });
    let shape = Memo::new(move |_| {
        computed
            .with(|computed| drawn(computed, number).map(|operand| operand.shape.clone()).unwrap_or_default())
    });
    let result = Memo::new(move |_| computed.with(|computed| computed.outcome.shape()));
    let is_stretched = move || stretched() && result.with(Option::is_some);
    // The cell in this grid: drawn as large as the result, or as it is in memory.
    let own = Memo::new(move |_| {
        let (flat, _) = pointed.get()?;
        let result = result.get()?;
        Some(if is_stretched() { flat } else { source(flat, &result, &shape.get()) })
    });
    let marks = Memo::new(move |_| {
        let cell = pointed.get().zip(result.get()).map(|((flat, _), result)| {
            let own = source(flat, &result, &shape.get());
            if is_stretched() { first_use(own, &shape.get(), &result) } else { own }
        });
        Marks::all(cell, CellMark::Source)
    });
    let point = SignalSetter::map(move |cell: Option<usize>| {
        let result = result.get_untracked();
        pointed.set(cell.zip(result).map(|(cell, result)| {
            let flat = if stage.get_untracked() == 3 {
                cell
            } else {
                first_use(cell, &shape.get_untracked(), &result)
            };
            (flat, Some(number))
        }));
    });
    let name = name(number);
    let label = Signal::derive({
        let name = name.clone();
        move || format!("Array {name} of shape {}", shape.with(|shape| shape_as_tuple(shape)))
    });
    view! {
        <figure>
            <figcaption>{name}" "{move || view! { <Shape sizes=shape.get() /> }}</figcaption>
            <ArrayGrid picture label pointed=own point marks on_resize=resizer(state, number) />
        </figure>
    }
}

#[component]
fn Sum(computed: Memo<Computed>, pointed: RwSignal<Pointed>) -> impl IntoView {
    let picture = Memo::new(move |_| {
        computed.with(|computed| match &computed.outcome {
            Outcome::Fits { picture, .. } => Some(picture.clone()),
            _ => None,
        })
    });
    let shape = Memo::new(move |_| computed.with(|computed| computed.outcome.shape().unwrap_or_default()));
    let label =
        Signal::derive(move || format!("The sum, of shape {}", shape.with(|shape| shape_as_tuple(shape))));
    let own =
        Memo::new(move |_| pointed.get().filter(|(_, through)| through.is_none()).map(|(flat, _)| flat));
    let point = SignalSetter::map(move |cell: Option<usize>| pointed.set(cell.map(|cell| (cell, None))));
    // All cells that read the one of an operand that is pointed at.
    let marks = Memo::new(move |_| {
        let Some((flat, Some(number))) = pointed.get() else { return Marks::default() };
        let result = shape.get();
        let size: usize = result.iter().product();
        computed.with(|computed| match drawn(computed, number) {
            Some(operand) if size <= MOST_LIT => {
                let own = source(flat, &result, &operand.shape);
                Marks::all(
                    (0..size).filter(|cell| source(*cell, &result, &operand.shape) == own),
                    CellMark::Source,
                )
            }
            _ => Marks::default(),
        })
    });
    view! {
        <figure>
            <figcaption>
                {move || computed.with(|computed| computed.sum.clone())}" "
                <span data-testid="result-shape">{move || view! { <Shape sizes=shape.get() /> }}</span>
            </figcaption>
            {move || {
                if picture.with(Option::is_some) {
                    let picture = Signal::derive(move || picture.get().unwrap_or_default());
                    view! { <ArrayGrid picture label pointed=own point marks /> }.into_any()
                } else {
                    view! {
                        <p class="too-large">
                            "Too many elements to compute here. The shape is known without computing a single one."
                        </p>
                    }
                    .into_any()
                }
            }}
        </figure>
    }
}

#[component]
fn Clashing(state: RwSignal<State>, clash: Clash) -> impl IntoView {
    let shapes = state.with_untracked(State::shapes);
    let count = shapes.len();
    let repairs = repairs(&shapes, MOST_AXES)
        .into_iter()
        .map(|repair| {
            let terms: Vec<String> = (0..count)
                .map(|number| name(number) + if number == repair.operand { repair.suffix } else { "" })
                .collect();
            (terms.join(" + "), repair)
        })
        .collect();
    let on_repair = Callback::new(move |repair: Repair| {
        state.update(|state| {
            if let Some(text) = state.operands.get_mut(repair.operand) {
                *text = if is_expression(text) {
                    format!("{text}{}", repair.suffix)
                } else {
                    shape_as_tuple(&repair.shape)
                };
            }
        });
    });
    view! { <ClashMessage clash repairs on_repair /> }
}

/// What the memory really holds: strides of 0, bytes read, and what copies would have cost.
#[component]
pub(super) fn MemoryTruth(computed: Memo<Computed>) -> impl IntoView {
    let rows = move || {
        computed.with(|computed| {
            let shape = computed.outcome.shape()?;
            let size: f64 = shape.iter().map(|size| *size as f64).product();
            let largest =
                computed.operands.iter().map(|operand| size * operand.itemsize as f64).fold(1.0, f64::max);
            Some(computed.operands.iter().map(|operand| memory_row(operand, size, largest)).collect_view())
        })
    };
    move || {
        rows().map(|rows| {
            view! {
                <div class="scroll">
                    <table class="memory-truth">
                        <caption>"What is read from memory, and what np.tile would have copied"</caption>
                        <thead>
                            <tr>
                                <th scope="col"></th>
                                <th scope="col">"strides, stretched"</th>
                                <th scope="col">"in memory"</th>
                                <th scope="col">"tiled"</th>
                                <th scope="col"></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        })
    }
}

fn memory_row(operand: &DrawnOperand, size: f64, largest: f64) -> impl IntoView + use<> {
    let tiled = size * operand.itemsize as f64;
    let part = |bytes: f64| format!("width: {:.2}%", (bytes / largest * 100.0).clamp(0.5, 100.0));
    let strides = operand.strides.clone().unwrap_or_default();
    view! {
        <tr>
            <th scope="row">{operand.name.clone()}</th>
            <td><Shape sizes=strides /></td>
            <td class="number" data-value=operand.bytes.to_string()>{operand.bytes}" B"</td>
            <td class="number" data-value=tiled.to_string()>{tiled}" B"</td>
            <td class="bars" aria-hidden="true">
                <div class="bytes-own" style=part(operand.bytes as f64)></div>
                <div class="bytes-tiled" style=part(tiled)></div>
            </td>
        </tr>
    }
}
