//! Replays the sessions in `tests/transcripts/`, whose outputs real NumPy recorded, and compares line by line.

use ndgym_protocol::{Ending, Limits, Stream};
use ndgym_python::{Clock, Config, Engine};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

macro_rules! transcripts {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];

        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*
    };
}

transcripts! {
    calls
    casts
    categories
    counting
    dtypes
    everyday
    files
    fourier
    frames
    functional
    grids
    iteration
    legacy
    library
    linalg
    logic
    ma
    ndarray
    pandas
    paths
    pickles
    polynomial
    printing
    products
    protocols
    python
    random
    reductions
    refusals
    pandas_refusals
    scalars
    scipy
    sets
    sorting
    splits
    statistics
    subclasses
    tables
    temporaries
    text
    threads
    time_series
    types
    ufuncs
}

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/transcripts")
}

#[test]
fn every_transcript_is_replayed() {
    let found: Vec<String> = std::fs::read_dir(directory())
        .expect("the transcripts are there")
        .filter_map(|entry| {
            entry.ok()?.file_name().into_string().ok()?.strip_suffix(".txt").map(String::from)
        })
        .collect();
    for name in found {
        assert!(NAMES.contains(&name.as_str()), "add {name} to the list in this file");
    }
}

/// A statement and what it is to show.
struct Entry {
    line: usize,
    statement: String,
    output: String,
}

fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut in_output = true;
    for (index, line) in text.lines().enumerate() {
        if let Some(statement) = line.strip_prefix(">>> ") {
            entries.push(Entry { line: index + 1, statement: statement.to_owned(), output: String::new() });
            in_output = false;
        } else if let Some(entry) = entries.last_mut() {
            let continuation = line.strip_prefix("... ").or((line == "...").then_some(""));
            match continuation {
                Some(rest) if !in_output => {
                    entry.statement.push('\n');
                    entry.statement.push_str(rest);
                }
                _ if line.starts_with('#') => {}
                _ => {
                    in_output = true;
                    entry.output.push_str(line);
                    entry.output.push('\n');
                }
            }
        }
    }
    entries
}

/// A string as Python source.
fn literal(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '\n' => "\\n".to_owned(),
            '\\' => "\\\\".to_owned(),
            '"' => "\\\"".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn replay(name: &str) {
    let directory = directory();
    let text =
        std::fs::read_to_string(directory.join(format!("{name}.txt"))).expect("the transcript is there");
    let session = std::fs::read_to_string(directory.join("session.py")).expect("session.py is there");
    let entries = entries(&text);
    let statements: Vec<String> = entries.iter().map(|entry| literal(&entry.statement)).collect();
    let program = format!("{session}\nrun_session([{}])\n", statements.join(",\n"));

    let shown = Rc::new(RefCell::new(String::new()));
    let sink = {
        let shown = Rc::clone(&shown);
        Box::new(move |stream: Stream, text: &str| {
            let mut shown = shown.borrow_mut();
            if stream == Stream::Stderr {
                shown.push_str("[stderr] ");
            }
            shown.push_str(text);
        })
    };
    let config = Config {
        // Time enough on a machine that does much else.
        limits: Limits { time_ms: 60_000.0, ..Limits::default() },
        clock: Clock::system(),
        output: sink,
        input: None,
        argv: vec![name.to_owned()],
    };
    let engine = Engine::new(config).expect("the engine starts");
    let ending = engine.run(&program, "session.py");
    drop(engine);

    let shown = shown.borrow();
    let mut outputs = shown.split('\x1e').skip(1);
    let mut failures = Vec::new();
    for entry in &entries {
        let actual = outputs.next().unwrap_or("(nothing: the session ended before)\n");
        // Between a statement's output and the next comment the recorder leaves a blank line.
        if actual.trim_end() != entry.output.trim_end() {
            failures.push(format!(
                "{name}.txt:{}\n>>> {}\n--- NumPy\n{}\n--- here\n{}\n",
                entry.line,
                entry.statement,
                entry.output.trim_end(),
                actual.trim_end()
            ));
        }
    }
    assert!(failures.is_empty(), "{} of {} differ\n\n{}", failures.len(), entries.len(), failures.join("\n"));
    assert!(matches!(ending, Ending::Completed), "{ending:?}\n{shown}");
}
