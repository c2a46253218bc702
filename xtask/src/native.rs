//! The native build, for tests and for whatever asks the engine without a browser.

use crate::process;
use anyhow::Result;
use std::path::PathBuf;

/// Builds and lints everything, tests included. Of the same packages for every purpose: others would ask for other
/// features of what they depend on, and all of it would be compiled once more.
pub(crate) fn build() -> Result<()> {
    process::run(process::linting_cargo().args(["build", "--workspace", "--all-targets"]))
}

/// The engine on the command line, built: `ndgym`.
pub(crate) fn engine() -> Result<PathBuf> {
    build()?;
    // It stands beside this program.
    Ok(std::env::current_exe()?.with_file_name("ndgym"))
}
