//! `ndgym check`: a solution's tests, a line each, and whether it is right.

use std::process::ExitCode;

use ndgym_curriculum::{Problem, problem, problems};
use ndgym_judge::{Judge, Submission};
use ndgym_protocol::{Ending, Limits, Outcome, TestKind, TestReport};
use ndgym_python::{Clock, Config, Engine};

/// Checks `[PROBLEM, FILE]`.
pub(crate) fn command(arguments: &[String]) -> ExitCode {
    let [name, path] = arguments else {
        return crate::usage_error("check needs a problem and a file");
    };
    let Some(problem) = problem(name).or_else(|| labelled(name)) else {
        let known: Vec<&str> = problems().iter().map(|problem| problem.id).collect();
        return crate::usage_error(&format!("there is no problem '{name}'; there are {}", known.join(", ")));
    };
    match crate::run::read(path) {
        Ok((source, filename)) => crate::on_large_stack(move || check(problem, &source, &filename)),
        Err(error) => {
            eprintln!("ndgym: can't open file '{path}': {error}");
            ExitCode::from(2)
        }
    }
}

fn labelled(label: &str) -> Option<&'static Problem> {
    problems().iter().find(|problem| problem.label.eq_ignore_ascii_case(label))
}

fn check(problem: &Problem, source: &str, filename: &str) -> ExitCode {
    let clock = Clock::system();
    let output = Box::new(crate::run::write);
    let config =
        Config { limits: Limits::default(), clock, output, input: None, argv: vec![filename.to_owned()] };
    let (judge, engine) = match Judge::new(clock).and_then(|judge| Ok((judge, Engine::new(config)?))) {
        Ok(made) => made,
        Err(message) => return crate::run::exit_code(Ending::EngineFailure { message }),
    };
    let mut reports = Vec::new();
    let submission = Submission { source, filename, submit: true };
    let ending = judge.check(problem, submission, &engine, &mut |report| {
        println!("{}", line(&report));
        reports.push(report);
    });
    if ending != Ending::Completed {
        return crate::run::exit_code(ending);
    }
    let passed = reports.iter().filter(|report| report.outcome == Outcome::Passed).count();
    let is_right =
        reports.iter().all(|report| report.outcome == Outcome::Passed || report.kind == TestKind::Extra);
    let verdict = if is_right { "right" } else { "wrong" };
    println!("{} {}: {verdict}, {passed} of {} tests passed", problem.label, problem.title, reports.len());
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A test and what came of it.
fn line(report: &TestReport) -> String {
    let TestReport { name, outcome, .. } = report;
    let (word, reason) = match outcome {
        Outcome::Passed => return format!("pass  {name} ({:.1} ms)", report.milliseconds),
        Outcome::Differed(difference) => ("FAIL", difference.reason.clone()),
        Outcome::Raised(exception) => {
            let place = exception.location.map_or_else(String::new, |span| format!(" (line {})", span.line));
            ("FAIL", format!("{}: {}{place}", exception.kind, exception.message))
        }
        Outcome::Refused { reason } => ("FAIL", reason.clone()),
        Outcome::TimeLimit { line } => {
            let place = line.map_or_else(String::new, |line| format!(" in line {line}"));
            ("FAIL", format!("out of time{place}"))
        }
    };
    // What is asked beyond the statement is worth a word, but does not make the answer wrong.
    let word = if report.kind == TestKind::Extra { "miss" } else { word };
    format!("{word}  {name}: {reason}")
}
