//! What makes the built files a site that any static host serves, at any depth, without configuration.
//!
//! The page routes by path, so every page needs a file at its path: a copy of `index.html` whose `<base>` leads back to
//! the site's root. Any other path gets `404.html` from hosts that know it (GitHub Pages, `./x serve`): the page again,
//! which finds the root by itself.

use crate::split::Parts;
use crate::{cache, workspace};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// Pages beside the home page and those of the problems. A link on a page that leads nowhere fails the end-to-end tests.
const PAGES: &[&str] = &[
    "problems",
    "labs",
    "labs/broadcasting",
    "labs/memory",
    "labs/axes",
    "labs/einsum",
    "labs/indexing",
    "labs/softmax",
    "labs/attention",
    "labs/normalization",
    "labs/convolution",
    "labs/training",
    "labs/initialisation",
    "labs/optimisers",
    "labs/clusters",
    "labs/neighbours",
    "labs/top-k",
    "labs/calibration",
    "labs/leakage",
    "playground",
    "quiz",
    "race",
    "data",
];

const BASE: &str = "<base href=\"./\"";
const ENGINE: &str = "<meta name=\"ndgym-engine\" content=\"./\" data-bytes=\"0\"";
const ENGINE_WASM: &str = "ndgym-worker_bg.wasm";

/// In 404.html, of which nobody knows how deep it is asked for: the root is the nearest folder above with the marker.
/// Empty steps are left out of the path, for `//host/` would be another host's root.
const FIND_BASE: &str = "<script>
(() => {
  const folders = location.pathname.split('/').slice(1, -1).filter(Boolean);
  const path = (name) => '/' + folders.map((folder) => folder + '/').join('') + name;
  for (; folders.length; folders.pop()) {
    const request = new XMLHttpRequest();
    request.open('HEAD', path('site-root.txt'), false);
    try { request.send(); } catch { continue; }
    if (request.status === 200) break;
  }
  const base = document.createElement('base');
  base.href = path('');
  document.currentScript.after(base);
})();
</script>";

/// The file whose presence marks the site's root.
const MARKER: &str = "site-root.txt";

/// Completes what Trunk wrote into `folder`.
pub(crate) fn finish(folder: &Path, parts: &Parts) -> Result<()> {
    let engine = move_engine(folder)?;
    add_archive(folder, &engine)?;
    let index = fs::read_to_string(folder.join("index.html")).context("Trunk wrote no index.html")?;
    let index = replace_once(&index, ENGINE, &engine.tag())?;
    fs::write(folder.join("index.html"), &index)?;
    for page in pages()? {
        let to_root = "../".repeat(page.split('/').count());
        let mut index = if runs_code(&page) { preload_engine(&index, &engine)? } else { index.clone() };
        if let Some(part) = part_of(&page) {
            let files = parts.get(part).with_context(|| format!("the page has no part named {part}"))?;
            for file in files {
                index = preload(&index, &engine, file, "auto")?;
            }
        }
        let text = replace_once(&index, BASE, &format!("<base href=\"{to_root}\""))?;
        let folder = folder.join(page);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), text)?;
    }
    let (before, rest) = index.split_once(BASE).context("index.html has no <base>")?;
    let (_, after) = rest.split_once('>').context("the <base> of index.html has no end")?;
    fs::write(folder.join("404.html"), format!("{before}{FIND_BASE}{after}"))?;
    fs::write(folder.join(MARKER), "The root of ndgym's site; 404.html looks for this file.\n")?;
    Ok(())
}

/// Paths of all pages but the home page.
fn pages() -> Result<Vec<String>> {
    let mut pages: Vec<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    for entry in
        fs::read_dir(workspace::root().join("content/problems")).context("cannot list content/problems")?
    {
        let entry = entry?;
        if entry.path().join("problem.toml").exists() {
            pages.push(format!("problems/{}", entry.file_name().to_string_lossy()));
        }
    }
    pages.sort();
    Ok(pages)
}

/// Whether a page needs the engine as soon as it is there.
fn runs_code(page: &str) -> bool {
    page == "playground" || page.starts_with("problems/")
}

/// The part of the page's wasm (`web/src/parts.rs`) that a page needs.
fn part_of(page: &str) -> Option<&str> {
    match page {
        "quiz" | "race" => Some(page),
        _ => page.starts_with("labs/").then_some("labs"),
    }
}

/// Lets the browser fetch the engine while the page is still being compiled, yet after what the page itself is made of.
fn preload_engine(index: &str, engine: &Engine) -> Result<String> {
    preload(index, engine, &format!("{}/{ENGINE_WASM}", engine.folder), "low")
}

/// Lets the browser fetch a wasm file before anybody asks for it.
fn preload(index: &str, engine: &Engine, address: &str, priority: &str) -> Result<String> {
    let tag = engine.tag();
    let preload = format!(
        "<link rel=\"preload\" href=\"{address}\" as=\"fetch\" type=\"application/wasm\" crossorigin fetchpriority=\"{priority}\" />"
    );
    replace_once(index, &tag, &format!("{preload}\n    {tag}"))
}

/// Where the engine's files are.
struct Engine {
    folder: String,
    /// Size of the wasm.
    bytes: usize,
}

impl Engine {
    /// The start of the tag that tells the page.
    fn tag(&self) -> String {
        format!("<meta name=\"ndgym-engine\" content=\"{}/\" data-bytes=\"{}\"", self.folder, self.bytes)
    }
}

/// Moves the worker's files into a folder named by what they hold, so that a page and an engine of different builds
/// never meet in a browser's cache.
fn move_engine(folder: &Path) -> Result<Engine> {
    let files: Vec<_> = workspace::files_under(folder)?
        .into_iter()
        .filter(|path| path.file_name().unwrap_or_default().to_string_lossy().starts_with("ndgym-worker"))
        .collect();
    let contents = files.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let wasm = files.iter().position(|path| path.ends_with(ENGINE_WASM));
    let bytes = wasm.map(|index| contents[index].len()).context("Trunk built no wasm of the worker")?;
    let name = format!("engine-{}", cache::fingerprint(&contents));
    fs::create_dir_all(folder.join(&name))?;
    for path in &files {
        fs::rename(path, folder.join(&name).join(path.file_name().unwrap_or_default()))?;
    }
    Ok(Engine { folder: name, bytes })
}

/// Puts the second archive of Python's library beside the engine's folder: it changes more seldom than the engine. The build
/// script of `crates/python` left it somewhere among cargo's files, under a name that the engine's wasm holds.
fn add_archive(folder: &Path, engine: &Engine) -> Result<()> {
    let wasm = fs::read(folder.join(&engine.folder).join(ENGINE_WASM))?;
    let is_named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        is_archive(&name) && wasm.windows(name.len()).any(|window| window == name.as_bytes())
    };
    let built = workspace::target()?.join("wasm32-unknown-unknown/release/build");
    let archive = workspace::files_under(&built)?.into_iter().find(is_named);
    let archive = archive.context("cargo's files hold no archive of the library that the engine names")?;
    fs::copy(&archive, folder.join(archive.file_name().unwrap_or_default()))?;
    Ok(())
}

/// Copies the second archive of Python's library from a site's root to another folder, in which the engine's folder is.
pub(crate) fn copy_archive(site: &Path, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(site)? {
        let name = entry?.file_name();
        if is_archive(&name.to_string_lossy()) {
            fs::copy(site.join(&name), folder.join(&name))?;
        }
    }
    Ok(())
}

/// Whether a file of the site's root is the second archive of Python's library.
pub(crate) fn is_archive(name: &str) -> bool {
    name.starts_with("library-") && name.ends_with(".txt")
}

fn replace_once(text: &str, from: &str, to: &str) -> Result<String> {
    ensure!(text.matches(from).count() == 1, "index.html must hold {from} exactly once");
    Ok(text.replacen(from, to, 1))
}
