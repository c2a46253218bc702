//! What ndgym teaches: the problems, read from `content/` and validated while this crate is built.
//!
//! A problem is a folder in `content/problems`; the build script checks every file of it, turns Markdown, formulas
//! and code into static HTML and embeds the result here. A mistake in a content file fails the build with the
//! file, the field and the reason. Without the feature `tests` only what a learner may see is embedded.

pub mod chain;
pub mod highlight;
mod problem;
pub mod quiz;

pub use problem::{Difficulty, FollowUp, Problem, Rubric, Skill, Test, TestKind};
#[cfg(feature = "tests")]
pub use problem::{Expectation, Grading};

include!(concat!(env!("OUT_DIR"), "/problems.rs"));

/// All problems, in the order of their folders' names.
pub fn problems() -> &'static [Problem] {
    PROBLEMS
}

/// The problem with that id, such as `a01-softmax`.
pub fn problem(id: &str) -> Option<&'static Problem> {
    PROBLEMS.iter().find(|problem| problem.id == id)
}
