//! Features that know what they should not: a rolling mean with the day itself in it, a category's mean with the row itself in it.

use super::fields::{Slider, Tick};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset, StepByStep, digits4};
use crate::diagrams::{Form, Handle, Handling, Mark, Plot, PlotAxis, StepPicture};
use leptos::prelude::*;
use ndgym_core::ml::calculate::{generator, greater, number, uniform};
use ndgym_core::ml::encoding::{leaking_target_encoding, target_encoding};
use ndgym_core::ml::rolling::{correlation, point_in_time, trailing_mean};
use ndgym_core::{DType, Result};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "leakage",
    title: "Features that leak",
    summary: "Shift a rolling mean by a day, take a category's mean out of fold, and watch how much of the score was a leak.",
    group: Group::Learning,
};

/// Rows whose targets are drawn by lot.
const ROWS: usize = 120;
/// Groups they are divided into.
const FOLDS: usize = 4;
/// As many categories as there can be.
const MOST_CATEGORIES: usize = 60;
const LIMIT: i16 = 300;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// A value a day, in hundredths.
    values: Vec<i16>,
    window: usize,
    shifted: bool,
    /// The day that is looked at.
    day: usize,
    categories: usize,
    seed: u64,
}

impl Default for State {
    fn default() -> State {
        let values = (0..28).map(|day| {
            let day = f64::from(day);
            ((1.2 * (day * 2.1).sin() + 0.9 * (day * day * 0.9).sin()) * 100.0).round() as i16
        });
        State { values: values.collect(), window: 3, shifted: false, day: 12, categories: 30, seed: 0 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (4..=60).contains(&self.values.len())
            && self.values.iter().all(|value| value.abs() <= LIMIT)
            && (1..=14).contains(&self.window)
            && self.day < self.values.len()
            && (2..=MOST_CATEGORIES).contains(&self.categories)
            && self.seed <= 1000
    }
}

impl State {
    fn series(&self) -> Vec<f64> {
        self.values.iter().map(|value| f64::from(*value) / 100.0).collect()
    }

    fn feature(&self) -> Vec<f64> {
        let shift = usize::from(self.shifted);
        trailing_mean(&self.series(), self.window, shift, &mut Notes::none()).unwrap_or_default()
    }

    /// How the feature goes with the value it is to predict.
    fn score(&self) -> f64 {
        correlation(&self.feature(), &self.series()).unwrap_or(f64::NAN)
    }
}

/// Correlation of the code with the target, for so many categories: with the row itself in it, and out of fold.
fn encoding_scores(seed: u64, categories: usize) -> Result<[f64; 2]> {
    let (codes, targets, folds) = drawn_rows(seed, categories)?;
    let leaking = leaking_target_encoding(&codes, &targets, 1.0)?;
    let honest = target_encoding(&codes, &targets, &folds, 1.0, &mut Notes::none())?;
    Ok([correlation(&leaking, &targets)?, correlation(&honest, &targets)?])
}

/// Categories, targets and folds of rows.
type Rows = (Vec<i64>, Vec<f64>, Vec<usize>);

fn drawn_rows(seed: u64, categories: usize) -> Result<Rows> {
    let drawn = uniform(&mut generator(seed), 0.0, 1.0, &[ROWS])?;
    let targets = greater(&drawn, number(0.5))?.as_dtype(DType::Float64)?.to_vec::<f64>();
    let codes: Vec<i64> = (0..ROWS).map(|row| (row % categories) as i64).collect();
    let folds: Vec<usize> = (0..ROWS).map(|row| row / categories % FOLDS).collect();
    Ok((codes, targets, folds))
}

/// The rolling mean; the same days as a table of two users, the latest row first; then the encoding out of fold.
fn steps(state: &State) -> Result<Vec<StepPicture>> {
    let mut notes = Notes::all();
    trailing_mean(&state.series(), state.window, usize::from(state.shifted), &mut notes)?;
    let days: Vec<i64> = (0..state.values.len() as i64).rev().collect();
    let users: Vec<i64> = days.iter().map(|day| day % 2).collect();
    let values: Vec<f64> = state.series().into_iter().rev().collect();
    point_in_time(&users, &days, &values, &mut notes)?;
    let (codes, targets, folds) = drawn_rows(state.seed, state.categories)?;
    target_encoding(&codes, &targets, &folds, 1.0, &mut notes)?;
    notes.pictures(&[
        "categories",
        "at",
        "known",
        "sums",
        "counts",
        "codes",
        "targets",
        "users",
        "days",
        "frame.index",
        "deviation_7",
    ])
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "The day in its own mean", state: State::default },
    Preset { name: "Shifted by a day", state: || State { shifted: true, ..State::default() } },
    Preset { name: "A window of one", state: || State { window: 1, ..State::default() } },
    Preset { name: "Rare categories", state: || State { shifted: true, categories: 60, ..State::default() } },
    Preset {
        name: "A steady trend",
        state: || State {
            values: (0..28).map(|day| day * 20 - 270).collect(),
            shifted: true,
            ..State::default()
        },
    },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "bring the unshifted feature to a perfect score.",
        is_met: |state| !state.shifted && state.score() > 0.999 && state.window == 1,
        insight: "A window of one that ends today is the answer itself. Longer windows only hide it: a share of 1 / window of the target is still in the feature.",
    },
    Challenge {
        ask: "drag the values (or choose them) so that the shifted feature honestly predicts them, with a score above 0.9.",
        is_met: |state| state.shifted && state.score() > 0.9,
        insight: "A trend is something that yesterday knows about today. The shift takes away only what yesterday could not know.",
    },
];

fn code(state: &State) -> String {
    let values: Vec<String> = state.series().iter().map(|value| format!("{value:?}")).collect();
    let lines: Vec<String> = values.chunks(10).map(|line| line.join(", ")).collect();
    format!(
        r#"import numpy as np

np.set_printoptions(precision=4)
series = np.array([
    {series},
])
window, shift = {window}, {shift}

feature = np.full(len(series), np.nan)
for day in range(len(series)):
    end = day + 1 - shift
    if end > 0:
        feature[day] = series[max(0, end - window):end].mean()

def correlation(a, b):
    known = ~(np.isnan(a) | np.isnan(b))
    a, b = a[known] - a[known].mean(), b[known] - b[known].mean()
    return (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())

print(feature)
print(f"rolling mean and target: {{correlation(feature, series):.4f}}")

rng = np.random.default_rng({seed})
y = (rng.random({ROWS}) > 0.5).astype(float)
rows = np.arange({ROWS})
category, fold = rows % {categories}, rows // {categories} % {FOLDS}

def encode(known):
    """Each category's mean over the known rows, drawn towards their overall mean."""
    sums = np.bincount(category[known], weights=y[known], minlength={categories})
    counts = np.bincount(category[known], minlength={categories})
    return ((sums + y[known].mean()) / (counts + 1))[category]

leaking = encode(rows >= 0)
honest = np.empty({ROWS})
for f in np.unique(fold):
    honest[fold == f] = encode(fold != f)[fold == f]
print(f"category's mean and target: {{correlation(leaking, y):.4f}} with the row, {{correlation(honest, y):.4f}} out of fold")
"#,
        series = lines.join(",\n    "),
        window = state.window,
        shift = usize::from(state.shifted),
        seed = state.seed,
        categories = state.categories,
    )
}

#[component]
pub(super) fn LeakageLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let feature = Memo::new(move |_| state.with(State::feature));
    let score = Memo::new(move |_| state.with(State::score));
    let seed = Memo::new(move |_| state.with(|state| state.seed));
    let curves = Memo::new(move |_| {
        (2..=MOST_CATEGORIES)
            .map(|categories| encoding_scores(seed.get(), categories).unwrap_or([f64::NAN; 2]))
            .collect::<Vec<_>>()
    });
    let now = move || curves.with(|curves| curves[state.with(|state| state.categories) - 2]);
    let series = move || {
        state.with(|state| {
            let values = state.series();
            let day = state.day;
            let end = (day + 1).saturating_sub(usize::from(state.shifted));
            let start = end.saturating_sub(state.window);
            let seen = [start as f64 - 0.4, end as f64 - 0.6, -3.0, 3.0];
            let numbered = |values: Vec<f64>| {
                values.into_iter().enumerate().map(|(day, value)| (day as f64, value)).collect::<Vec<_>>()
            };
            let feature = numbered(feature.get());
            let here = feature.get(day).copied().into_iter().collect();
            vec![
                Mark::new(
                    1,
                    "days that the feature sees",
                    Form::Bars(if end > start { vec![seen] } else { Vec::new() }),
                ),
                Mark::new(0, "", Form::Line(numbered(values.clone()))),
                Mark::new(0, "value: to be predicted", Form::Points(numbered(values))),
                Mark::new(1, "rolling mean: the feature", Form::Line(feature)),
                Mark::new(1, "", Form::Rings(here)),
            ]
        })
    };
    let handling = Handling {
        handles: Signal::derive(move || {
            state.with(|state| {
                let handle = |(day, value): (usize, f64)| Handle {
                    series: 0,
                    name: format!("Day {day}"),
                    at: (day as f64, value),
                };
                state.series().into_iter().enumerate().map(handle).collect()
            })
        }),
        on_move: Callback::new(move |(day, (_, value)): (usize, (f64, f64))| {
            state.update(|state| {
                if let Some(old) = state.values.get_mut(day) {
                    *old = (value * 100.0).round() as i16;
                    state.day = day;
                }
            });
        }),
        on_add: None,
        on_remove: None,
    };
    let encodings = move || {
        curves.with(|curves| {
            let curve = |which: usize| {
                curves.iter().enumerate().map(|(at, pair)| ((at + 2) as f64, pair[which])).collect::<Vec<_>>()
            };
            let at = state.with(|state| state.categories);
            let [leaking, honest] = curves[at - 2];
            vec![
                Mark::new(5, "with the row itself", Form::Line(curve(0))),
                Mark::new(0, "out of fold", Form::Line(curve(1))),
                Mark::new(5, "", Form::Rings(vec![(at as f64, leaking)])),
                Mark::new(0, "", Form::Rings(vec![(at as f64, honest)])),
            ]
        })
    };
    let printed = move || {
        let [leaking, honest] = now();
        format!(
            "{}\nrolling mean and target: {}\ncategory's mean and target: {} with the row, {} out of fold\n",
            digits4(&feature.get()),
            fixed(score.get()),
            fixed(leaking),
            fixed(honest)
        )
    };
    let description = move || {
        let [leaking, honest] = now();
        format!(
            "The rolling mean's correlation with the value it is to predict is {:.3}; a random category's mean correlates with a random target by {leaking:.3} with the row in it and by {honest:.3} out of fold.",
            score.get()
        )
    };
    let set = move |change: fn(&mut State, usize)| {
        Callback::new(move |value: i32| state.update(|state| change(state, value.unsigned_abs() as usize)))
    };
    let last = move || state.with(|state| state.values.len() - 1);
    let controls = move || {
        view! {
            <Tick
                label="Shift the feature by a day"
                value=Signal::derive(move || state.with(|state| state.shifted))
                on_change=Callback::new(move |shifted: bool| state.update(|state| state.shifted = shifted))
            />
            <Slider
                label="Window"
                ends=(1, 14)
                value=Signal::derive(move || state.with(|state| state.window as i32))
                on_change=set(|state, value| state.window = value)
            />
            <Slider
                label="Day that is looked at"
                ends=(0, last() as i32)
                value=Signal::derive(move || state.with(|state| state.day as i32))
                on_change=set(|state, value| state.day = value.min(state.values.len() - 1))
            />
            <p>"Score (correlation): "<output class="lab-score" data-testid="leak-score">{move || fixed(score.get())}</output></p>
            <Slider
                label="Categories of 120 rows"
                ends=(2, MOST_CATEGORIES as i32)
                value=Signal::derive(move || state.with(|state| state.categories as i32))
                on_change=set(|state, value| state.categories = value)
            />
            <p>
                "With the row: "<output class="lab-score">{move || fixed(now()[0])}</output>", out of fold: "
                <output class="lab-score">{move || fixed(now()[1])}</output>
            </p>
            <Slider
                label="Seed"
                ends=(0, 20)
                value=Signal::derive(move || state.with(|state| state.seed as i32))
                on_change=set(|state, value| state.seed = value as u64)
            />
            <p class="soft">"The targets are drawn by lot: no category can say anything about them. A score above 0 is a leak."</p>
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
            <div class="plots">
                <Plot
                    label="Values over the days with their rolling mean; each value can be dragged"
                    x=Signal::derive(move || PlotAxis::linear("day", -0.8, last() as f64 + 0.8))
                    y=PlotAxis::linear("value", -3.0, 3.0)
                    marks=Signal::derive(series)
                    handling
                />
                <Plot
                    label="Correlation of a category's mean with random targets over the number of categories"
                    x=PlotAxis::linear("number of categories", 0.0, MOST_CATEGORIES as f64 + 1.0)
                    y=PlotAxis::linear("correlation with the target", -1.0, 1.0)
                    marks=Signal::derive(encodings)
                />
            </div>
            <StepByStep of="the rolling mean, point-in-time features of two users, target encoding out of fold" make=Callback::new(move |()| state.with(steps)) />
        </LabFrame>
    }
}

/// As Python's `:.4f` writes it.
fn fixed(value: f64) -> String {
    if value.is_nan() { "nan".to_owned() } else { format!("{value:.4}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leak_grows_with_the_number_of_categories_and_the_honest_code_has_none() {
        let few = encoding_scores(0, 2).unwrap();
        let many = encoding_scores(0, 60).unwrap();
        assert!(many[0] > 0.6 && many[0] > few[0] + 0.3, "{few:?} {many:?}");
        assert!(many[1] < 0.2);
    }

    #[test]
    fn the_shift_takes_away_the_leak() {
        let leaking = State::default();
        let honest = State { shifted: true, ..State::default() };
        assert!(leaking.score() > honest.score() + 0.2, "{} {}", leaking.score(), honest.score());
        assert!(
            (CHALLENGES[0].is_met)(&(PRESETS[2].state)()) && (CHALLENGES[1].is_met)(&(PRESETS[4].state)())
        );
    }
}
