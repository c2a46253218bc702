//! `./x accuracy`: elementary functions of the engine beside correctly rounded values, as a table.

use crate::{native, process, setup, workspace};
use anyhow::Result;
use std::process::Command;

/// Runs the measurement; it fails where a function's bound is broken.
pub(crate) fn command() -> Result<()> {
    let python = setup::numpy()?;
    let engine = native::engine()?;
    let script = workspace::root().join("tests/accuracy/measure.py");
    process::run(Command::new(python).args(["-W", "ignore"]).arg(script).arg(engine))
}
