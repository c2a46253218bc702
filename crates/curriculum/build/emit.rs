//! Compiled problems as Rust source. `{:?}` of a string or a number is a Rust literal of the same value.

use std::fmt::Write;

use crate::compile::CompiledProblem;
use crate::manifest::Test;

const SKILLS: [&str; 8] = [
    "Creation",
    "Reshaping",
    "Broadcasting",
    "Vectorising",
    "MatrixProduct",
    "Indexing",
    "MemoryLayout",
    "MlOperations",
];

/// The items `src/lib.rs` includes.
pub(crate) fn rust_source(problems: &[CompiledProblem]) -> String {
    let mut source = String::from("static PROBLEMS: &[Problem] = &[\n");
    for problem in problems {
        source.push_str(&problem_literal(problem));
    }
    source.push_str("];\n");
    source
}

fn problem_literal(problem: &CompiledProblem) -> String {
    let CompiledProblem { id, manifest, .. } = problem;
    let skills: Vec<String> =
        problem.skills.iter().map(|&skill| format!("Skill::{}", SKILLS[skill])).collect();
    let follow_ups: String = manifest
        .follow_ups
        .iter()
        .map(|next| format!("FollowUp {{ question: {:?}, answer: {:?} }}, ", next.question, next.answer))
        .collect();
    let tests: String =
        problem.tests.iter().map(|test| test_literal(test, manifest.rtol, manifest.atol)).collect();
    let rubric = &manifest.rubric;
    let mut literal = String::from("Problem {\n");
    let mut field = |name: &str, value: String| {
        writeln!(literal, "    {name}: {value},").expect("writing to a string succeeds");
    };
    field("id", format!("{id:?}"));
    field("label", format!("{:?}", manifest.label));
    field("title", format!("{:?}", manifest.title));
    field("summary", format!("{:?}", manifest.summary));
    field("minutes", manifest.minutes.to_string());
    field("difficulty", format!("Difficulty::{:?}", manifest.difficulty));
    field("skills", format!("&[{}]", skills.join(", ")));
    field("lessons", format!("&{:?}", manifest.lessons));
    field("entry_points", format!("&{:?}", manifest.entry_points));
    field("signature", format!("{:?}", manifest.signature));
    field("returns", format!("&{:?}", manifest.returns));
    field("rtol", format!("{:?}", manifest.rtol));
    field("atol", format!("{:?}", manifest.atol));
    field("statement_html", format!("{:?}", problem.statement_html));
    field("starter", format!("{:?}", problem.starter));
    field("hints_html", format!("{:?}", problem.hints_html));
    field(
        "rubric",
        format!("Rubric {{ strong: {:?}, lean: {:?}, no: {:?} }}", rubric.strong, rubric.lean, rubric.no),
    );
    field("think_aloud", format!("&{:?}", manifest.think_aloud));
    field("follow_ups", format!("&[{follow_ups}]"));
    field("tests", format!("&[{tests}]"));
    field(
        "#[cfg(feature = \"tests\")] grading",
        format!(
            "Grading {{ reference: {:?}, naive: {:?}, naive_html: {:?} }}",
            problem.reference, problem.naive, problem.naive_html
        ),
    );
    literal.push_str("},\n");
    literal
}

fn test_literal(test: &Test, rtol: f64, atol: f64) -> String {
    let gate = if test.visible { "" } else { "#[cfg(feature = \"tests\")] " };
    let expectation = match (&test.expect, &test.check) {
        (Some(value), _) => format!("Expectation::Value({value:?})"),
        (None, Some(check)) => format!("Expectation::Check({check:?})"),
        (None, None) => "Expectation::Reference".to_owned(),
    };
    format!(
        "{gate}Test {{ name: {:?}, kind: TestKind::{:?}, visible: {:?}, setup: {:?}, call: {:?}, rtol: {:?}, \
         atol: {:?}, #[cfg(feature = \"tests\")] expectation: {expectation}, #[cfg(feature = \"tests\")] canonical: \
         {:?}, #[cfg(feature = \"tests\")] in_place: {:?} }}, ",
        test.name,
        test.kind,
        test.visible,
        test.setup.trim(),
        test.call.trim(),
        test.rtol.unwrap_or(rtol),
        test.atol.unwrap_or(atol),
        test.canonical,
        test.in_place,
    )
}
