//! Everything as one JSON file, to carry to another browser or to keep safe.

use super::{Attempt, Cell, Draft, Settings};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "ndgym";
const VERSION: u32 = 1;

/// The file's content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Archive {
    format: String,
    version: u32,
    drafts: Vec<Draft>,
    attempts: Vec<Attempt>,
    #[serde(default)]
    cells: Vec<Cell>,
    /// The settings.
    pub(crate) settings: Settings,
}

impl Archive {
    /// An archive of these.
    pub(crate) fn new(
        drafts: Vec<Draft>,
        attempts: Vec<Attempt>,
        cells: Vec<Cell>,
        settings: Settings,
    ) -> Archive {
        Archive { format: FORMAT.to_owned(), version: VERSION, drafts, attempts, cells, settings }
    }

    /// Whether it holds nothing of the learner's.
    pub(crate) fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.attempts.is_empty() && self.cells.is_empty()
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

    /// What of it is news to one who has those drafts, attempts and cells.
    pub(super) fn news(
        &self,
        drafts: &[Draft],
        attempts: &[Attempt],
        cells: &[Cell],
    ) -> (Vec<Draft>, Vec<Attempt>, Vec<Cell>) {
        let newer = |draft: &&Draft| {
            !drafts.iter().any(|own| own.problem == draft.problem && own.changed >= draft.changed)
        };
        let changed =
            |cell: &&Cell| !cells.iter().any(|own| own.id == cell.id && own.changed >= cell.changed);
        let unknown = |attempt: &&Attempt| !attempts.contains(attempt);
        (
            self.drafts.iter().filter(newer).cloned().collect(),
            self.attempts.iter().filter(unknown).cloned().collect(),
            self.cells.iter().filter(changed).cloned().collect(),
        )
    }
}
