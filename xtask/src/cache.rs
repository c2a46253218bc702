//! Results of slow pure steps, kept by a hash of what went in.

use crate::workspace;
use anyhow::Result;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::time::SystemTime;

/// Results kept of one kind; the ones used longest ago go first.
const KEPT: usize = 100;

/// A short fingerprint of anything. It names files and cache entries and guards nothing against malice.
pub(crate) fn fingerprint(what: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The result for `input`, made by `make` only if it was not made before.
pub(crate) fn remember(
    kind: &str,
    input: &impl Hash,
    make: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let folder = workspace::scratch(kind)?;
    let path = folder.join(fingerprint(input));
    if let Ok(bytes) = fs::read(&path) {
        // Marks it as used just now, which is all that `forget_oldest` asks; failing to is harmless.
        let _ = fs::File::options().write(true).open(&path).and_then(|f| f.set_modified(SystemTime::now()));
        return Ok(bytes);
    }
    let bytes = make()?;
    // Written aside and renamed, so that a build cut short leaves no half result.
    let unfinished = path.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&unfinished, &bytes)?;
    fs::rename(&unfinished, &path)?;
    forget_oldest(&folder)?;
    Ok(bytes)
}

fn forget_oldest(folder: &Path) -> Result<()> {
    let mut entries = Vec::new();
    for path in workspace::files_under(folder)? {
        // Another build may have taken it away in the meantime.
        if let Ok(used) = fs::metadata(&path).and_then(|metadata| metadata.modified()) {
            entries.push((used, path));
        }
    }
    entries.sort();
    for (_, path) in entries.iter().take(entries.len().saturating_sub(KEPT)) {
        let _ = fs::remove_file(path);
    }
    Ok(())
}
