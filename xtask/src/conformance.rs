//! `./x conformance`: every example of NumPy's docstrings, in real NumPy and here, compared word by word; then random
//! expressions, compared in value, type, shape, strides and sharing of memory.

mod expressions;
mod interview;

use crate::{native, process, setup, workspace};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{fs, thread};

/// Longest that the examples of one object may take here.
const SESSION_LIMIT: Duration = Duration::from_secs(300);

/// The line that carries the outputs; whatever a session's code itself leaves on stdout comes before it.
const MARK: &str = "ndgym conformance: ";

/// The examples of one documented object, run in one namespace.
struct Session {
    owner: String,
    name: String,
    sources: Vec<String>,
    outputs: Vec<String>,
}

/// An example that prints something else here.
struct Mismatch {
    session: usize,
    example: usize,
    got: String,
}

/// Passes and examples.
#[derive(Clone, Copy, Default)]
struct Tally {
    passed: usize,
    examples: usize,
}

/// `./x conformance [NAME ...]`: all objects, or those whose name contains one of the words.
pub(crate) fn command(words: &[String]) -> Result<()> {
    let python = setup::numpy()?;
    let engine = native::engine()?;
    let sessions: Vec<Session> = collect(&python)?
        .into_iter()
        .filter(|session| {
            let full = format!("{}.{}", session.owner, session.name);
            words.is_empty() || words.iter().any(|word| full.contains(word.as_str()))
        })
        .collect();
    let outputs = run_all(&engine, &sessions)?;
    let differing = compare(&sessions, &outputs);
    let total = print(&sessions, &differing);
    let path = workspace::scratch("conformance")?.join("failures.txt");
    fs::write(&path, report(&sessions, &differing))?;
    println!("what differs, example by example: {}", path.display());
    if !words.is_empty() {
        return Ok(());
    }
    let interview = interview::report(&sessions, &differing);
    let expressions = expressions::compare(&python, &engine);
    hold_floor(total.passed)?;
    interview?;
    expressions
}

fn collect(python: &Path) -> Result<Vec<Session>> {
    let script = workspace::root().join("tests/conformance/collect.py");
    let text = process::output_of(Command::new(python).args(["-W", "ignore"]).arg(script))
        .context("real NumPy could not run its examples (tests/conformance/collect.py)")?;
    let value: Value = serde_json::from_str(&text)?;
    let strings = |value: &Value| -> Vec<String> {
        let texts = value.as_array().into_iter().flatten();
        texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    println!("NumPy {}", text(&value["numpy"]));
    let sessions = value["sessions"].as_array().context("no sessions")?;
    Ok(sessions
        .iter()
        .map(|session| Session {
            owner: text(&session["owner"]),
            name: text(&session["name"]),
            sources: strings(&session["sources"]),
            outputs: strings(&session["outputs"]),
        })
        .collect())
}

/// What our engine prints, session by session; an error's text where the engine itself failed.
fn run_all(engine: &Path, sessions: &[Session]) -> Result<Vec<Result<Vec<String>, String>>> {
    let driver = fs::read_to_string(workspace::root().join("tests/conformance/driver.py"))?;
    let folder = workspace::scratch("conformance")?;
    let next = Mutex::new(0..sessions.len());
    let results = Mutex::new(BTreeMap::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(at) = next.lock().ok().and_then(|mut range| range.next()) {
                    let program = folder.join(format!("session-{at}.py"));
                    let outputs = run(engine, &program, &driver, &sessions[at]);
                    if let Ok(mut results) = results.lock() {
                        results.insert(at, outputs.map_err(|error| format!("{error:#}")));
                    }
                }
            });
        }
    });
    let results = results.into_inner().map_err(|_| anyhow::anyhow!("a worker panicked"))?;
    Ok(results.into_values().collect())
}

fn run(engine: &Path, program: &PathBuf, driver: &str, session: &Session) -> Result<Vec<String>> {
    let sources = serde_json::to_string(&session.sources)?;
    let text = format!(
        "{driver}\nimport json\nprint({MARK:?} + json.dumps(run_session(json.loads({}))))\n",
        serde_json::to_string(&sources)?
    );
    fs::write(program, text)?;
    let log = program.with_extension("out");
    let mut child = Command::new(engine)
        .arg("run")
        .arg(program)
        .stdin(Stdio::null())
        .stdout(fs::File::create(&log)?)
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start the engine")?;
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > SESSION_LIMIT {
            child.kill()?;
            child.wait()?;
            bail!("took more than {} s", SESSION_LIMIT.as_secs());
        }
        thread::sleep(Duration::from_millis(5));
    }
    let output = fs::read_to_string(&log)?;
    let line = output.lines().find_map(|line| line.strip_prefix(MARK)).context("the engine gave up")?;
    Ok(serde_json::from_str(line)?)
}

fn compare(sessions: &[Session], outputs: &[Result<Vec<String>, String>]) -> Vec<Mismatch> {
    let mut differing = Vec::new();
    for (at, (session, outputs)) in sessions.iter().zip(outputs).enumerate() {
        for (example, expected) in session.outputs.iter().enumerate() {
            let got = match outputs {
                Ok(outputs) => outputs.get(example).map_or("", String::as_str),
                Err(error) => error,
            };
            if outputs.is_err() || got != expected {
                differing.push(Mismatch { session: at, example, got: got.to_owned() });
            }
        }
    }
    differing
}

/// What differs, example by example.
fn report(sessions: &[Session], differing: &[Mismatch]) -> String {
    let mut text = String::new();
    for Mismatch { session, example, got } in differing {
        let Session { owner, name, sources, outputs } = &sessions[*session];
        let (source, expected) = (&sources[*example], &outputs[*example]);
        let _ = write!(text, "== {owner}.{name}\n>>> {source}-- NumPy\n{expected}-- here\n{got}\n");
    }
    text
}

/// Prints passes by module or class.
fn print(sessions: &[Session], differing: &[Mismatch]) -> Tally {
    let mut by_owner: BTreeMap<&str, Tally> = BTreeMap::new();
    for session in sessions {
        let tally = by_owner.entry(&session.owner).or_default();
        tally.examples += session.sources.len();
        tally.passed += session.sources.len();
    }
    for mismatch in differing {
        by_owner.entry(&sessions[mismatch.session].owner).or_default().passed -= 1;
    }
    let mut total = Tally::default();
    for (owner, tally) in by_owner {
        println!("{owner:26} {:5} of {:5}", tally.passed, tally.examples);
        total.passed += tally.passed;
        total.examples += tally.examples;
    }
    let share = 100.0 * total.passed as f64 / total.examples.max(1) as f64;
    println!("{:26} {:5} of {:5} ({share:.1} %)", "all", total.passed, total.examples);
    total
}

/// The count may only rise: the file beside the scripts holds the least that must pass.
fn hold_floor(passed: usize) -> Result<()> {
    let path = workspace::root().join("tests/conformance/floor.txt");
    let floor: usize = fs::read_to_string(&path)?.trim().parse().context("floor.txt holds one number")?;
    if passed < floor {
        bail!("{passed} examples pass, fewer than the {floor} of tests/conformance/floor.txt");
    }
    if passed > floor {
        println!("{passed} pass, more than the floor of {floor}: raise tests/conformance/floor.txt");
    }
    Ok(())
}
