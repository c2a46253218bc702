//! Why weights begin as large as they do: what is left of a signal after many layers.

use super::fields::Slider;
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Preset, digits4};
use crate::diagrams::{Form, Mark, Plot, PlotAxis};
use leptos::prelude::*;
use ndgym_core::ml::network::{Initialization, signal_strengths};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "initialisation",
    title: "Initial weights",
    summary: "Send a signal through many ReLU layers: He keeps it, Xavier halves it each time, anything else loses or explodes it.",
    group: Group::Learning,
};

/// Inputs that are sent through.
const ROWS: usize = 64;
/// Standard deviations of one's own, in thousandths.
const DEVIATIONS: [u32; 8] = [10, 30, 60, 100, 150, 200, 300, 500];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    width: usize,
    depth: usize,
    /// Which of [`DEVIATIONS`].
    own: usize,
    seed: u64,
}

impl Default for State {
    fn default() -> State {
        State { width: 64, depth: 12, own: 0, seed: 0 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (2..=128).contains(&self.width)
            && (1..=20).contains(&self.depth)
            && self.own < DEVIATIONS.len()
            && self.seed <= 1000
    }
}

impl State {
    fn deviation(&self) -> f64 {
        f64::from(DEVIATIONS[self.own.min(DEVIATIONS.len() - 1)]) / 1000.0
    }

    fn strengths(&self, initialization: Initialization) -> Vec<f64> {
        let mut all = signal_strengths(ROWS, self.width, self.depth, &[initialization], self.seed);
        all.as_mut().ok().and_then(Vec::pop).unwrap_or_default()
    }

    fn all(&self) -> [Vec<f64>; 3] {
        let ways = [Initialization::He, Initialization::Xavier, Initialization::Fixed(self.deviation())];
        let all = signal_strengths(ROWS, self.width, self.depth, &ways, self.seed).unwrap_or_default();
        all.try_into().unwrap_or_default()
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Vanishes", state: State::default },
    Preset { name: "Explodes", state: || State { own: 6, ..State::default() } },
    Preset { name: "Twenty layers", state: || State { depth: 20, own: 3, ..State::default() } },
    Preset { name: "Narrow layers", state: || State { width: 4, depth: 20, own: 7, ..State::default() } },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "find a width at which your own deviation keeps the signal within a factor of 3 over at least 12 layers.",
        is_met: |state| {
            let last = state.strengths(Initialization::Fixed(state.deviation()));
            let ratio = last.last().copied().unwrap_or(0.0) / last.first().copied().unwrap_or(1.0);
            state.depth >= 12 && (1.0 / 3.0..=3.0).contains(&ratio)
        },
        insight: "width × deviation² ≈ 2: that is He's rule. The width adds that many terms, and ReLU throws half of their squares away.",
    },
    Challenge {
        ask: "make even He's rule lose the signal by a factor of ten.",
        is_met: |state| {
            let last = state.strengths(Initialization::He);
            last.last().copied().unwrap_or(1.0) * 10.0 < last.first().copied().unwrap_or(0.0)
        },
        insight: "The rule holds on average. Narrow layers stray far from the average, and what is lost in one layer stays lost.",
    },
];

fn code(state: &State) -> String {
    format!(
        r#"import numpy as np

np.set_printoptions(precision=4)

def strengths(deviation):
    rng = np.random.default_rng({seed})
    signal = rng.standard_normal(({ROWS}, {width}))
    found = [(signal**2).mean()]
    for layer in range({depth}):
        W = rng.standard_normal(({width}, {width})) * deviation
        signal = np.maximum(signal @ W, 0)
        found.append((signal**2).mean())
    return np.array(found)

print("He", strengths(np.sqrt(2 / {width})))
print("Xavier", strengths(np.sqrt(1 / {width})))
print("own", strengths({own}))
"#,
        seed = state.seed,
        width = state.width,
        depth = state.depth,
        own = state.deviation()
    )
}

#[component]
pub(super) fn InitialisationLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let all = Memo::new(move |_| state.with(State::all));
    let names =
        move || ["He".to_owned(), "Xavier".to_owned(), format!("deviation {}", state.with(State::deviation))];
    let marks = move || {
        let mark = |(series, (strengths, name)): (usize, (Vec<f64>, String))| {
            let points: Vec<(f64, f64)> =
                strengths.into_iter().enumerate().map(|(layer, value)| (layer as f64, value)).collect();
            [
                Mark::new(series, "", Form::Line(points.clone())),
                Mark::new(series, &name, Form::Points(points)),
            ]
        };
        all.get().into_iter().zip(names()).enumerate().flat_map(mark).collect::<Vec<_>>()
    };
    let height = move || {
        all.with(|all| {
            let values = || all.iter().flatten().copied().filter(|value| *value > 0.0 && value.is_finite());
            PlotAxis::log(
                "mean square of the signal",
                values().fold(1.0, f64::min).max(1e-30),
                values().fold(1.0, f64::max),
            )
        })
    };
    let printed = move || {
        all.with(|all| {
            ["He", "Xavier", "own"]
                .iter()
                .zip(all)
                .map(|(name, values)| format!("{name} {}\n", digits4(values)))
                .collect::<String>()
        })
    };
    let description = move || {
        all.with(|all| {
            let last = |at: usize| all[at].last().copied().unwrap_or(f64::NAN);
            format!(
                "After {} layers the mean square is {:.3} with He, {:.2e} with Xavier, {:.2e} with your deviation.",
                state.with(|state| state.depth),
                last(0),
                last(1),
                last(2)
            )
        })
    };
    let set = move |change: fn(&mut State, usize)| {
        Callback::new(move |value: i32| state.update(|state| change(state, value.unsigned_abs() as usize)))
    };
    let controls = move || {
        view! {
            <Slider
                label="Your own deviation"
                ends=(0, DEVIATIONS.len() as i32 - 1)
                value=Signal::derive(move || state.with(|state| state.own as i32))
                shown=Signal::derive(move || state.with(|state| state.deviation().to_string()))
                on_change=set(|state, value| state.own = value)
            />
            <Slider
                label="Width of a layer"
                ends=(2, 96)
                value=Signal::derive(move || state.with(|state| state.width as i32))
                on_change=set(|state, value| state.width = value)
            />
            <Slider
                label="Layers"
                ends=(1, 20)
                value=Signal::derive(move || state.with(|state| state.depth as i32))
                on_change=set(|state, value| state.depth = value)
            />
            <Slider
                label="Seed"
                ends=(0, 20)
                value=Signal::derive(move || state.with(|state| state.seed as i32))
                on_change=set(|state, value| state.seed = value as u64)
            />
            <p class="soft">
                "He: variance 2 / width. Xavier: 1 / width, meant for tanh; under ReLU it loses half of the signal in each layer."
            </p>
        }
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
            controls=move || controls().into_any()
        >
            <Plot
                label=Signal::derive(description)
                x=Signal::derive(move || PlotAxis::linear("layer (0: the input)", 0.0, state.with(|state| state.depth as f64)))
                y=Signal::derive(height)
                marks=Signal::derive(marks)
            />
        </LabFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sound_and_none_meets_the_first_challenge() {
        for preset in PRESETS {
            let state = (preset.state)();
            assert!(state.is_sound());
            assert!(!(CHALLENGES[0].is_met)(&state), "{}", preset.name);
        }
        let meets = |width| (CHALLENGES[0].is_met)(&State { width, own: 4, ..State::default() });
        assert!((80..=95).any(meets)); // 0.15² · 89 = 2
    }
}
