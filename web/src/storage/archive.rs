//! Everything as one JSON file, to carry to another browser or to keep safe.

use super::{Attempt, Cell, Draft, QuizAnswer, Settings};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "ndgym";
const VERSION: u32 = 2;

/// The file's content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Archive {
    format: String,
    version: u32,
    drafts: Vec<Draft>,
    attempts: Vec<Attempt>,
    #[serde(default)]
    cells: Vec<Cell>,
    /// Version 1 had none.
    #[serde(default)]
    quiz: Vec<QuizAnswer>,
    /// The settings.
    pub(crate) settings: Settings,
}

/// What an archive brings that was not there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct News {
    /// Newer drafts.
    pub(crate) drafts: Vec<Draft>,
    /// Unknown attempts.
    pub(crate) attempts: Vec<Attempt>,
    /// Cells of the playground that are new or newer.
    pub(crate) cells: Vec<Cell>,
    /// Unknown answers to the quiz.
    pub(crate) quiz: Vec<QuizAnswer>,
}

impl Archive {
    /// An archive of these.
    pub(crate) fn new(
        drafts: Vec<Draft>,
        attempts: Vec<Attempt>,
        cells: Vec<Cell>,
        quiz: Vec<QuizAnswer>,
        settings: Settings,
    ) -> Archive {
        Archive { format: FORMAT.to_owned(), version: VERSION, drafts, attempts, cells, quiz, settings }
    }

    /// Whether it holds nothing of the learner's.
    pub(crate) fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.attempts.is_empty() && self.cells.is_empty() && self.quiz.is_empty()
    }

    /// Reads a file's text.
    pub(crate) fn parse(text: &str) -> Result<Archive, String> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let head: Option<Head> = serde_json::from_str(text).ok();
        match head {
            Some(head) if head.format == FORMAT && head.version > VERSION => Err(
                "This file was written by a newer ndgym. Reload this page to get the newest, then try again."
                    .into(),
            ),
            Some(head) if head.format == FORMAT => {
                serde_json::from_str(text).map_err(|error| format!("This file is damaged: {error}."))
            }
            _ => Err("This is not a file that ndgym exported.".into()),
        }
    }

    /// The file's text.
    pub(crate) fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// What of it is news to one who has those.
    pub(super) fn news(
        &self,
        drafts: &[Draft],
        attempts: &[Attempt],
        cells: &[Cell],
        quiz: &[QuizAnswer],
    ) -> News {
        let newer = |draft: &&Draft| {
            !drafts.iter().any(|own| own.problem == draft.problem && own.changed >= draft.changed)
        };
        let changed =
            |cell: &&Cell| !cells.iter().any(|own| own.id == cell.id && own.changed >= cell.changed);
        News {
            drafts: self.drafts.iter().filter(newer).cloned().collect(),
            attempts: self.attempts.iter().filter(|attempt| !attempts.contains(attempt)).cloned().collect(),
            cells: self.cells.iter().filter(changed).cloned().collect(),
            quiz: self.quiz.iter().filter(|answer| !quiz.contains(answer)).cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_version_1_is_read_and_everything_comes_back_once() {
        let old = r#"{"format": "ndgym", "version": 1, "drafts": [], "attempts": [], "settings": {"time_limit_seconds": 5}}"#;
        assert!(Archive::parse(old).is_ok_and(|archive| archive.is_empty()));
        let answer =
            QuizAnswer { kind: "layout".into(), seed: 1 << 50, right: true, ..QuizAnswer::default() };
        let archive = Archive::new(vec![], vec![], vec![], vec![answer.clone()], Settings::default());
        let read = Archive::parse(&archive.to_text()).expect("its own text");
        assert_eq!(read, archive);
        assert_eq!(read.news(&[], &[], &[], &[]).quiz, std::slice::from_ref(&answer));
        assert_eq!(read.news(&[], &[], &[], &[answer]).quiz, []);
        assert!(Archive::parse(r#"{"format": "ndgym", "version": 99}"#).is_err());
    }
}
