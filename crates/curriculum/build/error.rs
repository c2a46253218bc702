//! A mistake in a content file.

use std::fmt;
use std::path::{Path, PathBuf};

/// Where a mistake is and what it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ContentError {
    /// The file, or the folder if a file is missing.
    pub(crate) file: PathBuf,
    /// The field, section or line in it; empty if the whole file is meant.
    pub(crate) field: String,
    /// What is wrong.
    pub(crate) reason: String,
}

impl ContentError {
    /// A mistake in `file`, at `field`.
    pub(crate) fn new(file: impl AsRef<Path>, field: impl Into<String>, reason: impl Into<String>) -> Self {
        ContentError { file: file.as_ref().to_path_buf(), field: field.into(), reason: reason.into() }
    }
}

impl fmt::Display for ContentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.file.display())?;
        if !self.field.is_empty() {
            write!(formatter, "{}: ", self.field)?;
        }
        formatter.write_str(&self.reason)
    }
}
