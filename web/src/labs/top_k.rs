//! The k best of n: by a heap, by selection, by sorting everything, with every comparison counted.

use super::fields::{Choice, Slider};
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset, StepByStep};
use crate::diagrams::{Form, Mark, Plot, PlotAxis, StepPicture};
use leptos::prelude::*;
use ndgym_core::ml::calculate::{generator, uniform};
use ndgym_core::ml::top_k::{self, TopK, by_selection, by_sorting};
use ndgym_core::{Array, Result};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "top-k",
    title: "The k best",
    summary: "A heap, a selection, a whole sort: the same k positions, and how many comparisons each takes for them.",
    group: Group::Learning,
};

const MOST: usize = 2000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Order {
    Random,
    Rising,
    Falling,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    n: usize,
    k: usize,
    order: Order,
    seed: u64,
}

impl Default for State {
    fn default() -> State {
        State { n: 1000, k: 10, order: Order::Random, seed: 0 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (10..=MOST).contains(&self.n) && (1..=self.n).contains(&self.k) && self.seed <= 1000
    }
}

/// By a heap, without notes.
fn by_heap(scores: &[f64], k: usize) -> TopK {
    let nothing = |_| TopK { positions: Vec::new(), comparisons: 0 };
    top_k::by_heap(scores, k, &mut Notes::none()).unwrap_or_else(nothing)
}

/// Comparisons by heap, by selection, by sorting.
type Counts = [usize; 3];

impl State {
    fn scores(&self) -> Vec<f64> {
        let drawn = uniform(&mut generator(self.seed), 0.0, 1.0, &[self.n]);
        let mut scores = drawn.map(|scores| scores.to_vec::<f64>()).unwrap_or_default();
        match self.order {
            Order::Random => {}
            Order::Rising => scores.sort_by(f64::total_cmp),
            Order::Falling => {
                scores.sort_by(f64::total_cmp);
                scores.reverse();
            }
        }
        scores
    }

    /// By heap, then by selection.
    fn steps(&self) -> Result<Vec<StepPicture>> {
        let (scores, mut notes) = (self.scores(), Notes::all());
        top_k::by_heap(&scores, self.k, &mut notes)?;
        top_k::top_k(&Array::from_slice(&[scores.len()], &scores)?, self.k, &mut notes)?;
        notes.pictures(&["scores"])
    }

    fn counts(&self) -> Counts {
        let scores = self.scores();
        [by_heap, by_selection, by_sorting].map(|way| way(&scores, self.k).comparisons)
    }

    /// Counts over growing k.
    fn curves(&self) -> Vec<(usize, Counts)> {
        let scores = self.scores();
        let mut sizes: Vec<usize> =
            (0..=16).map(|step| (self.n as f64).powf(f64::from(step) / 16.0).round() as usize).collect();
        sizes.dedup();
        let sorting = by_sorting(&scores, 1).comparisons;
        sizes
            .into_iter()
            .map(|k| (k, [by_heap(&scores, k).comparisons, by_selection(&scores, k).comparisons, sorting]))
            .collect()
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Ten of a thousand", state: State::default },
    Preset { name: "Half of them", state: || State { k: 500, ..State::default() } },
    Preset { name: "Rising scores", state: || State { order: Order::Rising, k: 100, ..State::default() } },
    Preset { name: "Falling scores", state: || State { order: Order::Falling, ..State::default() } },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "find scores and a k for which the heap needs fewer comparisons than the selection.",
        is_met: |state| {
            let [heap, selection, _] = state.counts();
            heap < selection
        },
        insight: "For a small k nearly every score meets only the heap's root: one comparison and away. And a heap needs no array of all scores: it reads a stream.",
    },
    Challenge {
        ask: "make the heap more expensive than sorting everything.",
        is_met: |state| {
            let [heap, _, sorting] = state.counts();
            heap > sorting
        },
        insight: "Rising scores throw out the root every time, and each new one sinks log k deep; with a large k that is a sort, and a slow one.",
    },
];

fn code(state: &State) -> String {
    let order = match state.order {
        Order::Random => "",
        Order::Rising => "scores = np.sort(scores)\n",
        Order::Falling => "scores = np.sort(scores)[::-1]\n",
    };
    format!(
        r#"import heapq
import numpy as np

rng = np.random.default_rng({seed})
scores = rng.random({n})
{order}k = {k}

def by_heap(scores, k):
    """O(n log k): the root is the worst of the k best so far."""
    heap = [(score, -at) for at, score in enumerate(scores[:k].tolist())]
    heapq.heapify(heap)
    for at, score in enumerate(scores[k:].tolist(), k):
        if (score, -at) > heap[0]:
            heapq.heapreplace(heap, (score, -at))
    return [-at for _, at in sorted(heap, reverse=True)]

def by_selection(scores, k):
    """O(n + k log k)"""
    best = np.argpartition(-scores, k - 1)[:k]
    return best[np.argsort(-scores[best], kind="stable")].tolist()

print("heap     ", by_heap(scores, k)[:10])
print("selection", by_selection(scores, k)[:10])
print("sorting  ", np.argsort(-scores, kind="stable")[:k].tolist()[:10])
"#,
        seed = state.seed,
        n = state.n,
        k = state.k,
    )
}

fn printed(state: &State) -> String {
    let scores = state.scores();
    let first = |positions: &[usize]| format!("{:?}", &positions[..positions.len().min(10)]);
    format!(
        "heap      {}\nselection {}\nsorting   {}\n",
        first(&by_heap(&scores, state.k).positions),
        first(&by_selection(&scores, state.k).positions),
        first(&by_sorting(&scores, state.k).positions)
    )
}

#[component]
pub(super) fn TopKLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let curves = Memo::new(move |_| state.with(State::curves));
    let counts = Memo::new(move |_| state.with(State::counts));
    let names = ["heap", "selection, then a sort of k", "sorting everything"];
    let marks = move || {
        let k = state.with(|state| state.k as f64);
        curves.with(|curves| {
            (0..3)
                .flat_map(|way| {
                    let points = curves.iter().map(|(k, counts)| (*k as f64, counts[way] as f64)).collect();
                    let here = vec![(k, counts.get()[way] as f64)];
                    [Mark::new(way, names[way], Form::Line(points)), Mark::new(way, "", Form::Rings(here))]
                })
                .collect::<Vec<_>>()
        })
    };
    let height = move || {
        let all = curves.with(|curves| curves.iter().flat_map(|(_, counts)| *counts).collect::<Vec<_>>());
        let [low, high] = [all.iter().min(), all.iter().max()].map(|end| end.copied().unwrap_or(1) as f64);
        PlotAxis::log("comparisons", low.max(1.0), high)
    };
    let description = move || {
        let [heap, selection, sorting] = counts.get();
        state.with(|state| {
            format!("The {} best of {}: {heap} comparisons by heap, {selection} by selection, {sorting} by sorting everything.", state.k, state.n)
        })
    };
    let numbers = move || {
        let rows = names.into_iter().zip(counts.get()).map(|(name, count)| {
            view! { <tr><th scope="row">{name}</th><td data-value=count>{count}</td></tr> }
        });
        view! {
            <table class="lab-numbers">
                <caption>"Comparisons, counted by the core"</caption>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
    };
    let most = Signal::derive(move || state.with(|state| state.n as i32));
    let controls = move || {
        view! {
            <Slider
                label="k"
                ends=(1, MOST as i32)
                value=Signal::derive(move || state.with(|state| state.k as i32))
                on_change=Callback::new(move |k: i32| {
                    state.update(|state| state.k = (k.unsigned_abs() as usize).clamp(1, state.n));
                })
            />
            <Slider
                label="n"
                ends=(10, MOST as i32)
                value=most
                on_change=Callback::new(move |n: i32| {
                    state.update(|state| {
                        state.n = n.unsigned_abs() as usize;
                        state.k = state.k.min(state.n);
                    });
                })
            />
            <Choice
                label="Scores come"
                options=&[(Order::Random, "in no order"), (Order::Rising, "rising"), (Order::Falling, "falling")]
                value=Signal::derive(move || state.with(|state| state.order))
                on_change=Callback::new(move |order: Order| state.update(|state| state.order = order))
            />
            <Slider
                label="Seed"
                ends=(0, 20)
                value=Signal::derive(move || state.with(|state| state.seed as i32))
                on_change=Callback::new(move |seed: i32| state.update(|state| state.seed = u64::from(seed.unsigned_abs())))
            />
        }
    };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed=Signal::derive(move || state.with(printed))
            description=Signal::derive(description)
            controls=move || controls().into_any()
        >
            <Plot
                label=Signal::derive(description)
                x=Signal::derive(move || PlotAxis::log("k", 1.0, state.with(|state| state.n as f64)))
                y=Signal::derive(height)
                marks=Signal::derive(marks)
            />
            {numbers}
            <StepByStep of="a heap, then a selection" make=Callback::new(move |()| state.with(State::steps)) />
        </LabFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_can_be_met_and_all_ways_agree() {
        for preset in PRESETS {
            let state = (preset.state)();
            let printed = printed(&state);
            let lists: Vec<&str> = printed.lines().map(|line| line.split_once('[').unwrap().1).collect();
            assert!(lists.iter().all(|list| *list == lists[0]), "{printed}");
        }
        let falling = State { order: Order::Falling, ..State::default() };
        assert!((CHALLENGES[0].is_met)(&falling), "{:?}", falling.counts());
        let rising = State { order: Order::Rising, k: 100, ..State::default() };
        assert!((CHALLENGES[1].is_met)(&rising), "{:?}", rising.counts());
    }
}
