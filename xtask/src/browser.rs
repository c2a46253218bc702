//! The Chromium that tests run in.

use crate::{process, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// A browser and the driver that belongs to it.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

/// What to do when there is none.
pub(crate) const MISSING: &str = "tests need Chromium and its chromedriver. On Debian: \
    `apt-get install chromium chromium-driver`. Elsewhere set NDGYM_CHROMIUM and NDGYM_CHROMEDRIVER to existing ones.";

/// What tests start Chromium with: no window, nothing fetched on its own account, and no sandbox, which root (as in most
/// containers) cannot have.
pub(crate) const ARGUMENTS: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The browser named by the environment, else the one on PATH, if there is one.
pub(crate) fn find() -> Result<Option<Browser>> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let chromium = named("NDGYM_CHROMIUM")?.or_else(|| on_path(&names));
    let chromedriver = named("NDGYM_CHROMEDRIVER")?.or_else(|| on_path(&["chromedriver"]));
    Ok(chromium.zip(chromedriver).map(|(chromium, chromedriver)| Browser { chromium, chromedriver }))
}

/// Installs both from Debian's packages, if we may.
pub(crate) fn install() -> Result<()> {
    let is_root = process::output_of(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !is_root || on_path(&["apt-get"]).is_none() {
        bail!(MISSING);
    }
    process::run(Command::new("apt-get").args(["update", "-q"]))?;
    process::run(
        Command::new("apt-get")
            .args(["install", "-q", "-y", "--no-install-recommends", "chromium", "chromium-driver"])
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

impl Browser {
    /// A file of capabilities for wasm-bindgen's test runner.
    pub(crate) fn capabilities(&self) -> Result<PathBuf> {
        let capabilities = serde_json::json!({
            "goog:chromeOptions": { "binary": self.chromium, "args": ARGUMENTS }
        });
        let path = workspace::scratch("browser")?.join("webdriver.json");
        fs::write(&path, capabilities.to_string())
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}

fn named(variable: &str) -> Result<Option<PathBuf>> {
    let Some(path) = env::var_os(variable).map(PathBuf::from) else { return Ok(None) };
    if !is_file(&path) {
        bail!("{variable} names {}, which is no file", path.display());
    }
    Ok(Some(path))
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| is_file(path))
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}
