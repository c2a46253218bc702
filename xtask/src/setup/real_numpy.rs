//! Real NumPy, the oracle, in a virtual environment of its own, beside gmpy2, which rounds correctly.

use super::{step, tools_folder};
use crate::process;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The version whose behaviour ndgym follows; goldens name it too.
const VERSION: &str = "2.4.6";

/// MPFR's functions for Python.
const GMPY2: &str = "gmpy2==2.3.2";

/// Makes the environment if need be and gives its Python.
pub(super) fn install() -> Result<PathBuf> {
    let folder = tools_folder()?.join(format!("numpy-{VERSION}"));
    let python = folder.join("bin/python");
    let is_there =
        || Ok(process::output_of(Command::new(&python).args(["-c", "import gmpy2, numpy"])).is_some());
    step(&format!("NumPy {VERSION}"), is_there, || {
        process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        process::run(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                .args([format!("numpy=={VERSION}").as_str(), GMPY2]),
        )
    })?;
    Ok(python)
}
