//! Normalisation over any axes: batch, layer and instance normalisation are choices of them.

use super::fields::{Choice, Slider, Tick};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset};
use crate::diagrams::{ArrayMaps, ArrayPicture, HeatMap, Scale, StepPicture, Stepper};
use leptos::prelude::*;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::ml::calculate::{add, generator, mean, multiply, number, sqrt, standard_normal};
use ndgym_core::ml::normalization::{self, Running, normalize};
use ndgym_core::random::pcg64::Pcg64;
use ndgym_core::{Array, DType, Result};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "normalization",
    title: "Batch norm and layer norm",
    summary: "Choose the axes that are averaged, and see which numbers share a mean: that choice is the only difference.",
    group: Group::Layers,
};

const EPS: f64 = 1e-5;
const MOMENTUM: f64 = 0.1;
/// Most batches that training has seen.
const MOST_BATCHES: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Pass {
    Training,
    Inference,
    Backward,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// Images (N, C, H, W) instead of rows (N, D).
    images: bool,
    /// Whether each axis of (N, C, H, W) is averaged; rows use the first two.
    averaged: [bool; 4],
    pass: Pass,
    /// Examples in the batch.
    examples: usize,
    /// Batches that the running statistics have seen.
    batches: usize,
    /// In tenths.
    gamma: i32,
    beta: i32,
    seed: u32,
}

impl Default for State {
    fn default() -> State {
        State {
            images: false,
            averaged: [true, false, true, true],
            pass: Pass::Training,
            examples: 6,
            batches: 10,
            gamma: 10,
            beta: 0,
            seed: 0,
        }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (1..=8).contains(&self.examples)
            && self.batches <= MOST_BATCHES
            && (-30..=30).contains(&self.gamma)
            && (-30..=30).contains(&self.beta)
            && self.seed <= 9999
            && (self.pass != Pass::Inference || self.is_batch_norm())
    }
}

impl State {
    fn shape(&self) -> Vec<usize> {
        if self.images { vec![self.examples.min(2), 3, 3, 3] } else { vec![self.examples, 4] }
    }

    fn axis_names(&self) -> &'static [&'static str] {
        if self.images { &["N", "C", "H", "W"] } else { &["N", "D"] }
    }

    fn axes(&self) -> Vec<i64> {
        let rank = self.shape().len();
        (0..rank).filter(|axis| self.averaged[*axis]).map(|axis| axis as i64).collect()
    }

    /// Averages all but the features: what has running statistics.
    fn is_batch_norm(&self) -> bool {
        self.axes() == if self.images { vec![0, 2, 3] } else { vec![0] }
    }

    fn name(&self) -> &'static str {
        match (self.images, self.axes().as_slice()) {
            (false, [0]) | (true, [0, 2, 3]) => "batch normalisation",
            (false, [1]) | (true, [1, 2, 3]) => "layer normalisation",
            (true, [2, 3]) => "instance normalisation",
            (_, []) => "no average: every number is its own mean, and becomes 0",
            _ => "no usual name",
        }
    }

    fn axes_text(&self) -> String {
        let axes: Vec<String> = self.axes().iter().map(ToString::to_string).collect();
        if let [only] = axes.as_slice() { format!("({only},)") } else { format!("({})", axes.join(", ")) }
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Batch norm, rows", state: State::default },
    Preset {
        name: "Layer norm",
        state: || State { averaged: [false, true, true, true], ..State::default() },
    },
    Preset { name: "Batch norm, images", state: || State { images: true, examples: 2, ..State::default() } },
    Preset { name: "Batch of one", state: || State { examples: 1, ..State::default() } },
    Preset { name: "Inference", state: || State { pass: Pass::Inference, examples: 3, ..State::default() } },
    Preset { name: "Backward", state: || State { pass: Pass::Backward, ..State::default() } },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "make every output of batch norm on rows equal beta, whatever the input.",
        is_met: |state| {
            !state.images && state.is_batch_norm() && state.examples == 1 && state.pass == Pass::Training
        },
        insight: "In a batch of one the mean is the example itself: nothing is left. Layer norm and inference do not mind.",
    },
    Challenge {
        ask: "normalise images so that neither the other images nor the other channels matter.",
        is_met: |state| state.images && state.axes() == [2, 3],
        insight: "Averaging over height and width alone is instance normalisation, used in style transfer.",
    },
];

/// What the lab shows.
#[derive(Clone, Debug, PartialEq)]
struct Computed {
    input: ArrayPicture,
    mean: ArrayPicture,
    deviation: ArrayPicture,
    result: ArrayPicture,
    /// Running means after each batch; only batch norm has them.
    history: Option<ArrayPicture>,
    steps: Vec<StepPicture>,
    printed: String,
}

/// One batch: features differ in place and spread, as real ones do.
fn draw(random: &mut Pcg64, state: &State) -> Result<Array> {
    let (places, spreads): (&[f64], &[f64]) = if state.images {
        (&[0.0, 4.0, -2.0], &[1.0, 2.0, 0.5])
    } else {
        (&[0.0, 5.0, -2.0, 8.0], &[1.0, 2.0, 0.5, 3.0])
    };
    let shape: &[usize] = if state.images { &[3, 1, 1] } else { &[4] };
    let standard = standard_normal(random, &state.shape())?;
    add(multiply(&standard, &Array::from_slice(shape, spreads)?)?, &Array::from_slice(shape, places)?)
}

/// Running statistics after each of the batches.
fn run(random: &mut Pcg64, state: &State) -> Result<Vec<Running>> {
    let features = state.shape()[1];
    let ones = Array::from_slice(&[features], &vec![1.0; features])?;
    let zeros = Array::zeros(&[features], DType::Float64)?;
    let mut all = vec![Running { mean: zeros.clone(), variance: ones.clone() }];
    for _ in 0..state.batches {
        let batch = draw(random, state)?;
        let last = &all[all.len() - 1];
        let (_, _, next) = normalization::batch_norm_training(
            &batch,
            &ones,
            &zeros,
            last,
            MOMENTUM,
            EPS,
            &mut Notes::none(),
        )?;
        all.push(next);
    }
    Ok(all)
}

fn compute(state: &State) -> Result<Computed> {
    let mut random = generator(state.seed.into());
    let (gamma, beta) = (f64::from(state.gamma) / 10.0, f64::from(state.beta) / 10.0);
    let history = if state.is_batch_norm() { Some(run(&mut random, state)?) } else { None };
    let x = draw(&mut random, state)?;
    let (axes, names) = (state.axes(), state.axis_names());
    let mut notes = Notes::all();
    let [one_gamma, one_beta] = [gamma, beta].map(|value| Array::from_slice(&[1], &[value]));
    let (mut out, cache) = normalize(&x, &one_gamma?, &one_beta?, EPS, axes.clone(), &mut notes)?;
    let mut center = mean(&x, &axes, true)?;
    let mut deviation = cache.deviation.clone();
    let mut name = "out";
    match (state.pass, &history) {
        (Pass::Inference, Some(all)) => {
            let running = &all[all.len() - 1];
            let [gammas, betas] =
                [gamma, beta].map(|value| add(multiply(&running.mean, number(0.0))?, number(value)));
            notes = Notes::all();
            out = normalization::batch_norm_inference(&x, &gammas?, &betas?, running, EPS, &mut notes)?;
            center = as_features(&running.mean, state)?;
            deviation = as_features(&sqrt(&add(&running.variance, number(EPS))?)?, state)?;
        }
        (Pass::Backward, _) => {
            let upstream = standard_normal(&mut random, &state.shape())?;
            notes = Notes::all();
            out = normalization::backward(&upstream, &cache, &mut notes)?.input;
            name = "dx";
        }
        _ => {}
    }
    let picture = |name: &str, array: &Array| ArrayPicture::new(name, names, array, Scale::Diverging);
    Ok(Computed {
        printed: [&center, &deviation, &out].map(|array| array_str(array, &options()) + "\n").concat(),
        input: picture("x", &x)?,
        mean: picture("mean", &center)?,
        deviation: picture("deviation", &deviation)?,
        result: picture(name, &out)?,
        history: history.map(|all| running_means(&all)).transpose()?,
        steps: notes.pictures(&[])?,
    })
}

fn as_features(vector: &Array, state: &State) -> Result<Array> {
    let shape: &[usize] = if state.images { &[1, 3, 1, 1] } else { &[1, 4] };
    vector.reshape_to(shape, ndgym_core::layout::Order::C)
}

fn running_means(all: &[Running]) -> Result<ArrayPicture> {
    let features = all[0].mean.size();
    let values: Vec<f64> = all.iter().flat_map(|one| one.mean.to_vec::<f64>()).collect();
    // Features go down, batches along.
    let history = Array::from_slice(&[all.len(), features], &values)?.transpose();
    ArrayPicture::new("running_mean after each batch", &["feature", "batch"], &history, Scale::Diverging)
}

fn options() -> PrintOptions {
    PrintOptions { precision: 4, suppress: true, ..PrintOptions::default() }
}

fn code(state: &State) -> String {
    let (shape, batch) = if state.images {
        (
            format!("({}, 3, 3, 3)", state.examples.min(2)),
            "places = np.array([0.0, 4.0, -2.0]).reshape(3, 1, 1)\nspreads = np.array([1.0, 2.0, 0.5]).reshape(3, 1, 1)",
        )
    } else {
        (
            format!("({}, 4)", state.examples),
            "places = np.array([0.0, 5.0, -2.0, 8.0])\nspreads = np.array([1.0, 2.0, 0.5, 3.0])",
        )
    };
    let running = if state.is_batch_norm() { running_code(state) } else { String::new() };
    let statistics = match state.pass {
        Pass::Inference => {
            let spread = if state.images { "(1, 3, 1, 1)" } else { "(1, 4)" };
            format!(
                "mean = running_mean.reshape{spread}\ndeviation = np.sqrt(running_variance + eps).reshape{spread}\ncentered = x - mean"
            )
        }
        _ => "mean = x.mean(axis=axes, keepdims=True)\ncentered = x - mean\ndeviation = np.sqrt((centered**2).mean(axis=axes, keepdims=True) + eps)".to_owned(),
    };
    let last = match state.pass {
        Pass::Backward => {
            "\ng = rng.standard_normal(shape) * gamma\ndx = (g - g.mean(axis=axes, keepdims=True)\n      - normalized * (g * normalized).mean(axis=axes, keepdims=True)) / deviation\n\nprint(mean)\nprint(deviation)\nprint(dx)\n"
        }
        _ => "out = gamma * normalized + beta\n\nprint(mean)\nprint(deviation)\nprint(out)\n",
    };
    format!(
        "import numpy as np\n\nnp.set_printoptions(precision=4, suppress=True)\nrng = np.random.default_rng({seed})\nshape, axes, eps = {shape}, {axes}, 1e-5\ngamma, beta = {gamma:?}, {beta:?}\n{batch}\n\ndef draw():\n    return rng.standard_normal(shape) * spreads + places\n\n{running}x = draw()  # {name}\n{statistics}\nnormalized = centered / deviation\n{last}",
        seed = state.seed,
        axes = state.axes_text(),
        gamma = f64::from(state.gamma) / 10.0,
        beta = f64::from(state.beta) / 10.0,
        name = state.name(),
    )
}

fn running_code(state: &State) -> String {
    format!(
        "running_mean, running_variance = np.zeros(shape[1]), np.ones(shape[1])\nfor _ in range({}):\n    batch = draw()\n    centered = batch - batch.mean(axis=axes, keepdims=True)\n    running_mean = 0.9 * running_mean + 0.1 * batch.mean(axis=axes)\n    running_variance = 0.9 * running_variance + 0.1 * (centered**2).mean(axis=axes)\n\n",
        state.batches
    )
}

#[component]
pub(super) fn NormalizationLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let computed = Memo::new(move |_| state.with(compute).map_err(|error| error.message));
    let printed = Signal::derive(move || {
        computed.with(|computed| match computed {
            Ok(found) => found.printed.clone(),
            Err(message) => message.clone(),
        })
    });
    let description = Signal::derive(move || {
        state.with(|state| format!("Averages over axes {}: {}.", state.axes_text(), state.name()))
    });
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed
            description
            controls=move || view! { <Controls state /> }
        >
            <p class="lab-note">{description}</p>
            {move || match computed.get() {
                Ok(found) => view! { <Picture state found /> }.into_any(),
                Err(message) => view! { <p class="notice" role="status">{message}</p> }.into_any(),
            }}
        </LabFrame>
    }
}

/// Whether a cell shares its mean with the first cell that is not averaged away, in sheets of the last two axes.
fn shares_mean(
    shape: &[usize],
    averaged: &[bool; 4],
    sheet: usize,
    cell: (usize, usize),
    pointed: (usize, usize),
) -> bool {
    let place = |sheet: usize, (row, column): (usize, usize)| match shape.len() {
        2 => vec![row, column],
        _ => vec![sheet / shape[1], sheet % shape[1], row, column],
    };
    let (here, there) = (place(sheet, cell), place(0, pointed));
    here.iter().zip(&there).enumerate().all(|(axis, (a, b))| averaged[axis] || a == b)
}

#[component]
fn Picture(state: RwSignal<State>, found: Computed) -> impl IntoView {
    let pointed = RwSignal::new(None);
    let (averaged, shape) = state.with_untracked(|state| (state.averaged, state.shape()));
    let Computed { input, mean, deviation, result, history, steps, .. } = found;
    let sheets = input
        .sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| {
            let shape = shape.clone();
            let marked = Callback::new(move |cell| {
                shares_mean(&shape, &averaged, at, cell, pointed.get().unwrap_or((0, 0)))
            });
            let label = if input.sheets.len() > 1 { format!("x[{}, {}]", at / 3, at % 3) } else { "x".to_owned() };
            view! {
                <div class="sheet">
                    <span class="place">{label.clone()}</span>
                    <HeatMap picture=Signal::stored(sheet.clone()) label=Signal::stored(label) pointed marked width=240 />
                </div>
            }
        })
        .collect_view();
    let maps =
        move |array: ArrayPicture| view! { <ArrayMaps picture=Signal::stored(array) pointed width=240 /> };
    view! {
        <figure class="array-maps">
            <figcaption>"x: outlined cells share one mean"</figcaption>
            <div class="sheets">{sheets}</div>
        </figure>
        <div class="picture-row">{maps(mean)}{maps(deviation)}</div>
        {maps(result)}
        {history.map(|history| view! { <ArrayMaps picture=Signal::stored(history) pointed=RwSignal::new(None) width=520 /> })}
        <Stepper steps=Signal::stored(steps) />
    }
}

#[component]
fn Controls(state: RwSignal<State>) -> impl IntoView {
    // Only batch norm can be shown at inference.
    let settle = move |change: &dyn Fn(&mut State)| {
        state.update(|state| {
            change(state);
            if state.pass == Pass::Inference && !state.is_batch_norm() {
                state.pass = Pass::Training;
            }
        });
    };
    let number = move |read: fn(&State) -> i32| Signal::derive(move || state.with(read));
    let axis = move |axis: usize, name: &'static str| {
        view! {
            <Tick
                label=name
                value=Signal::derive(move || state.with(|state| state.averaged[axis]))
                on_change=move |on: bool| settle(&|state: &mut State| state.averaged[axis] = on)
            />
        }
    };
    view! {
        <Choice
            label="Data"
            options=&[(false, "Rows (N, D)"), (true, "Images (N, C, H, W)")]
            value=Signal::derive(move || state.with(|state| state.images))
            on_change=move |images: bool| settle(&|state: &mut State| state.images = images)
        />
        <div class="field" role="group" aria-label="Axes that are averaged">
            <span>"Average over"</span>
            {move || {
                if state.with(|state| state.images) {
                    view! { {axis(0, "N")}{axis(1, "C")}{axis(2, "H")}{axis(3, "W")} }.into_any()
                } else {
                    view! { {axis(0, "N")}{axis(1, "D")} }.into_any()
                }
            }}
        </div>
        <Choice
            label="Pass"
            options=&[(Pass::Training, "Training"), (Pass::Inference, "Inference"), (Pass::Backward, "Backward")]
            value=Signal::derive(move || state.with(|state| state.pass))
            on_change=move |pass: Pass| settle(&|state: &mut State| state.pass = pass)
        />
        {move || state.with(|state| !state.is_batch_norm()).then(|| view! {
            <p class="soft">"Only batch norm differs at inference: it alone keeps running statistics."</p>
        })}
        <Slider label="Examples" ends=(1, 8) value=number(|state| state.examples as i32)
            on_change=move |to: i32| state.update(|state| state.examples = to as usize) />
        <Slider label="Batches seen in training" ends=(0, MOST_BATCHES as i32) value=number(|state| state.batches as i32)
            on_change=move |to: i32| state.update(|state| state.batches = to as usize) />
        <Slider label="Gamma, in tenths" ends=(-30, 30) value=number(|state| state.gamma)
            on_change=move |to: i32| state.update(|state| state.gamma = to) />
        <Slider label="Beta, in tenths" ends=(-30, 30) value=number(|state| state.beta)
            on_change=move |to: i32| state.update(|state| state.beta = to) />
        <button class="small" on:click=move |_| state.update(|state| state.seed = (state.seed + 1) % 10_000)>"Draw again"</button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_of_axes_is_drawn_in_every_pass() {
        for (images, bits) in
            [false, true].into_iter().flat_map(|images| (0..16).map(move |bits| (images, bits)))
        {
            let averaged = [0, 1, 2, 3].map(|axis| bits >> axis & 1 == 1);
            for pass in [Pass::Training, Pass::Inference, Pass::Backward] {
                let state = State { images, averaged, pass, examples: 2, ..State::default() };
                if state.is_sound() {
                    assert!(!compute(&state).unwrap().printed.is_empty(), "{state:?}");
                }
            }
        }
    }

    #[test]
    fn means_are_shared_along_the_averaged_axes() {
        assert!(shares_mean(&[3, 4], &[true, false, true, true], 0, (2, 1), (0, 1)));
        assert!(!shares_mean(&[3, 4], &[true, false, true, true], 0, (2, 1), (0, 2)));
        assert!(!shares_mean(&[2, 3, 3, 3], &[true, false, true, true], 1, (0, 0), (0, 0)));
        assert!(shares_mean(&[2, 3, 3, 3], &[true, false, true, true], 3, (2, 1), (0, 0)));
    }
}
