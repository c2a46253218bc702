//! Random expressions (tests/conformance/expressions.py) in real NumPy and in the engine.

use crate::{process, workspace};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Expressions in one comparison.
const COUNT: usize = 20_000;

/// Expressions that one process of the engine runs, so that no run is large.
const BATCH: usize = 1_000;

/// Runs them with the seed in `NDGYM_SEED`, or the same ones as ever, and reports what differs.
pub(super) fn compare(python: &Path, engine: &Path) -> Result<()> {
    let scripts = workspace::root().join("tests/conformance");
    let script = scripts.join("expressions.py");
    let folder = workspace::scratch("conformance")?;
    let [programs, numpy, here] =
        ["programs.json", "numpy.jsonl", "here.jsonl"].map(|name| folder.join(name));
    let seed = std::env::var("NDGYM_SEED").unwrap_or_else(|_| "1".to_owned());
    let refused = "real NumPy could not run tests/conformance/expressions.py";
    let mut generate = Command::new(python);
    generate.arg(&script).args(["generate", &seed]).arg(COUNT.to_string());
    let text = process::output_of(&mut generate).context(refused)?;
    fs::write(&programs, &text)?;
    let expected = process::output_of(Command::new(python).arg(&script).arg("run").arg(&programs));
    fs::write(&numpy, expected.context(refused)?)?;
    let describe = fs::read_to_string(scripts.join("describe.py"))?;
    let parsed: Vec<Value> = serde_json::from_str(&text)?;
    let mut answers = String::new();
    for batch in parsed.chunks(BATCH) {
        let texts: Vec<&str> = batch.iter().filter_map(|program| program["text"].as_str()).collect();
        answers += &run(engine, &folder.join("batch.py"), &describe, &texts)?;
    }
    fs::write(&here, answers)?;
    let mut comparison = Command::new(python);
    comparison.arg(&script).arg("compare").args([&programs, &numpy, &here]);
    process::run(&mut comparison).context("the engine and NumPy disagree on random expressions")
}

fn run(engine: &Path, program: &Path, describe: &str, texts: &[&str]) -> Result<String> {
    let literal = serde_json::to_string(&serde_json::to_string(texts)?)?;
    fs::write(
        program,
        format!(
            "{describe}\nimport json\nfor program in json.loads({literal}):\n    print(json.dumps(run_program(program)))\n"
        ),
    )?;
    let output = Command::new(engine)
        .args(["run", "--time-limit", "600"])
        .arg(program)
        .stderr(Stdio::null())
        .output()
        .context("cannot start the engine")?;
    let text = String::from_utf8(output.stdout)?;
    if text.lines().count() != texts.len() {
        bail!("the engine gave up after {} of {} expressions", text.lines().count(), texts.len());
    }
    Ok(text)
}
