//! Cuts the page's wasm into what every page needs and what comes with single pages.
//!
//! `web/src/parts.rs` marks the functions that begin a part. What can be reached from them only becomes a wasm file of its
//! own, which shares memory and functions with the first; a small script loads it when such a function is called.
//! wasm-bindgen must see the first file after the cut, for it throws away what the cut goes by. So its work for the page,
//! which Trunk has had done already, is done anew.

use crate::setup::Tools;
use crate::{process, workspace};
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// What the page's files begin with.
pub(crate) const PAGE: &str = "ndgym-web";
/// The script that loads parts.
const LOADER: &str = "parts.js";

/// The files of each part, by its name; as the site has them.
pub(crate) type Parts = HashMap<String, Vec<String>>;

/// Replaces the page's files that Trunk wrote into `folder`. The parts come to stand in a folder beside them.
pub(crate) fn split(tools: &Tools, folder: &Path) -> Result<Parts> {
    let script = page_file(folder, ".js")?;
    let wasm = page_file(folder, "_bg.wasm")?;
    let parts = script.with_extension("");
    let (name, script_name) = (file_name(&parts), file_name(&script));
    let scratch = workspace::scratch("split")?;
    let first = scratch.join("page.wasm");
    let whole = whole_page()?;
    let input = fs::read(&whole).with_context(|| format!("cannot read {}", whole.display()))?;

    let (main_module, link_name) = (format!("../{script_name}"), format!("./{LOADER}"));
    let mut options = Options::new(&input);
    options.main_out_path = &first;
    options.output_dir = &parts;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let split =
        transform(options).map_err(|error| anyhow!("{error:#}")).context("cannot split the page's wasm")?;

    process::run(
        tools
            .command("wasm-bindgen")
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--keep-lld-exports",
                "--no-demangle",
                "--out-name",
                PAGE,
            ])
            .arg("--out-dir")
            .arg(&scratch)
            .arg(&first),
    )?;
    fs::copy(scratch.join(format!("{PAGE}_bg.wasm")), wasm)?;
    let text = fs::read_to_string(scratch.join(format!("{PAGE}.js")))?;
    // The wasm goes on naming it as it did, its script finds it in the folder.
    let imported = format!("from \"{link_name}\"");
    ensure!(text.contains(&imported), "the page's script does not import {LOADER}");
    fs::write(script, text.replace(&imported, &format!("from \"./{name}/{LOADER}\"")))?;

    let address = |file: String| format!("{name}/{file}.wasm");
    Ok(split
        .prefetch_map
        .into_iter()
        .map(|(part, files)| (part, files.into_iter().map(address).collect()))
        .collect())
}

/// The page's file with this end. Between the two stands what Trunk made of the file's content.
fn page_file(folder: &Path, end: &str) -> Result<PathBuf> {
    workspace::files_under(folder)?
        .into_iter()
        .find(|path| {
            let name = file_name(path);
            name.starts_with(PAGE) && name.ends_with(end)
        })
        .with_context(|| format!("Trunk wrote no {PAGE}…{end}"))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The page as the linker left it.
fn whole_page() -> Result<PathBuf> {
    Ok(workspace::target()?.join("wasm32-unknown-unknown/page").join(format!("{PAGE}.wasm")))
}
