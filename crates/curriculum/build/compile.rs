//! From folders to checked, rendered problems.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::ContentError;
use crate::manifest::{self, ProblemManifest, Test, TestKind, TestsManifest};
use crate::markdown;

/// A problem ready to be embedded.
#[derive(Debug)]
pub(crate) struct CompiledProblem {
    pub(crate) id: String,
    pub(crate) manifest: ProblemManifest,
    /// Indices into the eight skills.
    pub(crate) skills: Vec<usize>,
    pub(crate) statement_html: String,
    pub(crate) starter: String,
    pub(crate) reference: String,
    pub(crate) naive: String,
    pub(crate) naive_html: String,
    pub(crate) hints_html: Vec<String>,
    pub(crate) tests: Vec<Test>,
}

const FILES: &[&str] = &[
    "problem.toml",
    "statement.md",
    "starter.py",
    "reference.py",
    "naive.py",
    "naive.md",
    "hints/1.md",
    "hints/2.md",
    "hints/3.md",
    "tests.toml",
];

/// Compiles every problem under `root`, or tells every mistake in them.
pub(crate) fn compile(root: &Path) -> Result<Vec<CompiledProblem>, Vec<ContentError>> {
    let folders = problem_folders(root).map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    let mut problems = Vec::new();
    let mut labels: BTreeMap<String, PathBuf> = BTreeMap::new();
    for folder in folders {
        let mut reader = Reader { folder: &folder, errors: &mut errors };
        if let Some(problem) = reader.problem() {
            let file = folder.join("problem.toml");
            if let Some(other) = labels.insert(problem.manifest.label.clone(), file.clone()) {
                let reason = format!("`{}` is the label of {} too", problem.manifest.label, other.display());
                errors.push(ContentError::new(file, "label", reason));
            }
            problems.push(problem);
        }
    }
    if errors.is_empty() { Ok(problems) } else { Err(errors) }
}

fn problem_folders(root: &Path) -> Result<Vec<PathBuf>, ContentError> {
    let entries = fs::read_dir(root).map_err(|cause| ContentError::new(root, "", cause.to_string()))?;
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    Ok(folders)
}

/// Reads one folder and collects what is wrong in it.
struct Reader<'a> {
    folder: &'a Path,
    errors: &'a mut Vec<ContentError>,
}

impl Reader<'_> {
    fn problem(&mut self) -> Option<CompiledProblem> {
        let before = self.errors.len();
        let id = self.folder.file_name()?.to_str()?.to_owned();
        self.unknown_files();
        let manifest_text = self.text("problem.toml");
        let manifest: Option<ProblemManifest> = self.toml("problem.toml", &manifest_text);
        let tests_text = self.text("tests.toml");
        let tests: Option<TestsManifest> = self.toml("tests.toml", &tests_text);
        let statement_html = self.markdown("statement.md");
        let naive_html = self.markdown("naive.md");
        let hints_html = ["hints/1.md", "hints/2.md", "hints/3.md"].map(|name| self.markdown(name)).to_vec();
        let [starter, reference, naive] =
            ["starter.py", "reference.py", "naive.py"].map(|name| self.text(name));
        let mut manifest = manifest?;
        let skills = self.manifest(&id, &mut manifest);
        for (name, source) in [("starter.py", &starter), ("reference.py", &reference), ("naive.py", &naive)] {
            self.python(name, source, &manifest.entry_points);
        }
        let tests = tests?.test;
        self.tests(&tests, &manifest.entry_points);
        (self.errors.len() == before).then_some(CompiledProblem {
            id,
            manifest,
            skills,
            statement_html,
            starter,
            reference,
            naive,
            naive_html,
            hints_html,
            tests,
        })
    }

    fn mistake(&mut self, name: &str, field: impl Into<String>, reason: impl Into<String>) {
        self.errors.push(ContentError::new(self.folder.join(name), field, reason));
    }

    fn unknown_files(&mut self) {
        for (prefix, folder) in [("", self.folder.to_path_buf()), ("hints/", self.folder.join("hints"))] {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for entry in entries.flatten() {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if name != "hints" && !FILES.contains(&name.as_str()) {
                    self.mistake(&name, "", "no file of this name belongs to a problem");
                }
            }
        }
    }

    fn text(&mut self, name: &str) -> String {
        match fs::read_to_string(self.folder.join(name)) {
            Ok(text) if text.trim().is_empty() => {
                self.mistake(name, "", "is empty");
                String::new()
            }
            Ok(text) => text,
            Err(cause) => {
                self.mistake(name, "", format!("cannot be read: {cause}"));
                String::new()
            }
        }
    }

    fn toml<T: serde::de::DeserializeOwned>(&mut self, name: &str, text: &str) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        manifest::parse(&self.folder.join(name), text).map_err(|error| self.errors.push(error)).ok()
    }

    fn markdown(&mut self, name: &str) -> String {
        let text = self.text(name);
        markdown::render(&text).unwrap_or_else(|mistakes| {
            for (line, reason) in mistakes {
                self.mistake(name, format!("line {line}"), reason);
            }
            String::new()
        })
    }

    /// Checks the values of `problem.toml`, renders its texts in place and returns the skills' indices.
    fn manifest(&mut self, id: &str, manifest: &mut ProblemManifest) -> Vec<usize> {
        const FILE: &str = "problem.toml";
        if Some(manifest.label.to_lowercase()) != label_of(id) {
            self.mistake(FILE, "label", format!("`{}` does not match the folder `{id}`", manifest.label));
        }
        for (field, text) in
            [("title", &manifest.title), ("summary", &manifest.summary), ("signature", &manifest.signature)]
        {
            if text.trim().is_empty() {
                self.mistake(FILE, field, "is empty");
            }
        }
        if manifest.minutes == 0 {
            self.mistake(FILE, "minutes", "must be at least 1");
        }
        for (field, value) in [("rtol", manifest.rtol), ("atol", manifest.atol)] {
            self.tolerance(FILE, field, value);
        }
        for (field, list) in [
            ("skills", &manifest.skills),
            ("lessons", &manifest.lessons),
            ("entry_points", &manifest.entry_points),
            ("returns", &manifest.returns),
            ("think_aloud", &manifest.think_aloud),
        ] {
            if list.is_empty() {
                self.mistake(FILE, field, "needs at least one entry");
            }
        }
        if manifest.follow_ups.len() < 2 {
            self.mistake(FILE, "follow_ups", "needs two or more");
        }
        for lesson in &manifest.lessons {
            if numbered(lesson, 'L').is_none_or(|number| !(1..=13).contains(&number)) {
                self.mistake(FILE, "lessons", format!("unknown lesson `{lesson}`: L1 to L13 expected"));
            }
        }
        self.manifest_texts(manifest);
        self.skills(&manifest.skills)
    }

    fn skills(&mut self, codes: &[String]) -> Vec<usize> {
        let mut skills = Vec::new();
        for code in codes {
            match numbered(code, 'S').filter(|number| (1..=8).contains(number)) {
                Some(number) if skills.contains(&(number - 1)) => {
                    self.mistake("problem.toml", "skills", format!("`{code}` is listed twice"));
                }
                Some(number) => skills.push(number - 1),
                None => {
                    let reason = format!("unknown skill `{code}`: S1 to S8 expected");
                    self.mistake("problem.toml", "skills", reason);
                }
            }
        }
        skills
    }

    fn manifest_texts(&mut self, manifest: &mut ProblemManifest) {
        let rubric = &mut manifest.rubric;
        let mut texts: Vec<(String, &mut String)> = vec![
            ("rubric.strong".to_owned(), &mut rubric.strong),
            ("rubric.lean".to_owned(), &mut rubric.lean),
            ("rubric.no".to_owned(), &mut rubric.no),
        ];
        for (index, text) in manifest.think_aloud.iter_mut().enumerate() {
            texts.push((format!("think_aloud[{index}]"), text));
        }
        for (index, follow_up) in manifest.follow_ups.iter_mut().enumerate() {
            texts.push((format!("follow_ups[{index}].question"), &mut follow_up.question));
            texts.push((format!("follow_ups[{index}].answer"), &mut follow_up.answer));
        }
        for (field, text) in texts {
            match markdown::render_inline(text) {
                Ok(html) => *text = html,
                Err(mistakes) => {
                    for (_, reason) in mistakes {
                        self.mistake("problem.toml", field.clone(), reason);
                    }
                }
            }
        }
    }

    fn python(&mut self, name: &str, source: &str, entry_points: &[String]) {
        if source.is_empty() {
            return;
        }
        for entry in entry_points {
            if !source.lines().any(|line| defines(line, entry)) {
                self.mistake(name, entry.clone(), "is not defined here at the top level");
            }
        }
        if !source.contains("import numpy as np") {
            self.mistake(name, "", "must import numpy as np");
        }
    }

    fn tests(&mut self, tests: &[Test], entry_points: &[String]) {
        const FILE: &str = "tests.toml";
        let mut names: Vec<&str> = Vec::new();
        for (index, test) in tests.iter().enumerate() {
            let field = |name: &str| format!("test[{index}].{name}");
            if test.name.trim().is_empty() {
                self.mistake(FILE, field("name"), "is empty");
            }
            if names.contains(&test.name.as_str()) {
                self.mistake(FILE, field("name"), format!("`{}` is the name of another test", test.name));
            }
            names.push(&test.name);
            if !entry_points.iter().any(|entry| test.call.contains(entry.as_str())) {
                self.mistake(FILE, field("call"), format!("calls none of {}", entry_points.join(", ")));
            }
            if test.expect.is_some() && test.check.is_some() {
                self.mistake(FILE, field("check"), "excludes `expect`");
            }
            if test.canonical.as_ref().is_some_and(|source| !source.contains("def canonical(")) {
                self.mistake(FILE, field("canonical"), "must define canonical(result)");
            }
            for (name, value) in [("rtol", test.rtol), ("atol", test.atol)] {
                if let Some(value) = value {
                    self.tolerance(FILE, &field(name), value);
                }
            }
        }
        let visible = tests.iter().filter(|test| test.visible).count();
        if visible < 3 || tests.len() - visible < 5 {
            let reason = format!(
                "{visible} visible and {} held back: at least 3 and 5 expected",
                tests.len() - visible
            );
            self.mistake(FILE, "test", reason);
        }
        for kind in [TestKind::Ordinary, TestKind::Edge, TestKind::Stress, TestKind::Large] {
            if !tests.iter().any(|test| test.kind == kind) {
                self.mistake(FILE, "test", format!("none of kind {}", format!("{kind:?}").to_lowercase()));
            }
        }
    }

    fn tolerance(&mut self, name: &str, field: &str, value: f64) {
        if !(0.0..1.0).contains(&value) {
            self.mistake(name, field, format!("{value} is not in [0, 1)"));
        }
    }
}

/// `a01-softmax` → `a1`
fn label_of(id: &str) -> Option<String> {
    let head = id.split('-').next()?;
    let letters = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: u32 = head[letters.len()..].parse().ok()?;
    (!letters.is_empty()).then(|| format!("{letters}{number}"))
}

/// `S3` → 3
fn numbered(code: &str, letter: char) -> Option<usize> {
    code.strip_prefix(letter)?.parse().ok()
}

fn defines(line: &str, name: &str) -> bool {
    ["def ", "class "].iter().any(|keyword| {
        line.strip_prefix(keyword)
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with(['(', ':']))
    })
}
