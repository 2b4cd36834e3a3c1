//! Building errors of the pattern language.

use std::ops::Range;

use super::PatternError;

impl PatternError {
    pub(crate) fn new(code: &'static str, at: Range<usize>, message: impl Into<String>) -> Self {
        PatternError {
            code,
            at,
            message: message.into(),
            label: String::new(),
            help: None,
        }
    }

    /// Adds a text under the carets.
    #[must_use]
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a help.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// `text` with the bytes of `at` replaced: what a help tells the user to write.
pub(crate) fn replaced(text: &str, at: &Range<usize>, with: &str) -> String {
    let before = text.get(..at.start).unwrap_or_default();
    let after = text.get(at.end..).unwrap_or_default();
    format!("{before}{with}{after}")
}

/// Errors in the order in which they stand in the text.
pub(crate) fn in_order(mut errors: Vec<PatternError>) -> Vec<PatternError> {
    errors.sort_by_key(|error| (error.at.start, error.at.end));
    errors
}
