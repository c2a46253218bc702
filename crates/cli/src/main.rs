//! ndgym on the command line: run a file, check a solution.

use std::io::Write;

use ndgym_python::{Clock, Config, Engine, Failure, Limits, Stream};

fn main() {
    let path = std::env::args().nth(2).unwrap_or_default();
    let source = std::fs::read_to_string(&path).unwrap_or_default();
    let output = |stream: Stream, text: &str| match stream {
        Stream::Stdout => drop(std::io::stdout().write_all(text.as_bytes())),
        Stream::Stderr => drop(std::io::stderr().write_all(text.as_bytes())),
    };
    let config = Config {
        limits: Limits { seconds: None, ..Limits::default() },
        output: Box::new(output),
        clock: Clock::system(),
        argv: vec![path.clone()],
    };
    let result = Engine::new(config).and_then(|engine| engine.run(&source, &path));
    if let Err(Failure::Raised { traceback, .. }) = result {
        eprint!("{traceback}");
        std::process::exit(1);
    }
}
