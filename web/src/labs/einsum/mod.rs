//! Einsum: a subscripts text as loops, as a picture, as a cost, and as the products and sums it stands for.

mod compute;
mod loops;
mod order;
mod picture;

use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Preset};
use compute::{NAMES, Sum, code, compute, printed};
use leptos::prelude::*;
use loops::Loops;
use ndgym_core::einsum::{self, Fault};
use ndgym_core::layout::shape_as_tuple;
use order::Order;
use picture::Picture;
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "einsum",
    title: "Einsum",
    summary: "Type subscripts and see their loops, what is summed, what it costs, and the same with @, sum and transpose.",
    group: Group::Arrays,
};

const MOST_OPERANDS: usize = 4;
const MOST_AXES: usize = 4;
const LARGEST: usize = 8;
/// Longest text of subscripts.
const LONGEST: usize = 40;
/// Most turns of the loops, and most cells of the result.
const MOST_TURNS: f64 = 20_000.0;
const MOST_CELLS: usize = 400;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    subscripts: String,
    shapes: Vec<Vec<usize>>,
}

impl State {
    fn new(subscripts: &str, shapes: &[&[usize]]) -> State {
        State {
            subscripts: subscripts.to_owned(),
            shapes: shapes.iter().map(|shape| shape.to_vec()).collect(),
        }
    }
}

impl Default for State {
    fn default() -> State {
        State::new("ij,jk->ik", &[&[2, 3], &[3, 4]])
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        let small = |shape: &Vec<usize>| {
            shape.len() <= MOST_AXES && shape.iter().all(|size| (1..=LARGEST).contains(size))
        };
        (1..=MOST_OPERANDS).contains(&self.shapes.len())
            && self.shapes.iter().all(small)
            && readable(&self.subscripts).is_ok()
            && is_drawable(self)
    }
}

/// Whether a text can stand between quotes in a program.
fn readable(text: &str) -> Result<(), String> {
    if text.len() > LONGEST {
        return Err(format!("Subscripts here are at most {LONGEST} characters long."));
    }
    match text.chars().find(|letter| !letter.is_ascii_graphic() && *letter != ' ' || "\"\\".contains(*letter))
    {
        Some(letter) => Err(format!("{letter} cannot stand in subscripts.")),
        None => Ok(()),
    }
}

/// Whether the loops are few enough; a text with a fault draws nothing.
fn is_drawable(state: &State) -> bool {
    let plan =
        einsum::Subscripts::parse(&state.subscripts).and_then(|read| einsum::Plan::new(&read, &state.shapes));
    plan.map_or(true, |plan| {
        let turns: f64 = plan.sizes.iter().map(|(_, size)| *size as f64).product();
        let cells: usize = plan.shape().iter().product();
        turns <= MOST_TURNS && cells <= MOST_CELLS && plan.output.len() <= MOST_AXES
    })
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Matrix product", state: State::default },
    Preset {
        name: "Batched attention scores",
        state: || State::new("bhqd,bhkd->bhqk", &[&[1, 2, 3, 4], &[1, 2, 3, 4]]),
    },
    Preset { name: "Row sums", state: || State::new("ij->i", &[&[3, 4]]) },
    Preset { name: "Trace", state: || State::new("ii", &[&[3, 3]]) },
    Preset { name: "Outer product", state: || State::new("i,j->ij", &[&[3], &[4]]) },
    Preset { name: "Pairwise dot products of rows", state: || State::new("id,jd->ij", &[&[3, 4], &[2, 4]]) },
    Preset { name: "Three in a row", state: || State::new("ij,jk,kl->il", &[&[2, 6], &[6, 3], &[3, 5]]) },
    Preset { name: "An error to mend", state: || State::new("ij,jk->iz", &[&[2, 3], &[3, 4]]) },
];

fn sum_of(state: &State) -> Option<Sum> {
    compute(state).ok()
}

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "transpose a matrix with einsum alone.",
        is_met: |state| {
            sum_of(state).is_some_and(|sum| {
                let operand = &sum.plan.operands[0];
                sum.plan.operands.len() == 1
                    && operand.len() == 2
                    && operand[0] != operand[1]
                    && sum.plan.output.iter().rev().eq(operand)
            })
        },
        insight: "The letters after the arrow only say in which order the axes come: ij->ji moves no data, it is a view.",
    },
    Challenge {
        ask: "multiply two matrices element by element and sum everything to one number.",
        is_met: |state| {
            sum_of(state).is_some_and(|sum| {
                let [a, b] = &sum.plan.operands[..] else { return false };
                a == b && a.len() == 2 && a[0] != a[1] && sum.plan.output.is_empty()
            })
        },
        insight: "A letter that is not after the arrow is summed. With none after it, ij,ij-> is (a * b).sum(), without the array in between.",
    },
    Challenge {
        ask: "take three operands whose best order costs at most half of the loops inside each other.",
        is_met: |state| {
            sum_of(state).is_some_and(|sum| {
                sum.plan.operands.len() >= 3
                    && 2.0 * sum.steps.iter().map(|step| step.flops).sum::<f64>() <= sum.plan.flops()
            })
        },
        insight: "np.einsum runs all loops inside each other unless you say optimize=True; in pairs, each intermediate result is computed once.",
    },
];

#[component]
pub(super) fn EinsumLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let sum = Memo::new(move |_| state.with(compute));
    let fault = Memo::new(move |_| sum.with(|sum| sum.as_ref().err().cloned()));
    // The cell of the result and the product in it that are looked at.
    let cell = RwSignal::new(0_usize);
    let term = RwSignal::new(0_usize);
    let controls = move || view! { <Controls state sum /> };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(|state| sum.with(|sum| code(state, sum))))
            printed=Signal::derive(move || sum.with(printed))
            description=Signal::derive(move || sum.with(|sum| described(&state.get(), sum)))
            controls
        >
            {move || match fault.get() {
                Some(fault) => view! { <FaultView state fault=*fault /> }.into_any(),
                None => view! { <Picture sum cell term /> }.into_any(),
            }}
            <Show when=move || sum.with(Result::is_ok)>
                <div class="einsum-below">
                    <Loops sum cell term />
                    <Order sum />
                </div>
            </Show>
        </LabFrame>
    }
}

fn described(state: &State, sum: &Result<Sum, Box<Fault>>) -> String {
    match sum {
        Ok(sum) => {
            let names = |labels: &[einsum::Label]| {
                labels.iter().map(|label| einsum::label_text(*label)).collect::<Vec<_>>().join(", ")
            };
            let (free, summed) = (names(&sum.plan.output), names(&sum.plan.summed()));
            let result = shape_as_tuple(&sum.plan.shape());
            format!(
                "{}: free indices {free}; summed indices {summed}; result of shape {result}.",
                state.subscripts
            )
        }
        Err(fault) => format!("{}: {}. {}", state.subscripts, fault.error.message, fault.explanation),
    }
}

#[component]
fn Controls(state: RwSignal<State>, sum: Memo<Result<Sum, Box<Fault>>>) -> impl IntoView {
    let refused = RwSignal::new(None::<String>);
    let typed = move |event| {
        let subscripts: String = event_target_value(&event);
        let next = State { subscripts, ..state.get_untracked() };
        let reason = readable(&next.subscripts).err().or_else(|| {
            (!is_drawable(&next)).then(|| {
                "This has more loops or cells than the page draws; make the sizes smaller.".to_owned()
            })
        });
        if reason.is_none() {
            state.set(next);
        }
        refused.set(reason);
    };
    let count = Memo::new(move |_| state.with(|state| state.shapes.len()));
    view! {
        <label class="stacked-field">
            <span>"Subscripts"</span>
            <input
                class="code-input"
                data-testid="subscripts"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                aria-invalid=move || (refused.with(Option::is_some) || sum.with(Result::is_err)).to_string()
                prop:value=move || state.with(|state| state.subscripts.clone())
                on:input=typed
            />
            <span class="fault" role="status">{refused}</span>
        </label>
        <fieldset class="axis-fields">
            <legend>"Operands"</legend>
            {move || (0..count.get()).map(|number| view! { <OperandField state number refused /> }).collect_view()}
            <div class="choice-row">
                <button
                    class="small"
                    disabled=move || { count.get() >= MOST_OPERANDS }
                    on:click=move |_| state.update(|state| state.shapes.push(vec![2, 3]))
                >
                    "Add an operand"
                </button>
                <button
                    class="small"
                    disabled=move || count.get() <= 1
                    on:click=move |_| {
                        state
                            .update(|state| {
                                state.shapes.pop();
                            });
                    }
                >
                    "Remove the last"
                </button>
            </div>
        </fieldset>
    }
}

/// An operand's shape, typed.
#[component]
fn OperandField(state: RwSignal<State>, number: usize, refused: RwSignal<Option<String>>) -> impl IntoView {
    let typed = move |event| {
        let text: String = event_target_value(&event);
        let Some(shape) = parse_shape(&text) else {
            return refused.set(Some(format!(
                "A shape is up to {MOST_AXES} sizes from 1 to {LARGEST}, such as (2, 3)."
            )));
        };
        let mut next = state.get_untracked();
        if let Some(own) = next.shapes.get_mut(number) {
            *own = shape;
        }
        if is_drawable(&next) {
            refused.set(None);
            state.set(next);
        } else {
            refused.set(Some(
                "This has more loops or cells than the page draws; make the sizes smaller.".to_owned(),
            ));
        }
    };
    view! {
        <label class="operand-line">
            <code>{NAMES[number]}".shape"</code>
            <input
                class="code-input"
                data-testid=format!("shape-{}", NAMES[number])
                spellcheck="false"
                autocomplete="off"
                prop:value=move || {
                    state.with(|state| state.shapes.get(number).map(|shape| shape_as_tuple(shape)).unwrap_or_default())
                }
                on:change=typed
            />
        </label>
    }
}

/// `(2, 3)`, `2,3`, `()`.
fn parse_shape(text: &str) -> Option<Vec<usize>> {
    let inner = text.trim().trim_start_matches('(').trim_end_matches(')').trim().trim_end_matches(',');
    if inner.is_empty() {
        return Some(Vec::new());
    }
    let sizes: Vec<usize> = inner.split(',').map(|size| size.trim().parse().ok()).collect::<Option<_>>()?;
    let fits = sizes.len() <= MOST_AXES && sizes.iter().all(|size| (1..=LARGEST).contains(size));
    fits.then_some(sizes)
}

/// The text with its fault marked, NumPy's words, ours, and the repair.
#[component]
fn FaultView(state: RwSignal<State>, fault: Fault) -> impl IntoView {
    let text = state.with_untracked(|state| state.subscripts.clone());
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
    let (start, end) = (fault.at.start, fault.at.end);
    let marked = if start == end { "␣".to_owned() } else { part(start..end) };
    view! {
        <div class="clash-message" role="status" data-testid="einsum-fault">
            <p class="subscripts">{part(0..start)}<mark>{marked}</mark>{part(end..text.len())}</p>
            <p>{fault.explanation}</p>
            <code>"ValueError: "{fault.error.message}</code>
            <div class="repairs">
                {fault
                    .repair
                    .map(|repair| {
                        let text = repair.clone();
                        view! {
                            <button
                                class="small"
                                data-testid="repair"
                                on:click=move |_| state.update(|state| state.subscripts.clone_from(&repair))
                            >
                                "Mend it: "
                                <code>{text}</code>
                            </button>
                        }
                    })}
            </div>
        </div>
    }
}
