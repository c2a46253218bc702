//! Tools that come as crates: the one on PATH if its version is right, else one built into the tools folder.

use super::{step, tools_folder};
use crate::{process, workspace};
use anyhow::Result;
use std::borrow::Cow;
use std::path::PathBuf;
use std::process::Command;

/// A tool built from a crate.
pub(super) struct CargoTool {
    package: &'static str,
    version: Cow<'static, str>,
    /// Its binaries that are used; the first answers `--version`.
    binaries: &'static [&'static str],
    /// How much it is optimised: built once and run seldom, most need not be.
    opt_level: &'static str,
    /// What `cargo install` is told besides.
    flags: &'static [&'static str],
}

/// Builds page and worker from index.html. Without its look for newer versions of itself.
pub(super) const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: Cow::Borrowed("0.22.1"),
    binaries: &["trunk"],
    opt_level: "0",
    flags: &["--no-default-features", "--features", "rustls"],
};

/// Runs the tests that need a browser's wasm.
pub(super) const WASM_PACK: CargoTool = CargoTool {
    package: "wasm-pack",
    version: Cow::Borrowed("0.15.1"),
    binaries: &["wasm-pack"],
    opt_level: "0",
    flags: &[],
};

/// Writes the JavaScript side of a wasm module; its version must be that of the crate the module was built with.
pub(super) fn wasm_bindgen() -> Result<CargoTool> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        version: workspace::locked_version("wasm-bindgen")?.into(),
        binaries: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        // Reads megabytes of wasm at every build.
        opt_level: "1",
        flags: &[],
    })
}

/// Makes sure of a tool; the folder it is in, unless it is on PATH.
pub(super) fn install(tool: &CargoTool) -> Result<Option<PathBuf>> {
    let CargoTool { package, version, binaries, opt_level, flags } = tool;
    // A folder for each version: clones at different versions do not take each other's tools away.
    let root = tools_folder()?.join(format!("{package}-{version}"));
    let folder = root.join("bin");
    let on_path = binaries.iter().all(|binary| has_version(PathBuf::from(binary), version));
    // What several tools are made of is built once.
    let build = workspace::scratch("tools")?;
    step(
        &format!("{package} {version}"),
        || Ok(on_path || binaries.iter().all(|binary| has_version(folder.join(binary), version))),
        || {
            // Not `--locked`: wasm-bindgen-cli 0.2.130 does not build with its own lock file.
            process::run(
                process::cargo()
                    .args([
                        "install",
                        "--quiet",
                        "--force",
                        package,
                        "--version",
                        &format!("={version}"),
                        "--root",
                    ])
                    .arg(&root)
                    .args(*flags)
                    .env("CARGO_TARGET_DIR", &build)
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
                    .env("CARGO_PROFILE_RELEASE_LTO", "off")
                    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                    .env("CARGO_PROFILE_RELEASE_DEBUG", "false"),
            )
        },
    )?;
    Ok((!on_path).then_some(folder))
}

fn has_version(binary: PathBuf, version: &str) -> bool {
    process::output_of(Command::new(binary).arg("--version"))
        .is_some_and(|text| text.split_whitespace().nth(1) == Some(version))
}
