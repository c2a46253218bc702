//! Axes and keepdims: which cells fold into which, and whether the result fits back.

mod compute;
mod picture;

use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Preset};
use compute::{call, compute};
use leptos::prelude::*;
use ndgym_core::layout::{FitsBack, shape_as_tuple};
use picture::Picture;
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "axes",
    title: "Axes and keepdims",
    summary: "Choose the axes of a reduction, see which cells fold into which, and whether the result broadcasts back.",
    group: Group::Arrays,
};

/// Most axes, and the largest size of each, the last first.
const MOST_AXES: usize = 4;
const LARGEST: [usize; MOST_AXES] = [8, 6, 4, 3];

/// What the cells are folded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Function {
    Sum,
    Mean,
    Max,
    Min,
}

impl Function {
    const ALL: [Function; 4] = [Function::Sum, Function::Mean, Function::Max, Function::Min];

    fn name(self) -> &'static str {
        ["sum", "mean", "max", "min"][self as usize]
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    shape: Vec<usize>,
    /// The axes that are reduced, ascending.
    axes: Vec<usize>,
    keepdims: bool,
    function: Function,
}

impl State {
    fn new(shape: &[usize], axes: &[usize], keepdims: bool) -> State {
        State { shape: shape.to_vec(), axes: axes.to_vec(), keepdims, function: Function::Sum }
    }
}

impl Default for State {
    fn default() -> State {
        State::new(&[3, 4], &[1], false)
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        let sizes = self.shape.iter().rev().zip(LARGEST);
        (1..=MOST_AXES).contains(&self.shape.len())
            && sizes.into_iter().all(|(size, largest)| (1..=largest).contains(size))
            && self.axes.is_sorted_by(|a, b| a < b)
            && self.axes.iter().all(|axis| *axis < self.shape.len())
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Rows of a matrix", state: || State::new(&[3, 4], &[1], false) },
    Preset { name: "…with keepdims", state: || State::new(&[3, 4], &[1], true) },
    Preset { name: "Columns", state: || State::new(&[3, 4], &[0], false) },
    Preset { name: "Square: the silent mistake", state: || State::new(&[3, 3], &[1], false) },
    Preset {
        name: "Layer norm (batch, tokens, features)",
        state: || State { function: Function::Mean, ..State::new(&[2, 3, 4], &[2], true) },
    },
    Preset {
        name: "Batch norm of images (N, C, H, W)",
        state: || State { function: Function::Mean, ..State::new(&[2, 3, 2, 4], &[0, 2, 3], true) },
    },
];

fn back(state: &State) -> FitsBack {
    ndgym_core::layout::fits_back(&state.shape, &state.axes, state.keepdims)
}

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "reduce without keepdims so that a − s fails.",
        is_met: |state| !state.keepdims && matches!(back(state), FitsBack::Clash(_)),
        insight: "The reduced axis is gone, so every axis before it moves one place to the right and meets a size it was never meant for. keepdims=True leaves a 1 in its place.",
    },
    Challenge {
        ask: "make a − s work, with the wrong meaning.",
        is_met: |state| matches!(back(state), FitsBack::Elsewhere { .. }),
        insight: "With equal sizes nothing clashes: each column gets the result of a row. No error tells you, so keep the axis whenever the result goes back.",
    },
    Challenge {
        ask: "reduce without keepdims so that a − s is right all the same.",
        is_met: |state| !state.keepdims && !state.axes.is_empty() && back(state) == FitsBack::AsMeant,
        insight: "When only leading axes go, the others stay where they are, counted from the right. Then keepdims changes nothing.",
    },
    Challenge {
        ask: "fold a 3-D array into one number for each of its last axis' positions.",
        is_met: |state| state.shape.len() == 3 && state.axes == [0, 1],
        insight: "axis names what disappears, not what stays: axis=(0, 1) leaves the last axis.",
    },
];

#[component]
pub(super) fn AxesLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    // A state that is sound has a result; without memory for it there is an empty picture.
    let reduction = Memo::new(move |_| state.with(compute).unwrap_or_default());
    let controls = move || view! { <Controls state /> };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || reduction.with(|reduction| reduction.code.clone()))
            printed=Signal::derive(move || reduction.with(|reduction| reduction.printed.clone()))
            description=Signal::derive(move || state.with(described))
            controls
        >
            <Picture state reduction />
        </LabFrame>
    }
}

fn described(state: &State) -> String {
    let result = ndgym_core::layout::reduced_shape(&state.shape, &state.axes, state.keepdims);
    let back = match back(state) {
        FitsBack::AsMeant => "It broadcasts back against a.".to_owned(),
        FitsBack::Elsewhere { axis, seen_as } => {
            format!("It broadcasts back against a, but axis {axis} of a meets axis {seen_as}: the wrong one.")
        }
        FitsBack::Clash(error) => format!("It does not broadcast back: {}.", error.message.trim_end()),
    };
    format!(
        "a of shape {} becomes {} by {}. {back}",
        shape_as_tuple(&state.shape),
        shape_as_tuple(&result),
        call(state)
    )
}

#[component]
fn Controls(state: RwSignal<State>) -> impl IntoView {
    let rank = Memo::new(move |_| state.with(|state| state.shape.len()));
    view! {
        <fieldset class="choice-row">
            <legend>"Function"</legend>
            {Function::ALL
                .map(|function| {
                    view! {
                        <button
                            class="chip"
                            aria-pressed=move || state.with(|state| state.function == function).to_string()
                            on:click=move |_| state.update(|state| state.function = function)
                        >
                            {function.name()}
                        </button>
                    }
                })
                .collect_view()}
        </fieldset>
        <fieldset class="axis-fields">
            <legend>"Axes: size, and whether it is reduced"</legend>
            {move || (0..rank.get()).map(|axis| view! { <AxisField state axis /> }).collect_view()}
            <div class="choice-row">
                <button
                    class="small"
                    disabled=move || { rank.get() >= MOST_AXES }
                    on:click=move |_| state.update(add_axis)
                >
                    "Add an axis in front"
                </button>
                <button class="small" disabled=move || rank.get() <= 1 on:click=move |_| state.update(remove_axis)>
                    "Remove it"
                </button>
            </div>
        </fieldset>
        <label class="field">
            <input
                type="checkbox"
                data-testid="keepdims"
                prop:checked=move || state.with(|state| state.keepdims)
                on:change=move |event| state.update(|state| state.keepdims = event_target_checked(&event))
            />
            <code>"keepdims=True"</code>
        </label>
    }
}

fn add_axis(state: &mut State) {
    state.shape.insert(0, 2);
    state.axes.iter_mut().for_each(|axis| *axis += 1);
}

fn remove_axis(state: &mut State) {
    state.shape.remove(0);
    state.axes.retain(|axis| *axis > 0);
    state.axes.iter_mut().for_each(|axis| *axis -= 1);
}

/// One axis: its size and whether it goes.
#[component]
fn AxisField(state: RwSignal<State>, axis: usize) -> impl IntoView {
    let rank = state.with_untracked(|state| state.shape.len());
    let from_last = rank - axis;
    let size = move || state.with(|state| state.shape.get(axis).copied().unwrap_or(1));
    let resize = move |change: isize| {
        state.update(|state| {
            if let Some(size) = state.shape.get_mut(axis) {
                *size = size.saturating_add_signed(change).clamp(1, LARGEST[from_last - 1]);
            }
        });
    };
    let toggle = move |_| {
        state.update(|state| match state.axes.binary_search(&axis) {
            Ok(at) => {
                state.axes.remove(at);
            }
            Err(at) => state.axes.insert(at, axis),
        });
    };
    view! {
        <div class=format!("axis-field axis--{from_last}")>
            <span class="axis-name">"axis "{axis}" (−"{from_last}")"</span>
            <span class="size">
                <button aria-label=format!("Make axis {axis} smaller") disabled=move || size() <= 1 on:click=move |_| resize(-1)>
                    "−"
                </button>
                <output>{size}</output>
                <button
                    aria-label=format!("Make axis {axis} larger")
                    disabled=move || { size() >= LARGEST[from_last - 1] }
                    on:click=move |_| resize(1)
                >
                    "+"
                </button>
            </span>
            <button
                class="chip"
                data-testid=format!("reduce-{axis}")
                aria-pressed=move || state.with(|state| state.axes.contains(&axis)).to_string()
                on:click=toggle
            >
                "reduce"
            </button>
        </div>
    }
}
