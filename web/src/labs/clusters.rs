//! k-means, one step at a time: where the centroids begin, where they go, and what becomes of one that nobody is near.

use super::fields::{Slider, Steps, Tick};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset, StepByStep, array_digits4};
use crate::diagrams::{Field, Form, Handle, Handling, Mark, Plot, PlotAxis, StepPicture};
use leptos::prelude::*;
use ndgym_core::index::{Mode, take};
use ndgym_core::ml::calculate::generator;
use ndgym_core::ml::clusters::{self, Clusters, kmeans_from};
use ndgym_core::ml::neighbors;
use ndgym_core::{Array, Result};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "clusters",
    title: "k-means",
    summary: "Draw the first centroids by k-means++ or put them where you like, and step until they stand still.",
    group: Group::Learning,
};

const MOST_POINTS: usize = 80;
const MOST_STEPS: u32 = 25;
const LIMIT: i16 = 300;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// In hundredths.
    points: Vec<[i16; 2]>,
    k: usize,
    seed: u64,
    /// Centroids of one's own, in hundredths; none: k-means++.
    own: Option<Vec<[i16; 2]>>,
    /// Draws of centroids after the first, then rounds.
    steps: u32,
}

impl Default for State {
    fn default() -> State {
        State { points: groups(), k: 4, seed: 1, own: None, steps: 0 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        let inside = |place: &[i16; 2]| place.iter().all(|x| x.abs() <= LIMIT);
        (6..=MOST_POINTS).contains(&self.points.len())
            && self.points.iter().all(inside)
            && (1..=6).contains(&self.k)
            && self.own.as_ref().is_none_or(|own| own.len() == self.k && own.iter().all(inside))
            && self.seed <= 1000
            && self.steps <= MOST_STEPS
    }
}

/// Four groups of unequal size.
fn groups() -> Vec<[i16; 2]> {
    (0..44)
        .map(|i| {
            let (turn, radius) = (f64::from(i) * 2.4, 0.75 * (f64::from(i) * 1.7).sin().abs());
            let (x, y) = [(-1.8, 1.5), (1.7, 1.6), (1.4, -1.5), (-1.6, -1.7), (1.9, -1.2)][i as usize % 5];
            [x + radius * turn.cos(), y + radius * turn.sin()].map(|x| (x * 100.0).round() as i16)
        })
        .collect()
}

fn table(places: &[[i16; 2]]) -> Result<Array> {
    let values: Vec<f64> = places.iter().flatten().map(|x| f64::from(*x) / 100.0).collect();
    Array::from_slice(&[places.len(), 2], &values)
}

impl State {
    /// How many centroids there are yet, and how many rounds are done.
    fn stage(&self) -> (usize, usize) {
        match &self.own {
            Some(_) => (self.k, self.steps as usize),
            None => ((self.steps as usize + 1).min(self.k), (self.steps as usize).saturating_sub(self.k - 1)),
        }
    }

    fn starts(&self, rows: &Array, notes: &mut Notes) -> Result<Array> {
        if let Some(own) = &self.own {
            return table(own);
        }
        let drawn = clusters::seed(rows, self.stage().0, &mut generator(self.seed), notes)?;
        let drawn: Vec<i64> = drawn.into_iter().map(|at| at as i64).collect();
        take(rows, &Array::from_slice(&[drawn.len()], &drawn)?, Some(0), Mode::Raise)
    }

    /// Where the centroids are now, and where they were before each round.
    fn found(&self) -> Result<(Clusters, Vec<Array>)> {
        let rows = table(&self.points)?;
        let starts = self.starts(&rows, &mut Notes::none())?;
        let mut trail = vec![starts.clone()];
        let mut found = kmeans_from(&rows, &starts, 0, 0.0, &mut Notes::none())?;
        for _ in 0..self.stage().1 {
            found = kmeans_from(&rows, &found.centroids, 1, 0.0, &mut Notes::none())?;
            trail.push(found.centroids.clone());
        }
        Ok((found, trail))
    }

    /// Drawing and rounds, as far as they are done.
    fn steps(&self) -> Result<Vec<StepPicture>> {
        let rows = table(&self.points)?;
        let mut notes = Notes::all();
        let starts = self.starts(&rows, &mut notes)?;
        kmeans_from(&rows, &starts, self.stage().1, 0.0, &mut notes)?;
        notes.pictures(&["nearest", "distances", "labels", "chosen"])
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Four groups", state: || State { steps: 6, ..State::default() } },
    Preset { name: "Seeding", state: || State { steps: 2, ..State::default() } },
    Preset {
        name: "An empty cluster",
        state: || State {
            k: 3,
            own: Some(vec![[-160, 0], [160, 0], [300, 300]]),
            points: two_groups(),
            ..State::default()
        },
    },
    Preset {
        name: "A bad start",
        state: || State {
            own: Some(vec![[-250, 150], [-180, 150], [-110, 150], [170, 0]]),
            steps: 8,
            ..State::default()
        },
    },
    Preset { name: "Too few", state: || State { k: 2, steps: 6, ..State::default() } },
];

/// Two groups, far from the corner.
fn two_groups() -> Vec<[i16; 2]> {
    groups()
        .into_iter()
        .enumerate()
        .filter(|(at, _)| [0, 2].contains(&(at % 5)))
        .map(|(_, [x, y])| [x, y / 2])
        .collect()
}

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "place four centroids of your own so that k-means ends with more than one and a half times the inertia it can reach.",
        is_met: |state| {
            let inertia = |state: &State| state.found().map_or(f64::NAN, |found| found.0.inertia);
            let best = State { own: None, steps: 20, ..state.clone() };
            state.own.is_some() && state.k == 4 && state.steps >= 6 && inertia(state) > 1.5 * inertia(&best)
        },
        insight: "It stands still at a local minimum: two centroids share one group while another has two groups to itself. k-means++ draws far points first, and running it from several seeds does the rest.",
    },
    Challenge {
        ask: "leave a cluster without points, and see where it starts again.",
        is_met: |state| {
            (0..=state.stage().1).any(|rounds| {
                state.own.is_some()
                    && State { steps: rounds as u32, ..state.clone() }
                        .found()
                        .is_ok_and(|found| !found.0.restarted.is_empty())
            })
        },
        insight: "Its mean would be 0 / 0: NaN, and NaN is nearest to nobody for ever. Here it starts again at the point that is farthest from its own centroid.",
    },
];

fn rows_text(places: &[[i16; 2]]) -> String {
    let mut text = String::new();
    for (at, [x, y]) in places.iter().enumerate() {
        text += if at % 6 == 0 { "\n    " } else { " " };
        let _ = write!(text, "[{:?}, {:?}],", f64::from(*x) / 100.0, f64::from(*y) / 100.0);
    }
    text
}

fn code(state: &State) -> String {
    let (count, rounds) = state.stage();
    let starts = match &state.own {
        Some(own) => format!("centroids = np.array([{}\n])", rows_text(own)),
        None => format!(
            r#"rng = np.random.default_rng({seed})

# k-means++: each further centroid is drawn by the squared distance from the nearest so far.
chosen = [int(rng.random() * len(X))]
nearest = np.full(len(X), np.inf)
while len(chosen) < {count}:
    nearest = np.minimum(nearest, ((X - X[chosen[-1]]) ** 2).sum(axis=1))
    passed = np.cumsum(nearest) > nearest.sum() * rng.random()
    chosen.append(int(passed.argmax()))
centroids = X[chosen]"#,
            seed = state.seed
        ),
    };
    format!(
        r#"import numpy as np

np.set_printoptions(precision=4)
X = np.array([{points}
])
{starts}

def assign(centroids):
    squared = (X**2).sum(axis=1, keepdims=True) + (centroids**2).sum(axis=1) - 2 * X @ centroids.T
    return np.sqrt(np.maximum(squared, 0)).argmin(axis=1)

labels = assign(centroids)
for round in range({rounds}):
    distances = ((X - centroids[labels]) ** 2).sum(axis=1)
    farthest = iter(np.argsort(-distances, kind="stable"))
    moved = [X[labels == c].mean(axis=0) if (labels == c).any() else X[next(farthest)] for c in range(len(centroids))]
    centroids = np.array(moved)
    labels = assign(centroids)

print(centroids)
print("rows", np.bincount(labels, minlength=len(centroids)))
print(f"inertia {{((X - centroids[labels]) ** 2).sum():.4f}}")
"#,
        points = rows_text(&state.points),
    )
}

fn printed(found: &Clusters, k: usize) -> String {
    let labels = found.labels.to_vec::<i64>();
    let counts: Vec<i64> =
        (0..k as i64).map(|c| labels.iter().filter(|label| **label == c).count() as i64).collect();
    let counts =
        Array::from_slice(&[k], &counts).map_or_else(|error| error.message, |counts| array_digits4(&counts));
    format!("{}\nrows {counts}\ninertia {:.4}\n", array_digits4(&found.centroids), found.inertia)
}

fn places(array: &Array) -> Vec<(f64, f64)> {
    array.to_vec::<f64>().chunks(2).map(|place| (place[0], place[1])).collect()
}

/// What the page draws.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    centroids: Vec<(f64, f64)>,
    /// Where the centroids were before each round, and are now.
    trail: Vec<Vec<(f64, f64)>>,
    labels: Vec<i64>,
    inertia: f64,
    restarted: Vec<usize>,
    ground: Field,
    printed: String,
}

impl Seen {
    fn of(state: &State) -> Result<Seen> {
        let (found, trail) = state.found()?;
        Ok(Seen {
            centroids: places(&found.centroids),
            trail: trail.iter().map(places).collect(),
            labels: found.labels.to_vec(),
            inertia: found.inertia,
            ground: ground(&found.centroids)?,
            printed: printed(&found, state.stage().0),
            restarted: found.restarted,
        })
    }
}

/// Which centroid is nearest, all over the plot.
fn ground(centroids: &Array) -> Result<Field> {
    const CELLS: usize = 72;
    let reach = f64::from(LIMIT) / 100.0;
    let at = |cell: usize| ((cell as f64 + 0.5) / CELLS as f64 * 2.0 - 1.0) * reach;
    let cells: Vec<f64> =
        (0..CELLS).flat_map(|row| (0..CELLS).flat_map(move |column| [at(column), -at(row)])).collect();
    let names: Vec<i64> = (0..centroids.shape()[0] as i64).collect();
    let queries = Array::from_slice(&[CELLS * CELLS, 2], &cells)?;
    let nearest = neighbors::predict(
        centroids,
        &Array::from_slice(&[names.len()], &names)?,
        &queries,
        1,
        &mut Notes::none(),
    )?;
    let regions: Vec<u8> = nearest.to_vec::<i64>().into_iter().map(|name| name as u8).collect();
    Ok(Field { columns: CELLS, strengths: vec![0.35; regions.len()], regions, one_colour: false })
}

#[component]
pub(super) fn ClustersLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let seen = Memo::new(move |_| state.with(|state| Seen::of(state).ok()));
    let marks = move || {
        let Some(seen) = seen.get() else { return Vec::new() };
        let points = state.with(|state| table(&state.points).map(|rows| places(&rows)).unwrap_or_default());
        let count = seen.centroids.len();
        let mut marks: Vec<Mark> = (0..count)
            .map(|cluster| {
                let own = points.iter().zip(&seen.labels).filter(|(_, label)| **label == cluster as i64);
                Mark::new(cluster, "", Form::Points(own.map(|(point, _)| *point).collect()))
            })
            .collect();
        for cluster in 0..count {
            let way: Vec<(f64, f64)> =
                seen.trail.iter().filter_map(|step| step.get(cluster).copied()).collect();
            let arrows = way.windows(2).map(|pair| [pair[0], pair[1]]).collect();
            marks.push(Mark::new(cluster, "", Form::Arrows(arrows)));
            marks.push(Mark::new(
                cluster,
                &format!("centroid {cluster}"),
                Form::Rings(vec![seen.centroids[cluster]]),
            ));
        }
        marks
    };
    let handles = move || {
        state.with(|state| {
            let own = state.own.clone().unwrap_or_default();
            let own = own.into_iter().enumerate().map(|(at, [x, y])| Handle {
                series: at,
                name: format!("Start of centroid {at}"),
                at: (f64::from(x) / 100.0, f64::from(y) / 100.0),
            });
            if state.steps == 0 { own.collect() } else { Vec::new() }
        })
    };
    let handling = Handling {
        handles: Signal::derive(handles),
        on_move: Callback::new(move |(at, (x, y)): (usize, (f64, f64))| {
            state.update(|state| {
                if let Some(place) = state.own.as_mut().and_then(|own| own.get_mut(at)) {
                    *place = [x, y].map(|value| (value * 100.0).round() as i16);
                }
            });
        }),
        on_add: Some(Callback::new(move |(x, y): (f64, f64)| {
            state.update(|state| {
                if state.points.len() < MOST_POINTS {
                    state.points.push([x, y].map(|value| (value * 100.0).round() as i16));
                }
            });
        })),
        on_remove: None,
    };
    let told = move || {
        let (count, rounds) = state.with(State::stage);
        let Some(clusters) = seen.get() else { return String::new() };
        let restarted = match clusters.restarted.as_slice() {
            [] => String::new(),
            some => format!(" Cluster {some:?} had no points and started again at the farthest point."),
        };
        let stage = match (rounds, state.with(|state| state.own.is_some())) {
            (0, false) => format!("{count} of {} centroids drawn.", state.with(|state| state.k)),
            (0, true) => "Your own centroids; drag them.".to_owned(),
            (rounds, _) => format!("{rounds} rounds."),
        };
        format!("{stage} Inertia {:.4}.{restarted}", clusters.inertia)
    };
    let reach = f64::from(LIMIT) / 100.0;
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed=Signal::derive(move || seen.get().map_or_else(String::new, |seen| seen.printed))
            description=Signal::derive(told)
            controls=move || controls(state).into_any()
        >
            <p class="lab-told">{told}</p>
            <Plot
                label=Signal::derive(told)
                x=PlotAxis::linear("x", -reach, reach)
                y=PlotAxis::linear("y", -reach, reach)
                marks=Signal::derive(marks)
                field=Signal::derive(move || seen.get().map_or_else(Field::default, |seen| seen.ground))
                handling
            />
            <StepByStep of="the seeding and the rounds so far" make=Callback::new(move |()| state.with(State::steps)) />
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
        <Slider
            label="Clusters (k)"
            ends=(1, 6)
            value=Signal::derive(move || state.with(|state| state.k as i32))
            on_change=Callback::new(move |k: i32| {
                state.update(|state| {
                    state.k = k.unsigned_abs() as usize;
                    let k = state.k;
                    if let Some(own) = &mut state.own {
                        own.resize(k, [0, 0]);
                    }
                });
            })
        />
        <Slider
            label="Seed"
            ends=(0, 20)
            value=Signal::derive(move || state.with(|state| state.seed as i32))
            on_change=Callback::new(move |seed: i32| state.update(|state| state.seed = u64::from(seed.unsigned_abs())))
        />
        <Tick
            label="Centroids of my own, to be dragged"
            value=Signal::derive(move || state.with(|state| state.own.is_some()))
            on_change=Callback::new(move |own: bool| {
                state.update(|state| {
                    state.steps = 0;
                    state.own = own.then(|| (0..state.k as i16).map(|at| [at * 80 - 200, 0]).collect());
                });
            })
        />
        <p class="soft">
            "By k-means++ the first steps draw centroids; then each step moves them to the means and assigns anew. Click on the ground to add a point."
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_show_what_they_are_called() {
        assert!(PRESETS.iter().all(|preset| (preset.state)().is_sound()));
        let empty = State { steps: 1, ..(PRESETS[2].state)() };
        assert_eq!(empty.found().unwrap().0.restarted, [2]);
        assert!((CHALLENGES[0].is_met)(&(PRESETS[3].state)()));
        assert!(!(CHALLENGES[0].is_met)(&(PRESETS[0].state)()));
    }
}
