//! Set-up, build, serve, test: `./x …`, or `cargo xtask …` once the toolchain is there.

mod accuracy;
mod bench;
mod browser;
mod build;
mod cache;
mod compress;
mod conformance;
mod end_to_end;
#[cfg(test)]
mod layering;
mod native;
mod overhead;
mod package;
mod process;
mod serve;
mod setup;
mod site;
mod sizes;
mod split;
mod test;
mod workspace;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
ndgym's development commands

  ./x serve [--port N]   build the site in release and serve it (http://127.0.0.1:8080)
  ./x build              write the site to dist/: static files for any host, under any path
  ./x test [STAGE ...]   run everything, or only the named stages, in order
  ./x conformance [NAME] run the examples of NumPy's documentation in real NumPy and here, and compare
  ./x accuracy           measure elementary functions against correctly rounded values, a million points each
  ./x bench [ROW ...]    measure the operations of tests/benchmarks here, in NumPy and in other libraries, in one Chromium:
                         all, or those whose names contain a word; --quick: one round; --built: dist/ as it stands
  ./x overhead           measure what the limits of a run cost Python loops and calls
  ./x setup              install what building and testing need, and nothing else
  ./x screenshots        photograph every page of the built site, and refresh the README's pictures

Environment
  NDGYM_TOOLS            where tools are kept (default: $XDG_CACHE_HOME/ndgym/tools or ~/.cache/ndgym/tools)
  NDGYM_CHROMIUM         the Chromium or Chrome to test with (default: the one on PATH)
  NDGYM_CHROMEDRIVER     the chromedriver that belongs to it (default: the one on PATH)
";

fn main() -> ExitCode {
    match command() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    match (command, rest) {
        ("help" | "--help" | "-h", _) => {
            print!("{HELP}");
            println!("\nStages of `./x test`: {}", test::stage_names().join(" "));
            Ok(())
        }
        ("serve", rest) => serve::command(rest),
        ("build", []) => build::command(),
        ("test", stages) => test::command(stages),
        ("conformance", words) => conformance::command(words),
        ("accuracy", []) => accuracy::command(),
        ("bench", arguments) => bench::command(arguments),
        ("overhead", []) => overhead::command(),
        ("setup", []) => setup::for_browser().and_then(|_| setup::for_wasm_tests()).map(drop),
        ("screenshots", []) => end_to_end::screenshots(),
        ("build" | "setup" | "accuracy" | "overhead" | "screenshots", [extra, ..]) => {
            bail!("`{command}` takes no argument: {extra}")
        }
        (unknown, _) => bail!("there is no command `{unknown}`; ./x help lists them"),
    }
}
