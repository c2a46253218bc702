//! Every problem of the site, judged by the engine: the same verdicts as with real NumPy, and the same values.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use ndgym_curriculum::{Expectation, Problem, problems};
use ndgym_judge::{Judge, Submission, Tolerance, compare};
use ndgym_protocol::{Ending, Limits, Outcome, TestKind, TestReport};
use ndgym_python::{Clock, Config, Engine, Evaluation, Value};
use serde_json::Value as Json;

/// The interpreter needs more than a test thread's stack when built without optimisation.
const STACK_BYTES: usize = 64 << 20;

fn limits() -> Limits {
    // What is judged here is not how busy the machine is.
    Limits { time_ms: f64::INFINITY, ..Limits::default() }
}

fn engine() -> Engine {
    let output = Box::new(|_, _: &str| {});
    let config = Config { limits: limits(), clock: Clock::system(), output, input: None, argv: Vec::new() };
    Engine::new(config).unwrap()
}

fn check(judge: &Judge, problem: &Problem, source: &str) -> Vec<TestReport> {
    let engine = engine();
    let mut reports = Vec::new();
    let submission = Submission { source, filename: "solution.py", submit: true };
    let ending = judge.check(problem, submission, &engine, &mut |report| reports.push(report));
    assert_eq!(ending, Ending::Completed, "{}", problem.id);
    assert_eq!(reports.len(), problem.tests.len());
    reports
}

/// The tests that count and that a solution fails.
fn failures(reports: &[TestReport]) -> Vec<(&str, &Outcome)> {
    let counting = reports.iter().filter(|report| report.kind != TestKind::Extra);
    counting
        .filter(|report| report.outcome != Outcome::Passed)
        .map(|report| (report.name.as_str(), &report.outcome))
        .collect()
}

/// On as many threads as there are processors, each with a judge of its own.
fn for_each_problem(action: impl Fn(&Judge, &'static Problem) + Sync) {
    let next = AtomicUsize::new(0);
    let run = || {
        let judge = Judge::new(Clock::system()).unwrap();
        while let Some(problem) = problems().get(next.fetch_add(1, Ordering::Relaxed)) {
            action(&judge, problem);
        }
    };
    let count = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, run).unwrap();
        for thread in (0..count).map(spawn).collect::<Vec<_>>() {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
}

#[test]
fn references_pass_and_naive_answers_fail_with_a_reason() {
    for_each_problem(|judge, problem| {
        for report in check(judge, problem, problem.grading.reference) {
            assert_eq!(report.outcome, Outcome::Passed, "{}: {}", problem.id, report.name);
        }
        let naive = check(judge, problem, problem.grading.naive);
        let visible = naive.iter().find(|report| report.visible && report.outcome != Outcome::Passed);
        match &visible.unwrap_or_else(|| panic!("{}: the naive answer passes", problem.id)).outcome {
            Outcome::Differed(difference) => {
                assert!(
                    !difference.got.is_empty() && !difference.reason.is_empty(),
                    "{}: {difference:?}",
                    problem.id
                );
            }
            other => panic!("{}: {other:?}", problem.id),
        }
    });
}

#[test]
fn other_solutions_are_judged_as_with_real_numpy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/solutions");
    for_each_problem(|judge, problem| {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(root.join(problem.id)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let reports = check(judge, problem, &fs::read_to_string(&path).unwrap());
            let failed = failures(&reports);
            let is_right = path.file_name().unwrap().to_str().unwrap().starts_with("right-");
            assert_eq!(is_right, failed.is_empty(), "{}: {failed:#?}", path.display());
        }
    });
}

#[test]
fn starters_run_and_are_not_yet_right() {
    for_each_problem(|judge, problem| {
        let reports = check(judge, problem, problem.starter);
        assert!(reports.iter().all(|report| report.outcome != Outcome::Passed), "{}", problem.id);
    });
}

/// Expected values against those of real NumPy, cell by cell where the golden file keeps the cell.
#[test]
fn expected_values_are_numpys() {
    let text = include_str!("../../../tests/goldens/problems.json");
    let goldens: Json = serde_json::from_str(text).unwrap();
    for_each_problem(|_, problem| {
        let engine = engine();
        assert_eq!(engine.run(problem.grading.reference, "reference.py"), Ending::Completed);
        for test in problem.tests {
            let expression = match test.expectation {
                Expectation::Value(expression) => expression,
                Expectation::Reference | Expectation::Check(_) => test.call,
            };
            let evaluation = Evaluation {
                names: problem.entry_points,
                setup: test.setup,
                expression,
                ..Evaluation::default()
            };
            let evaluated = engine.evaluate(&evaluation, "reference.py");
            let value =
                evaluated.unwrap_or_else(|ending| panic!("{}: {}: {ending:?}", problem.id, test.name)).value;
            let value = match test.canonical {
                Some(setup) => canonical(&engine, setup, &value),
                None => value,
            };
            let tolerance = Tolerance { rtol: test.rtol, atol: test.atol };
            let golden = &goldens["problems"][problem.id][test.name];
            assert_matches(&value, golden, tolerance, &format!("{}: {}", problem.id, test.name));
        }
    });
}

fn canonical(engine: &Engine, setup: &str, value: &Value) -> Value {
    let given = &[("result", value)];
    let evaluation = Evaluation { given, setup, expression: "canonical(result)", ..Evaluation::default() };
    engine.evaluate(&evaluation, "").unwrap().value
}

fn assert_matches(value: &Value, golden: &Json, tolerance: Tolerance, place: &str) {
    if let Some(parts) = golden.as_array() {
        let (Value::Tuple(items) | Value::List(items)) = value else { panic!("{place}: {value:?}") };
        assert_eq!(items.len(), parts.len(), "{place}");
        for (item, part) in items.iter().zip(parts) {
            assert_matches(item, part, tolerance, place);
        }
        return;
    }
    let (shape, dtype, cells) = match value {
        Value::Array(array) => (array.shape().to_vec(), array.dtype(), array.to_vec_of_f64()),
        Value::Scalar(scalar) | Value::Number(scalar) => {
            (Vec::new(), scalar.dtype(), vec![scalar.get::<f64>()])
        }
        other => panic!("{place}: {other:?}"),
    };
    let golden_shape: Vec<usize> = serde_json::from_value(golden["shape"].clone()).unwrap();
    assert_eq!((shape, dtype.family_name()), (golden_shape, golden["dtype"].as_str().unwrap()), "{place}");
    let positions = golden["positions"].as_array();
    for (number, cell) in golden["cells"].as_array().unwrap().iter().enumerate() {
        let position = positions.map_or(number, |positions| positions[number].as_u64().unwrap() as usize);
        let expected = match cell {
            Json::Bool(value) => f64::from(u8::from(*value)),
            Json::String(text) => text.parse().unwrap(),
            number => number.as_f64().unwrap(),
        };
        let mismatch =
            compare(&Value::Number(cells[position].into()), &Value::Number(expected.into()), tolerance);
        assert!(mismatch.is_none(), "{place}: {} at {position} where NumPy has {expected}", cells[position]);
    }
}

/// Cells of any real type.
trait Cells {
    fn to_vec_of_f64(&self) -> Vec<f64>;
}

impl Cells for ndgym_core::Array {
    fn to_vec_of_f64(&self) -> Vec<f64> {
        ndgym_core::with_element!(self.dtype(), T => {
            self.to_vec::<T>().into_iter().map(ndgym_core::Element::cast::<f64>).collect()
        })
    }
}
