//! Beside the picture: the first array and the steps, or the cache.

use super::chain::{Computed, DTYPES};
use super::{Mode, State};
use crate::labs::memory::cache;
use leptos::prelude::*;
use ndgym_core::layout::shape_as_tuple;
use ndgym_curriculum::chain::{MOST_LINKS, Start, name, shape};

/// Both sets of controls, and the choice between them.
#[component]
pub(super) fn Controls(state: RwSignal<State>, chain: Memo<Computed>) -> impl IntoView {
    let mode = Memo::new(move |_| state.with(|state| state.mode));
    let choice = |own: Mode, text: &'static str| {
        view! {
            <button
                class="chip"
                aria-pressed=move || (mode.get() == own).to_string()
                on:click=move |_| state.update(|state| state.mode = own)
            >
                {text}
            </button>
        }
    };
    view! {
        <div class="presets" role="group" aria-label="Picture">
            {choice(Mode::Chain, "Arrays and bytes")}
            {choice(Mode::Cache, "Cache lines")}
        </div>
        {move || match mode.get() {
            Mode::Chain => view! { <ChainControls state chain /> }.into_any(),
            Mode::Cache => view! { <cache::Controls state /> }.into_any(),
        }}
    }
}

#[component]
fn ChainControls(state: RwSignal<State>, chain: Memo<Computed>) -> impl IntoView {
    let count = Memo::new(move |_| state.with(|state| state.chain.steps.len()));
    view! {
        <StartControls state />
        <ol class="steps">
            {move || (0..count.get()).map(|number| view! { <StepField state chain number /> }).collect_view()}
        </ol>
        <AddStep state chain />
        <p class="soft">
            {move || {
                if state.with(|state| state.chain.write.is_some()) {
                    view! {
                        "99 is written into one cell; the cells that are the same bytes change with it. "
                        <button class="link" on:click=move |_| state.update(|state| state.chain.write = None)>
                            "Take it back"
                        </button>
                    }
                    .into_any()
                } else {
                    "Click a cell to write 99 into it.".into_any()
                }
            }}
        </p>
    }
}

#[component]
fn StartControls(state: RwSignal<State>) -> impl IntoView {
    let fault = RwSignal::new(None::<String>);
    let text = Memo::new(move |_| state.with(|state| shape_as_tuple(&state.chain.shape)));
    let typed = move |event| {
        let start = shape(&event_target_value(&event)).and_then(|shape| {
            let start = Start { shape, ..state.with_untracked(|state| state.chain.start()) };
            start.array().map(|_| start.shape)
        });
        match start {
            Ok(shape) => {
                fault.set(None);
                state.update(|state| {
                    state.chain.shape = shape;
                    state.chain.write = None;
                });
            }
            Err(error) => fault.set(Some(error.message)),
        }
    };
    view! {
        <div class="operand-field">
            <label>
                <span class="name">"a"</span>
                <input
                    class="code-input"
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    data-testid="memory-shape"
                    aria-label="Shape of a"
                    aria-invalid=move || fault.with(Option::is_some).to_string()
                    prop:value=text
                    on:change=typed
                />
            </label>
            <select
                aria-label="Element type of a"
                prop:value=move || state.with(|state| state.chain.dtype.clone())
                on:change=move |event| state.update(|state| state.chain.dtype = event_target_value(&event))
            >
                {DTYPES.map(|dtype| view! { <option value=dtype>{dtype}</option> }).collect_view()}
            </select>
            <p class="fault" role="status">{fault}</p>
        </div>
        <label class="field">
            <input
                type="checkbox"
                prop:checked=move || state.with(|state| state.chain.fortran)
                on:change=move |event| state.update(|state| state.chain.fortran = event_target_checked(&event))
            />
            "a in F order (first axis fastest)"
        </label>
    }
}

#[component]
fn StepField(state: RwSignal<State>, chain: Memo<Computed>, number: usize) -> impl IntoView {
    let outcome = Memo::new(move |_| chain.with(|chain| chain.steps.get(number).cloned()));
    // What was understood is shown as NumPy code; what was not, as it was typed.
    let text = Memo::new(move |_| match outcome.get() {
        Some(Ok(code)) => code,
        _ => state.with(|state| state.chain.steps.get(number).cloned().unwrap_or_default()),
    });
    let fault = move || outcome.get().and_then(Result::err);
    let change = move |event| {
        let typed = event_target_value(&event);
        state.update(|state| {
            state.chain.steps[number] = typed;
            state.chain.write = None;
        });
    };
    view! {
        <li class="operand-field">
            <label>
                <span class="name">{name(number + 1)}" ="</span>
                <input
                    class="code-input"
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    data-testid=format!("step-{number}")
                    aria-label=format!("Step {}", number + 1)
                    aria-invalid=move || fault().is_some().to_string()
                    prop:value=text
                    on:change=change
                />
            </label>
            <button
                class="quiet small"
                aria-label=format!("Remove step {}", number + 1)
                on:click=move |_| state.update(|state| {
                    state.chain.steps.remove(number);
                    state.chain.write = None;
                })
            >
                "Remove"
            </button>
            <p class="fault" role="status">{fault}</p>
        </li>
    }
}

/// Operations to start from; each can be changed where it stands then.
const OPERATIONS: [(&str, &str); 17] = [
    ("[::2]", "[::2]"),
    ("[::-1]", "[::-1]"),
    ("[1:]", "[1:]"),
    (".T", ".T"),
    (".reshape", ".reshape(-1, 2)"),
    (".reshape, F order", ".reshape(-1, order=\"F\")"),
    (".ravel", ".ravel()"),
    (".flatten", ".flatten()"),
    (".copy", ".copy()"),
    (".astype", ".astype(np.float32)"),
    ("np.asfortranarray", "np.asfortranarray(x)"),
    ("np.broadcast_to", "np.broadcast_to(x, SHAPE)"),
    ("sliding_window_view", "sliding_window_view(x, 2, axis=0)"),
    ("as_strided", "as_strided(x, (3, 2), (8, 8))"),
    (".diagonal", ".diagonal()"),
    ("[[0, 2]], fancy", "[[0, 2]]"),
    ("[x > 3], mask", "[x > 3]"),
];

#[component]
fn AddStep(state: RwSignal<State>, chain: Memo<Computed>) -> impl IntoView {
    let add = move |event: web_sys::Event| {
        let Ok(number) = event_target_value(&event).parse::<usize>() else { return };
        let Some((_, text)) = OPERATIONS.get(number) else { return };
        let stretched = chain.with_untracked(|chain| [&[2], &chain.last_shape[..]].concat());
        let text = text.replace("SHAPE", &shape_as_tuple(&stretched));
        state.update(|state| state.chain.steps.push(text));
        // Back to its first line: each choice is an order, not a setting.
        event_target::<web_sys::HtmlSelectElement>(&event).set_value("");
    };
    view! {
        <select
            aria-label="Add a step"
            data-testid="add-step"
            disabled=move || state.with(|state| state.chain.steps.len() + 1 >= MOST_LINKS)
            on:change=add
        >
            <option value="">"Add a step…"</option>
            {OPERATIONS
                .iter()
                .enumerate()
                .map(|(number, (name, _))| view! { <option value=number.to_string()>{*name}</option> })
                .collect_view()}
        </select>
    }
}
