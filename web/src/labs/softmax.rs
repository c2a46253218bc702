//! Softmax on a slider: where the naive formula overflows, and why the shift changes nothing.

use super::fields::{Slider, Tick};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset};
use crate::diagrams::{StepPicture, Stepper, short};
use leptos::prelude::*;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::ml::calculate::{divide, exp, log, max, multiply, number, subtract, sum};
use ndgym_core::ml::softmax::{log_softmax, softmax};
use ndgym_core::{Array, DType, Result};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "softmax",
    title: "Softmax and stability",
    summary: "Scale the logits up until the naive formula overflows, and see that the shifted one never does.",
    group: Group::Layers,
};

/// Classes.
const CLASSES: usize = 4;
/// Ends of a logit before it is scaled, in tenths.
const ENDS: (i32, i32) = (-30, 30);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// In tenths.
    logits: [i32; CLASSES],
    /// What the logits are multiplied by: 1 to 1000.
    scale: i32,
    single: bool,
}

impl Default for State {
    fn default() -> State {
        State { logits: [20, 10, 0, -10], scale: 1, single: false }
    }
}

impl LabState for State {
    const VERSION: u32 = 2;

    fn is_sound(&self) -> bool {
        (1..=1000).contains(&self.scale) && self.logits.iter().all(|logit| (ENDS.0..=ENDS.1).contains(logit))
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Small logits", state: State::default },
    Preset { name: "float32 overflows", state: || State { scale: 50, single: true, ..State::default() } },
    Preset { name: "float64 overflows", state: || State { scale: 400, ..State::default() } },
    Preset {
        name: "All underflow",
        state: || State { logits: [-30, -29, -28, -27], scale: 300, single: false },
    },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "make the naive formula fail in float32 at a scale where float64 still works.",
        is_met: |state| state.single && has_nan(state) && !has_nan(&State { single: false, ..state.clone() }),
        insight: "float32 overflows beyond exp(88), float64 beyond exp(709): half the bits leave an eighth of the room.",
    },
    Challenge {
        ask: "make the naive formula divide 0 by 0.",
        is_met: |state| state.logits.iter().all(|logit| *logit < 0) && has_nan(state),
        insight: "Very negative logits all underflow to 0. After the shift the largest is exp(0) = 1, so the sum is never 0.",
    },
];

fn has_nan(state: &State) -> bool {
    compute(state).is_ok_and(|found| found.rows[2].values.iter().any(|value| value.is_nan()))
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: &'static str,
    values: Vec<f64>,
}

/// What the lab shows: the naive way, the shifted way, the logarithm.
#[derive(Clone, Debug, PartialEq)]
struct Computed {
    rows: [Row; 7],
    steps: Vec<StepPicture>,
    printed: String,
    /// The largest and the smallest exponent whose exponential is a number and not 0.
    room: (f64, f64),
}

fn compute(state: &State) -> Result<Computed> {
    let dtype = if state.single { DType::Float32 } else { DType::Float64 };
    let raw = state.logits.map(|logit| f64::from(logit) / 10.0);
    let logits =
        multiply(&Array::from_slice(&[CLASSES], &raw)?.as_dtype(dtype)?, number(state.scale.into()))?;
    let weights = exp(&logits)?;
    let naive = divide(&weights, sum(&weights, &[-1], true)?)?;
    let shifted = subtract(&logits, max(&logits, &[-1], true)?)?;
    let mut notes = Notes::all();
    let stable = softmax(&logits, &mut notes)?;
    let logarithms = log_softmax(&logits, &mut Notes::none())?;
    let shifted_weights = exp(&shifted)?;
    let row = |name, array: &Array| {
        Ok::<_, ndgym_core::Error>(Row { name, values: array.as_dtype(DType::Float64)?.to_vec::<f64>() })
    };
    let printed =
        [&naive, &stable, &logarithms].map(|array| array_str(array, &PrintOptions::default()) + "\n");
    Ok(Computed {
        rows: [
            row("logits", &logits)?,
            row("np.exp(logits)", &weights)?,
            row("naive", &naive)?,
            row("shifted", &shifted)?,
            row("np.exp(shifted)", &shifted_weights)?,
            row("softmax", &stable)?,
            row("log-softmax", &logarithms)?,
        ],
        steps: notes.pictures(&["weights", "probabilities"])?,
        printed: printed.concat(),
        room: room(state.single)?,
    })
}

/// Logarithms of the type's largest and smallest numbers.
fn room(single: bool) -> Result<(f64, f64)> {
    let ends = if single {
        [f64::from(f32::MAX), f64::from(f32::from_bits(1))]
    } else {
        [f64::MAX, f64::from_bits(1)]
    };
    let ends = log(&Array::from_slice(&[2], &ends)?)?.to_vec::<f64>();
    Ok((ends[0], ends[1]))
}

fn code(state: &State) -> String {
    let logits: Vec<String> =
        state.logits.iter().map(|logit| format!("{:?}", f64::from(*logit) / 10.0)).collect();
    format!(
        r#"import numpy as np

logits = np.array([{logits}], dtype={dtype}) * {scale}
with np.errstate(all="ignore"):
    weights = np.exp(logits)
    print(weights / weights.sum())

    shifted = logits - logits.max()
    weights = np.exp(shifted)
    print(weights / weights.sum())
    print(shifted - np.log(weights.sum()))
"#,
        logits = logits.join(", "),
        dtype = if state.single { "np.float32" } else { "np.float64" },
        scale = state.scale,
    )
}

#[component]
pub(super) fn SoftmaxLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let computed = Memo::new(move |_| state.with(compute).map_err(|error| error.message));
    let printed = Signal::derive(move || {
        computed.with(|computed| computed.as_ref().map_or_else(Clone::clone, |found| found.printed.clone()))
    });
    let description = Signal::derive(move || {
        computed.with(|computed| match computed {
            Ok(found) if found.rows[2].values.iter().any(|value| value.is_nan()) => {
                "The naive formula gives NaN; the shifted one gives probabilities.".to_owned()
            }
            Ok(_) => "The naive and the shifted formula give the same probabilities.".to_owned(),
            Err(message) => message.clone(),
        })
    });
    let controls = move || {
        view! {
            <Slider
                label="Scale"
                ends=(1, 1000)
                value=Signal::derive(move || state.with(|state| state.scale))
                on_change=move |scale: i32| state.update(|state| state.scale = scale)
            />
            <Tick
                label="float32"
                value=Signal::derive(move || state.with(|state| state.single))
                on_change=move |single: bool| state.update(|state| state.single = single)
            />
            <p class="soft">"Drag the bars, or move them with the arrow keys."</p>
        }
    };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed
            description
            controls
        >
            <p class="lab-note">{description}</p>
            <Bars state />
            {move || computed.get().ok().map(|found| view! { <Tracks found=found.clone() /> <Table found /> })}
            <Stepper steps=Signal::derive(move || {
                computed.with(|computed| computed.as_ref().map(|found| found.steps.clone()).unwrap_or_default())
            }) />
        </LabFrame>
    }
}

/// Height of the bars' picture, and of a tenth of a logit.
const TALL: f64 = 132.0;
const TENTH: f64 = 2.0;

/// The logits before they are scaled, to be dragged.
#[component]
fn Bars(state: RwSignal<State>) -> impl IntoView {
    let bar = move |at: usize| {
        let logit = move || state.with(|state| state.logits[at]);
        let set = move |to: i32| state.update(|state| state.logits[at] = to.clamp(ENDS.0, ENDS.1));
        let drag = move |event: PointerEvent| {
            let Some(bar) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok())
            else {
                return;
            };
            if event.type_() == "pointerdown" {
                // Without the capture a drag ends at the bar's border, which is poorer but works.
                let _ = bar.set_pointer_capture(event.pointer_id());
            } else if event.buttons() != 1 {
                return;
            }
            let middle = bar.get_bounding_client_rect().top() + TALL / 2.0;
            set(((middle - f64::from(event.client_y())) / TENTH).round() as i32);
        };
        let key = move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowUp" | "ArrowRight" => set(logit() + 1),
                "ArrowDown" | "ArrowLeft" => set(logit() - 1),
                _ => return,
            }
            event.prevent_default();
        };
        let shape = move || {
            let size = f64::from(logit()) * TENTH;
            format!("top: {}px; height: {}px", TALL / 2.0 - size.max(0.0), size.abs().max(2.0))
        };
        view! {
            <div
                class="logit-bar"
                role="slider"
                tabindex="0"
                aria-label=format!("Logit {at}")
                aria-valuemin=f64::from(ENDS.0) / 10.0
                aria-valuemax=f64::from(ENDS.1) / 10.0
                aria-valuenow=move || f64::from(logit()) / 10.0
                on:pointerdown=drag
                on:pointermove=drag
                on:keydown=key
            >
                <i style=shape></i>
                <output>{move || format!("{:.1}", f64::from(logit()) / 10.0)}</output>
            </div>
        }
    };
    view! { <div class="logit-bars" role="group" aria-label="Logits before scaling">{(0..CLASSES).map(bar).collect_view()}</div> }
}

/// Where exponents stand between underflow and overflow, before and after the shift.
#[component]
fn Tracks(found: Computed) -> impl IntoView {
    let (over, under) = found.room;
    // Far exponents are drawn near, signs kept: a place between 0 and 1.
    let place = |value: f64| {
        let bent = |value: f64| value.signum() * value.abs().ln_1p();
        100.0 * (0.5 + 0.5 * bent(value) / bent(6000.0)).clamp(0.0, 1.0)
    };
    let track = |name: &'static str, row: &Row| {
        let points = row
            .values
            .iter()
            .map(|value| {
                let class = if *value > over { "point over" } else if *value < under { "point under" } else { "point" };
                view! { <i class=class style=format!("left: {:.2}%", place(*value)) title=value.to_string()></i> }
            })
            .collect_view();
        view! {
            <div class="exponent-track">
                <span>{name}</span>
                <div>
                    <b class="zone under" style=format!("left: 0; width: {:.2}%", place(under))>"exp is 0"</b>
                    <b class="zone over" style=format!("left: {:.2}%; right: 0", place(over))>"exp is inf"</b>
                    <b class="zero" style=format!("left: {:.2}%", place(0.0))></b>
                    {points}
                </div>
            </div>
        }
    };
    view! {
        <figure class="array-maps">
            <figcaption>"exponents, from "{format!("{under:.1}")}" to "{format!("{over:.1}")}" there is room"</figcaption>
            {track("logits", &found.rows[0])}
            {track("shifted", &found.rows[3])}
        </figure>
    }
}

/// Every number on the way.
#[component]
fn Table(found: Computed) -> impl IntoView {
    let cell = |value: &f64| {
        let text = if value.is_infinite() {
            if *value > 0.0 { "inf".to_owned() } else { "−inf".to_owned() }
        } else {
            short(*value)
        };
        view! { <td class:bad=!value.is_finite() data-value=value.to_string()>{text}</td> }
    };
    view! {
        <table class="number-table">
            <caption class="visually-hidden">"Every number on the way"</caption>
            <tbody>
                {found
                    .rows
                    .iter()
                    .map(|row| {
                        view! {
                            <tr class:result=matches!(row.name, "naive" | "softmax" | "log-softmax")>
                                <th scope="row">{row.name}</th>
                                {row.values.iter().map(cell).collect_view()}
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_naive_formula_fails() {
        for (scale, single) in (1..=1000).step_by(37).flat_map(|scale| [(scale, false), (scale, true)]) {
            let found = compute(&State { scale, single, ..State::default() }).unwrap();
            assert!(found.rows[5].values.iter().all(|value| value.is_finite()));
            assert!((found.rows[5].values.iter().sum::<f64>() - 1.0).abs() < 1e-6);
            let overflows = f64::from(scale) * 2.0 > found.room.0;
            assert_eq!(
                found.rows[2].values.iter().any(|value| value.is_nan()),
                overflows,
                "{scale} {single}"
            );
        }
    }

    #[test]
    fn there_is_room_up_to_709_and_88() {
        assert!((room(false).unwrap().0 - 709.782712893384).abs() < 1e-9);
        assert!((room(true).unwrap().0 - 88.7228).abs() < 1e-3);
    }
}
