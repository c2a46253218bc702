//! What can be set in the attention lab.

use crate::labs::{Challenge, LabState, Preset};
use serde::{Deserialize, Serialize};

/// Tokens and heads at most.
pub(super) const MOST_TOKENS: usize = 128;
pub(super) const MOST_HEADS: usize = 8;
/// Width of a head at most.
pub(super) const MOST_WIDTH: usize = 64;
/// Sequences in a batch at most.
pub(super) const MOST_SEQUENCES: usize = 3;

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
    /// How many tokens of each sequence are no padding.
    pub(super) lengths: Vec<usize>,
    /// The sequence that is looked at.
    pub(super) sequence: usize,
    /// Cells hidden by hand: a number for each row, its bits the columns.
    pub(super) drawn: Vec<u128>,
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
            lengths: vec![6],
            sequence: 0,
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
        self.sequence = self.sequence.min(self.lengths.len() - 1);
        let tokens = self.tokens;
        self.lengths.iter_mut().for_each(|length| *length = (*length).min(tokens));
        self.drawn.truncate(tokens);
        self.drawn.iter_mut().for_each(|row| *row &= row_of(tokens));
    }

    /// As many sequences as that; new ones are a token shorter than the one before.
    pub(super) fn set_sequences(&mut self, count: usize) {
        while self.lengths.len() < count {
            self.lengths.push(self.lengths[self.lengths.len() - 1].saturating_sub(1).max(1));
        }
        self.lengths.truncate(count.max(1));
        self.settle();
    }

    /// Whether a key (column) is hidden from a query (row) by hand.
    pub(super) fn is_hidden(&self, row: usize, column: usize) -> bool {
        self.drawn.get(row).is_some_and(|bits| bits >> column & 1 == 1)
    }

    /// Hides a key from a query, or shows it.
    pub(super) fn hide(&mut self, (row, column): (usize, usize), hidden: bool) {
        if row >= self.tokens || column >= self.tokens {
            return;
        }
        if self.drawn.len() <= row {
            self.drawn.resize(row + 1, 0);
        }
        let bit = 1 << column;
        if hidden {
            self.drawn[row] |= bit;
        } else {
            self.drawn[row] &= !bit;
        }
    }
}

/// All columns of a row.
fn row_of(tokens: usize) -> u128 {
    u128::MAX.checked_shr(128 - tokens as u32).unwrap_or(0)
}

impl LabState for State {
    const VERSION: u32 = 2;

    fn is_sound(&self) -> bool {
        (1..=MOST_TOKENS).contains(&self.tokens)
            && (1..=MOST_HEADS).contains(&self.heads)
            && (1..=MOST_WIDTH).contains(&self.width)
            && self.seed <= 9999
            && (1..=MOST_SEQUENCES).contains(&self.lengths.len())
            && self.lengths.iter().all(|length| (1..=self.tokens).contains(length))
            && self.sequence < self.lengths.len()
            && self.head < self.heads
            && (1..=self.tokens).contains(&self.tile)
            && self.drawn.len() <= self.tokens
            && self.drawn.iter().all(|row| *row & !row_of(self.tokens) == 0)
    }
}

pub(super) const PRESETS: &[Preset<State>] = &[
    Preset { name: "Six tokens", state: State::default },
    Preset {
        name: "Wide heads, not scaled",
        state: || State {
            width: 64,
            scaled: false,
            mask: Mask::Nothing,
            tokens: 10,
            lengths: vec![10],
            ..State::default()
        },
    },
    Preset {
        name: "Padding",
        state: || State { tokens: 8, mask: Mask::Padding, lengths: vec![5, 3], ..State::default() },
    },
    Preset {
        name: "A drawn band",
        state: || State {
            tokens: 24,
            lengths: vec![24],
            mask: Mask::Drawn,
            drawn: (0..24_u32).map(|row| !(0b11111 << row >> 2) & row_of(24)).collect(),
            ..State::default()
        },
    },
    Preset {
        name: "Split and join",
        state: || State { view: View::Memory, tokens: 4, lengths: vec![4], width: 3, ..State::default() },
    },
    Preset {
        name: "Tiles",
        state: || State {
            view: View::Tiles,
            tokens: 8,
            lengths: vec![8],
            mask: Mask::Nothing,
            ..State::default()
        },
    },
    Preset {
        name: "128 tokens, 8 heads",
        state: || State {
            tokens: 128,
            lengths: vec![128],
            heads: 8,
            width: 16,
            tile: 16,
            ..State::default()
        },
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
        is_met: |state| state.mask == Mask::Drawn && state.drawn.contains(&row_of(state.tokens)),
        insight: "A row of nothing but -inf gives 0/0 in a plain softmax. Here it gets weights of 0; say what yours does.",
    },
    Challenge {
        ask: "give two sequences different lengths, and find out what the mask's shape must be.",
        is_met: |state| {
            state.mask == Mask::Padding && state.lengths.iter().any(|length| *length != state.lengths[0])
        },
        insight: "A length for each sequence makes a mask (batch, 1, 1, S): the axes of size 1 broadcast over heads and queries. Padded keys are hidden; rows of padded queries are computed and thrown away.",
    },
    Challenge {
        ask: "make the tiled form hold an eighth of the scores.",
        is_met: |state| state.tile * 8 == state.tokens,
        insight: "Whole attention keeps T × T scores, tiles T × tile: memory grows with T, not with its square.",
    },
];
