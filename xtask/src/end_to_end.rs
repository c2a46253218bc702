//! Runs the end-to-end tests and the photographer (`tests/e2e`) against the built site, served as GitHub Pages would:
//! under a sub-path, with no special header.

use crate::browser::{self, Browser};
use crate::serve::{self, Server};
use crate::setup;
use crate::{native, process, workspace};
use anyhow::Result;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};
use std::thread;

const PREFIX: &str = "/ndgym/";

/// Runs the tests; their status and what they printed.
pub(crate) fn test(browser: &Browser) -> Result<(ExitStatus, String)> {
    // What labs show is compared with what the engine prints without a page, by the build that the native tests use.
    let binary = native::engine()?;
    process::run_and_keep(script("run.mjs", browser)?.env("NDGYM_BINARY", binary))
}

/// `./x screenshots`
pub(crate) fn screenshots() -> Result<()> {
    let browser = setup::for_browser()?;
    process::run(&mut script("screenshots.mjs", &browser)?)
}

/// Runs the check of the npm package in `folder`; its status and what it printed.
pub(crate) fn package(browser: &Browser, folder: PathBuf) -> Result<(ExitStatus, String)> {
    process::run_and_keep(&mut script_for("package.mjs", browser, folder)?)
}

/// A script of `tests/e2e`, told where the site, the browser and the repository are. The server lives as long as this
/// process.
fn script(name: &str, browser: &Browser) -> Result<Command> {
    script_for(name, browser, workspace::dist())
}

fn script_for(name: &str, browser: &Browser, folder: PathBuf) -> Result<Command> {
    let listener = serve::listen(0)?;
    let address = format!("http://{}{PREFIX}", listener.local_addr()?);
    thread::spawn(move || Server::new(folder, PREFIX).run(&listener));
    let mut command = Command::new("node");
    command
        .current_dir(workspace::root().join("tests/e2e"))
        .arg(name)
        .env("NDGYM_SITE", address)
        .env("NDGYM_CHROMIUM", &browser.chromium)
        .env("NDGYM_CHROMIUM_ARGUMENTS", browser::ARGUMENTS.join(" "));
    Ok(command)
}
