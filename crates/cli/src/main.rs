//! ndgym on the command line: run a file, check a solution.

mod check;
mod run;

use std::process::ExitCode;

/// Stack of the thread the engine runs on.
const STACK_BYTES: usize = 64 << 20;

const USAGE: &str = "\
usage: ndgym run [--time-limit SECONDS] FILE.py [ARGUMENT...]
       ndgym check PROBLEM FILE.py

run    runs a program with the engine of the site; FILE may be - for standard input
check  tests a solution as the site does, held-back tests included; PROBLEM is an id or a label,
       such as a01-softmax or A1
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("check") => check::command(&arguments.collect::<Vec<_>>()),
        Some("run") => run::command(arguments.collect()),
        Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => usage_error("name a command"),
    }
}

/// Does something on a thread with a stack of the size the engine needs: deep recursion in Python takes its share.
fn on_large_stack(action: impl FnOnce() -> ExitCode + Send + 'static) -> ExitCode {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    match thread.spawn(action).map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic has said why.
        Ok(Err(_)) => ExitCode::from(101),
        Err(error) => {
            eprintln!("ndgym: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says what is wrong with the command line and how it is used.
fn usage_error(problem: &str) -> ExitCode {
    eprint!("ndgym: {problem}\n{USAGE}");
    ExitCode::from(2)
}
