//! Two shapes and what they broadcast to: to be dragged, to see where every cell of the result comes from.

use super::alignment::{Alignment, Row};
use super::array_grid::{ArrayGrid, GridPicture};
use crate::components::Shape;
use leptos::prelude::*;
use ndgym_core::Error;
use ndgym_core::error::Reason;
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
    let rows = [("a", a), ("b", b)].map(|(name, shape)| Row { name, shape, on_resize: resizer(shape) });
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
                        Err(clash) => view! { <ClashMessage clash a b /> }.into_any(),
                    }}
                </div>
                <div class="controls">
                    <Alignment rows result clash />
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
        let texts =
            cells_in_memory(&own_shape, &drawn).into_iter().map(|cell| format!("{name}{cell}")).collect();
        GridPicture { shape: drawn, own_shape, texts }
    });
    let label = Signal::derive(move || {
        format!("Array {name} of shape {}", shape.with(|shape| shape_as_tuple(shape)))
    });
    view! {
        <figure>
            <figcaption>{name}" "{move || view! { <Shape sizes=shape.get() /> }}</figcaption>
            <ArrayGrid picture label pointed on_resize=resizer(shape) />
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
    let texts = cells_in_memory(&a.get_untracked(), &shape)
        .into_iter()
        .zip(cells_in_memory(&b.get_untracked(), &shape))
        .map(|(first, second)| format!("a{first}+b{second}"))
        .collect();
    let label = format!("The sum, of shape {}", shape_as_tuple(&shape));
    let picture = GridPicture { shape: shape.clone(), own_shape: shape.clone(), texts };
    view! {
        <figure>
            <figcaption>"a + b "<Shape sizes=shape /></figcaption>
            <ArrayGrid picture=Signal::stored(picture) label=Signal::stored(label) pointed />
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

/// What the core says of two shapes that do not fit.
#[derive(Clone, Debug, PartialEq)]
struct Clash {
    message: String,
    /// Counted from the last, which is 1.
    axis: usize,
}

impl Clash {
    fn of(error: &Error) -> Clash {
        let axis = match error.reason.as_deref() {
            Some(Reason::BroadcastClash { axis, .. }) => axis.unsigned_abs(),
            _ => 0,
        };
        Clash { message: error.message.clone(), axis }
    }
}

#[component]
fn ClashMessage(clash: Clash, a: RwSignal<Vec<usize>>, b: RwSignal<Vec<usize>>) -> impl IntoView {
    let size = |shape: RwSignal<Vec<usize>>| {
        shape
            .with_untracked(|shape| shape.len().checked_sub(clash.axis).map_or(1, |position| shape[position]))
    };
    let repairs = repairs(&a.get_untracked(), &b.get_untracked());
    view! {
        <div class="clash-message" role="status">
            <div class="sizes">
                <b>{size(a)}</b>
                "against"
                <b>{size(b)}</b>
                "on axis −"{clash.axis}
            </div>
            <code>"ValueError: "{clash.message}</code>
            <div class="repairs">
                {repairs
                    .into_iter()
                    .map(|Repair { text, first, second }| {
                        view! {
                            <button
                                class="small"
                                on:click=move |_| {
                                    a.set(first.clone());
                                    b.set(second.clone());
                                }
                            >
                                <code>{text}</code>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
}

/// A new axis that makes two shapes fit.
struct Repair {
    text: String,
    first: Vec<usize>,
    second: Vec<usize>,
}

fn repairs(a: &[usize], b: &[usize]) -> Vec<Repair> {
    let with_last_axis = |shape: &[usize]| [shape, &[1]].concat();
    let index = |name: &str, rank: usize| match rank {
        1 => format!("{name}[:, None]"),
        _ => format!("{name}[..., None]"),
    };
    [
        Repair { text: format!("a + {}", index("b", b.len())), first: a.to_vec(), second: with_last_axis(b) },
        Repair { text: format!("{} + b", index("a", a.len())), first: with_last_axis(a), second: b.to_vec() },
    ]
    .into_iter()
    .filter(|repair| repair.first.len().max(repair.second.len()) <= MOST_AXES)
    .filter(|repair| broadcast_shapes(&[&repair.first, &repair.second]).is_ok())
    .collect()
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
