//! Formulas of the core's steps become MathML while the page is built, so that the page need not carry what converts them.

use math_core::{LatexToMathML, MathDisplay};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let crate_folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let output = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("formulas.rs");
    let steps = crate_folder.join("../crates/core/src/ml");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", steps.display());
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        // What refers to what, by which the page is split (`xtask/src/split.rs`).
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let mut drawn = BTreeMap::new();
    let mut exit = ExitCode::SUCCESS;
    for entry in fs::read_dir(&steps).expect("the core's algorithms are there") {
        let source = fs::read_to_string(entry.expect("a file has a name").path()).expect("it is text");
        for latex in formulas(&source) {
            match LatexToMathML::default().convert_with_local_state(&latex, MathDisplay::Block) {
                Ok(found) => {
                    drawn.insert(latex, found.mathml);
                }
                Err(error) => {
                    println!("cargo::error={latex}: {error}");
                    exit = ExitCode::FAILURE;
                }
            }
        }
    }
    let rows: String = drawn.iter().map(|(latex, mathml)| format!("({latex:?}, {mathml:?}),\n")).collect();
    fs::write(output, format!("const FORMULAS: &[(&str, &str)] = &[\n{rows}];\n")).expect("there is room");
    exit
}

/// The formulas in a file: the second text of each `step!(recorder, "title", r"formula", …)`.
fn formulas(source: &str) -> Vec<String> {
    source
        .split("step!(")
        .skip(1)
        .filter_map(|step| {
            let (_, rest) = literal(step)?;
            Some(literal(rest)?.0)
        })
        .collect()
}

/// The next string literal, and what comes after it.
fn literal(text: &str) -> Option<(String, &str)> {
    let start = text.find('"')?;
    let is_raw = text[..start].ends_with('r');
    let mut value = String::new();
    let mut characters = text[start + 1..].char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[start + 1 + at + 1..])),
            '\\' if !is_raw => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}
