//! Checks that dependencies between crates point down only.

use crate::{process, workspace};
use serde_json::Value;

/// From top to bottom. A crate may depend on those of later rows only.
const ROWS: [&[&str]; 8] = [
    &["ndgym-web", "ndgym-worker", "ndgym-cli"],
    &["ndgym-judge"],
    &["ndgym-python"],
    &["ndgym-curriculum"],
    &["ndgym-js"],
    &["ndgym-core"],
    &["ndgym-kernels"],
    &[],
];

/// The messages' crate: depends on none of ours, and only these may depend on it.
const PROTOCOL: &str = "ndgym-protocol";
const MAY_USE_PROTOCOL: [&str; 5] = ["ndgym-web", "ndgym-worker", "ndgym-cli", "ndgym-judge", "ndgym-python"];

fn row(package: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&package))
}

fn allowed(from: &str, to: &str) -> bool {
    if to == PROTOCOL {
        return MAY_USE_PROTOCOL.contains(&from);
    }
    match (row(from), row(to)) {
        (Some(from), Some(to)) => from < to,
        _ => false,
    }
}

/// `(from, to)` for every dependency between packages of the workspace, tests' dependencies apart: a test may look at
/// anything.
fn arrows() -> Vec<(String, String)> {
    let text = process::output_of(
        process::cargo()
            .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
            .current_dir(workspace::root()),
    )
    .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_str(&text).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("packages are a list");
    let mut arrows = Vec::new();
    for package in packages {
        let from = package["name"].as_str().expect("a package has a name");
        for dependency in package["dependencies"].as_array().expect("dependencies are a list") {
            let to = dependency["name"].as_str().expect("a dependency has a name");
            if dependency["kind"] != "dev" && !dependency["path"].is_null() {
                arrows.push((from.to_owned(), to.to_owned()));
            }
        }
    }
    arrows
}

#[test]
fn dependencies_point_down_only() {
    let arrows = arrows();
    assert!(
        arrows.iter().any(|(from, to)| from == "ndgym-core" && to == "ndgym-kernels"),
        "no arrow was found"
    );
    let wrong: Vec<_> = arrows.iter().filter(|(from, to)| !allowed(from, to)).collect();
    assert!(wrong.is_empty(), "these dependencies point up or sideways: {wrong:?}");
}

#[test]
fn an_arrow_up_or_sideways_is_seen() {
    assert!(allowed("ndgym-web", "ndgym-core"));
    assert!(!allowed("ndgym-core", "ndgym-python"));
    assert!(!allowed("ndgym-web", "ndgym-worker"));
    assert!(!allowed("ndgym-core", "ndgym-protocol"));
    assert!(!allowed("ndgym-protocol", "ndgym-core"));
}
