//! Indexing: which cells an index picks, where they go, and whether the result is a view.

mod compute;
mod expression;
mod picture;
#[cfg(test)]
mod tests;

use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Preset, StepByStep};
use compute::{Sharing, Shown, class, code, compute, embedded, embedding_steps, line, printed, repeated};
use expression::Trouble;
use leptos::prelude::*;
use ndgym_core::layout::shape_as_tuple;
use picture::Picture;
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "indexing",
    title: "Indexing",
    summary: "Type an index and see which cells it gathers or scatters to, in which order, and whether you get a view or a copy.",
    group: Group::Arrays,
};

/// Most axes of `a`, and the largest size of each, the last first.
const MOST_AXES: usize = 3;
const LARGEST: [usize; MOST_AXES] = [10, 6, 3];

/// What is done with the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    Read,
    Write,
    AddTo,
    AddAt,
    TakeAlong,
    PutAlong,
}

impl Form {
    const ALL: [Form; 6] =
        [Form::Read, Form::Write, Form::AddTo, Form::AddAt, Form::TakeAlong, Form::PutAlong];

    fn title(self) -> &'static str {
        ["b = a[…]", "a[…] = v", "a[…] += v", "np.add.at", "take_along_axis", "put_along_axis"][self as usize]
    }

    fn writes(self) -> bool {
        !matches!(self, Form::Read | Form::TakeAlong)
    }

    fn is_along(self) -> bool {
        matches!(self, Form::TakeAlong | Form::PutAlong)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    form: Form,
    shape: Vec<usize>,
    /// Whether `a` is all zeros, and not 0, 1, 2, …
    zeros: bool,
    /// What stands between the brackets.
    index: String,
    /// What is written.
    values: String,
    /// The axis of `take_along_axis` and `put_along_axis`.
    axis: i64,
}

impl Default for State {
    fn default() -> State {
        State::reading(&[3, 4], "1:, ::2")
    }
}

impl State {
    fn reading(shape: &[usize], index: &str) -> State {
        State {
            form: Form::Read,
            shape: shape.to_vec(),
            zeros: false,
            index: index.to_owned(),
            values: "1".to_owned(),
            axis: 1,
        }
    }

    fn writing(form: Form, shape: &[usize], index: &str, values: &str) -> State {
        State { form, zeros: true, values: values.to_owned(), ..State::reading(shape, index) }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        let sizes = self.shape.iter().rev().zip(LARGEST);
        (1..=MOST_AXES).contains(&self.shape.len())
            && sizes.into_iter().all(|(size, largest)| (1..=largest).contains(size))
            && (-9..=9).contains(&self.axis)
            && !matches!(compute(self), Err(Trouble::Refused(_)))
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Slices: a view", state: State::default },
    Preset { name: "Backwards", state: || State::reading(&[3, 4], "::-1, ::-2") },
    Preset { name: "Mask", state: || State::reading(&[3, 4], "a % 3 == 0") },
    Preset { name: "Rows by a mask", state: || State::reading(&[3, 4], "a[:, 0] > 3") },
    Preset { name: "Pairs, not a grid", state: || State::reading(&[3, 4], "[0, 2], [1, 3]") },
    Preset { name: "A grid: ix_", state: || State::reading(&[3, 4], "np.ix_([0, 2], [1, 3])") },
    Preset { name: "Axes that move in front", state: || State::reading(&[2, 3, 4], "[0, 1], :, [1, 3]") },
    Preset {
        name: "Largest of each row",
        state: || State {
            form: Form::TakeAlong,
            ..State::reading(&[3, 4], "a.argmax(axis=1, keepdims=True)")
        },
    },
    Preset { name: "+= with duplicates", state: || State::writing(Form::AddTo, &[5], "[0, 2, 2, 2]", "1") },
    Preset {
        name: "add.at with duplicates",
        state: || State::writing(Form::AddAt, &[5], "[0, 2, 2, 2]", "1"),
    },
    Preset {
        name: "put_along_axis",
        state: || State::writing(Form::PutAlong, &[3, 4], "[[1], [3], [0]]", "9"),
    },
    Preset { name: "Embedding: gather", state: || State::reading(&[5, 3], "[1, 3, 3, 0]") },
    Preset {
        name: "Its gradient: scatter-add",
        state: || {
            State::writing(
                Form::AddAt,
                &[5, 3],
                "[1, 3, 3, 0]",
                "[[1, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, 4]]",
            )
        },
    },
    Preset { name: "Out of bounds", state: || State::reading(&[3, 4], "3") },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "pick the four corners of a matrix as a 2 × 2 array that is a copy.",
        is_met: |state| {
            let [rows, columns] = state.shape[..] else { return false };
            let corners = [0, columns - 1, (rows - 1) * columns, rows * columns - 1];
            rows > 1
                && columns > 1
                && state.form == Form::Read
                && compute(state).is_ok_and(|shown| {
                    shown.sharing == Some(Sharing::Copy)
                        && shown.other_shape == [2, 2]
                        && shown.picks.iter().map(|pick| pick.cell).eq(corners)
                })
        },
        insight: "np.ix_ makes a column of rows and a row of columns, which broadcast to a grid. [0, -1], [0, -1] would give two cells: pairs.",
    },
    Challenge {
        ask: "pick the same four corners as a view.",
        is_met: |state| {
            let [rows, columns] = state.shape[..] else { return false };
            let corners = [0, columns - 1, (rows - 1) * columns, rows * columns - 1];
            rows > 1
                && columns > 1
                && state.form == Form::Read
                && compute(state).is_ok_and(|shown| {
                    shown.sharing == Some(Sharing::View)
                        && shown.picks.iter().map(|pick| pick.cell).eq(corners)
                })
        },
        insight: "Two rows that far apart are a slice with a step: a[::2, ::3]. What a start and a stride can say needs no copy.",
    },
    Challenge {
        ask: "count with += and lose something.",
        is_met: |state| {
            state.form == Form::AddTo && compute(state).is_ok_and(|shown| !repeated(&shown.picks).is_empty())
        },
        insight: "a[i] += v reads all cells, adds, then writes them back: a cell that comes three times is written three times with the same sum. np.add.at adds one after the other.",
    },
    Challenge {
        ask: "bring about an IndexError.",
        is_met: |state| matches!(compute(state), Err(Trouble::Raised(error)) if class(error.kind) == "IndexError"),
        insight: "Integers must be inside their axis, index arrays must broadcast with each other; slices are cut to fit and never fail.",
    },
];

#[component]
pub(super) fn IndexingLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let shown = Memo::new(move |_| state.with(compute));
    let is_embedding = Memo::new(move |_| state.with(|state| embedded(state).is_some()));
    let controls = move || view! { <Controls state shown /> };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed=Signal::derive(move || shown.with(printed))
            description=Signal::derive(move || state.with(|state| shown.with(|shown| described(state, shown))))
            controls
        >
            <Picture state shown />
            {move || {
                is_embedding.get().then(|| view! {
                    <StepByStep
                        of="the index as an embedding layer has it: one-hot codes, gather, and the gradient by scatter-add"
                        make=Callback::new(move |()| state.with(embedding_steps))
                    />
                })
            }}
        </LabFrame>
    }
}

fn described(state: &State, shown: &Result<Shown, Trouble>) -> String {
    let line = line(state);
    match shown {
        Err(Trouble::Raised(error)) => format!("{line} raises {}: {}", class(error.kind), error.message),
        Err(Trouble::Refused(reason)) => reason.clone(),
        Ok(shown) => {
            let cells: Vec<String> = shown.picks.iter().take(40).map(|pick| pick.cell.to_string()).collect();
            let what = match shown.sharing {
                Some(Sharing::View) => "a view of",
                Some(Sharing::Copy) => "a copy of",
                Some(Sharing::Number) => "one number from",
                None => "writes to",
            };
            format!(
                "{line}: {what} cells {} of a, in C order; shape {}.",
                cells.join(", "),
                shape_as_tuple(&shown.other_shape)
            )
        }
    }
}

/// What is typed here is taken over once it can be read and drawn.
#[component]
fn Controls(state: RwSignal<State>, shown: Memo<Result<Shown, Trouble>>) -> impl IntoView {
    let refused = RwSignal::new(None::<String>);
    // What was refused is no matter once something else is chosen.
    Effect::new(move |_| {
        state.track();
        refused.set(None);
    });
    let change = move |change: &dyn Fn(&mut State)| {
        let mut next = state.get_untracked();
        change(&mut next);
        match compute(&next) {
            Err(Trouble::Refused(reason)) => refused.set(Some(reason)),
            _ => state.set(next),
        }
    };
    let raised = move || shown.with(|shown| shown.is_err()) || refused.with(Option::is_some);
    let form = Memo::new(move |_| state.with(|state| state.form));
    let rank = Memo::new(move |_| state.with(|state| state.shape.len()));
    view! {
        <label class="stacked-field">
            <span>{move || if form.get().is_along() { "Positions" } else { "Index" }}</span>
            <input
                class="code-input"
                data-testid="index"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                aria-invalid=move || raised().to_string()
                prop:value=move || state.with(|state| state.index.clone())
                on:input=move |event| {
                    let index: String = event_target_value(&event);
                    change(&|state| state.index.clone_from(&index));
                }
            />
            <span class="fault" role="status" data-testid="refused">{refused}</span>
        </label>
        <Show when=move || form.get().writes()>
            <label class="stacked-field">
                <span>"Values"</span>
                <input
                    class="code-input"
                    data-testid="values"
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    prop:value=move || state.with(|state| state.values.clone())
                    on:input=move |event| {
                        let values: String = event_target_value(&event);
                        change(&|state| state.values.clone_from(&values));
                    }
                />
            </label>
        </Show>
        <Show when=move || form.get().is_along()>
            <label class="field">
                <code>"axis="</code>
                <select
                    prop:value=move || state.with(|state| state.axis.to_string())
                    on:change=move |event| {
                        let axis = event_target_value(&event).parse().unwrap_or(0);
                        change(&|state| state.axis = axis);
                    }
                >
                    {move || {
                        (0..rank.get())
                            .map(|axis| view! { <option value=axis.to_string() selected=move || state.with(|state| state.axis == axis as i64)>{axis}</option> })
                            .collect_view()
                    }}
                </select>
            </label>
        </Show>
        <fieldset class="choice-row">
            <legend>"What is done"</legend>
            {Form::ALL
                .map(|own| {
                    view! {
                        <button
                            class="chip"
                            data-testid=format!("form-{}", own as usize)
                            aria-pressed=move || (form.get() == own).to_string()
                            on:click=move |_| change(&|state| choose(state, own))
                        >
                            <code>{own.title()}</code>
                        </button>
                    }
                })
                .collect_view()}
        </fieldset>
        <fieldset class="axis-fields">
            <legend>"a"</legend>
            {move || (0..rank.get()).map(|axis| view! { <SizeField state axis change=Callback::new(move |size: usize| change(&|state| set_size(state, axis, size))) /> }).collect_view()}
            <div class="choice-row">
                <button
                    class="small"
                    disabled=move || { rank.get() >= MOST_AXES }
                    on:click=move |_| change(&|state| state.shape.insert(0, 2))
                >
                    "Add an axis in front"
                </button>
                <button
                    class="small"
                    disabled=move || rank.get() <= 1
                    on:click=move |_| change(&|state| { state.shape.remove(0); })
                >
                    "Remove it"
                </button>
            </div>
            <label class="field">
                <input
                    type="checkbox"
                    prop:checked=move || state.with(|state| state.zeros)
                    on:change=move |event| {
                        let zeros = event_target_checked(&event);
                        change(&|state| state.zeros = zeros);
                    }
                />
                "all zeros"
            </label>
        </fieldset>
    }
}

/// Another form; positions along an axis and indices are written differently, so one that would be refused gets an example.
fn choose(state: &mut State, form: Form) {
    state.form = form;
    state.axis = state.axis.clamp(0, state.shape.len() as i64 - 1);
    if matches!(compute(state), Err(Trouble::Refused(_))) {
        state.index = if form.is_along() { "a.argsort(axis=-1)".to_owned() } else { "0".to_owned() };
    }
}

fn set_size(state: &mut State, axis: usize, size: usize) {
    if let Some(own) = state.shape.get_mut(axis) {
        *own = size;
    }
}

/// The size of an axis.
#[component]
fn SizeField(state: RwSignal<State>, axis: usize, change: Callback<usize>) -> impl IntoView {
    let rank = state.with_untracked(|state| state.shape.len());
    let from_last = rank - axis;
    let size = move || state.with(|state| state.shape.get(axis).copied().unwrap_or(1));
    view! {
        <div class=format!("axis-field axis--{from_last}")>
            <span class="axis-name">"axis "{axis}" (−"{from_last}")"</span>
            <span class="size">
                <button
                    aria-label=format!("Make axis {axis} smaller")
                    disabled=move || size() <= 1
                    on:click=move |_| change.run(size() - 1)
                >
                    "−"
                </button>
                <output>{size}</output>
                <button
                    aria-label=format!("Make axis {axis} larger")
                    disabled=move || { size() >= LARGEST[from_last - 1] }
                    on:click=move |_| change.run(size() + 1)
                >
                    "+"
                </button>
            </span>
        </div>
    }
}
