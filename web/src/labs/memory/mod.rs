//! Memory and strides: an array, operations on it, and the bytes they really touch; and what a cache makes of a walk over them.

mod cache;
mod chain;
mod controls;

use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Preset};
use crate::share;
use cache::CacheState;
use chain::ChainState;
use leptos::prelude::*;
use ndgym_curriculum::chain::Start;
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "memory",
    title: "Memory and strides",
    summary: "Slice, transpose and reshape, and watch which bytes each array reads: views, copies, and what a cache makes of them.",
    group: Group::Arrays,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct State {
    mode: Mode,
    chain: ChainState,
    cache: CacheState,
}

/// What the picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Mode {
    /// Arrays and the memory under them.
    #[default]
    Chain,
    /// Walks over an array, and the cache lines they fetch.
    Cache,
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        self.chain.is_sound() && self.cache.is_sound()
    }
}

fn chain(shape: &[usize], steps: &[&str]) -> State {
    State {
        chain: ChainState {
            shape: shape.to_vec(),
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            ..ChainState::default()
        },
        ..State::default()
    }
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Slice and transpose", state: State::default },
    Preset { name: "Backwards", state: || chain(&[3, 4], &["[::-1, ::-2]", ".T"]) },
    Preset {
        name: "Reshape after transpose",
        state: || chain(&[3, 4], &[".T", ".reshape(3, 4)", ".ravel()"]),
    },
    Preset {
        name: "Stride 0",
        state: || chain(&[4], &["[:, None]", "np.broadcast_to(x, (4, 3))", ".copy()"]),
    },
    Preset {
        name: "Sliding windows",
        state: || chain(&[8], &["sliding_window_view(x, 3, axis=0)", "[::2]"]),
    },
    Preset {
        name: "Fancy index",
        state: || {
            let mut state = chain(&[4, 3], &["[1:3]", "[[0, 1]]"]);
            state.chain.write = Some((2, vec![0, 0]));
            state
        },
    },
    Preset { name: "Diagonal", state: || chain(&[4, 4], &[".diagonal(1)", "[::-1]"]) },
    Preset { name: "Cache lines", state: || State { mode: Mode::Cache, ..State::default() } },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "make a reshape that has to copy.",
        is_met: |state| state.mode == Mode::Chain && state.chain.copies_in("reshape"),
        insight: "A reshape joins or splits axes. After a transpose the joined axis would have to jump back and forth in memory; no single stride does that, so NumPy copies, and says nothing.",
    },
    Challenge {
        ask: "click a cell of the last array so that 99 is written there, and a stays as it was.",
        is_met: |state| state.mode == Mode::Chain && state.chain.writes_beside_the_start(),
        insight: "Fancy indices, masks, flatten, copy and astype make new memory. A basic slice never does: writing into it writes into the array it came from.",
    },
    Challenge {
        ask: "in “Cache lines”, with 16 rows or more, make the walk down the columns fetch no more lines than the walk along the rows, without changing the order.",
        is_met: |state| {
            state.mode == Mode::Cache
                && state.cache.rows >= 16
                && state.cache.columns >= 2
                && !state.cache.fortran
                && {
                    let [along_rows, down_columns] = state.cache.misses();
                    along_rows == down_columns && down_columns < state.cache.rows * state.cache.columns
                }
        },
        insight: "Once the cache holds one line of every row, the next column finds them all there. With real matrices it rarely does: 4096 rows would need 256 KB for the lines alone.",
    },
];

/// Address (relative to the site's root) of this lab with that chain in it.
pub(crate) fn link(start: &Start, steps: &[String]) -> String {
    let chain = ChainState {
        shape: start.shape.clone(),
        dtype: start.dtype.name().into_owned(),
        fortran: start.fortran,
        steps: steps.to_vec(),
        write: None,
    };
    let state = State { chain, ..State::default() };
    format!("labs/{}/#{}", LAB.id, share::to_fragment(State::VERSION, &state))
}

#[component]
pub(super) fn MemoryLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let mode = Memo::new(move |_| state.with(|state| state.mode));
    let chain = Memo::new(move |_| chain::compute(&state.with(|state| state.chain.clone())));
    let walks = Memo::new(move |_| cache::compute(&state.with(|state| state.cache)));
    let pointed = RwSignal::new(None);
    let code = move || match mode.get() {
        Mode::Chain => chain.with(|chain| chain.code.clone()),
        Mode::Cache => walks.with(|walks| walks.code.clone()),
    };
    let printed = move || match mode.get() {
        Mode::Chain => chain.with(|chain| chain.printed.clone()),
        Mode::Cache => walks.with(|walks| walks.printed.clone()),
    };
    let description = move || match mode.get() {
        Mode::Chain => {
            let cell = pointed.get();
            chain.with(|chain| {
                cell.and_then(|cell| chain.view.offset_in_words(cell))
                    .unwrap_or_else(|| chain.description.clone())
            })
        }
        Mode::Cache => walks.with(|walks| walks.printed.clone()),
    };
    let controls = move || view! { <controls::Controls state chain /> };
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(code)
            printed=Signal::derive(printed)
            description=Signal::derive(description)
            controls
        >
            {move || match mode.get() {
                Mode::Chain => view! { <chain::Picture state chain pointed /> }.into_any(),
                Mode::Cache => view! { <cache::Picture walks /> }.into_any(),
            }}
        </LabFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sound_and_challenges_can_be_met() {
        assert!(PRESETS.iter().all(|preset| (preset.state)().is_sound()));
        let mut written = chain(&[3, 4], &["[[0, 1]]"]);
        written.chain.write = Some((1, vec![0, 0]));
        let large = CacheState { lines: 16, ..CacheState::default() };
        let answers = [
            chain(&[3, 4], &[".T", ".reshape(12)"]),
            written,
            State { mode: Mode::Cache, cache: large, ..State::default() },
        ];
        for (challenge, answer) in CHALLENGES.iter().zip(&answers) {
            assert!((challenge.is_met)(answer), "{}", challenge.ask);
            assert!(!(challenge.is_met)(&State::default()), "{}", challenge.ask);
        }
    }

    #[test]
    fn tampered_states_are_refused() {
        assert!(!chain(&[99, 99], &[]).is_sound());
        assert!(!chain(&[3], &["[0:1]"; 9]).is_sound());
        let mut state = chain(&[3], &[]);
        state.chain.write = Some((7, vec![0]));
        assert!(!state.is_sound());
        state.chain.write = Some((0, vec![3]));
        assert!(!state.is_sound());
        let cache = CacheState { line_bytes: 0, ..CacheState::default() };
        assert!(!State { cache, ..State::default() }.is_sound());
    }
}
