//! `./x bench`: the operations of `tests/benchmarks/`, here and elsewhere, measured in one run on one machine.

use crate::browser::{self, Browser};
use crate::serve::{self, Server};
use crate::{build, package, process, setup, site, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, thread};

/// What is measured, and how.
struct Options {
    /// The site as it stands in `dist/`, not built anew.
    built: bool,
    /// One round of each row.
    quick: bool,
    /// Rows whose names hold one of these; all if there are none.
    words: Vec<String>,
}

/// `./x bench [--built] [--quick] [ROW ...]`
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let options = Options::from(arguments)?;
    let (browser, tools) = (setup::for_browser()?, setup::for_wasm_tests()?);
    setup::packages(&folder())?;
    let python = setup::numpy()?;
    if !options.built {
        build::build(&tools)?;
    }
    let page = assemble(&package::build(&tools, true)?)?;
    process::run(&mut measurement(&options, &browser, &python, page)?)
}

impl Options {
    fn from(arguments: &[String]) -> Result<Options> {
        let mut options = Options { built: false, quick: false, words: Vec::new() };
        for argument in arguments {
            match argument.as_str() {
                "--built" => options.built = true,
                "--quick" => options.quick = true,
                flag if flag.starts_with('-') => bail!("usage: ./x bench [--built] [--quick] [ROW ...]"),
                word => options.words.push(word.to_owned()),
            }
        }
        Ok(options)
    }
}

fn folder() -> PathBuf {
    workspace::root().join("tests/benchmarks")
}

/// Other libraries' files, and where the page looks for them.
const LIBRARIES: [(&str, &str); 7] = [
    ("numpy-ts/dist/numpy-ts.browser.js", "numpy-ts"),
    ("@tensorflow/tfjs-core/dist/tf-core.min.js", "tfjs"),
    ("@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.min.js", "tfjs"),
    ("@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js", "tfjs"),
    ("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm", "tfjs"),
    ("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm", "tfjs"),
    ("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm", "tfjs"),
];

/// Puts everything that the browser is to load into one folder, so that nothing is fetched from elsewhere.
fn assemble(js: &Path) -> Result<PathBuf> {
    let page = workspace::scratch("bench/page")?;
    fs::remove_dir_all(&page)?;
    package::copy(&folder().join("page"), &page)?;
    package::copy(&engine()?, &page.join("engine"))?;
    site::copy_archive(&workspace::dist(), &page)?;
    package::copy(&js.join("pkg"), &page.join("ndgym"))?;
    for (file, place) in LIBRARIES {
        let from = folder().join("node_modules").join(file);
        let to = page.join(place).join(from.file_name().unwrap_or_default());
        fs::create_dir_all(page.join(place))?;
        fs::copy(&from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(page)
}

/// The folder of the site's engine.
fn engine() -> Result<PathBuf> {
    let loader = workspace::files_under(&workspace::dist())
        .context("there is no dist/: run without --built, or ./x build first")?
        .into_iter()
        .find(|path| path.ends_with("ndgym-worker-loader.js"))
        .context("dist/ holds no engine")?;
    Ok(loader.parent().map(Path::to_path_buf).unwrap_or_default())
}

/// The script that measures. Its server lives as long as this process.
fn measurement(options: &Options, browser: &Browser, python: &Path, page: PathBuf) -> Result<Command> {
    let listener = serve::listen(0)?;
    let address = format!("http://{}/", listener.local_addr()?);
    thread::spawn(move || Server::new(page, "/").run(&listener));
    let mut command = Command::new("node");
    command
        .current_dir(folder())
        .arg("run.mjs")
        .args(options.quick.then_some("--quick"))
        .args(&options.words)
        .env("NDGYM_BENCH_PAGE", address)
        .env("NDGYM_BENCH_SCRATCH", workspace::scratch("bench")?)
        .env("NDGYM_PYTHON", python)
        .env("NDGYM_CHROMIUM", &browser.chromium)
        .env("NDGYM_CHROMIUM_ARGUMENTS", browser::ARGUMENTS.join(" "));
    Ok(command)
}
