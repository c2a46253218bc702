//! `./x overhead`: what the limits of a run cost Python loops and calls.

use crate::{process, workspace};
use anyhow::Result;
use std::process::Command;

/// Builds the engine in release and prints the table of ratios.
pub(crate) fn command() -> Result<()> {
    process::run(process::cargo().args(["build", "--release", "--package", "ndgym-cli"]))?;
    // This program stands in the target directory's `debug`.
    let engine = std::env::current_exe()?.with_file_name("../release/ndgym");
    let script = workspace::root().join("tests/benchmarks/overhead.py");
    process::run(Command::new("python3").arg(script).arg(engine))
}
