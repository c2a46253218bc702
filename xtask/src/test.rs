//! `./x test`: every check there is, in order, up to the first that fails.

use crate::browser::Browser;
use crate::process::Background;
use crate::{conformance, end_to_end, native, package, process, setup, sizes, workspace};
use anyhow::{Context as _, Result, bail};
use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// How many checks came out well, and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: usize,
    failed: usize,
}

struct Context {
    browser: Browser,
    /// The site and the tools that build it, in the making while other stages run: long parts of it keep but one core busy,
    /// as do parts of theirs.
    site: RefCell<Option<Background>>,
}

struct Stage {
    name: &'static str,
    title: &'static str,
    run: Run,
}

/// How a stage is run, and whether it needs more than cargo.
enum Run {
    Cargo(fn() -> Result<Count>),
    Browser(fn(&Context) -> Result<Count>),
}

const STAGES: [Stage; 10] = [
    Stage { name: "format", title: "Formatting", run: Run::Cargo(format) },
    Stage { name: "lint", title: "Lints and build, native", run: Run::Cargo(lint) },
    Stage { name: "native", title: "Native tests", run: Run::Cargo(native) },
    Stage { name: "doc", title: "Examples in the documentation", run: Run::Cargo(doc) },
    Stage { name: "conformance", title: "Conformance with NumPy", run: Run::Cargo(conformance) },
    Stage { name: BUILD, title: "The site", run: Run::Browser(site) },
    Stage { name: "sizes", title: "Sizes", run: Run::Cargo(size_limits) },
    Stage { name: "wasm", title: "Lints and tests of wasm, in Chromium", run: Run::Browser(wasm) },
    Stage { name: "package", title: "The npm package in Chromium", run: Run::Browser(npm_package) },
    Stage { name: "e2e", title: "End to end in Chromium", run: Run::Browser(e2e) },
];

const BUILD: &str = "build";

/// Names of the stages, in order.
pub(crate) fn stage_names() -> Vec<&'static str> {
    STAGES.iter().map(|stage| stage.name).collect()
}

/// `./x test [STAGE ...]`
pub(crate) fn command(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !stage_names().contains(&name.as_str())) {
        bail!("there is no stage `{unknown}`; there are: {}", stage_names().join(" "));
    }
    let is_chosen = |stage: &&Stage| names.is_empty() || names.iter().any(|name| name == stage.name);
    let chosen: Vec<&Stage> = STAGES.iter().filter(is_chosen).collect();
    // At the start, what only the user may be able to install: it shows before minutes of compiling, not after.
    let context = if chosen.iter().any(|stage| matches!(stage.run, Run::Browser(_))) {
        let browser = setup::for_browser()?;
        let site = chosen.iter().any(|stage| stage.name == BUILD).then(start_site).transpose()?;
        Some(Context { browser, site: RefCell::new(site) })
    } else {
        None
    };

    let mut total = Count::default();
    let mut summary = Vec::new();
    for stage in chosen {
        let start = Instant::now();
        println!("\n== {} ==", stage.title);
        let result = match (&stage.run, &context) {
            (Run::Cargo(run), _) => run(),
            (Run::Browser(run), Some(context)) => run(context),
            (Run::Browser(_), None) => bail!("{} was not set up", stage.name),
        };
        let count = result.unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Count { passed: 0, failed: 1 }
        });
        total.passed += count.passed;
        total.failed += count.failed;
        summary.push(format!(
            "{} {:37} {:5} passed {:3} failed {:7.1} s",
            if count.failed == 0 { "ok    " } else { "FAILED" },
            stage.title,
            count.passed,
            count.failed,
            start.elapsed().as_secs_f64()
        ));
        if count.failed > 0 {
            break;
        }
    }
    drop(context);
    println!("\n{}", summary.join("\n"));
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn format() -> Result<Count> {
    check(process::cargo().args(["fmt", "--all", "--check"]))
}

fn lint() -> Result<Count> {
    native::build()?;
    Ok(Count { passed: 1, failed: 0 })
}

fn native() -> Result<Count> {
    let has_nextest = process::output_of(process::cargo().args(["nextest", "--version"])).is_some();
    if has_nextest {
        let arguments = ["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "slow"];
        counted(process::linting_cargo().args(arguments).args(["--final-status-level", "fail"]))
    } else {
        counted(process::linting_cargo().args(["test", "--workspace", "--all-targets", "--no-fail-fast"]))
    }
}

fn doc() -> Result<Count> {
    counted(process::linting_cargo().args(["test", "--workspace", "--doc", "--no-fail-fast"]))
}

fn conformance() -> Result<Count> {
    conformance::command(&[])?;
    Ok(Count { passed: 1, failed: 0 })
}

/// Native tests never reach simd128 nor the browser's clock and storage; these do.
fn wasm(context: &Context) -> Result<Count> {
    let tools = setup::for_wasm_tests()?;
    let capabilities = context.browser.capabilities()?;
    let mut total = Count::default();
    for package in workspace::packages()? {
        if !has_wasm_tests(&package)? {
            continue;
        }
        println!("-- {}", package.strip_prefix(workspace::root()).unwrap_or(&package).display());
        let mut command = tools.command("wasm-pack");
        process::linting(&mut command);
        let count = counted(
            command
                .args(["test", "--headless", "--chrome", "--mode", "no-install", "--chromedriver"])
                .arg(&context.browser.chromedriver)
                .arg(&package)
                // What else is in `tests/` runs natively alone, and would be compiled for nothing; the core is compiled once,
                // with what the packages that are tested here take of it.
                .args(["--test", "wasm", "--no-default-features"])
                .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities),
        )?;
        total.passed += count.passed;
        total.failed += count.failed;
    }
    Ok(total)
}

/// As quickly built as it can be: what is looked at are types and the example, not speed.
fn npm_package(context: &Context) -> Result<Count> {
    let folder = package::build(&setup::for_wasm_tests()?, false)?;
    let (status, output) = end_to_end::package(&context.browser, folder)?;
    Ok(count_in(&output, status.success()))
}

fn has_wasm_tests(package: &Path) -> Result<bool> {
    Ok(fs::read_to_string(package.join("Cargo.toml"))?.contains("wasm-bindgen-test"))
}

/// Starts this program's `build`, whose output waits in a file.
fn start_site() -> Result<Background> {
    let log = workspace::scratch("test")?.join("build.log");
    Background::start(Command::new(std::env::current_exe()?).arg("build"), log)
}

fn site(context: &Context) -> Result<Count> {
    let building = context.site.take().context("the site is not being built")?;
    building.finish()?;
    Ok(Count { passed: 1, failed: 0 })
}

fn size_limits() -> Result<Count> {
    let sizes = sizes::measure()?;
    sizes::print(&sizes);
    let passed = sizes.iter().filter(|size| size.fits()).count();
    Ok(Count { passed, failed: sizes.len() - passed })
}

fn e2e(context: &Context) -> Result<Count> {
    let (status, output) = end_to_end::test(&context.browser)?;
    Ok(count_in(&output, status.success()))
}

/// A command that is one check by itself.
fn check(command: &mut Command) -> Result<Count> {
    process::run(command)?;
    Ok(Count { passed: 1, failed: 0 })
}

/// A command that runs tests and says how many.
fn counted(command: &mut Command) -> Result<Count> {
    let (status, output) = process::run_and_keep(command)?;
    Ok(count_in(&output, status.success()))
}

/// Adds up what the test runners' summary lines say. A runner that fails without naming a failed test, such as one
/// whose tests do not compile, counts as one failure.
fn count_in(output: &str, success: bool) -> Count {
    let mut count = Count::default();
    for line in output.lines().map(without_colour) {
        let line = line.trim();
        let is_summary = line.starts_with("test result: ")
            || line.starts_with("Summary [")
            || line.strip_suffix(" failed").is_some_and(|rest| rest.contains(" passed, "));
        if is_summary {
            count.passed += number_before(line, "passed");
            count.failed += number_before(line, "failed") + number_before(line, "timed out");
        }
    }
    if !success && count.failed == 0 {
        count.failed = 1;
    }
    count
}

/// The number before a word: `3` for `failed` in `12 passed; 3 failed`.
fn number_before(line: &str, word: &str) -> usize {
    let before = line.match_indices(word).map(|(at, _)| &line[..at]).next().unwrap_or_default();
    before.split_whitespace().next_back().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn without_colour(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        text.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summaries_of_all_runners_are_understood() {
        let cargo = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\
                     test result: FAILED. 2 passed; 5 failed; 0 ignored\n";
        assert_eq!(count_in(cargo, false), Count { passed: 5, failed: 5 });
        let nextest = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] 12 tests run: 8 passed, 3 failed, 1 timed out, 0 skipped";
        assert_eq!(count_in(nextest, false), Count { passed: 8, failed: 4 });
        assert_eq!(count_in("41 passed, 2 failed\n", false), Count { passed: 41, failed: 2 });
        assert_eq!(count_in("test passed, 7 failed to print\n", true), Count { passed: 0, failed: 0 });
    }

    #[test]
    fn a_runner_that_dies_without_a_word_has_failed() {
        assert_eq!(count_in("error[E0308]: mismatched types\n", false), Count { passed: 0, failed: 1 });
        assert_eq!(
            count_in("test result: ok. 3 passed; 0 failed\nerror\n", false),
            Count { passed: 3, failed: 1 }
        );
    }
}
