//! `ndgym run`: a program's output and exit code as `python FILE.py` gives them.

use std::io::{Read, Write};
use std::process::ExitCode;

use ndgym_protocol::{Ending, Limits, Stream};
use ndgym_python::{Clock, Config, Engine};

/// Exit code of a run that was out of time, as of `timeout`.
const TIMED_OUT: u8 = 124;

/// Runs `[--time-limit SECONDS] FILE [ARGUMENT...]`.
pub(crate) fn command(mut arguments: Vec<String>) -> ExitCode {
    let mut seconds = f64::INFINITY;
    if arguments.first().is_some_and(|first| first == "--time-limit") {
        match arguments.get(1).and_then(|text| text.parse().ok()) {
            Some(limit) => seconds = limit,
            None => return crate::usage_error("--time-limit needs a number of seconds"),
        }
        arguments.drain(..2);
    }
    let Some(path) = arguments.first().cloned() else {
        return crate::usage_error("run needs a file");
    };
    let (source, filename) = match read(&path) {
        Ok(read) => read,
        Err(error) => {
            eprintln!("ndgym: can't open file '{path}': {error}");
            return ExitCode::from(2);
        }
    };
    let limits = Limits { time_ms: seconds * 1000.0, memory_bytes: u64::MAX, output_bytes: u64::MAX };
    crate::on_large_stack(move || run(&source, &filename, arguments, limits))
}

/// The program and the name its tracebacks use.
pub(crate) fn read(path: &str) -> std::io::Result<(String, String)> {
    if path == "-" {
        let mut source = String::new();
        std::io::stdin().read_to_string(&mut source)?;
        Ok((source, "<stdin>".to_owned()))
    } else {
        Ok((std::fs::read_to_string(path)?, path.to_owned()))
    }
}

fn run(source: &str, filename: &str, argv: Vec<String>, limits: Limits) -> ExitCode {
    let config = Config {
        limits,
        clock: Clock::system(),
        output: Box::new(write),
        input: Some(Box::new(read_line)),
        argv,
    };
    let ending = match Engine::new(config) {
        Ok(engine) => engine.run(source, filename),
        Err(message) => Ending::EngineFailure { message },
    };
    exit_code(ending)
}

/// Says how a run ended, if not well, and the exit code for it.
pub(crate) fn exit_code(ending: Ending) -> ExitCode {
    match ending {
        Ending::Completed => ExitCode::SUCCESS,
        // The system keeps the low byte, as it does of Python's.
        Ending::Exited { code } => ExitCode::from(code.to_le_bytes()[0]),
        Ending::Raised(exception) => {
            write(Stream::Stderr, &exception.traceback);
            ExitCode::FAILURE
        }
        Ending::TimeLimit { line, limit_ms } => {
            let place = line.map_or_else(String::new, |line| format!(" while line {line} was running"));
            eprintln!("ndgym: stopped after {} s{place}", limit_ms / 1000.0);
            ExitCode::from(TIMED_OUT)
        }
        Ending::EngineFailure { message } => {
            eprintln!("ndgym: the engine failed: {message}");
            ExitCode::from(101)
        }
    }
}

pub(crate) fn write(stream: Stream, text: &str) {
    // Output nobody takes (a closed pipe) is no reason to stop.
    let _ = match stream {
        Stream::Stdout | Stream::Value => {
            std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush())
        }
        Stream::Stderr => std::io::stderr().write_all(text.as_bytes()),
    };
}

fn read_line() -> Option<String> {
    let mut line = String::new();
    match std::io::stdin().read_line(&mut line) {
        Ok(bytes) if bytes > 0 => Some(line),
        _ => None,
    }
}
