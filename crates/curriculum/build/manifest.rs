//! The TOML files of a problem, as they are written.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::ContentError;

/// `problem.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProblemManifest {
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) minutes: u32,
    pub(crate) difficulty: Difficulty,
    pub(crate) skills: Vec<String>,
    pub(crate) lessons: Vec<String>,
    pub(crate) entry_points: Vec<String>,
    pub(crate) signature: String,
    pub(crate) returns: Vec<String>,
    pub(crate) rtol: f64,
    pub(crate) atol: f64,
    pub(crate) rubric: Rubric,
    pub(crate) think_aloud: Vec<String>,
    pub(crate) follow_ups: Vec<FollowUp>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Difficulty {
    Easy,
    Medium,
    Hard,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rubric {
    pub(crate) strong: String,
    pub(crate) lean: String,
    pub(crate) no: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUp {
    pub(crate) question: String,
    pub(crate) answer: String,
}

/// `tests.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestsManifest {
    pub(crate) test: Vec<Test>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) kind: TestKind,
    pub(crate) visible: bool,
    #[serde(default)]
    pub(crate) setup: String,
    pub(crate) call: String,
    pub(crate) expect: Option<String>,
    pub(crate) check: Option<String>,
    pub(crate) rtol: Option<f64>,
    pub(crate) atol: Option<f64>,
    pub(crate) canonical: Option<String>,
    #[serde(default)]
    pub(crate) in_place: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TestKind {
    Ordinary,
    Edge,
    Stress,
    Large,
    Extra,
}

/// Reads `text` as TOML; a mistake names the key of the line it is on.
pub(crate) fn parse<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T, ContentError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start).min(text.len());
        let number = text[..start].matches('\n').count();
        let line = text.lines().nth(number).unwrap_or("");
        let key = line.split(['=', ']']).next().unwrap_or("").trim_matches(['[', ' ']);
        let field = format!(
            "line {}{}",
            number + 1,
            if key.is_empty() { String::new() } else { format!(", `{key}`") }
        );
        ContentError::new(file, field, error.message().trim())
    })
}
