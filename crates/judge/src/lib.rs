//! From a submission and a problem's tests to test reports.
//!
//! The submission runs in its own interpreter. Expected values come from the problem's reference in another
//! interpreter, which never runs a learner's code, and both are compared here, in Rust, as copies. So whatever a
//! submission does to its own interpreter (a `numpy` bent to please, objects that claim to equal everything), it
//! cannot change the verdict.
//!
//! [`Judge::check`] is the flow; `compare` walks through compound answers, `numbers` compares cells as
//! `numpy.testing.assert_allclose` does, and `shapes` and `patterns` find words for what is wrong.

#![forbid(unsafe_code)]

mod compare;
mod judge;
mod numbers;
mod patterns;
mod shapes;

pub use compare::{Mismatch, Tolerance, compare};
pub use judge::{Judge, Submission};
