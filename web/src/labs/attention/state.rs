//! What can be set in the attention lab.

use crate::labs::{Challenge, LabState, Preset};
use serde::{Deserialize, Serialize};

/// Tokens and heads at most.
pub(super) const MOST_TOKENS: usize = 128;
pub(super) const MOST_HEADS: usize = 8;
/// Width of a head at most.
pub(super) const MOST_WIDTH: usize = 64;

/// What a token may not look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Mask {
    Nothing,
    Causal,
    Padding,
    Drawn,
}

/// Which picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum View {
    Heads,
    Steps,
    Memory,
    Tiles,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) tokens: usize,
    pub(super) heads: usize,
    /// Width of a head.
    pub(super) width: usize,
    pub(super) scaled: bool,
    pub(super) mask: Mask,
    /// Last tokens that are padding.
    pub(super) padding: usize,
    /// Cells hidden by hand.
    pub(super) drawn: Vec<(usize, usize)>,
    /// The head that is looked at.
    pub(super) head: usize,
    /// Keys in a tile.
    pub(super) tile: usize,
    pub(super) view: View,
    pub(super) seed: u32,
}

impl Default for State {
    fn default() -> State {
        State {
            tokens: 6,
            heads: 2,
            width: 4,
            scaled: true,
            mask: Mask::Causal,
            padding: 2,
            drawn: Vec::new(),
            head: 0,
            tile: 2,
            view: View::Heads,
            seed: 7,
        }
    }
}

impl State {
    /// Brings what depends on the sizes back inside them.
    pub(super) fn settle(&mut self) {
        self.head = self.head.min(self.heads - 1);
        self.tile = self.tile.clamp(1, self.tokens);
        self.padding = self.padding.min(self.tokens);
        let tokens = self.tokens;
        self.drawn.retain(|(row, column)| *row < tokens && *column < tokens);
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (1..=MOST_TOKENS).contains(&self.tokens)
            && (1..=MOST_HEADS).contains(&self.heads)
            && (1..=MOST_WIDTH).contains(&self.width)
            && self.seed <= 9999
            && self.padding <= self.tokens
            && self.head < self.heads
            && (1..=self.tokens).contains(&self.tile)
            && self.drawn.len() <= 1024
            && self.drawn.iter().all(|(row, column)| *row < self.tokens && *column < self.tokens)
    }
}

pub(super) const PRESETS: &[Preset<State>] = &[
    Preset { name: "Six tokens", state: State::default },
    Preset {
        name: "Wide heads, not scaled",
        state: || State { width: 64, scaled: false, mask: Mask::Nothing, tokens: 10, ..State::default() },
    },
    Preset {
        name: "Padding",
        state: || State { tokens: 8, mask: Mask::Padding, padding: 3, ..State::default() },
    },
    Preset {
        name: "Split and join",
        state: || State { view: View::Memory, tokens: 4, width: 3, ..State::default() },
    },
    Preset {
        name: "Tiles",
        state: || State { view: View::Tiles, tokens: 8, tile: 2, mask: Mask::Nothing, ..State::default() },
    },
    Preset {
        name: "128 tokens, 8 heads",
        state: || State { tokens: 128, heads: 8, width: 16, tile: 16, ..State::default() },
    },
];

pub(super) const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "saturate the softmax without touching the seed: make most rows look at one token only.",
        is_met: |state| !state.scaled && state.width >= 32,
        insight: "Scores are sums of d products: their variance is d. Divided by the root of d it is 1 again, whatever the width.",
    },
    Challenge {
        ask: "hide every key from one token, by hand.",
        is_met: |state| {
            state.mask == Mask::Drawn
                && (0..state.tokens)
                    .any(|row| (0..state.tokens).all(|column| state.drawn.contains(&(row, column))))
        },
        insight: "A row of nothing but -inf gives 0/0 in a plain softmax. Here it gets weights of 0; say what yours does.",
    },
    Challenge {
        ask: "make the tiled form hold an eighth of the scores.",
        is_met: |state| state.tile * 8 == state.tokens,
        insight: "Whole attention keeps T × T scores, tiles T × tile: memory grows with T, not with its square.",
    },
];
