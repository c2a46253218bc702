//! Validates `content/` and embeds it. Any mistake fails the build with file, field and reason.

mod compile;
mod emit;
mod error;
#[allow(unreachable_pub, reason = "the crate itself has it, too, and shows it")]
#[path = "../src/highlight.rs"]
mod highlight;
mod manifest;
mod markdown;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let crate_folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let output = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("problems.rs");
    let content = crate_folder.join("../../content/problems");
    println!("cargo::rerun-if-changed={}", content.display());
    println!("cargo::rerun-if-changed={}", crate_folder.join("build").display());
    println!("cargo::rerun-if-changed={}", crate_folder.join("src/highlight.rs").display());
    match build(&content, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(errors) => {
            for error in &errors {
                println!("cargo::error={error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build(content: &Path, output: &Path) -> Result<(), Vec<error::ContentError>> {
    let problems = compile::compile(content)?;
    fs::write(output, emit::rust_source(&problems))
        .map_err(|cause| vec![error::ContentError::new(output, "", cause.to_string())])
}
