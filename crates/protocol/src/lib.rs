//! The messages that cross between the page and the engine's web worker, and nothing else.
//!
//! Every message is a serde value; the page sends [`Request`]s, the worker answers with a stream of
//! [`Event`]s. Every event names the request it belongs to, so late events of a stopped run can be told
//! apart from those of the next one.

use serde::{Deserialize, Serialize};

/// Number of a request, chosen by the page, unique for the page's life.
pub type RequestId = u32;

/// Number of a session, chosen by the page, unique for the page's life.
pub type SessionId = u32;

/// Bounds of one run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Longest time a run may take, in milliseconds.
    pub time_ms: f64,
    /// Most bytes that arrays and interpreter together may hold.
    pub memory_bytes: u64,
    /// Most bytes of output that are kept; the rest is counted, not shown.
    pub output_bytes: u64,
}

impl Default for Limits {
    /// Ten seconds, 240 MiB, 256 KiB of output.
    fn default() -> Self {
        Limits { time_ms: 10_000.0, memory_bytes: 240 << 20, output_bytes: 256 << 10 }
    }
}

/// What the page asks of the worker.
#[allow(missing_docs, reason = "each variant's text names its fields")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Run `source` as `__main__` in a fresh interpreter.
    Run { id: RequestId, source: String, limits: Limits },
    /// Run `source` in `session`'s interpreter, which keeps its names for the next cell; tracebacks call the text `name`.
    /// A worker keeps one session: a request of another kind, or of another session, ends it.
    Cell { id: RequestId, session: SessionId, name: String, source: String, limits: Limits },
    /// Run `source`, then the tests of the problem with that id. Visible tests always; held-back ones
    /// too if `submit`.
    Check { id: RequestId, problem: String, source: String, submit: bool, limits: Limits },
}

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stream {
    /// `sys.stdout`
    Stdout,
    /// `sys.stderr`
    Stderr,
    /// The value of a cell's last expression, as `repr` shows it.
    Value,
}

impl Request {
    /// The request's number and its bounds.
    #[must_use]
    pub fn bounds(&self) -> (RequestId, Limits) {
        match self {
            Request::Run { id, limits, .. }
            | Request::Cell { id, limits, .. }
            | Request::Check { id, limits, .. } => (*id, *limits),
        }
    }
}

/// What the worker tells the page.
#[allow(missing_docs, reason = "each variant's text names its fields")]
#[allow(clippy::large_enum_variant, reason = "messages are few, and serialised as soon as they are made")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The engine is loaded and has a fresh interpreter at hand.
    Ready,
    /// Text the program wrote, as it writes it.
    Output { id: RequestId, stream: Stream, text: String },
    /// One test is done (requests of kind [`Request::Check`] only).
    Test { id: RequestId, report: TestReport },
    /// The request is done; no event with this id follows.
    Finished { id: RequestId, ending: Ending, milliseconds: f64, peak_bytes: u64 },
}

/// How a run ended.
#[allow(missing_docs, reason = "each variant's text names its fields")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ending {
    /// The program ran to its end (or called `sys.exit()` with code 0).
    Completed,
    /// `sys.exit(code)` with another code than 0.
    Exited { code: i32 },
    /// An exception nobody caught.
    Raised(Exception),
    /// The time limit was reached while `line` (1-based, of the learner's text) was running.
    TimeLimit { line: Option<u32>, limit_ms: f64 },
    /// The engine itself failed; the worker must be replaced.
    EngineFailure { message: String },
}

/// A Python exception as the learner sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// Name of its class, such as `ValueError`.
    pub kind: String,
    /// `str(exception)`.
    pub message: String,
    /// The whole traceback as Python prints it, carets included.
    pub traceback: String,
    /// Where in the learner's own text it was raised, innermost frame of that text.
    pub location: Option<Span>,
}

/// A stretch of the learner's text: 1-based lines, 0-based columns counted in characters; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column of the end.
    pub end_column: u32,
}

/// What came of one test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestReport {
    /// The test's name, unique in its problem.
    pub name: String,
    /// What the test is there for.
    pub kind: TestKind,
    /// Whether the learner may see its input (held-back tests show only on submission).
    pub visible: bool,
    /// Python text that prepares the arguments.
    pub setup: String,
    /// The call that was made, such as `softmax(logits)`.
    pub call: String,
    /// What came of it.
    pub outcome: Outcome,
    /// How long the call took, in milliseconds.
    pub milliseconds: f64,
    /// Relative and absolute tolerance of the comparison, as in `numpy.testing.assert_allclose`.
    pub rtol: f64,
    /// See `rtol`.
    pub atol: f64,
}

/// What a test examines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestKind {
    /// The ordinary case of the statement.
    Ordinary,
    /// Borders: one row, one class, empty, ties.
    Edge,
    /// Values that break an unstable formula.
    Stress,
    /// Large input: time and memory.
    Large,
    /// More than the statement demands; missing it does not make the answer wrong.
    Extra,
}

/// Result of one test.
#[allow(missing_docs, reason = "each variant's text names its fields")]
#[allow(clippy::large_enum_variant, reason = "messages are few, and serialised as soon as they are made")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// Came back as expected.
    Passed,
    /// Came back, but differs.
    Differed(Difference),
    /// The call raised.
    Raised(Exception),
    /// The call, or what it was called with, broke a rule of the problem in words (input overwritten, function
    /// missing, …).
    Refused { reason: String },
    /// The call ran out of time at this line of the learner's text.
    TimeLimit { line: Option<u32> },
}

/// How an answer differs from what was expected. `at` names the part of a compound answer (`[0]`, `['W1']`), empty for
/// the whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Which part of a compound answer.
    pub at: String,
    /// `repr` of what was expected, summarised as NumPy does.
    pub expected: String,
    /// `repr` of what came back.
    pub got: String,
    /// One sentence: what is wrong.
    pub reason: String,
    /// Shape of what was expected, if it is an array.
    pub expected_shape: Option<Vec<usize>>,
    /// Shape of what came back, if it is an array.
    pub got_shape: Option<Vec<usize>>,
    /// Element type of what was expected, if it is an array.
    pub expected_dtype: Option<String>,
    /// Element type of what came back, if it is an array.
    pub got_dtype: Option<String>,
    /// The first cell that differs.
    pub first: Option<Cell>,
    /// How many cells differ, of how many.
    pub mismatched: Option<(u64, u64)>,
    /// Greatest absolute and relative difference over the finite cells.
    #[serde(with = "unbounded")]
    pub greatest: Option<(f64, f64)>,
    /// Cells of the answer that are NaN, and that are infinite, where the expected value is finite.
    pub nan_count: u64,
    /// See `nan_count`.
    pub inf_count: u64,
}

/// Pairs of numbers that may be infinite or NaN, for which JSON has no numbers: they cross as texts.
mod unbounded {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        pair: &Option<(f64, f64)>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        pair.map(|(first, second)| (first.to_string(), second.to_string())).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<(f64, f64)>, D::Error> {
        let number = |text: String| text.parse().map_err(D::Error::custom);
        match Option::<(String, String)>::deserialize(deserializer)? {
            Some((first, second)) => Ok(Some((number(first)?, number(second)?))),
            None => Ok(None),
        }
    }
}

/// One cell of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Where it is.
    pub index: Vec<usize>,
    /// What it should hold, as NumPy prints it.
    pub expected: String,
    /// What it holds, as NumPy prints it.
    pub got: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_crossing() {
        let request = Request::Check {
            id: 7,
            problem: "a01-softmax".into(),
            source: "import numpy as np\n".into(),
            submit: true,
            limits: Limits::default(),
        };
        let text = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<Request>(&text).unwrap(), request);
        let difference = Difference {
            at: String::new(),
            expected: "array([0., 1.])".into(),
            got: "array([nan, 1.])".into(),
            reason: "NaN at [0]".into(),
            expected_shape: Some(vec![2]),
            got_shape: Some(vec![2]),
            expected_dtype: Some("float64".into()),
            got_dtype: Some("float64".into()),
            first: None,
            mismatched: Some((1, 2)),
            greatest: Some((0.1, f64::INFINITY)),
            nan_count: 1,
            inf_count: 0,
        };
        let text = serde_json::to_string(&difference).unwrap();
        assert_eq!(serde_json::from_str::<Difference>(&text).unwrap(), difference);
        let event = Event::Finished {
            id: 7,
            ending: Ending::TimeLimit { line: Some(3), limit_ms: 10_000.0 },
            milliseconds: 10_001.5,
            peak_bytes: 1 << 20,
        };
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    }
}
