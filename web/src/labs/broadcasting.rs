//! Broadcasting: up to four arrays, what becomes of their shapes, where each cell of the result comes from, and what it costs.

mod compute;
mod picture;

use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Preset};
use compute::{Computed, MOST_OPERANDS, Outcome, compute};
use leptos::prelude::*;
use ndgym_core::layout::shape_as_tuple;
use picture::{MemoryTruth, Picture};
use serde::{Deserialize, Serialize};

use crate::diagrams::{Alignment, Row};
use crate::share;

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "broadcasting",
    title: "Broadcasting",
    summary: "Up to four shapes, lined up from the right: which axes stretch, which clash, and what it costs in memory.",
    group: Group::Arrays,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// Shapes or small expressions, as they were typed.
    operands: Vec<String>,
    /// How many of the three rules are applied to the pictures: 1 aligned, 2 padded, 3 stretched.
    stage: u8,
}

impl Default for State {
    fn default() -> State {
        State::of(&["(3, 1)", "(4,)"])
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (1..=3).contains(&self.stage)
            && (2..=MOST_OPERANDS).contains(&self.operands.len())
            && self.operands.iter().enumerate().all(|(number, text)| compute::operand(number, text).is_ok())
    }
}

impl State {
    fn of(operands: &[&str]) -> State {
        State { operands: operands.iter().map(|text| (*text).to_owned()).collect(), stage: 3 }
    }

    fn shapes(&self) -> Vec<Vec<usize>> {
        self.operands
            .iter()
            .enumerate()
            .filter_map(|(number, text)| compute::operand(number, text).ok())
            .map(|operand| operand.shape)
            .collect()
    }

    fn result(&self) -> Option<Vec<usize>> {
        let shapes = self.shapes();
        let shapes: Vec<&[usize]> = shapes.iter().map(Vec::as_slice).collect();
        ndgym_core::layout::broadcast_shapes(&shapes).ok().map(|shape| shape.to_vec())
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Column and row", state: State::default },
    Preset { name: "Centre the columns", state: || State::of(&["(5, 3)", "(3,)"]) },
    Preset {
        name: "Pairwise distances",
        state: || State::of(&["np.arange(8).reshape(4, 2)[:, None]", "np.arange(6).reshape(3, 2)"]),
    },
    Preset { name: "Four axes", state: || State::of(&["(2, 1, 3, 1)", "(2, 1, 4)"]) },
    Preset { name: "Per channel", state: || State::of(&["(2, 3, 2, 4)", "(3, 1, 1)"]) },
    Preset { name: "Three at once", state: || State::of(&["(2, 1, 1)", "(3, 1)", "(4,)"]) },
    Preset { name: "A clash", state: || State::of(&["(3, 4)", "(3,)"]) },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "make a (9, 9) table out of two arrays of nine numbers each.",
        is_met: |state| {
            state.result().is_some_and(|shape| shape == [9, 9])
                && state.operands.len() == 2
                && state.shapes().iter().all(|shape| shape.iter().product::<usize>() == 9)
        },
        insight: "A column against a row: (9, 1) and (9,). Eighteen numbers are read, and eighty-one come out, without a loop.",
    },
    Challenge {
        ask: "make two shapes of the same rank clash on axis −2 and on no other.",
        is_met: |state| {
            let shapes = state.shapes();
            let [first, second] = &shapes[..] else { return false };
            first.len() == second.len()
                && first.len() >= 2
                && first.iter().zip(second).enumerate().all(|(position, (a, b))| {
                    let clashes = a != b && *a != 1 && *b != 1;
                    clashes == (position + 2 == first.len())
                })
        },
        insight: "Sizes are compared axis by axis from the right. Two sizes go together if they are equal or one of them is 1; nothing else is repaired.",
    },
    Challenge {
        ask: "reach a result with four axes from operands that hold at most ten numbers together.",
        is_met: |state| {
            state.result().is_some_and(|shape| shape.len() == 4 && shape.iter().all(|size| *size > 1))
                && state.shapes().iter().map(|shape| shape.iter().product::<usize>()).sum::<usize>() <= 10
        },
        insight: "An axis of size 1 costs nothing and can become any size: that is why a (N, 1, D) against a (1, M, D) makes all pairs.",
    },
];

/// Address (relative to the site's root) of this lab with those shapes in it.
pub(crate) fn link(shapes: &[Vec<usize>]) -> String {
    let operands = shapes.iter().map(|shape| shape_as_tuple(shape)).collect();
    let state = State { operands, ..State::default() };
    format!("labs/{}/#{}", LAB.id, share::to_fragment(State::VERSION, &state))
}

#[component]
pub(super) fn BroadcastingLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let computed = Memo::new(move |_| state.with(|state| compute(&state.operands)));
    let stage = Memo::new(move |_| state.with(|state| state.stage));
    let pointed = RwSignal::new(None);
    let description = move || computed.with(describe);
    let controls = move || view! { <Controls store computed /> };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || computed.with(|computed| computed.code.clone()))
            printed=Signal::derive(move || computed.with(|computed| computed.printed.clone()))
            description=Signal::derive(description)
            controls
        >
            <Picture state computed stage pointed />
            <MemoryTruth computed />
        </LabFrame>
    }
}

fn describe(computed: &Computed) -> String {
    let shapes: Vec<String> = computed
        .operands
        .iter()
        .map(|operand| format!("{} {}", operand.name, shape_as_tuple(&operand.shape)))
        .collect();
    let shapes = shapes.join(", ");
    match &computed.outcome {
        Outcome::Fits { shape, .. } => format!("{shapes} broadcast to {}.", shape_as_tuple(shape)),
        Outcome::TooLarge { shape } => {
            format!("{shapes} broadcast to {}, which is more than this page computes.", shape_as_tuple(shape))
        }
        Outcome::Clash(clash) => {
            format!("{shapes} clash on axis −{}: {} against {}.", clash.axis, clash.sizes.0, clash.sizes.1)
        }
    }
}

/// Sets one size of an operand within what can be drawn; an expression becomes a plain shape.
fn resizer(state: RwSignal<State>, number: usize) -> Callback<(usize, usize)> {
    Callback::new(move |(axis, size): (usize, usize)| {
        state.update(|state| {
            let Some(mut shape) = state.shapes().into_iter().nth(number) else { return };
            let Some(position) = shape.len().checked_sub(axis) else { return };
            shape[position] = size.clamp(1, if axis <= 2 { 9 } else { 4 });
            state.operands[number] = shape_as_tuple(&shape);
        });
    })
}

#[component]
fn Controls(store: LabStore<State>, computed: Memo<Computed>) -> impl IntoView {
    let state = store.state;
    let count = Memo::new(move |_| state.with(|state| state.operands.len()));
    let table = move || {
        let rows = (0..count.get())
            .map(|number| Row {
                name: compute::name(number),
                shape: Signal::derive(move || {
                    computed.with(|computed| {
                        computed.operands.get(number).map(|operand| operand.shape.clone()).unwrap_or_default()
                    })
                }),
                on_resize: Some(resizer(state, number)),
            })
            .collect();
        let total = computed.with_untracked(|computed| computed.sum.clone());
        let result = Signal::derive(move || computed.with(|computed| computed.outcome.shape()));
        let clash = Signal::derive(move || {
            computed.with(|computed| match &computed.outcome {
                Outcome::Clash(clash) => Some(clash.axis),
                _ => None,
            })
        });
        view! { <Alignment rows total result clash /> }
    };
    view! {
        <div class="operands">
            {move || (0..count.get()).map(|number| view! { <OperandField state number /> }).collect_view()}
            <button
                class="small"
                disabled=move || { count.get() >= MOST_OPERANDS }
                on:click=move |_| state.update(|state| state.operands.push("(1,)".to_owned()))
            >
                "Add an array"
            </button>
        </div>
        <div class="scroll alignment-stage" data-stage=move || state.with(|state| state.stage.to_string())>{table}</div>
        <Stages state />
    }
}

/// The three rules, to be applied one after the other.
#[component]
fn Stages(state: RwSignal<State>) -> impl IntoView {
    const STAGES: [(u8, &str, &str); 3] = [
        (1, "Align", "Shapes are written under each other, the last axes in line."),
        (2, "Pad", "A shape that is too short gets axes of size 1 in front."),
        (3, "Stretch", "An axis of size 1 stands for any size: its cells are read again."),
    ];
    view! {
        <div class="stages" role="group" aria-label="Rules applied">
            {STAGES
                .map(|(stage, name, _)| {
                    view! {
                        <button
                            class="chip"
                            aria-pressed=move || state.with(|state| state.stage == stage).to_string()
                            on:click=move |_| state.update(|state| state.stage = stage)
                        >
                            {stage}" "{name}
                        </button>
                    }
                })
                .collect_view()}
            <p class="soft">
                {move || {
                    let now = state.with(|state| state.stage);
                    STAGES.iter().find(|(stage, ..)| *stage == now).map(|(.., text)| *text)
                }}
            </p>
        </div>
    }
}

/// One operand as text. What cannot be read is explained here, and the picture waits.
#[component]
fn OperandField(state: RwSignal<State>, number: usize) -> impl IntoView {
    let name = compute::name(number);
    let fault = RwSignal::new(None::<String>);
    let text =
        Memo::new(move |_| state.with(|state| state.operands.get(number).cloned().unwrap_or_default()));
    let typed = move |event| {
        let typed = event_target_value(&event);
        match compute::operand(number, &typed) {
            Ok(_) => {
                fault.set(None);
                state.update(|state| state.operands[number] = typed);
            }
            Err(error) => fault.set(Some(error.message)),
        }
    };
    // A change from elsewhere is sound.
    Effect::new(move |_| {
        text.track();
        fault.set(None);
    });
    view! {
        <div class="operand-field">
            <label>
                <span class="name">{name.clone()}</span>
                <input
                    class="code-input"
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    data-testid=format!("operand-{name}")
                    aria-label=format!("{name}: a shape, or an expression")
                    aria-invalid=move || fault.with(Option::is_some).to_string()
                    prop:value=text
                    on:input=typed
                />
            </label>
            <button
                class="quiet small"
                disabled=move || state.with(|state| state.operands.len() <= 2)
                aria-label=format!("Remove {name}")
                on:click=move |_| state.update(|state| {
                    state.operands.remove(number);
                })
            >
                "Remove"
            </button>
            <p class="fault" role="status">{fault}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sound_and_challenges_can_be_met() {
        assert!(PRESETS.iter().all(|preset| (preset.state)().is_sound()));
        for (number, operands) in
            [["(9, 1)", "(9,)"], ["(2, 3)", "(4, 3)"], ["(2, 1, 2, 1)", "(2, 1, 2)"]].iter().enumerate()
        {
            assert!((CHALLENGES[number].is_met)(&State::of(operands)), "{operands:?}");
            assert!(!(CHALLENGES[number].is_met)(&State::default()));
        }
    }

    #[test]
    fn tampered_states_are_refused() {
        for operands in [&["(3,)"][..], &["(3,)", "x"], &["(3,)", "(99999999, 99999999)"], &["1"; 5]] {
            assert!(!State::of(operands).is_sound(), "{operands:?}");
        }
        assert!(!State { stage: 4, ..State::default() }.is_sound());
    }
}
