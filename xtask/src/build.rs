//! From sources to `dist/`.

use crate::setup::{self, Tools, npm};
use crate::{cache, compress, process, site, sizes, split, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// What wasm-opt does to each wasm file, by the start of its path. The page is made small, and a little smaller by another
/// order of its blocks and a third time. From the engine, which rustc builds for speed, it only takes the names: `-O3` was measured to take seven minutes, and to make it neither smaller
/// (3.59 instead of 3.55 MB in brotli) nor faster by more than 3 %.
const WASM_OPT: [(&str, &[&str]); 2] = [
    (split::PAGE, &["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"]),
    ("ndgym-worker", &["--strip-debug", "--strip-producers"]),
];

/// What rustc's code for the wasm target uses, SIMD included. Naming more would let wasm-opt write instructions that
/// a browser with SIMD need not have.
const WASM_FEATURES: [&str; 9] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// `./x build`
pub(crate) fn command() -> Result<()> {
    build(&setup::for_build()?)
}

/// Builds the site into `dist/`, which is replaced at the very end only.
pub(crate) fn build(tools: &Tools) -> Result<()> {
    let start = Instant::now();
    let staging = workspace::scratch("site")?;
    fs::remove_dir_all(&staging)?;

    timed("editor bundle", || {
        process::run(npm::npm(&workspace::root().join("web")).args(["run", "--silent", "build"]))
    })?;
    timed("page and worker", || trunk(tools, &staging))?;
    let parts = timed("parts", || split::split(tools, &staging))?;
    timed("wasm-opt", || optimise_all(tools, &staging))?;
    timed("pages", || site::finish(&staging, &parts))?;
    timed("compression", || compress::all_under(&staging))?;

    replace(&workspace::dist(), &staging)?;
    sizes::print(&sizes::measure()?);
    println!("build   dist/ is ready ({:.1} s)", start.elapsed().as_secs_f64());
    Ok(())
}

fn timed<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    println!("build   {name}");
    let result = work().with_context(|| format!("building failed at: {name}"))?;
    println!("build   {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(result)
}

fn trunk(tools: &Tools, into: &Path) -> Result<()> {
    process::run(
        tools
            .command("trunk")
            .args(["build", "--release", "--public-url", "./", "--skip-version-check", "--dist"])
            .arg(into)
            // Trunk takes the variable's value for the flag's, and refuses the usual 1.
            .env_remove("NO_COLOR"),
    )?;
    Ok(fs::remove_file(into.join(".trunk-lock"))?)
}

fn optimise_all(tools: &Tools, folder: &Path) -> Result<()> {
    for path in workspace::files_under(folder)? {
        if path.extension().is_some_and(|extension| extension == "wasm") {
            let name = path.strip_prefix(folder)?.to_string_lossy();
            let passes = WASM_OPT.iter().find(|(start, _)| name.starts_with(start));
            let (_, passes) = passes.with_context(|| format!("{name} is neither page nor engine"))?;
            let bytes = fs::read(&path)?;
            let input = (&tools.wasm_opt, passes, WASM_FEATURES, &bytes);
            let optimised = cache::remember("wasm-opt", &input, || optimise(tools, passes, &path))?;
            fs::write(&path, optimised)?;
        }
    }
    Ok(())
}

fn optimise(tools: &Tools, passes: &[&str], path: &Path) -> Result<Vec<u8>> {
    let output = path.with_extension("optimised");
    // It warns of each name that it does not know, of which it keeps none.
    process::run_quietly(
        Command::new(&tools.wasm_opt).args(passes).args(WASM_FEATURES).arg(path).arg("-o").arg(&output),
    )?;
    let bytes = fs::read(&output)?;
    fs::remove_file(&output)?;
    Ok(bytes)
}

/// Puts `new` in `old`'s place; works across file systems, which renaming would not.
fn replace(old: &Path, new: &Path) -> Result<()> {
    if old.exists() {
        fs::remove_dir_all(old).with_context(|| format!("cannot remove {}", old.display()))?;
    }
    for from in workspace::files_under(new)? {
        let to = old.join(from.strip_prefix(new)?);
        fs::create_dir_all(to.parent().unwrap_or(old))?;
        fs::copy(&from, &to).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(())
}
