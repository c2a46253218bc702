//! `ndgym check` as a user sees it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

fn check(problem: &str, path: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ndgym")).arg("check").arg(problem).arg(path).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A file with that text, in a place of its own.
fn file(name: &str, source: &str) -> PathBuf {
    let path = env::temp_dir().join(format!("ndgym-check-{}-{name}.py", std::process::id()));
    fs::write(&path, source).unwrap();
    path
}

#[test]
fn an_unknown_problem_or_file_is_named() {
    let output = check("a99-nothing", Path::new("solution.py"));
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).starts_with("ndgym: there is no problem 'a99-nothing'; there are a01-softmax, ")
    );
    let output = check("A1", Path::new("no-such-file.py"));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("ndgym: can't open file 'no-such-file.py': "));
}

#[test]
fn a_program_that_fails_prints_its_traceback() {
    let path = file("syntax", "def softmax(logits):\n    return [1, 2\n");
    let output = check("A1", &path);
    fs::remove_file(path).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).ends_with("SyntaxError: '[' was never closed\n"), "{output:?}");
}

#[test]
fn references_are_right_and_naive_answers_wrong() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/problems/a01-softmax");
    let output = check("a01-softmax", &folder.join("reference.py"));
    let lines = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{lines}");
    assert!(
        lines.starts_with("pass  two rows (")
            && lines.ends_with("A1 Softmax: right, 13 of 13 tests passed\n"),
        "{lines}"
    );
    let output = check("a1", &folder.join("naive.py"));
    let lines = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{lines}");
    assert!(lines.contains("FAIL  logits times 1000: NaN at [0, 0] where "), "{lines}");
}
