//! How large the site's wasm files and Python's library are, and how large they may be.

use crate::{compress, site, split, workspace};
use anyhow::{Result, ensure};
use std::fs;

/// A file, or some, and a limit.
pub(crate) struct Size {
    /// What a person calls it.
    pub(crate) name: &'static str,
    pub(crate) plain: u64,
    pub(crate) brotli: u64,
    /// Most bytes of `brotli`.
    pub(crate) limit: u64,
}

impl Size {
    /// Whether the limit is kept.
    pub(crate) fn fits(&self) -> bool {
        self.brotli <= self.limit
    }
}

/// Sizes of the built site's wasm files, and of what comes of Python's library after the worker. What a lab's page loads is the
/// page and its part.
pub(crate) fn measure() -> Result<Vec<Size>> {
    Ok(vec![
        measure_all("page wasm", 400_000, |path| is_page(path) && path.ends_with("_bg.wasm"))?,
        measure_all("page wasm with all labs", 900_000, |path| is_page(path) && !is_of_other_part(path))?,
        measure_all("worker wasm", 4_500_000, |path| path.contains("ndgym-worker") && is_wasm(path))?,
        measure_all("second archive of the library", 1_000_000, site::is_archive)?,
    ])
}

fn is_wasm(path: &str) -> bool {
    path.ends_with(".wasm")
}

fn is_page(path: &str) -> bool {
    path.starts_with(split::PAGE) && is_wasm(path)
}

/// Whether a wasm file belongs to parts without labs alone.
fn is_of_other_part(path: &str) -> bool {
    path.ends_with("split_quiz.wasm") || path.ends_with("split_race.wasm")
}

fn measure_all(name: &'static str, limit: u64, is_meant: impl Fn(&str) -> bool) -> Result<Size> {
    let dist = workspace::dist();
    let mut size = Size { name, plain: 0, brotli: 0, limit };
    for path in workspace::files_under(&dist)? {
        let address = path.strip_prefix(&dist)?.to_string_lossy();
        if is_meant(&address) {
            size.plain += fs::metadata(&path)?.len();
            size.brotli += fs::metadata(compress::twin(&path, "br"))?.len();
        }
    }
    ensure!(size.plain > 0, "dist/ holds no {name}");
    Ok(size)
}

/// Prints them as a table, in kilobytes of 1000 bytes.
pub(crate) fn print(sizes: &[Size]) {
    for Size { name, plain, brotli, limit } in sizes {
        let [plain, brotli, limit] = [plain, brotli, limit].map(|bytes| *bytes as f64 / 1000.0);
        println!("size    {name}: {brotli:.0} KB brotli of at most {limit:.0} KB ({plain:.0} KB plain)");
    }
}
