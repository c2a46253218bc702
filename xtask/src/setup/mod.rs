//! What building and testing need, installed step by step. Every step looks first, does nothing if all is there, says
//! what it does and how long it took.

mod cargo_tools;
pub(crate) mod npm;
mod real_numpy;

use crate::{browser, process, workspace};
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Oldest Node that the npm packages work with.
const OLDEST_NODE: u32 = 20;

/// The tools that set-up has made sure of.
pub(crate) struct Tools {
    folders: Vec<PathBuf>,
    /// `wasm-opt` of Binaryen.
    pub(crate) wasm_opt: PathBuf,
}

impl Tools {
    /// A command that finds the tools before others of their name.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut paths = self.folders.clone();
        paths.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let mut command = Command::new(program);
        command.current_dir(workspace::root());
        if let Ok(path) = env::join_paths(paths) {
            command.env("PATH", path);
        }
        command
    }
}

/// Makes sure of what `build` and `serve` need.
pub(crate) fn for_build() -> Result<Tools> {
    node()?;
    let trunk = cargo_tools::install(&cargo_tools::TRUNK)?;
    let wasm_bindgen = cargo_tools::install(&cargo_tools::wasm_bindgen()?)?;
    let wasm_opt = npm::install_tool("binaryen", "132.0.0", "wasm-opt")?;
    npm::install_packages(&workspace::root().join("web"))?;
    Ok(Tools { folders: [trunk, wasm_bindgen].into_iter().flatten().collect(), wasm_opt })
}

/// Makes sure of what tests of wasm need beyond that.
pub(crate) fn for_wasm_tests() -> Result<Tools> {
    let mut tools = for_build()?;
    tools.folders.extend(cargo_tools::install(&cargo_tools::WASM_PACK)?);
    Ok(tools)
}

/// Makes sure of a browser and of what drives it.
pub(crate) fn for_browser() -> Result<browser::Browser> {
    node()?;
    npm::install_packages(&workspace::root().join("tests/e2e"))?;
    step("Chromium and chromedriver", || Ok(browser::find()?.is_some()), browser::install)?;
    browser::find()?.context(browser::MISSING)
}

/// Makes sure of the npm packages of a folder.
pub(crate) fn packages(folder: &Path) -> Result<()> {
    npm::install_packages(folder)
}

/// A Python that has the NumPy which ndgym follows.
pub(crate) fn numpy() -> Result<PathBuf> {
    real_numpy::install()
}

/// One step: looks whether there is something to do, does it, and says so.
fn step(
    name: &str,
    is_there: impl FnOnce() -> Result<bool>,
    install: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let start = Instant::now();
    if is_there()? {
        println!("set-up  {name}: there ({:.1} s)", start.elapsed().as_secs_f64());
        return Ok(());
    }
    println!("set-up  {name}: installing");
    install().with_context(|| format!("set-up of {name} failed"))?;
    println!("set-up  {name}: installed ({:.1} s)", start.elapsed().as_secs_f64());
    Ok(())
}

/// Folder for tools, shared by all clones of one user.
fn tools_folder() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("NDGYM_TOOLS")
        .or_else(|| set("XDG_CACHE_HOME").map(|cache| cache.join("ndgym/tools")))
        .or_else(|| set("HOME").map(|home| home.join(".cache/ndgym/tools")))
        .context("neither NDGYM_TOOLS, XDG_CACHE_HOME nor HOME is set: no place for tools")?;
    std::path::absolute(&folder).with_context(|| format!("{} is no usable path", folder.display()))
}

fn node() -> Result<()> {
    let text = process::output_of(Command::new("node").arg("--version"))
        .context("Node.js is missing: install version 20 or later (https://nodejs.org)")?;
    let major: Option<u32> =
        text.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("Node.js {} is too old: install version {OLDEST_NODE} or later", text.trim()),
    }
}
