//! Softmax on a slider: where the naive formula overflows, and why the shift changes nothing.

use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Preset};
use leptos::prelude::*;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::ml::calculate::{divide, exp, multiply, number, sum};
use ndgym_core::ml::softmax::softmax;
use ndgym_core::{Array, DType, Result};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "softmax",
    title: "Softmax and stability",
    summary: "Scale the logits up until the naive formula overflows, and see that the shifted one never does.",
    group: Group::Layers,
    view: || view! { <SoftmaxLab /> }.into_any(),
};

const LOGITS: [f64; 4] = [2.0, 1.0, 0.0, -1.0];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// What the logits are multiplied by: 1 to 1000.
    scale: u32,
    single: bool,
}

impl Default for State {
    fn default() -> State {
        State { scale: 1, single: false }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (1..=1000).contains(&self.scale)
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Small logits", state: || State { scale: 1, single: false } },
    Preset { name: "float32 overflows", state: || State { scale: 50, single: true } },
    Preset { name: "float64 overflows", state: || State { scale: 400, single: false } },
];

const CHALLENGES: &[Challenge<State>] = &[Challenge {
    ask: "make the naive formula fail in float32 at a scale where float64 still works.",
    is_met: |state| state.single && state.scale >= 45 && state.scale <= 354,
    insight: "float32 overflows beyond exp(88), float64 beyond exp(709): half the bits leave an eighth of the room.",
}];

/// What the lab computes.
struct Computed {
    naive: Array,
    stable: Array,
}

fn compute(state: &State) -> Result<Computed> {
    let dtype = if state.single { DType::Float32 } else { DType::Float64 };
    let logits = multiply(&Array::from_slice(&[4], &LOGITS)?.as_dtype(dtype)?, number(state.scale.into()))?;
    let weights = exp(&logits)?;
    Ok(Computed { naive: divide(&weights, sum(&weights, &[-1], true)?)?, stable: softmax(&logits, &mut ())? })
}

fn code(state: &State) -> String {
    let dtype = if state.single { "np.float32" } else { "np.float64" };
    format!(
        "import numpy as np\n\nlogits = np.array([2.0, 1.0, 0.0, -1.0], dtype={dtype}) * {scale}\nwith np.errstate(over=\"ignore\", invalid=\"ignore\"):\n    weights = np.exp(logits)\n    print(weights / weights.sum())\n\nshifted = logits - logits.max()\nweights = np.exp(shifted)\nprint(weights / weights.sum())\n",
        scale = state.scale
    )
}

#[component]
fn SoftmaxLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let texts = Memo::new(move |_| {
        let text = |array: &Array| array_str(array, &PrintOptions::default());
        match state.with(compute) {
            Ok(Computed { naive, stable }) => [text(&naive), text(&stable)],
            Err(error) => [error.message.clone(), String::new()],
        }
    });
    let controls = move || {
        view! {
            <label class="field">
                "Scale"
                <input
                    type="range"
                    min="1"
                    max="1000"
                    prop:value=move || state.with(|state| state.scale.to_string())
                    on:input=move |event| {
                        if let Ok(scale) = event_target_value(&event).parse() {
                            state.update(|state| state.scale = scale);
                        }
                    }
                />
                <output>{move || state.with(|state| state.scale)}</output>
            </label>
            <label class="field">
                <input
                    type="checkbox"
                    prop:checked=move || state.with(|state| state.single)
                    on:change=move |event| state.update(|state| state.single = event_target_checked(&event))
                />
                "float32"
            </label>
        }
    };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed=Signal::derive(move || texts.with(|texts| format!("{}\n{}\n", texts[0], texts[1])))
            description=Signal::derive(move || texts.with(|texts| format!("Naive {}, shifted {}", texts[0], texts[1])))
            controls
        >
            <pre>{move || texts.with(|texts| format!("naive    {}\nshifted  {}", texts[0], texts[1]))}</pre>
        </LabFrame>
    }
}
