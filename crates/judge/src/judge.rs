//! The flow: run the submission, then each test in it and in the reference, and compare.

use ndgym_curriculum::{Expectation, Problem, Test, TestKind};
use ndgym_protocol::{self as protocol, Difference, Ending, Limits, Outcome, TestReport};
use ndgym_python::{Clock, Config, Engine, Evaluation, Value};

use crate::compare::{Mismatch, Tolerance, compare};

/// Longest text of a value in a report, in characters.
const LONGEST: usize = 4000;

/// A learner's answer.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// Its text.
    pub source: &'a str,
    /// The text's name in tracebacks.
    pub filename: &'a str,
    /// Whether the held-back tests are to run, too.
    pub submit: bool,
}

/// Checks submissions. Its interpreter runs references and the problems' own code only, so one serves many checks.
pub struct Judge {
    trusted: Engine,
}

impl Judge {
    /// Sets the judge's interpreter up.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn new(clock: Clock) -> Result<Judge, String> {
        let limits = Limits { time_ms: f64::INFINITY, memory_bytes: u64::MAX, output_bytes: 0 };
        let output = Box::new(|_: protocol::Stream, _: &str| {});
        Engine::new(Config { limits, clock, output, input: None, argv: Vec::new() })
            .map(|trusted| Judge { trusted })
    }

    /// Runs the submission in `engine`, a fresh one, and then the problem's tests; each has the engine's limits for itself.
    /// `report` hears of every test as soon as it is done.
    pub fn check(
        &self,
        problem: &Problem,
        submission: Submission<'_>,
        engine: &Engine,
        report: &mut dyn FnMut(TestReport),
    ) -> Ending {
        let ending = self.trusted.run(problem.grading.reference, "reference.py");
        if ending != Ending::Completed {
            return broken(problem, "its reference", &ending);
        }
        let ending = engine.run(submission.source, submission.filename);
        if ending != Ending::Completed {
            return ending;
        }
        let mut refusal = missing_names(problem, engine);
        for test in problem.tests.iter().filter(|test| submission.submit || test.visible) {
            let done = match &refusal {
                Some(reason) => (Outcome::Refused { reason: reason.clone() }, 0.0),
                None => match self.test(problem, test, submission, engine) {
                    Ok(done) => done,
                    Err(ending) => return broken(problem, &format!("its test '{}'", test.name), &ending),
                },
            };
            if matches!(done.0, Outcome::TimeLimit { .. }) {
                refusal = Some("not run, because a test before it ran out of time".to_owned());
            }
            report(test_report(test, done));
        }
        Ending::Completed
    }

    /// Runs one test; the error is one of the problem's own code.
    fn test(
        &self,
        problem: &Problem,
        test: &Test,
        submission: Submission<'_>,
        engine: &Engine,
    ) -> Result<(Outcome, f64), Ending> {
        let expected = self.expected(problem, test)?;
        let call = Evaluation {
            names: problem.entry_points,
            setup: test.setup,
            expression: test.call,
            watch: !test.in_place,
            ..Evaluation::default()
        };
        let evaluated = match engine.evaluate(&call, submission.filename) {
            Ok(evaluated) => evaluated,
            Err(ending) => return Ok((outcome_of(ending), 0.0)),
        };
        let difference = match &expected {
            Some(expected) => self.difference(problem, test, &evaluated.value, expected),
            None => self.failed_check(test, &evaluated.value)?,
        };
        let outcome = match (difference, evaluated.changed.as_slice()) {
            (Some(difference), _) => Outcome::Differed(difference),
            (None, []) => Outcome::Passed,
            (None, changed) => Outcome::Refused { reason: changed_reason(changed) },
        };
        Ok((outcome, evaluated.milliseconds))
    }

    /// The value a test expects; nothing if it is a check in words of Python.
    fn expected(&self, problem: &Problem, test: &Test) -> Result<Option<Value>, Ending> {
        let evaluation = match test.expectation {
            Expectation::Reference => Evaluation {
                names: problem.entry_points,
                setup: test.setup,
                expression: test.call,
                ..Evaluation::default()
            },
            Expectation::Value(expression) => {
                Evaluation { setup: test.setup, expression, ..Evaluation::default() }
            }
            Expectation::Check(_) => return Ok(None),
        };
        self.trusted.evaluate(&evaluation, "").map(|evaluated| Some(evaluated.value))
    }

    /// How an answer differs from what was expected, if it does.
    fn difference(
        &self,
        problem: &Problem,
        test: &Test,
        got: &Value,
        expected: &Value,
    ) -> Option<Difference> {
        let tolerance = Tolerance { rtol: test.rtol, atol: test.atol };
        let plain = compare(got, expected, tolerance)?;
        let mismatch = match test
            .canonical
            .map(|source| (self.canonical(source, got), self.canonical(source, expected)))
        {
            // An answer of another shape than any canonical form is best told as it is.
            Some((Some(got), Some(expected))) => match compare(&got, &expected, tolerance)? {
                mismatch if mismatch.structural => plain,
                mismatch => mismatch,
            },
            _ => plain,
        };
        Some(self.told(problem, expected, mismatch))
    }

    /// The canonical form of a value, if it has one.
    fn canonical(&self, source: &str, value: &Value) -> Option<Value> {
        let evaluation = Evaluation {
            given: &[("result", value)],
            setup: source,
            expression: "canonical(result)",
            ..Evaluation::default()
        };
        self.trusted.evaluate(&evaluation, "").ok().map(|evaluated| evaluated.value)
    }

    /// What the statements of a check say against an answer.
    fn failed_check(&self, test: &Test, got: &Value) -> Result<Option<Difference>, Ending> {
        let Expectation::Check(statements) = test.expectation else { return Ok(None) };
        let setup = format!("{}\n{statements}", test.setup);
        let evaluation = Evaluation {
            given: &[("result", got)],
            setup: &setup,
            expression: "None",
            ..Evaluation::default()
        };
        match self.trusted.evaluate(&evaluation, "") {
            Ok(_) => Ok(None),
            Err(Ending::Raised(exception)) => {
                let mut mismatch = crate::compare::check_failed(got, exception.message);
                mismatch.difference.got = self.text(got);
                Ok(Some(mismatch.difference))
            }
            Err(ending) => Err(ending),
        }
    }

    /// A mismatch in words, with the texts of both values and the part's name.
    fn told(&self, problem: &Problem, expected: &Value, mismatch: Mismatch) -> Difference {
        let mut difference = mismatch.difference;
        difference.expected = self.text(&mismatch.expected);
        difference.got = self.text(&mismatch.got);
        if let Some(name) = part_name(problem, expected, &difference.at) {
            difference.reason = format!("{name}: {}", difference.reason);
        }
        difference
    }

    /// `repr(value)`, as NumPy prints it.
    fn text(&self, value: &Value) -> String {
        if let Value::Other { class } = value {
            return format!("<{class} object>");
        }
        let evaluation =
            Evaluation { given: &[("value", value)], expression: "repr(value)", ..Evaluation::default() };
        match self.trusted.evaluate(&evaluation, "").map(|evaluated| evaluated.value) {
            Ok(Value::Text(text)) => match text.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}...", &text[..end]),
                None => text,
            },
            _ => String::new(),
        }
    }
}

/// Why no test can run, if a name the tests call is not defined.
fn missing_names(problem: &Problem, engine: &Engine) -> Option<String> {
    let missing = engine.missing(problem.entry_points);
    match missing.as_slice() {
        [] => None,
        names => Some(format!(
            "the answer does not define {}; the tests call {}",
            names.join(", "),
            problem.signature
        )),
    }
}

/// What a call that did not return came to.
fn outcome_of(ending: Ending) -> Outcome {
    match ending {
        Ending::Raised(exception) => Outcome::Raised(exception),
        Ending::TimeLimit { line, .. } => Outcome::TimeLimit { line },
        Ending::Completed | Ending::Exited { .. } => {
            Outcome::Refused { reason: "the call ended the whole program with sys.exit()".to_owned() }
        }
        Ending::EngineFailure { message } => Outcome::Refused { reason: message },
    }
}

fn changed_reason(changed: &[String]) -> String {
    let verb = if changed.len() == 1 { "was" } else { "were" };
    format!(
        "{} {verb} changed by the call, though the result is right; work on a copy, as `a -= b` and `a[...] = b` write \
         into the caller's array",
        changed.join(", ")
    )
}

/// The name of the part at `[i]…`, if the whole value is what the problem names the parts of.
fn part_name<'a>(problem: &'a Problem, expected: &Value, at: &str) -> Option<&'a str> {
    let (Value::Tuple(parts) | Value::List(parts)) = expected else { return None };
    let number = at.strip_prefix('[')?.split(']').next()?.parse::<usize>().ok()?;
    (problem.returns.len() > 1 && problem.returns.len() == parts.len()).then(|| problem.returns[number])
}

fn broken(problem: &Problem, what: &str, ending: &Ending) -> Ending {
    let cause = match ending {
        Ending::Raised(exception) => format!("{}: {}", exception.kind, exception.message),
        other => format!("{other:?}"),
    };
    Ending::EngineFailure { message: format!("problem {} is broken: {what} fails ({cause})", problem.id) }
}

fn test_report(test: &Test, (outcome, milliseconds): (Outcome, f64)) -> TestReport {
    TestReport {
        name: test.name.to_owned(),
        kind: match test.kind {
            TestKind::Ordinary => protocol::TestKind::Ordinary,
            TestKind::Edge => protocol::TestKind::Edge,
            TestKind::Stress => protocol::TestKind::Stress,
            TestKind::Large => protocol::TestKind::Large,
            TestKind::Extra => protocol::TestKind::Extra,
        },
        visible: test.visible,
        setup: test.setup.to_owned(),
        call: test.call.to_owned(),
        outcome,
        milliseconds,
        rtol: test.rtol,
        atol: test.atol,
    }
}
