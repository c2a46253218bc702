//! The nearest neighbours decide; and what SMOTE does to a score when it comes before the split.

use super::fields::{Choice, Slider};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset, StepByStep};
use crate::diagrams::{Field, Form, Handle, Handling, Mark, Plot, PlotAxis};
use leptos::prelude::*;
use ndgym_core::ml::clusters::smote;
use ndgym_core::ml::neighbors::predict;
use ndgym_core::{Array, Result};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "neighbours",
    title: "Nearest neighbours and SMOTE",
    summary: "Watch the boundary of k neighbours, make new points of a rare class, and catch the split that came too late.",
    group: Group::Learning,
};

const LIMIT: i16 = 300;
const MOST_POINTS: usize = 100;
/// Neighbours that SMOTE draws from.
const SMOTE_NEIGHBOURS: usize = 3;
/// Every so many rows one is kept for the test.
const EVERY: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Smote {
    Not,
    BeforeSplit,
    AfterSplit,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// x and y in hundredths, and the class: 1 is the rare one.
    points: Vec<[i16; 3]>,
    k: usize,
    smote: Smote,
    /// How many new points.
    made: usize,
    seed: u64,
}

impl Default for State {
    fn default() -> State {
        State { points: mixed(), k: 1, smote: Smote::Not, made: 24, seed: 0 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        let inside = |point: &[i16; 3]| {
            point[0].abs() <= LIMIT && point[1].abs() <= LIMIT && (0..2).contains(&point[2])
        };
        (12..=MOST_POINTS).contains(&self.points.len())
            && self.points.iter().all(inside)
            && (1..=9).contains(&self.k)
            && self.made <= 60
            && self.seed <= 1000
            // SMOTE needs two to go between, on the training side too.
            && self.points.iter().enumerate().filter(|(at, point)| at % EVERY != EVERY - 1 && point[2] == 1).count() >= 2
    }
}

/// A cloud of class 0 with some of class 1 strewn into it.
fn mixed() -> Vec<[i16; 3]> {
    (0..60)
        .map(|i| {
            let class = i16::from(i % 5 == 2);
            let (turn, radius) = (f64::from(i) * 2.4, 2.7 * (f64::from(i) * 0.83).sin().abs());
            let (x, y) = if class == 1 { (1.0, 0.8) } else { (0.0, 0.0) };
            let spread = if class == 1 { 0.5 } else { 1.0 };
            let place = |centre: f64, way: f64| ((centre + spread * radius * way) * 100.0).round() as i16;
            [place(x, turn.cos()), place(y, turn.sin()), class]
        })
        .collect()
}

/// Rows on one side of the split.
#[derive(Clone, Debug, Default, PartialEq)]
struct Side {
    places: Vec<[f64; 2]>,
    classes: Vec<i64>,
}

impl Side {
    fn arrays(&self) -> Result<(Array, Array)> {
        let values: Vec<f64> = self.places.iter().flatten().copied().collect();
        Ok((
            Array::from_slice(&[self.classes.len(), 2], &values)?,
            Array::from_slice(&[self.classes.len()], &self.classes)?,
        ))
    }

    fn push(&mut self, place: [f64; 2], class: i64) {
        self.places.push(place);
        self.classes.push(class);
    }
}

/// What the lab shows.
#[derive(Clone, Debug, PartialEq)]
struct Computed {
    train: Side,
    test: Side,
    /// New points, wherever they went.
    made: Vec<(f64, f64)>,
    /// Test rows whose class is found.
    hits: usize,
    /// Of those of class 1.
    rare: (usize, usize),
    ground: Field,
}

impl State {
    fn all(&self) -> Side {
        let mut all = Side::default();
        for [x, y, class] in &self.points {
            all.push([f64::from(*x) / 100.0, f64::from(*y) / 100.0], i64::from(*class));
        }
        all
    }

    /// Split, SMOTE and the test, in the order that is set.
    fn run(&self, notes: &mut Notes) -> Result<Computed> {
        let mut made = Vec::new();
        let mut enlarge = |side: &mut Side| -> Result<()> {
            let rare: Vec<f64> = side
                .places
                .iter()
                .zip(&side.classes)
                .filter(|(_, class)| **class == 1)
                .flat_map(|(place, _)| *place)
                .collect();
            let rows = Array::from_slice(&[rare.len() / 2, 2], &rare)?;
            let found = smote(&rows, self.made, SMOTE_NEIGHBOURS, self.seed, notes)?;
            for place in found.to_vec::<f64>().chunks(2) {
                made.push((place[0], place[1]));
                side.push([place[0], place[1]], 1);
            }
            Ok(())
        };
        let mut all = self.all();
        if self.smote == Smote::BeforeSplit {
            enlarge(&mut all)?;
        }
        let (mut train, mut test) = (Side::default(), Side::default());
        for (at, (place, class)) in all.places.iter().zip(&all.classes).enumerate() {
            if at % EVERY == EVERY - 1 { &mut test } else { &mut train }.push(*place, *class);
        }
        if self.smote == Smote::AfterSplit {
            enlarge(&mut train)?;
        }
        let (rows, labels) = train.arrays()?;
        let found = predict(&rows, &labels, &test.arrays()?.0, self.k, notes)?.to_vec::<i64>();
        let right = |class: Option<i64>| {
            found
                .iter()
                .zip(&test.classes)
                .filter(|(found, actual)| found == actual && class.is_none_or(|class| class == **actual))
                .count()
        };
        let rare = (right(Some(1)), test.classes.iter().filter(|class| **class == 1).count());
        Ok(Computed { hits: right(None), rare, ground: ground(&rows, &labels, self.k)?, train, test, made })
    }

    fn compute(&self) -> Result<Computed> {
        self.run(&mut Notes::none())
    }
}

fn ground(rows: &Array, labels: &Array, k: usize) -> Result<Field> {
    const CELLS: usize = 60;
    let reach = f64::from(LIMIT) / 100.0;
    let at = |cell: usize| ((cell as f64 + 0.5) / CELLS as f64 * 2.0 - 1.0) * reach;
    let cells: Vec<f64> =
        (0..CELLS).flat_map(|row| (0..CELLS).flat_map(move |column| [at(column), -at(row)])).collect();
    let found =
        predict(rows, labels, &Array::from_slice(&[CELLS * CELLS, 2], &cells)?, k, &mut Notes::none())?;
    let regions: Vec<u8> = found.to_vec::<i64>().into_iter().map(|class| class as u8).collect();
    Ok(Field { columns: CELLS, strengths: vec![0.35; regions.len()], regions, one_colour: false })
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "One neighbour", state: State::default },
    Preset { name: "Nine neighbours", state: || State { k: 9, ..State::default() } },
    Preset {
        name: "SMOTE before the split",
        state: || State { smote: Smote::BeforeSplit, ..State::default() },
    },
    Preset {
        name: "SMOTE after the split",
        state: || State { smote: Smote::AfterSplit, ..State::default() },
    },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "find a number of neighbours at which the rare class is never chosen on the test rows, without SMOTE.",
        is_met: |state| {
            state.smote == Smote::Not
                && state.compute().is_ok_and(|found| found.rare.0 == 0 && found.rare.1 > 0)
        },
        insight: "More neighbours vote more smoothly, and a minority is outvoted nearly everywhere. Accuracy hardly notices: most rows are of the other class.",
    },
    Challenge {
        ask: "raise the share of rare test rows that are found without getting any better at it.",
        is_met: |state| {
            let share = |smote: Smote| {
                let found = State { smote, ..state.clone() }.compute();
                found.map_or(f64::NAN, |found| found.rare.0 as f64 / found.rare.1 as f64)
            };
            state.smote == Smote::BeforeSplit && share(Smote::BeforeSplit) > share(Smote::AfterSplit)
        },
        insight: "Made before the split, the new points' parents lie in the training rows: the test asks for what it has been told. Split first, then enlarge the training rows alone.",
    },
];

fn code(state: &State) -> String {
    let mut points = String::new();
    for (at, [x, y, class]) in state.points.iter().enumerate() {
        points += if at % 5 == 0 { "\n    " } else { " " };
        let _ = write!(points, "[{:?}, {:?}, {class}],", f64::from(*x) / 100.0, f64::from(*y) / 100.0);
    }
    let smote = "X, y = smote(X, y)\n";
    let split = format!(
        "is_test = np.arange(len(y)) % {EVERY} == {}\nX_test, y_test = X[is_test], y[is_test]\nX, y = X[~is_test], y[~is_test]\n",
        EVERY - 1
    );
    let order = match state.smote {
        Smote::Not => split,
        Smote::BeforeSplit => format!("{smote}{split}"),
        Smote::AfterSplit => format!("{split}{smote}"),
    };
    format!(
        r#"import numpy as np

data = np.array([{points}
])
X, y = data[:, :2], data[:, 2].astype(int)
k = {k}

def smote(X, y):
    """{made} new rows of class 1, each on the way from one row to one of its {SMOTE_NEIGHBOURS} nearest."""
    rng = np.random.default_rng({seed})
    rare = X[y == 1]
    made = []
    for _ in range({made}):
        i = int(rng.random() * len(rare))
        others = np.delete(np.arange(len(rare)), i)
        order = np.argsort(((rare[others] - rare[i]) ** 2).sum(axis=1), kind="stable")
        j = others[order[int(rng.random() * min({SMOTE_NEIGHBOURS}, len(others)))]]
        made.append(rare[i] + rng.random() * (rare[j] - rare[i]))
    return np.concatenate([X, np.array(made).reshape(-1, 2)]), np.concatenate([y, np.ones(len(made), int)])

{order}
squared = (X_test**2).sum(axis=1, keepdims=True) + (X**2).sum(axis=1) - 2 * X_test @ X.T
distances = np.sqrt(np.maximum(squared, 0))
nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
found = np.array([np.bincount(votes).argmax() for votes in y[nearest]])
print("training rows", len(y), "test rows", len(y_test))
print("right", (found == y_test).sum(), "of class 1", (found == y_test)[y_test == 1].sum(), "of", (y_test == 1).sum())
"#,
        k = state.k,
        made = state.made,
        seed = state.seed,
    )
}

fn printed(found: &Computed) -> String {
    format!(
        "training rows {} test rows {}\nright {} of class 1 {} of {}\n",
        found.train.classes.len(),
        found.test.classes.len(),
        found.hits,
        found.rare.0,
        found.rare.1
    )
}

#[component]
pub(super) fn NeighboursLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let found = Memo::new(move |_| state.with(|state| state.compute().ok()));
    let marks = move || {
        let Some(found) = found.get() else { return Vec::new() };
        let of = |side: &Side, class: i64| {
            let own = side.places.iter().zip(&side.classes).filter(|(_, own)| **own == class);
            own.map(|(place, _)| (place[0], place[1])).collect::<Vec<_>>()
        };
        let rings = |class| Form::Rings(of(&found.test, class));
        vec![
            Mark::new(0, "class 0", Form::Points(of(&found.train, 0))),
            Mark::new(1, "class 1, rare", Form::Points(of(&found.train, 1))),
            Mark::new(4, "made by SMOTE", Form::Points(found.made.clone())),
            Mark::new(0, "test row of class 0", rings(0)),
            Mark::new(1, "test row of class 1", rings(1)),
        ]
    };
    let handles = move || {
        state.with(|state| {
            let handle = |(at, [x, y, class]): (usize, &[i16; 3])| Handle {
                series: *class as usize,
                name: format!("Row {at}, class {class}"),
                at: (f64::from(*x) / 100.0, f64::from(*y) / 100.0),
            };
            state.points.iter().enumerate().map(handle).collect()
        })
    };
    let handling = Handling {
        handles: Signal::derive(handles),
        on_move: Callback::new(move |(at, (x, y)): (usize, (f64, f64))| {
            state.update(|state| {
                if let Some(point) = state.points.get_mut(at) {
                    (point[0], point[1]) = ((x * 100.0).round() as i16, (y * 100.0).round() as i16);
                }
            });
        }),
        on_add: None,
        on_remove: None,
    };
    let description = move || {
        found.get().map_or_else(String::new, |found| {
            format!(
                "{} of {} test rows get their class; of the rare class {} of {}.",
                found.hits,
                found.test.classes.len(),
                found.rare.0,
                found.rare.1
            )
        })
    };
    let reach = f64::from(LIMIT) / 100.0;
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed=Signal::derive(move || found.get().as_ref().map(printed).unwrap_or_default())
            description=Signal::derive(description)
            controls=move || controls(state).into_any()
        >
            <p class="lab-told">{description}</p>
            <Plot
                label="Rows of two classes over the regions that the nearest neighbours choose; rows can be dragged"
                x=PlotAxis::linear("x", -reach, reach)
                y=PlotAxis::linear("y", -reach, reach)
                marks=Signal::derive(marks)
                field=Signal::derive(move || found.get().map_or_else(Field::default, |found| found.ground))
                handling
            />
            <StepByStep
                of="SMOTE, distances and the vote"
                make=Callback::new(move |()| {
                    let mut notes = Notes::all();
                    state.with(|state| state.run(&mut notes))?;
                    notes.pictures(&["distances", "squared", "nearest", "u", "i", "j", "labels", "predicted"])
                })
            />
        </LabFrame>
    }
}

fn controls(state: RwSignal<State>) -> impl IntoView {
    let set = move |change: fn(&mut State, usize)| {
        Callback::new(move |value: i32| state.update(|state| change(state, value.unsigned_abs() as usize)))
    };
    view! {
        <Slider
            label="Neighbours (k)"
            ends=(1, 9)
            value=Signal::derive(move || state.with(|state| state.k as i32))
            on_change=set(|state, value| state.k = value)
        />
        <Choice
            label="SMOTE"
            options=&[(Smote::Not, "not"), (Smote::BeforeSplit, "before the split"), (Smote::AfterSplit, "after the split")]
            value=Signal::derive(move || state.with(|state| state.smote))
            on_change=Callback::new(move |smote: Smote| state.update(|state| state.smote = smote))
        />
        <Slider
            label="New rows"
            ends=(0, 60)
            value=Signal::derive(move || state.with(|state| state.made as i32))
            on_change=set(|state, value| state.made = value)
        />
        <Slider
            label="Seed"
            ends=(0, 20)
            value=Signal::derive(move || state.with(|state| state.seed as i32))
            on_change=set(|state, value| state.seed = value as u64)
        />
        <p class="soft">"Every fourth row is kept for the test (ringed). Drag a row, or move it with the arrow keys."</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leak_is_there_and_challenges_can_be_met() {
        assert!(PRESETS.iter().all(|preset| (preset.state)().is_sound()));
        assert!((CHALLENGES[1].is_met)(&(PRESETS[2].state)()));
        let outvoted = (1..=9).any(|k| (CHALLENGES[0].is_met)(&State { k, ..State::default() }));
        assert!(outvoted && !(CHALLENGES[0].is_met)(&State::default()));
    }
}
