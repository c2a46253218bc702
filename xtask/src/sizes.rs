//! How large the site's wasm files are, and how large they may be.

use crate::{compress, workspace};
use anyhow::{Context, Result};
use std::fs;

/// A wasm file and its limit.
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

/// Sizes of the built site's wasm files.
pub(crate) fn measure() -> Result<Vec<Size>> {
    let limits = [("page wasm", "ndgym-web", 900_000), ("worker wasm", "ndgym-worker", 4_500_000)];
    limits.into_iter().map(|(name, package, limit)| measure_one(name, package, limit)).collect()
}

fn measure_one(name: &'static str, package: &str, limit: u64) -> Result<Size> {
    let path = workspace::files_under(&workspace::dist())?
        .into_iter()
        .find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(package) && name.ends_with(".wasm")
        })
        .with_context(|| format!("dist/ holds no wasm file of {package}"))?;
    let brotli = fs::metadata(compress::twin(&path, "br"))?.len();
    Ok(Size { name, plain: fs::metadata(&path)?.len(), brotli, limit })
}

/// Prints them as a table, in kilobytes of 1000 bytes.
pub(crate) fn print(sizes: &[Size]) {
    for Size { name, plain, brotli, limit } in sizes {
        let [plain, brotli, limit] = [plain, brotli, limit].map(|bytes| *bytes as f64 / 1000.0);
        println!("size    {name}: {brotli:.0} KB brotli of at most {limit:.0} KB ({plain:.0} KB plain)");
    }
}
