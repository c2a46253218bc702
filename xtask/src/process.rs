//! Running other programs.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

/// Runs a program with this terminal as its own; an error if it cannot start or fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program, and shows what it wrote only if it cannot start or fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        let text = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        bail!("{} failed ({})\n{}", shown(command), output.status, text.concat());
    }
    Ok(())
}

/// What a program writes to stdout; `None` if it cannot start or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program, passing its output through line by line and keeping it.
pub(crate) fn run_and_keep(command: &mut Command) -> Result<(ExitStatus, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    let kept = Arc::new(Mutex::new(String::new()));
    let stdout = child.stdout.take().map(|stream| relay(stream, std::io::stdout(), &kept));
    let stderr = child.stderr.take().map(|stream| relay(stream, std::io::stderr(), &kept));
    let status = child.wait()?;
    for thread in stdout.into_iter().chain(stderr) {
        // A relay ends when its stream does, and cannot panic but on a poisoned lock.
        let _ = thread.join();
    }
    let text = kept.lock().map(|text| text.clone()).unwrap_or_default();
    Ok((status, text))
}

/// A program that runs while others do, its output in a file. It is ended if nobody waits for it.
pub(crate) struct Background {
    child: Child,
    log: PathBuf,
    name: String,
}

impl Background {
    /// Starts a program.
    pub(crate) fn start(command: &mut Command, log: PathBuf) -> Result<Background> {
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let name = shown(command);
        let child = command
            // With what it starts itself, it can be ended as one.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        Ok(Background { child, log, name })
    }

    /// Waits for it, and shows what it printed; an error if it failed.
    pub(crate) fn finish(mut self) -> Result<()> {
        let status = self.child.wait()?;
        print!("{}", fs::read_to_string(&self.log).unwrap_or_default());
        if !status.success() {
            bail!("{} failed ({status})", self.name);
        }
        Ok(())
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // What has ended cannot be ended again; nobody is left to tell.
        if let Ok(None) = self.child.try_wait() {
            let _ = Command::new("kill").args(["--", &format!("-{}", self.child.id())]).status();
            let _ = self.child.wait();
        }
    }
}

fn relay(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    kept: &Arc<Mutex<String>>,
) -> thread::JoinHandle<()> {
    let kept = Arc::clone(kept);
    thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            // A closed terminal is no reason to stop the program that is being watched.
            let _ = to.write_all(&line).and_then(|()| to.flush());
            if let Ok(mut kept) = kept.lock() {
                kept.push_str(&String::from_utf8_lossy(&line));
            }
            line.clear();
        }
    })
}

/// The command line, for messages.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// [`cargo`], [`linting`].
pub(crate) fn linting_cargo() -> Command {
    let mut command = cargo();
    linting(&mut command);
    command
}

/// Puts Clippy in the compiler's place wherever a program calls cargo: it compiles as rustc does, and any lint of our own
/// crates is an error. What is linted so need not be compiled once more to be tested. But it leaves out some of rustc's own
/// optimisations: what is served or measured is compiled without it.
pub(crate) fn linting(command: &mut Command) {
    let driver = Path::new(cargo().get_program()).with_file_name("clippy-driver");
    // What `cargo clippy -- -D warnings` sets, for any other subcommand.
    command
        .env("RUSTC_WORKSPACE_WRAPPER", driver)
        .env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
}

/// The cargo that runs us, which is the pinned one.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::workspace::root());
    // What cargo told us about our own package must not reach other packages' builds.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}
