//! What the embedded content promises to the page.

use ndgym_curriculum::{TestKind, problem, problems};

#[test]
fn every_problem_is_found_by_its_id() {
    assert!(!problems().is_empty());
    for expected in problems() {
        assert_eq!(problem(expected.id), Some(expected));
    }
    assert_eq!(problem("no-such-problem"), None);
}

#[test]
fn statements_are_rendered() {
    let softmax = problem("a01-softmax").unwrap();
    assert!(softmax.statement_html.contains("<math display=\"block\""), "{}", softmax.statement_html);
    assert!(softmax.statement_html.contains("<span class=\"axis\" data-axis=\"-2\">N</span>"));
    assert!(softmax.statement_html.contains("<span class=\"tok-meta\">&gt;&gt;&gt; </span>"));
    assert!(softmax.hints_html[2].contains("<span class=\"tok-keyword\">def</span>"));
}

#[test]
fn visible_tests_are_there_without_the_feature() {
    for problem in problems() {
        let visible = problem.tests.iter().filter(|test| test.visible);
        assert!(visible.clone().count() >= 3, "{}", problem.id);
        assert!(visible.clone().any(|test| test.kind == TestKind::Ordinary), "{}", problem.id);
        if !cfg!(feature = "tests") {
            assert_eq!(problem.tests.len(), visible.count(), "{}", problem.id);
        }
    }
}
