//! ndgym on the command line: run a file, check a solution.

mod run;

use std::process::ExitCode;

const USAGE: &str = "\
usage: ndgym run [--time-limit SECONDS] FILE.py [ARGUMENT...]

run    runs a program with the engine of the site; FILE may be - for standard input
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("run") => run::command(arguments.collect()),
        Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => usage_error("name a command"),
    }
}

/// Says what is wrong with the command line and how it is used.
fn usage_error(problem: &str) -> ExitCode {
    eprint!("ndgym: {problem}\n{USAGE}");
    ExitCode::from(2)
}
