//! Two shapes and what they broadcast to: to be dragged, to see where every cell of the result comes from.

use super::alignment::{Alignment, Row};
use super::array_grid::{ArrayGrid, GridPicture, flat_index};
use super::clash::{Clash, ClashMessage, Repair, repairs};
use crate::components::Shape;
use leptos::prelude::*;
use ndgym_core::layout::{broadcast_shapes, broadcast_strides, c_strides, shape_as_tuple};

const MOST_AXES: usize = 3;
/// Largest size of the last two axes, and of the others.
const LARGEST: [usize; 2] = [5, 3];

const PRESETS: [(&str, &[usize], &[usize]); 5] = [
    ("Column and row", &[3, 1], &[4]),
    ("Matrix and row", &[3, 4], &[4]),
    ("Matrix and number", &[3, 4], &[]),
    ("Sheets", &[2, 1, 4], &[3, 1]),
    ("A clash", &[3, 4], &[3]),
];

/// The diagram.
#[component]
pub(crate) fn Broadcasting() -> impl IntoView {
    let a = RwSignal::new(PRESETS[0].1.to_vec());
    let b = RwSignal::new(PRESETS[0].2.to_vec());
    let outcome = Memo::new(move |_| {
        broadcast_shapes(&[&a.get(), &b.get()]).map(|shape| shape.to_vec()).map_err(|error| Clash::of(&error))
    });
    let pointed = RwSignal::new(None);
    let rows = [("a", a), ("b", b)]
        .map(|(name, shape)| Row {
            name: name.to_owned(),
            shape: shape.into(),
            on_resize: Some(resizer(shape)),
        })
        .to_vec();
    let result = Signal::derive(move || outcome.get().ok());
    let clash =
        Signal::derive(move || outcome.with(|outcome| outcome.as_ref().err().map(|clash| clash.axis)));
    view! {
        <section id="broadcasting" class="broadcasting" aria-label="Broadcasting two shapes">
            <div class="presets" role="group" aria-label="Examples">
                {PRESETS
                    .map(|(name, first, second)| {
                        let chosen = move || a.with(|a| a == first) && b.with(|b| b == second);
                        view! {
                            <button
                                class="chip"
                                aria-pressed=move || chosen().to_string()
                                on:click=move |_| {
                                    a.set(first.to_vec());
                                    b.set(second.to_vec());
                                }
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <div class="stage">
                <div class="pictures" tabindex="0" role="region" aria-label="Pictures of the arrays">
                    <Operand name="a" shape=a result pointed />
                    <span class="operator" aria-hidden="true">"+"</span>
                    <Operand name="b" shape=b result pointed />
                    <span class="operator" aria-hidden="true">"="</span>
                    {move || match outcome.get() {
                        Ok(shape) => view! { <Sum a b shape pointed /> }.into_any(),
                        Err(clash) => view! { <Repairs clash a b /> }.into_any(),
                    }}
                </div>
                <div class="controls">
                    <Alignment rows total="a + b" result clash />
                    <AxisButtons name="a" shape=a />
                    <AxisButtons name="b" shape=b />
                </div>
            </div>
            <Line a b outcome />
        </section>
    }
}

/// Sets a size within what can be drawn.
fn resizer(shape: RwSignal<Vec<usize>>) -> Callback<(usize, usize)> {
    Callback::new(move |(axis, size): (usize, usize)| {
        shape.update(|shape| {
            let largest = if axis <= 2 { LARGEST[0] } else { LARGEST[1] };
            if let Some(position) = shape.len().checked_sub(axis) {
                shape[position] = size.clamp(1, largest);
            }
        });
    })
}

/// An operand, drawn as large as the result: what it lacks is repeated, as ghosts.
#[component]
fn Operand(
    name: &'static str,
    shape: RwSignal<Vec<usize>>,
    result: Signal<Option<Vec<usize>>>,
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let picture = Signal::derive(move || {
        let own_shape = shape.get();
        let drawn = result.get().unwrap_or_else(|| own_shape.clone());
        let cells = cells_in_memory(&own_shape, &drawn);
        GridPicture::new(&drawn, &own_shape, |index| format!("{name}{}", cells[flat_index(index, &drawn)]))
    });
    let label = Signal::derive(move || {
        format!("Array {name} of shape {}", shape.with(|shape| shape_as_tuple(shape)))
    });
    view! {
        <figure>
            <figcaption>{name}" "{move || view! { <Shape sizes=shape.get() /> }}</figcaption>
            <ArrayGrid picture label pointed point=pointed on_resize=resizer(shape) />
        </figure>
    }
}

#[component]
fn Sum(
    a: RwSignal<Vec<usize>>,
    b: RwSignal<Vec<usize>>,
    shape: Vec<usize>,
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let (first, second) =
        (cells_in_memory(&a.get_untracked(), &shape), cells_in_memory(&b.get_untracked(), &shape));
    let picture = GridPicture::new(&shape, &shape, |index| {
        let flat = flat_index(index, &shape);
        format!("a{}+b{}", first[flat], second[flat])
    });
    let label = format!("The sum, of shape {}", shape_as_tuple(&shape));
    view! {
        <figure>
            <figcaption>"a + b "<Shape sizes=shape /></figcaption>
            <ArrayGrid picture=Signal::stored(picture) label=Signal::stored(label) pointed point=pointed />
        </figure>
    }
}

/// For each cell of an array stretched to `drawn`: which cell of its memory it is.
fn cells_in_memory(shape: &[usize], drawn: &[usize]) -> Vec<usize> {
    let strides = broadcast_strides(shape, &c_strides(shape), drawn);
    (0..drawn.iter().product())
        .map(|flat: usize| {
            let mut rest = flat;
            let mut place = 0;
            for (size, stride) in drawn.iter().zip(&strides).rev() {
                place += (rest % size) as isize * stride;
                rest /= size;
            }
            place as usize
        })
        .collect()
}

#[component]
fn Repairs(clash: Clash, a: RwSignal<Vec<usize>>, b: RwSignal<Vec<usize>>) -> impl IntoView {
    let repairs = repairs(&[a.get_untracked(), b.get_untracked()], MOST_AXES)
        .into_iter()
        .map(|repair| {
            let suffix = repair.suffix;
            (if repair.operand == 0 { format!("a{suffix} + b") } else { format!("a + b{suffix}") }, repair)
        })
        .collect();
    let on_repair =
        Callback::new(move |repair: Repair| if repair.operand == 0 { a } else { b }.set(repair.shape));
    view! { <ClashMessage clash repairs on_repair /> }
}

#[component]
fn AxisButtons(name: &'static str, shape: RwSignal<Vec<usize>>) -> impl IntoView {
    view! {
        <div class="axis-buttons">
            <button
                class="small"
                disabled=move || { shape.with(Vec::len) >= MOST_AXES }
                on:click=move |_| shape.update(|shape| shape.insert(0, 1))
            >
                "Add an axis to "{name}
            </button>
            <button
                class="small"
                disabled=move || shape.with(Vec::is_empty)
                on:click=move |_| {
                    shape
                        .update(|shape| {
                            shape.remove(0);
                        })
                }
            >
                "Remove one"
            </button>
        </div>
    }
}

/// The line of NumPy that does the same.
#[component]
fn Line(
    a: RwSignal<Vec<usize>>,
    b: RwSignal<Vec<usize>>,
    outcome: Memo<Result<Vec<usize>, Clash>>,
) -> impl IntoView {
    let array = |shape: RwSignal<Vec<usize>>| {
        move || format!("np.ones({})", shape.with(|shape| shape_as_tuple(shape)))
    };
    view! {
        <p class="line">
            "("{array(a)}" + "{array(b)}").shape  "
            <span class="tok-comment">"# "</span>
            {move || match outcome.get() {
                Ok(shape) => view! { <Shape sizes=shape /> }.into_any(),
                Err(_) => view! { <span class="tok-comment">"ValueError"</span> }.into_any(),
            }}
        </p>
    }
}
