//! What is stored. A field may be added with a default; anything else needs a new version of the database.

use serde::{Deserialize, Serialize};

/// What a learner has typed for a problem so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// The problem's id.
    pub(crate) problem: String,
    /// The answer.
    pub(crate) source: String,
    /// What runs after it and is never submitted.
    pub(crate) scratch: String,
    /// How many hints have been opened.
    #[serde(default)]
    pub(crate) hints: usize,
    /// Seconds on the clock.
    #[serde(default)]
    pub(crate) seconds: u32,
    /// When it last changed, in milliseconds since 1970.
    pub(crate) changed: f64,
}

/// One submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// The problem's id.
    pub(crate) problem: String,
    /// What was submitted.
    pub(crate) source: String,
    /// When, in milliseconds since 1970.
    pub(crate) when: f64,
    /// Whether it was found right.
    pub(crate) right: bool,
    /// Tests passed.
    pub(crate) passed: usize,
    /// Tests run.
    pub(crate) total: usize,
    /// Seconds on the clock at that moment.
    #[serde(default)]
    pub(crate) seconds: u32,
    /// How many hints had been opened.
    #[serde(default)]
    pub(crate) hints: usize,
}

/// A cell of the playground.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cell {
    /// Its own for ever.
    pub(crate) id: String,
    /// Its code.
    pub(crate) code: String,
    /// Cells stand in the order of these numbers.
    pub(crate) place: f64,
    /// When it last changed, in milliseconds since 1970.
    pub(crate) changed: f64,
}

/// An answer to a question of the quiz.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct QuizAnswer {
    /// The generator's name.
    pub(crate) kind: String,
    /// 0 easy, 1 medium, 2 hard.
    pub(crate) difficulty: u8,
    /// The question's seed: with kind and difficulty it brings the question back.
    pub(crate) seed: u64,
    /// Codes of the skills it trains.
    pub(crate) skills: Vec<String>,
    /// Whether it was right.
    pub(crate) right: bool,
    /// How the learner says it was found.
    #[serde(default)]
    pub(crate) rating: Option<Rating>,
    /// When, in milliseconds since 1970. No two answers have the same.
    pub(crate) when: f64,
}

/// How an answer was found, as the learner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Rating {
    /// By luck, or not.
    Guessed,
    /// By thinking.
    WorkedOut,
    /// At once.
    Knew,
}

/// What the user has chosen. The theme is kept elsewhere, see `theme`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Longest time of a run, in seconds.
    pub(crate) time_limit_seconds: u32,
}

impl Settings {
    /// The time limits on offer, in seconds.
    pub(crate) const TIME_LIMITS: [u32; 5] = [2, 5, 10, 30, 60];
}

impl Default for Settings {
    fn default() -> Self {
        Settings { time_limit_seconds: 10 }
    }
}
