//! What comes from npm.

use super::{step, tools_folder};
use crate::{process, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes sure of one tool without dependencies of its own, kept with the other tools; the path of its binary.
pub(super) fn install_tool(package: &str, version: &str, binary: &str) -> Result<PathBuf> {
    let folder = tools_folder()?.join(format!("{package}-{version}"));
    let path = folder.join("node_modules/.bin").join(binary);
    step(
        &format!("{package} {version}"),
        || Ok(path.exists()),
        || {
            fs::create_dir_all(&folder)?;
            process::run(
                npm(&folder)
                    .args([
                        "install",
                        "--no-save",
                        "--package-lock=false",
                        "--no-audit",
                        "--no-fund",
                        "--silent",
                    ])
                    .arg("--prefix")
                    .arg(&folder)
                    .arg(format!("{package}@{version}")),
            )
        },
    )?;
    Ok(path)
}

/// Makes sure that a folder's `node_modules` is what its lock file says.
pub(super) fn install_packages(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    // A copy of the lock file that was installed last: a changed lock file shows without asking npm.
    let installed = folder.join("node_modules/.installed-lock.json");
    let name = folder.strip_prefix(workspace::root()).unwrap_or(folder).display().to_string();
    step(
        &format!("npm packages of {name}"),
        || Ok(fs::read(&installed).is_ok_and(|installed| installed == wanted)),
        || {
            process::run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--silent"]))?;
            fs::create_dir_all(folder.join("node_modules"))?;
            Ok(fs::write(&installed, &wanted)?)
        },
    )
}

/// `npm`, in a folder.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}
