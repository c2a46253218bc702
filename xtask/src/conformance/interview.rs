//! The names that interviews use: all their examples must pass, but for those whose reason is on record.

use super::{Mismatch, Session};
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// How many examples of an object may differ, and why.
struct Excuse {
    examples: usize,
    reason: String,
}

/// Prints what differs among the names that interviews use, by reason.
///
/// # Errors
/// If more examples of such a name differ than reasons are on record for.
pub(super) fn report(sessions: &[Session], differing: &[Mismatch]) -> Result<()> {
    let names = names()?;
    let excuses = excuses()?;
    let full = |session: &Session| format!("{}.{}", session.owner, session.name);
    let examples: usize =
        sessions.iter().filter(|one| names.contains(&full(one))).map(|one| one.sources.len()).sum();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for mismatch in differing {
        let name = full(&sessions[mismatch.session]);
        if names.contains(&name) {
            *by_name.entry(name).or_default() += 1;
        }
    }
    let total: usize = by_name.values().sum();
    println!(
        "\nnames of interviews: {} of {examples} examples pass; {total} differ, for these reasons",
        examples - total
    );
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (name, count) in &by_name {
        let allowed = excuses.get(name).map_or(0, |excuse| excuse.examples);
        if *count > allowed {
            unexplained.push(format!("{name}: {count} differ, {allowed} have a reason"));
        } else if let Some(excuse) = excuses.get(name) {
            by_reason.entry(&excuse.reason).or_default().push(format!("{name} {count}"));
        }
    }
    for (reason, names) in by_reason {
        println!("  {reason}: {}", names.join(", "));
    }
    if !unexplained.is_empty() {
        bail!(
            "examples of interviews' names differ without a reason (tests/conformance/reasons.txt):\n{}",
            unexplained.join("\n")
        );
    }
    Ok(())
}

fn lines(file: &str) -> Result<Vec<String>> {
    let path = workspace::root().join("tests/conformance").join(file);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let is_content = |line: &&str| !line.is_empty() && !line.starts_with('#');
    Ok(text.lines().filter(is_content).map(str::to_owned).collect())
}

fn names() -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for line in lines("interview.txt")? {
        let (owner, list) = line.split_once(": ").context("interview.txt: a line is `owner: names`")?;
        names.extend(list.split_whitespace().map(|name| format!("{owner}.{name}")));
    }
    Ok(names)
}

fn excuses() -> Result<BTreeMap<String, Excuse>> {
    let mut excuses = BTreeMap::new();
    for line in lines("reasons.txt")? {
        let mut words = line.splitn(3, ' ');
        let (Some(name), Some(examples), Some(reason)) = (words.next(), words.next(), words.next()) else {
            bail!("reasons.txt: a line is `name examples reason`, not `{line}`");
        };
        let examples = examples.parse().with_context(|| format!("reasons.txt: `{line}`"))?;
        excuses.insert(name.to_owned(), Excuse { examples, reason: reason.to_owned() });
    }
    Ok(excuses)
}
