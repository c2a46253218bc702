//! The npm package that `wasm-pack` makes of `crates/js`.

use crate::setup::Tools;
use crate::{process, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Builds the package for browsers and puts the example beside it: a folder with `pkg/` and `example/`, as they stand in
/// `crates/js`. In release, or linted and quickly.
pub(crate) fn build(tools: &Tools, is_release: bool) -> Result<PathBuf> {
    let source = workspace::root().join("crates/js");
    let folder = workspace::scratch("js")?;
    let mut command = tools.command("wasm-pack");
    if !is_release {
        process::linting(&mut command);
    }
    let profile = if is_release { "--release" } else { "--dev" };
    process::run(
        command
            .args(["build", profile, "--target", "web", "--mode", "no-install", "--out-dir"])
            .arg(folder.join("pkg"))
            .arg(&source),
    )?;
    copy(&source.join("example"), &folder.join("example"))?;
    Ok(folder)
}

/// Copies a folder's files, but for compressed twins.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for path in workspace::files_under(from)? {
        if path.extension().is_some_and(|suffix| suffix == "br" || suffix == "gz") {
            continue;
        }
        let target = to.join(path.strip_prefix(from)?);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(&path, &target).with_context(|| format!("cannot copy {}", path.display()))?;
    }
    Ok(())
}
