//! The flow of a check, on a small problem of its own.

use std::cell::RefCell;
use std::rc::Rc;

use ndgym_curriculum::{Difficulty, Expectation, Grading, Problem, Rubric, Skill, Test, TestKind};
use ndgym_judge::{Judge, Submission};
use ndgym_protocol::{Ending, Limits, Outcome, TestReport};
use ndgym_python::{Clock, Config, Engine};

const fn test(name: &'static str, visible: bool, setup: &'static str, call: &'static str) -> Test {
    Test {
        name,
        kind: TestKind::Ordinary,
        visible,
        setup,
        call,
        rtol: 1e-9,
        atol: 0.0,
        expectation: Expectation::Reference,
        canonical: None,
        in_place: false,
    }
}

const CANONICAL: &str = "def canonical(result):\n    return sorted(result[0]), result[1]\n";

/// Doubles a list of numbers; gives the doubled ones, in any order, and their sum.
const DOUBLED: Problem = Problem {
    id: "t01-doubled",
    label: "T1",
    title: "Doubled",
    summary: "Doubles numbers.",
    minutes: 1,
    difficulty: Difficulty::Easy,
    skills: &[Skill::Creation],
    lessons: &["L1"],
    entry_points: &["doubled"],
    signature: "doubled(numbers)",
    returns: &["numbers", "total"],
    rtol: 1e-9,
    atol: 0.0,
    statement_html: "",
    starter: "",
    hints_html: ["", "", ""],
    rubric: Rubric { strong: "", lean: "", no: "" },
    think_aloud: &[],
    follow_ups: &[],
    tests: &[
        Test {
            canonical: Some(CANONICAL),
            ..test("two numbers", true, "numbers = [1.5, 2.0]", "doubled(numbers)")
        },
        Test {
            expectation: Expectation::Value("12.0"),
            ..test("total", true, "numbers = [1.0, 5.0]", "doubled(numbers)[1]")
        },
        Test {
            expectation: Expectation::Check(
                "assert result[1] == 2 * sum(numbers), 'the total is not doubled'",
            ),
            ..test("a property", true, "numbers = [4.0]", "doubled(numbers)")
        },
        Test {
            canonical: Some(CANONICAL),
            ..test("held back", false, "numbers = [7.0]", "doubled(numbers)")
        },
    ],
    grading: Grading {
        reference: "def doubled(numbers):\n    return [2 * number for number in numbers], 2 * sum(numbers)\n",
        naive: "",
        naive_html: "",
    },
};

/// Names a class for each number.
const NAMED: Problem = Problem {
    id: "t02-named",
    signature: "named(numbers)",
    entry_points: &["named"],
    returns: &["names"],
    tests: &[test("three numbers", true, "numbers = [1.5, -2.0, 0.0]", "named(numbers)")],
    grading: Grading {
        reference: "import numpy as np\ndef named(numbers):\n    return np.where(np.array(numbers) < 0, 'low', 'high')\n",
        ..DOUBLED.grading
    },
    ..DOUBLED
};

const RIGHT: &str = "
def doubled(numbers):
    result = [2 * number for number in reversed(numbers)]
    return result, sum(result)
";

fn limits() -> Limits {
    Limits { time_ms: 60_000.0, ..Limits::default() }
}

/// Reports, ending and output of a submission.
fn check_within(limits: Limits, source: &str, submit: bool) -> (Vec<TestReport>, Ending, String) {
    check_problem(&DOUBLED, limits, source, submit)
}

fn check_problem(
    problem: &'static Problem,
    limits: Limits,
    source: &str,
    submit: bool,
) -> (Vec<TestReport>, Ending, String) {
    let judge = Judge::new(Clock::system()).unwrap();
    let written = Rc::new(RefCell::new(String::new()));
    let kept = Rc::clone(&written);
    let output = Box::new(move |_, text: &str| kept.borrow_mut().push_str(text));
    let engine =
        Engine::new(Config { limits, clock: Clock::system(), output, input: None, argv: Vec::new() })
            .unwrap();
    let mut reports = Vec::new();
    let submission = Submission { source, filename: "solution.py", submit };
    let ending = judge.check(problem, submission, &engine, &mut |report| reports.push(report));
    drop(engine);
    let written = written.borrow().clone();
    (reports, ending, written)
}

fn outcomes(source: &str) -> Vec<Outcome> {
    let (reports, ending, _) = check_within(limits(), source, true);
    assert_eq!(ending, Ending::Completed);
    reports.into_iter().map(|report| report.outcome).collect()
}

fn difference(outcome: &Outcome) -> &ndgym_protocol::Difference {
    match outcome {
        Outcome::Differed(difference) => difference,
        other => panic!("expected a difference, got {other:?}"),
    }
}

#[test]
fn a_right_answer_passes_in_any_of_its_forms() {
    assert_eq!(outcomes(RIGHT), vec![Outcome::Passed; 4]);
}

#[test]
fn arrays_of_text_are_compared_text_by_text() {
    let outcome = |body: &str| {
        let source = format!("import numpy as np\ndef named(numbers):\n    {body}\n");
        let (reports, ending, _) = check_problem(&NAMED, limits(), &source, true);
        assert_eq!((reports.len(), ending), (1, Ending::Completed));
        reports[0].outcome.clone()
    };
    assert_eq!(outcome("return np.array(['high', 'low', 'high'])"), Outcome::Passed);
    assert_eq!(outcome("return ['high', 'low', 'high']"), Outcome::Passed);
    let wrong = outcome("return np.array(['low', 'high', 'other'])[[1, 0, 2]]");
    let wrong = difference(&wrong);
    let reason = "the string \"other\" came back where the string \"high\" was expected";
    assert_eq!((wrong.at.as_str(), wrong.reason.as_str()), ("[2]", reason));
}

#[test]
fn held_back_tests_run_on_submission_only() {
    let (reports, ending, _) = check_within(limits(), RIGHT, false);
    assert_eq!((reports.len(), ending), (3, Ending::Completed));
    assert!(reports.iter().all(|report| report.visible));
    assert_eq!(
        (reports[0].call.as_str(), reports[0].setup.as_str()),
        ("doubled(numbers)", "numbers = [1.5, 2.0]")
    );
}

#[test]
fn one_judge_serves_many_checks() {
    let judge = Judge::new(Clock::system()).unwrap();
    for (source, passes) in [(RIGHT, 4), ("def doubled(numbers): pass", 0), (RIGHT, 4)] {
        let output = Box::new(|_, _: &str| {});
        let config =
            Config { limits: limits(), clock: Clock::system(), output, input: None, argv: Vec::new() };
        let engine = Engine::new(config).unwrap();
        let mut passed = 0;
        let submission = Submission { source, filename: "solution.py", submit: true };
        judge.check(&DOUBLED, submission, &engine, &mut |report| {
            passed += usize::from(report.outcome == Outcome::Passed)
        });
        assert_eq!(passed, passes);
    }
}

#[test]
fn differences_name_the_part_and_show_both_values() {
    let outcomes =
        outcomes("def doubled(numbers):\n    return [2 * number for number in numbers], sum(numbers)\n");
    let whole = difference(&outcomes[0]);
    assert_eq!((whole.at.as_str(), whole.expected.as_str(), whole.got.as_str()), ("[1]", "7.0", "3.5"));
    assert_eq!(whole.reason, "total: 3.5 where 7.0 was expected");
    let part = difference(&outcomes[1]);
    assert_eq!((part.at.as_str(), part.reason.as_str()), ("", "6.0 where 12.0 was expected"));
    let property = difference(&outcomes[2]);
    assert_eq!(
        (property.reason.as_str(), property.got.as_str()),
        ("the total is not doubled", "([8.0], 4.0)")
    );
}

#[test]
fn an_answer_without_a_canonical_form_is_told_as_it_is() {
    let outcomes = outcomes("def doubled(numbers):\n    return None, 2 * sum(numbers)\n");
    let difference = difference(&outcomes[0]);
    assert_eq!((difference.at.as_str(), difference.got.as_str()), ("[0]", "None"));
    assert!(
        difference.reason.starts_with("numbers: None came back where a list of 2 values was expected"),
        "{}",
        difference.reason
    );
}

#[test]
fn exceptions_name_the_line_of_the_learners_text() {
    let outcomes = outcomes("def doubled(numbers):\n    raise ValueError('no numbers')\n");
    let Outcome::Raised(exception) = &outcomes[0] else { panic!("{outcomes:?}") };
    assert_eq!((exception.kind.as_str(), exception.message.as_str()), ("ValueError", "no numbers"));
    assert_eq!(exception.location.unwrap().line, 2);
    assert!(exception.traceback.contains("doubled(numbers)\n"), "{}", exception.traceback);
}

#[test]
fn a_program_that_fails_is_not_tested() {
    let (reports, ending, output) = check_within(limits(), "print('before')\n1 / 0\n", true);
    assert!(
        matches!(&ending, Ending::Raised(exception) if exception.kind == "ZeroDivisionError"),
        "{ending:?}"
    );
    assert_eq!((reports.len(), output.as_str()), (0, "before\n"));
}

#[test]
fn a_missing_name_is_told_of_every_test() {
    for outcome in outcomes("def double(numbers):\n    return numbers\n") {
        let Outcome::Refused { reason } = outcome else { panic!("{outcome:?}") };
        assert_eq!(reason, "the answer does not define doubled; the tests call doubled(numbers)");
    }
}

#[test]
fn what_is_printed_during_tests_is_kept() {
    let (_, _, output) = check_within(limits(), "def doubled(numbers):\n    print(numbers)\n", false);
    assert_eq!(output, "[1.5, 2.0]\n[1.0, 5.0]\n[4.0]\n");
}

#[test]
fn changed_arguments_are_refused_even_if_the_result_is_right() {
    let outcomes = outcomes(
        "def doubled(numbers):\n    for i in range(len(numbers)):\n        numbers[i] *= 2\n    return list(numbers), sum(numbers)\n",
    );
    let Outcome::Refused { reason } = &outcomes[0] else { panic!("{outcomes:?}") };
    assert!(reason.starts_with("numbers was changed by the call"), "{reason}");
}

#[test]
fn leaving_the_program_in_a_test_is_refused() {
    for outcome in outcomes("import sys\ndef doubled(numbers):\n    sys.exit()\n") {
        assert!(
            matches!(&outcome, Outcome::Refused { reason } if reason.contains("sys.exit()")),
            "{outcome:?}"
        );
    }
}

#[test]
fn after_a_test_without_end_no_other_is_run() {
    let source = "def doubled(numbers):\n    while True:\n        pass\n";
    let (reports, ending, _) = check_within(Limits { time_ms: 300.0, ..limits() }, source, true);
    assert_eq!((reports.len(), ending), (4, Ending::Completed));
    assert!(
        matches!(reports[0].outcome, Outcome::TimeLimit { line: Some(2 | 3) }),
        "{:?}",
        reports[0].outcome
    );
    for report in &reports[1..] {
        assert!(
            matches!(&report.outcome, Outcome::Refused { reason } if reason.starts_with("not run")),
            "{report:?}"
        );
    }
}

#[test]
fn endless_programs_and_giant_results_are_bounded() {
    let (reports, ending, _) =
        check_within(Limits { time_ms: 300.0, ..limits() }, "while True:\n    pass\n", true);
    assert!(reports.is_empty() && matches!(ending, Ending::TimeLimit { .. }), "{ending:?}");
    let (reports, ..) = check_within(limits(), "def doubled(numbers):\n    return [0] * 10**12\n", true);
    assert!(
        matches!(&reports[0].outcome, Outcome::Raised(exception) if exception.kind == "MemoryError"),
        "{:?}",
        reports[0].outcome
    );
    let deep =
        "def doubled(numbers):\n    x = []\n    for _ in range(5000):\n        x = [x]\n    return x\n";
    assert!(outcomes(deep).iter().all(|outcome| *outcome != Outcome::Passed));
    let cyclic = "def doubled(numbers):\n    x = []\n    x.append(x)\n    return x, x\n";
    assert!(outcomes(cyclic).iter().all(|outcome| *outcome != Outcome::Passed));
}

/// Whatever a submission does to its own interpreter, the verdict is made elsewhere.
#[test]
fn nobody_can_fake_a_verdict() {
    for trick in [
        "import numpy as np\nnp.allclose = lambda *a, **k: True\nnp.testing.assert_allclose = lambda *a, **k: None\n",
        "import builtins\nbuiltins.sum = lambda numbers: 0\nbuiltins.sorted = lambda numbers: []\nbuiltins.repr = str\n",
        "import sys, numpy\nfor name in ['numpy', 'builtins']:\n    for key in list(vars(sys.modules[name])):\n        if key in ('array', 'asarray', 'abs', 'max', 'all'):\n            setattr(sys.modules[name], key, lambda *a: 0)\n",
        "import numpy as np\ntry:\n    np.ndarray.__eq__ = lambda *a: True\n    np.ndarray.__sub__ = lambda *a: 0\nexcept TypeError:\n    pass\n",
        "try:\n    list.__eq__ = lambda *a: True\nexcept TypeError:\n    pass\n",
        "class Any(list):\n    def __eq__(self, other): return True\n    def __len__(self): return 2\n    def __iter__(self): return iter([2, 3])\n    def __sub__(self, other): return 0\n",
        "class Any(float):\n    def __eq__(self, other): return True\n    def __float__(self): return 12.0\n    def __sub__(self, other): return 0.0\n",
    ] {
        let source = format!(
            "{trick}\nAny = globals().get('Any', list)\ndef doubled(numbers):\n    return (Any(), Any())\ndef canonical(result):\n    return 0\n"
        );
        let outcomes = outcomes(&source);
        assert!(outcomes.iter().all(|outcome| *outcome != Outcome::Passed), "{trick}: {outcomes:?}");
    }
    // The reference is not within reach, neither by its name nor by that of its file.
    let search = "import sys\nfound = [m for m in sys.modules if 'reference' in m]\nprint(found, 'reference' in globals())\ndef doubled(numbers):\n    return sys._getframe(1).f_globals.get('expected'), 0\n";
    let (reports, _, output) = check_within(limits(), search, true);
    assert_eq!(output, "[] False\n");
    assert!(reports.iter().all(|report| report.outcome != Outcome::Passed));
}

/// What a submission sets in numpy stays in its own interpreter.
#[test]
fn settings_do_not_cross_over() {
    let check = |judge: &Judge, source: &str| {
        let written = Rc::new(RefCell::new(String::new()));
        let kept = Rc::clone(&written);
        let output = Box::new(move |_, text: &str| kept.borrow_mut().push_str(text));
        let config =
            Config { limits: limits(), clock: Clock::system(), output, input: None, argv: Vec::new() };
        let engine = Engine::new(config).unwrap();
        let submission = Submission { source, filename: "solution.py", submit: false };
        judge.check(&DOUBLED, submission, &engine, &mut |_| ());
        written.take()
    };
    let judge = Judge::new(Clock::system()).unwrap();
    let source =
        "import numpy as np\nnp.seterr(all='raise')\ndef doubled(numbers):\n    print(np.geterr()['over'])\n";
    assert_eq!(check(&judge, source), "raise\nraise\nraise\n");
    let source = "import numpy as np\nprint(np.geterr()['over'])\ndef doubled(numbers):\n    pass\n";
    assert_eq!(check(&judge, source), "warn\n");
}
