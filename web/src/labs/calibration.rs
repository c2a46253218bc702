//! Whether a score of 0.9 comes true nine times of ten, and two ways to see to it.

use super::fields::{Choice, Slider};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset, StepByStep};
use crate::diagrams::{Form, Mark, Plot, PlotAxis, StepPicture};
use leptos::prelude::*;
use ndgym_core::manipulate::{JoinOptions, concatenate, expand_dims};
use ndgym_core::ml::calculate::{add, generator, greater, multiply, number, standard_normal, uniform};
use ndgym_core::ml::calibration::{Bin, fit_platt, fit_temperature, probabilities, reliability};
use ndgym_core::{Array, DType, Result};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "calibration",
    title: "Calibrated scores",
    summary: "Make a classifier too sure of itself, see it in the reliability diagram, and mend it by Platt scaling or a temperature.",
    group: Group::Learning,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Method {
    Raw,
    Platt,
    Temperature,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// What the true logits are multiplied by, in tenths.
    sharpness: u32,
    /// What is added to them then, in tenths.
    shift: i32,
    rows: usize,
    bins: usize,
    method: Method,
    seed: u64,
}

impl Default for State {
    fn default() -> State {
        State { sharpness: 30, shift: 0, rows: 1000, bins: 10, method: Method::Raw, seed: 0 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (2..=60).contains(&self.sharpness)
            && (-20..=20).contains(&self.shift)
            && (50..=5000).contains(&self.rows)
            && (2..=30).contains(&self.bins)
            && self.seed <= 1000
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Too sure", state: State::default },
    Preset {
        name: "Mended by temperature",
        state: || State { method: Method::Temperature, ..State::default() },
    },
    Preset {
        name: "Sure and shifted",
        state: || State { shift: 15, method: Method::Temperature, ..State::default() },
    },
    Preset { name: "Too shy", state: || State { sharpness: 3, ..State::default() } },
    Preset { name: "Few rows", state: || State { sharpness: 10, rows: 100, bins: 20, ..State::default() } },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "find scores that a temperature cannot mend but Platt scaling can.",
        is_met: |state| {
            compute(state).is_ok_and(|found| {
                let [raw, platt, temperature] = found.errors();
                raw > 0.08 && platt < 0.05 && temperature > 0.05
            })
        },
        insight: "A temperature only stretches around 0.5. A shift moves the point where the classifier is undecided, and that takes an intercept.",
    },
    Challenge {
        ask: "get an ECE above 0.05 from scores that are perfectly calibrated (sharpness 1, shift 0).",
        is_met: |state| {
            state.sharpness == 10
                && state.shift == 0
                && state.method == Method::Raw
                && compute(state).is_ok_and(|found| found.errors()[0] > 0.05)
        },
        insight: "Few rows in many bins: each bin's share is a rough estimate, and the ECE adds up distances without their signs. It is never 0, and it grows with the number of bins.",
    },
];

/// What the lab shows.
#[derive(Clone, Debug, PartialEq)]
struct Computed {
    platt: (f64, f64),
    temperature: f64,
    /// Bins and error of the raw scores, by Platt, by temperature.
    diagrams: [(Vec<Bin>, f64); 3],
}

impl Computed {
    fn errors(&self) -> [f64; 3] {
        [0, 1, 2].map(|at| self.diagrams[at].1)
    }
}

/// Scores and labels (n,), and the scores as logits (n, 2) of two classes.
fn draw(state: &State) -> Result<[Array; 3]> {
    let mut source = generator(state.seed);
    let truth = multiply(standard_normal(&mut source, &[state.rows])?, number(1.5))?;
    let drawn = uniform(&mut source, 0.0, 1.0, &[state.rows])?;
    let labels = greater(probabilities(&truth, 1.0, 0.0)?, &drawn)?.as_dtype(DType::Float64)?;
    let sharpness = f64::from(state.sharpness) / 10.0;
    let scores = add(multiply(&truth, number(sharpness))?, number(f64::from(state.shift) / 10.0))?;
    let column = expand_dims(&scores, &[1])?;
    let logits = concatenate(&[multiply(&column, number(0.0))?, column], Some(1), &JoinOptions::default())?;
    Ok([scores, labels, logits])
}

/// The steps of what is shown.
fn steps(state: &State) -> Result<Vec<StepPicture>> {
    let [scores, labels, logits] = draw(state)?;
    let mut notes = Notes::all();
    match state.method {
        Method::Raw => {
            reliability(&probabilities(&scores, 1.0, 0.0)?, &labels, state.bins, &mut notes)?;
        }
        Method::Platt => {
            fit_platt(&scores, &labels, &mut notes)?;
        }
        Method::Temperature => {
            fit_temperature(&logits, &labels.as_dtype(DType::Int64)?, &mut notes)?;
        }
    }
    notes.pictures(&["p", "at", "labels", "probabilities", "counts", "predicted", "actual", "ece"])
}

fn compute(state: &State) -> Result<Computed> {
    let [scores, labels, logits] = draw(state)?;
    let (a, b) = fit_platt(&scores, &labels, &mut Notes::none())?;
    let temperature = fit_temperature(&logits, &labels.as_dtype(DType::Int64)?, &mut Notes::none())?;
    let diagram = |slope: f64, intercept: f64| -> Result<(Vec<Bin>, f64)> {
        reliability(&probabilities(&scores, slope, intercept)?, &labels, state.bins, &mut Notes::none())
    };
    Ok(Computed {
        platt: (a, b),
        temperature,
        diagrams: [diagram(1.0, 0.0)?, diagram(a, b)?, diagram(1.0 / temperature, 0.0)?],
    })
}

fn printed(found: &Computed) -> String {
    let [raw, platt, temperature] = found.errors();
    format!(
        "Platt a {:.3}, b {:.3}; temperature {:.3}\nECE raw {raw:.4}, Platt {platt:.4}, temperature {temperature:.4}\n",
        found.platt.0, found.platt.1, found.temperature
    )
}

fn code(state: &State) -> String {
    format!(
        r#"import numpy as np

rng = np.random.default_rng({seed})
truth = rng.standard_normal({rows}) * 1.5
drawn = rng.random({rows})
y = (1 / (1 + np.exp(-truth)) > drawn).astype(float)
scores = truth * {sharpness:?} + {shift:?}
bins = {bins}

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def fit(columns):
    """Newton's method for the greatest likelihood of y by sigmoid(columns @ w)."""
    w = np.zeros(columns.shape[1])
    for _ in range(50):
        p = sigmoid(columns @ w)
        hessian = (columns.T * (p * (1 - p))) @ columns
        w = w - np.linalg.solve(hessian, columns.T @ (p - y))
    return w

def ece(p):
    at = np.clip(np.ceil(p * bins).astype(int), 1, bins) - 1
    predicted = np.bincount(at, weights=p, minlength=bins)
    actual = np.bincount(at, weights=y, minlength=bins)
    return np.abs(predicted - actual).sum() / len(y)

a, b = fit(np.stack([scores, np.ones(len(y))], axis=1))
T = 1 / fit(scores[:, None])[0]
print(f"Platt a {{a:.3f}}, b {{b:.3f}}; temperature {{T:.3f}}")
print(f"ECE raw {{ece(sigmoid(scores)):.4f}}, Platt {{ece(sigmoid(a * scores + b)):.4f}}, temperature {{ece(sigmoid(scores / T)):.4f}}")
"#,
        seed = state.seed,
        rows = state.rows,
        sharpness = f64::from(state.sharpness) / 10.0,
        shift = f64::from(state.shift) / 10.0,
        bins = state.bins,
    )
}

#[component]
pub(super) fn CalibrationLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let found = Memo::new(move |_| state.with(compute).map_err(|error| error.message));
    let shown = move || state.with(|state| state.method as usize);
    let marks = move || {
        found.with(|found| {
            let Ok(found) = found else { return Vec::new() };
            let bins = &found.diagrams[shown()].0;
            let width = 1.0 / bins.len() as f64;
            let filled = || bins.iter().enumerate().filter(|(_, bin)| bin.count > 0);
            let bars = filled()
                .map(|(at, bin)| [at as f64 * width, (at + 1) as f64 * width, 0.0, bin.actual])
                .collect();
            let points = filled().map(|(_, bin)| (bin.predicted, bin.actual)).collect();
            let gaps = filled().map(|(_, bin)| (bin.predicted, bin.predicted, bin.actual)).collect();
            vec![
                Mark::new(0, "came true", Form::Bars(bars)),
                Mark::new(2, "what is promised", Form::Line(vec![(0.0, 0.0), (1.0, 1.0)])),
                Mark::new(5, "distance from the promise", Form::Band(gaps)),
                Mark::new(0, "bin", Form::Points(points)),
            ]
        })
    };
    let counts = move || {
        found.with(|found| {
            let Ok(found) = found else { return Vec::new() };
            let bins = &found.diagrams[shown()].0;
            let width = 1.0 / bins.len() as f64;
            let bars = bins
                .iter()
                .enumerate()
                .map(|(at, bin)| [at as f64 * width, (at + 1) as f64 * width, 0.0, bin.count as f64]);
            vec![Mark::new(0, "rows in the bin", Form::Bars(bars.collect()))]
        })
    };
    let most = move || {
        found.with(|found| {
            found
                .as_ref()
                .map_or(1, |found| found.diagrams[shown()].0.iter().map(|bin| bin.count).max().unwrap_or(1))
        })
    };
    let description = move || {
        found.with(|found| match found {
            Ok(found) => {
                let [raw, platt, temperature] = found.errors();
                format!("Expected calibration error: raw {raw:.4}, by Platt scaling {platt:.4}, by temperature {temperature:.4}.")
            }
            Err(message) => message.clone(),
        })
    };
    let numbers = move || {
        found.with(|found| {
            let found = found.as_ref().ok()?;
            let rows = ["raw", "Platt", "temperature"].into_iter().zip(found.errors()).enumerate().map(|(at, (name, error))| {
                view! {
                    <tr aria-current=(at == shown()).then_some("true")>
                        <th scope="row">{name}</th>
                        <td data-testid=format!("ece-{at}")>{format!("{error:.4}")}</td>
                    </tr>
                }
            });
            Some(view! {
                <table class="lab-numbers">
                    <caption>"Expected calibration error (ECE)"</caption>
                    <tbody>{rows.collect_view()}</tbody>
                    <tfoot>
                        <tr><th scope="row">"Platt: slope, intercept"</th><td>{format!("{:.3}, {:.3}", found.platt.0, found.platt.1)}</td></tr>
                        <tr><th scope="row">"temperature"</th><td>{format!("{:.3}", found.temperature)}</td></tr>
                    </tfoot>
                </table>
            })
        })
    };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed=Signal::derive(move || found.with(|found| found.as_ref().map_or_else(Clone::clone, printed)))
            description=Signal::derive(description)
            controls=move || controls(state).into_any()
        >
            <div class="plots">
                <Plot
                    label=Signal::derive(description)
                    x=PlotAxis::linear("predicted probability", 0.0, 1.0)
                    y=PlotAxis::linear("share that came true", 0.0, 1.0)
                    marks=Signal::derive(marks)
                />
                <div class="beside">
                    <Plot
                        label="How many rows each bin has"
                        x=PlotAxis::linear("predicted probability", 0.0, 1.0)
                        y=Signal::derive(move || PlotAxis::linear("rows", 0.0, most() as f64 * 1.05))
                        marks=Signal::derive(counts)
                    />
                    {numbers}
                </div>
            </div>
            <StepByStep
                of=Signal::derive(move || ["reliability and ECE", "Platt scaling", "a temperature"][shown()].to_owned())
                make=Callback::new(move |()| state.with(steps))
            />
        </LabFrame>
    }
}

fn controls(state: RwSignal<State>) -> impl IntoView {
    let set = move |change: fn(&mut State, i32)| {
        Callback::new(move |value: i32| state.update(|state| change(state, value)))
    };
    view! {
        <Choice
            label="Shown"
            options=&[(Method::Raw, "raw scores"), (Method::Platt, "Platt"), (Method::Temperature, "temperature")]
            value=Signal::derive(move || state.with(|state| state.method))
            on_change=Callback::new(move |method: Method| state.update(|state| state.method = method))
        />
        <Slider
            label="Sharpness (1 is honest)"
            ends=(2, 60)
            value=Signal::derive(move || state.with(|state| state.sharpness as i32))
            shown=Signal::derive(move || state.with(|state| format!("{:.1}", f64::from(state.sharpness) / 10.0)))
            on_change=set(|state, value| state.sharpness = value.unsigned_abs())
        />
        <Slider
            label="Shift"
            ends=(-20, 20)
            value=Signal::derive(move || state.with(|state| state.shift))
            shown=Signal::derive(move || state.with(|state| format!("{:.1}", f64::from(state.shift) / 10.0)))
            on_change=set(|state, value| state.shift = value)
        />
        <Slider
            label="Bins"
            ends=(2, 30)
            value=Signal::derive(move || state.with(|state| state.bins as i32))
            on_change=set(|state, value| state.bins = value.unsigned_abs() as usize)
        />
        <Slider
            label="Rows"
            ends=(1, 80)
            value=Signal::derive(move || state.with(|state| state.rows as i32 / 50))
            shown=Signal::derive(move || state.with(|state| state.rows.to_string()))
            on_change=set(|state, value| state.rows = value.unsigned_abs() as usize * 50)
        />
        <Slider
            label="Seed"
            ends=(0, 20)
            value=Signal::derive(move || state.with(|state| state.seed as i32))
            on_change=set(|state, value| state.seed = u64::from(value.unsigned_abs()))
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_mends_what_it_can_mend() {
        let found = compute(&State::default()).unwrap();
        let [raw, platt, temperature] = found.errors();
        assert!(raw > 0.08 && platt < raw / 2.0 && temperature < raw / 2.0, "{raw} {platt} {temperature}");
        assert!((found.temperature - 3.0).abs() < 1.0);
        assert!((CHALLENGES[0].is_met)(&(PRESETS[2].state)()));
        assert!((CHALLENGES[1].is_met)(&(PRESETS[4].state)()));
    }
}
