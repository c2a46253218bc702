//! The native build, for tests and for whatever asks the engine without a browser.

use crate::process;
use anyhow::Result;
use std::path::PathBuf;

/// Builds and lints everything, tests included. Of the same packages for every purpose: others would ask for other
/// features of what they depend on, and all of it would be compiled once more. But of the programs only those that run
/// natively: code for page and worker would be made for nothing, and their texts are linted as tests.
pub(crate) fn build() -> Result<()> {
    let programs = ["--bin", "ndgym", "--bin", "xtask"];
    process::run(process::linting_cargo().args(["build", "--workspace", "--lib", "--tests"]).args(programs))
}

/// The engine on the command line, built: `ndgym`.
pub(crate) fn engine() -> Result<PathBuf> {
    build()?;
    // It stands beside this program.
    Ok(std::env::current_exe()?.with_file_name("ndgym"))
}
