//! Compressed twins of files, for hosts that send them as they are.

use crate::{cache, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes `.br` and `.gz` beside every file of a folder.
pub(crate) fn all_under(folder: &Path) -> Result<()> {
    for path in workspace::files_under(folder)? {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        fs::write(twin(&path, "br"), cache::remember("brotli", &bytes, || brotli(&bytes))?)?;
        fs::write(twin(&path, "gz"), gzip(&bytes)?)?;
    }
    Ok(())
}

/// Where the twin of a file is: `page.wasm` and `br` give `page.wasm.br`.
pub(crate) fn twin(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    // Window of 16 MiB, the largest that HTTP's brotli allows.
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn twins_hold_what_the_file_holds() {
        let text: Vec<u8> = (0..20_000_u32).flat_map(|i| (i * i % 251).to_le_bytes()).collect();
        let mut unpacked = Vec::new();
        brotli::Decompressor::new(&*brotli(&text).unwrap(), 4096).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        unpacked.clear();
        flate2::read::GzDecoder::new(&*gzip(&text).unwrap()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
    }
}
