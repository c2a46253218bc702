//! Four optimisers on one loss surface, and what clipping does to a gradient.

use super::fields::{Choice, Slider, Steps};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset, StepByStep, digits4};
use crate::diagrams::{Field, Form, Handle, Handling, Mark, Plot, PlotAxis, StepPicture};
use leptos::prelude::*;
use ndgym_core::ml::optimizer::{Adam, Momentum, clip_by_norm, clip_by_value, sgd};
use ndgym_core::ml::surface::Surface;
use ndgym_core::{Array, Result};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "optimisers",
    title: "Optimisers and clipping",
    summary: "SGD, momentum, Adam and AdamW from one start on one surface; gradients clipped by norm and by value.",
    group: Group::Learning,
};

const NAMES: [&str; 4] = ["SGD", "momentum", "Adam", "AdamW"];
const RATES: [f64; 7] = [0.003, 0.01, 0.03, 0.07, 0.1, 0.3, 1.0];
const LIMITS: [f64; 6] = [0.5, 1.0, 2.0, 5.0, 10.0, 30.0];
const MOMENTUM: f64 = 0.9;
const DECAY: f64 = 0.1;
const MOST_STEPS: u32 = 120;
/// Half the width of the map.
const REACH: f64 = 3.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Ground {
    Bowl,
    Ravine,
    Saddle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Clip {
    Not,
    Norm,
    Value,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    ground: Ground,
    /// In hundredths.
    start: [i16; 2],
    /// Which of [`RATES`].
    rate: usize,
    steps: u32,
    clip: Clip,
    /// Which of [`LIMITS`].
    limit: usize,
}

impl Default for State {
    fn default() -> State {
        State { ground: Ground::Ravine, start: [-250, 150], rate: 2, steps: 30, clip: Clip::Not, limit: 3 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        self.start.iter().all(|x| x.abs() <= 300)
            && self.rate < RATES.len()
            && self.steps <= MOST_STEPS
            && self.limit < LIMITS.len()
    }
}

impl State {
    fn surface(&self) -> Surface {
        match self.ground {
            Ground::Bowl => Surface::Bowl,
            Ground::Ravine => Surface::Ravine,
            Ground::Saddle => Surface::Saddle,
        }
    }

    fn start(&self) -> [f64; 2] {
        self.start.map(|x| f64::from(x) / 100.0)
    }

    fn rate(&self) -> f64 {
        RATES[self.rate.min(RATES.len() - 1)]
    }

    fn limit(&self) -> f64 {
        LIMITS[self.limit.min(LIMITS.len() - 1)]
    }

    /// The gradient at a place, clipped as is set.
    fn gradient(&self, at: [f64; 2], notes: &mut Notes) -> Result<[Array; 1]> {
        let gradient = [Array::from_slice(&[2], &self.surface().gradient(at))?];
        let clipped = match self.clip {
            Clip::Not => return Ok(gradient),
            Clip::Norm => clip_by_norm(&gradient, self.limit(), notes)?.0,
            Clip::Value => clip_by_value(&gradient, self.limit(), notes)?,
        };
        Ok(clipped.try_into().unwrap_or(gradient))
    }

    /// Where each optimiser has been, the start first.
    fn paths(&self) -> Result<[Vec<[f64; 2]>; 4]> {
        let rate = self.rate();
        let mut momentum = Momentum::new(rate, MOMENTUM);
        let mut adam = Adam::new(rate);
        let mut adamw = Adam::new(rate);
        adamw.decay = DECAY;
        let path = |step: Step<'_>| -> Result<Vec<[f64; 2]>> {
            let mut path = vec![self.start()];
            for _ in 0..self.steps {
                let at = path[path.len() - 1];
                let moved = step(&[Array::from_slice(&[2], &at)?], &self.gradient(at, &mut Notes::none())?)?;
                path.push(pair(&moved[0]));
            }
            Ok(path)
        };
        Ok([
            path(&mut |parameters, gradients| sgd(parameters, gradients, rate, &mut Notes::none()))?,
            path(&mut |parameters, gradients| momentum.step(parameters, gradients, &mut Notes::none()))?,
            path(&mut |parameters, gradients| adam.step(parameters, gradients, &mut Notes::none()))?,
            path(&mut |parameters, gradients| adamw.step(parameters, gradients, &mut Notes::none()))?,
        ])
    }
}

/// The first step of each from the start, after what clipping does.
fn first_steps(state: &State) -> Result<Vec<StepPicture>> {
    let (mut notes, rate) = (Notes::all(), state.rate());
    let at = [Array::from_slice(&[2], &state.start())?];
    let gradient = state.gradient(state.start(), &mut notes)?;
    sgd(&at, &gradient, rate, &mut notes)?;
    Momentum::new(rate, MOMENTUM).step(&at, &gradient, &mut notes)?;
    let mut adamw = Adam::new(rate);
    adamw.decay = DECAY;
    adamw.step(&at, &gradient, &mut notes)?;
    notes.pictures(&["norm"])
}

/// Parameters and gradients to parameters: one step of an optimiser.
type Step<'a> = &'a mut dyn FnMut(&[Array], &[Array]) -> Result<Vec<Array>>;

fn pair(array: &Array) -> [f64; 2] {
    let values = array.to_vec::<f64>();
    [0, 1].map(|at| values.get(at).copied().unwrap_or(f64::NAN))
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "A ravine", state: State::default },
    Preset { name: "SGD flies out", state: || State { rate: 4, steps: 12, ..State::default() } },
    Preset {
        name: "Clipped by norm",
        state: || State { rate: 4, clip: Clip::Norm, limit: 1, steps: 60, ..State::default() },
    },
    Preset {
        name: "A saddle",
        state: || State { ground: Ground::Saddle, start: [-250, 1], rate: 4, steps: 40, ..State::default() },
    },
    Preset {
        name: "A bowl",
        state: || State { ground: Ground::Bowl, rate: 4, steps: 40, ..State::default() },
    },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "find the largest rate at which plain SGD still settles in the ravine.",
        is_met: |state| {
            state.ground == Ground::Ravine && state.clip == Clip::Not && state.rate == 3 && state.steps >= 30
        },
        insight: "It needs rate < 2 / 25, for 25 is the steepest curvature; along the flat direction that is a crawl. Momentum and Adam are two ways out of that bind.",
    },
    Challenge {
        ask: "clip so that the clipped gradient points elsewhere than the gradient itself.",
        is_met: |state| {
            let gradient = state.surface().gradient(state.start()).map(f64::abs);
            let (least, most) = (gradient[0].min(gradient[1]), gradient[0].max(gradient[1]));
            state.clip == Clip::Value && most > state.limit() && least < most && least > 0.0
        },
        insight: "By value each component is cut on its own, so the direction bends; by norm the whole vector shrinks and keeps its direction.",
    },
];

fn code(state: &State) -> String {
    let curvature = match state.ground {
        Ground::Bowl => "1.0, 1.0",
        Ground::Ravine => "1.0, 25.0",
        Ground::Saddle => "1.0, -1.0",
    };
    let clip = match state.clip {
        Clip::Not => String::new(),
        Clip::Norm => format!(
            "    norm = np.sqrt((g**2).sum())\n    if norm > {0:?}:\n        g = g * ({0:?} / (norm + 1e-6))\n",
            state.limit()
        ),
        Clip::Value => format!("    g = np.clip(g, -{0:?}, {0:?})\n", state.limit()),
    };
    let [x, y] = state.start();
    format!(
        r#"import numpy as np

np.set_printoptions(precision=4)
curvature = np.array([{curvature}])
start, rate, steps = np.array([{x:?}, {y:?}]), {rate:?}, {steps}

def gradient(at):
    g = curvature * at
{clip}    return g

def sgd():
    at = start
    for t in range(steps):
        at = at - rate * gradient(at)
    return at

def momentum():
    at, velocity = start, np.zeros(2)
    for t in range(steps):
        velocity = {MOMENTUM} * velocity + gradient(at)
        at = at - rate * velocity
    return at

def adam(decay=0.0):
    at, m, v = start, np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        g = gradient(at)
        m = 0.9 * m + (1 - 0.9) * g
        v = 0.999 * v + (1 - 0.999) * g**2
        direction = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        at = at * (1 - rate * decay) - rate * direction
    return at

for name, at in [("SGD", sgd()), ("momentum", momentum()), ("Adam", adam()), ("AdamW", adam({DECAY}))]:
    print(name, at)
print("gradient at the start", gradient(start))
"#,
        rate = state.rate(),
        steps = state.steps,
    )
}

/// The surface in steps of equal height, darker the higher.
fn map(surface: Surface) -> Field {
    const CELLS: usize = 96;
    let at = |cell: usize| ((cell as f64 + 0.5) / CELLS as f64 * 2.0 - 1.0) * REACH;
    let heights: Vec<f64> = (0..CELLS)
        .flat_map(|row| (0..CELLS).map(move |column| surface.value([at(column), -at(row)])))
        .collect();
    let (low, high) = heights
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(*one), high.max(*one)));
    // Steps are narrow at the bottom, where the paths end.
    let share = |height: &f64| ((height - low) / (high - low)).sqrt();
    Field {
        columns: CELLS,
        regions: heights.iter().map(|height| (share(height) * 9.0) as u8).collect(),
        strengths: heights
            .iter()
            .map(|height| (0.1 + 0.5 * (share(height) * 9.0).floor() / 9.0) as f32)
            .collect(),
        one_colour: true,
    }
}

/// The gradient at the start: as it is, by norm, by value.
fn arrows(state: &State) -> Result<[[f64; 2]; 3]> {
    let gradient = [Array::from_slice(&[2], &state.surface().gradient(state.start()))?];
    let by_norm = clip_by_norm(&gradient, state.limit(), &mut Notes::none())?.0;
    let by_value = clip_by_value(&gradient, state.limit(), &mut Notes::none())?;
    Ok([pair(&gradient[0]), pair(&by_norm[0]), pair(&by_value[0])])
}

#[component]
pub(super) fn OptimisersLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let paths = Memo::new(move |_| state.with(|state| state.paths().unwrap_or_default()));
    let vectors = Memo::new(move |_| state.with(|state| arrows(state).unwrap_or_default()));
    let marks = move || {
        let mark = |(series, path): (usize, Vec<[f64; 2]>)| {
            let points: Vec<(f64, f64)> = path.iter().map(|at| (at[0], at[1])).collect();
            let last = points.last().copied().into_iter().collect();
            [Mark::new(series, "", Form::Line(points)), Mark::new(series, NAMES[series], Form::Points(last))]
        };
        paths.get().into_iter().enumerate().flat_map(mark).collect::<Vec<_>>()
    };
    let handling = Handling {
        handles: Signal::derive(move || {
            let [x, y] = state.with(State::start);
            vec![Handle { series: 5, name: "Start".to_owned(), at: (x, y) }]
        }),
        on_move: Callback::new(move |(_, (x, y)): (usize, (f64, f64))| {
            state.update(|state| state.start = [x, y].map(|value| (value * 100.0).round() as i16));
        }),
        on_add: None,
        on_remove: None,
    };
    let printed = move || {
        let mut text: String = paths.with(|paths| {
            let last = |path: &Vec<[f64; 2]>| digits4(path.last().unwrap_or(&[f64::NAN; 2]));
            NAMES.iter().zip(paths).map(|(name, path)| format!("{name} {}\n", last(path))).collect()
        });
        let gradient = state.with(|state| {
            state.gradient(state.start(), &mut Notes::none()).map(|gradient| pair(&gradient[0]))
        });
        text += &format!("gradient at the start {}\n", digits4(&gradient.unwrap_or_default()));
        text
    };
    let description = move || {
        let far = paths.with(|paths| {
            let told = |(name, path): (&&str, &Vec<[f64; 2]>)| {
                let height =
                    state.with(|state| state.surface().value(path.last().copied().unwrap_or_default()));
                format!("{name} at height {height:.3}")
            };
            NAMES.iter().zip(paths).map(told).collect::<Vec<_>>().join(", ")
        });
        format!("After {} steps: {far}.", state.with(|state| state.steps))
    };
    let reach = move || {
        vectors.with(|vectors| vectors.iter().flatten().fold(0.1_f64, |most, x| most.max(x.abs())) * 1.15)
    };
    let arrow_marks = move || {
        let names = ["gradient", "clipped by norm", "clipped by value"];
        let mark = |(at, [x, y]): (usize, [f64; 2])| {
            Mark::new([5, 0, 1][at], names[at], Form::Arrows(vec![[(0.0, 0.0), (x, y)]]))
        };
        let limit = state.with(State::limit);
        let square = [(-limit, -limit), (limit, -limit), (limit, limit), (-limit, limit), (-limit, -limit)];
        let circle = (0..=60)
            .map(|i| f64::from(i) / 60.0 * std::f64::consts::TAU)
            .map(|turn| (limit * turn.cos(), limit * turn.sin()));
        let mut marks = vec![
            Mark::new(2, "the limit: of the norm a circle, of values a square", Form::Line(circle.collect())),
            Mark::new(2, "", Form::Line(square.to_vec())),
        ];
        marks.extend(vectors.get().into_iter().enumerate().map(mark));
        marks
    };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed=Signal::derive(printed)
            description=Signal::derive(description)
            controls=move || controls(state).into_any()
        >
            <div class="plots">
                <Plot
                    label="The paths over the loss surface; the start can be dragged"
                    x=PlotAxis::linear("first parameter", -REACH, REACH)
                    y=PlotAxis::linear("second parameter", -REACH, REACH)
                    marks=Signal::derive(marks)
                    field=Signal::derive(move || map(state.with(State::surface)))
                    handling
                />
                <Plot
                    label="The gradient at the start as an arrow, and what clipping makes of it: a circle for the norm, a square for the values"
                    x=Signal::derive(move || PlotAxis::linear("by the first parameter", -reach(), reach()))
                    y=Signal::derive(move || PlotAxis::linear("by the second parameter", -reach(), reach()))
                    marks=Signal::derive(arrow_marks)
                />
            </div>
            <StepByStep
                of="clipping, then one step of SGD, momentum and AdamW"
                make=Callback::new(move |()| state.with(first_steps))
            />
        </LabFrame>
    }
}

fn controls(state: RwSignal<State>) -> impl IntoView {
    view! {
        <Steps
            value=Signal::derive(move || state.with(|state| state.steps))
            most=MOST_STEPS
            on_change=Callback::new(move |steps: u32| state.update(|state| state.steps = steps))
        />
        <Choice
            label="Surface"
            options=&[(Ground::Ravine, "ravine"), (Ground::Bowl, "bowl"), (Ground::Saddle, "saddle")]
            value=Signal::derive(move || state.with(|state| state.ground))
            on_change=Callback::new(move |ground: Ground| state.update(|state| state.ground = ground))
        />
        <Slider
            label="Learning rate"
            ends=(0, RATES.len() as i32 - 1)
            value=Signal::derive(move || state.with(|state| state.rate as i32))
            shown=Signal::derive(move || state.with(|state| state.rate().to_string()))
            on_change=Callback::new(move |value: i32| state.update(|state| state.rate = value.unsigned_abs() as usize))
        />
        <Choice
            label="Clip gradients"
            options=&[(Clip::Not, "not"), (Clip::Norm, "by norm"), (Clip::Value, "by value")]
            value=Signal::derive(move || state.with(|state| state.clip))
            on_change=Callback::new(move |clip: Clip| state.update(|state| state.clip = clip))
        />
        <Slider
            label="Limit"
            ends=(0, LIMITS.len() as i32 - 1)
            value=Signal::derive(move || state.with(|state| state.limit as i32))
            shown=Signal::derive(move || state.with(|state| state.limit().to_string()))
            on_change=Callback::new(move |value: i32| state.update(|state| state.limit = value.unsigned_abs() as usize))
        />
        <p class="soft">"The hanging triangle is the start: drag it, or move it with the arrow keys."</p>
    }
}
