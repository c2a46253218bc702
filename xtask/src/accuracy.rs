//! `./x accuracy`: elementary functions of the engine beside correctly rounded values, as a table.

use crate::{process, setup, workspace};
use anyhow::Result;
use std::process::Command;

/// Runs the measurement; it fails where a function's bound is broken.
pub(crate) fn command() -> Result<()> {
    let python = setup::numpy()?;
    process::run(process::cargo().args(["build", "--package", "ndgym-cli"]))?;
    let engine = std::env::current_exe()?.with_file_name("ndgym");
    let script = workspace::root().join("tests/accuracy/measure.py");
    process::run(Command::new(python).args(["-W", "ignore"]).arg(script).arg(engine))
}
