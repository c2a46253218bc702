//! Questions that never run out. A generator makes one from a seed and a difficulty: the same seed gives the same question
//! everywhere, so a link can carry it. Every answer is computed by the core.

mod broadcast;
mod dice;
mod layout;

pub use dice::Dice;

use crate::chain::Start;
use crate::{Difficulty, Skill};

/// All generators.
pub const GENERATORS: [&Generator; 2] = [&broadcast::GENERATOR, &layout::GENERATOR];

/// Makes questions of one kind. A new one is a file of its own and its name in [`GENERATORS`].
pub struct Generator {
    /// Its name in links and records; never changes.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it trains.
    pub skills: &'static [Skill],
    make: fn(&mut Dice, Difficulty) -> Question,
}

impl Generator {
    /// The question with that seed.
    pub fn question(&self, seed: u64, difficulty: Difficulty) -> Question {
        let salt =
            self.id.bytes().fold(difficulty as u64, |salt, byte| salt.wrapping_mul(31) + u64::from(byte));
        (self.make)(&mut Dice::new(seed ^ salt << 32), difficulty)
    }
}

/// The generator of that name.
pub fn generator(id: &str) -> Option<&'static Generator> {
    GENERATORS.into_iter().find(|generator| generator.id == id)
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked.
    pub ask: String,
    /// The NumPy code it is about.
    pub code: String,
    /// A complete program that prints the answers, one a line: an option of a choice by its text, a tuple as Python does.
    pub program: String,
    /// What is to be answered, in order.
    pub parts: Vec<Part>,
    /// What a picture shows to explain the answer.
    pub explanation: Explanation,
}

/// One thing to be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is: "Shape of c".
    pub label: String,
    /// The answer.
    pub answer: Answer,
    /// Asked only if the choice before is this option.
    pub only_if: Option<usize>,
}

/// The right answer to a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A tuple of numbers, typed.
    Tuple(Vec<i64>),
    /// One of several texts.
    Choice {
        /// The texts.
        options: Vec<String>,
        /// The right one.
        right: usize,
    },
}

/// What explains an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Explanation {
    /// Shapes under each other.
    Broadcast(Vec<Vec<usize>>),
    /// A chain of operations (as [`crate::chain::parse`] reads them), with grids and memory.
    Chain(Start, Vec<String>),
}

impl Answer {
    /// Whether what was typed is a tuple that is right; None if it is no tuple. `(3, 4)`, `3, 4`, `3,4`, `3 4`, `(3,)` and `3`
    /// are all understood.
    pub fn accepts(&self, typed: &str) -> Option<bool> {
        match self {
            Answer::Choice { options, right } => Some(options[*right] == typed),
            Answer::Tuple(numbers) => read_tuple(typed).map(|typed| typed == *numbers),
        }
    }

    /// The answer as the program prints it.
    pub fn text(&self) -> String {
        match self {
            Answer::Choice { options, right } => options[*right].clone(),
            Answer::Tuple(numbers) => tuple(numbers),
        }
    }
}

/// A tuple as a learner types it.
pub(crate) fn read_tuple(typed: &str) -> Option<Vec<i64>> {
    let inner = typed.trim().trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let numbers = inner.replace('−', "-");
    numbers
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect()
}

/// As Python prints a tuple.
fn tuple(numbers: &[i64]) -> String {
    let list = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    if numbers.len() == 1 { format!("({list},)") } else { format!("({list})") }
}

#[cfg(test)]
mod tests;
