//! Diagnostics: the faults of a policy as data, each a code, a place, a message and a help.

mod json;
pub(crate) mod lint;
mod render;
pub mod suggestion;
mod summary;

pub use render::render_all;
pub use summary::summarize_warnings;

use crate::source::Span;
use lint::Lint;

/// The weight of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Shown; the policy compiles.
    Warning,
    /// The policy does not compile.
    Error,
}

/// A second place that a diagnostic speaks of, such as "first matched here".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// The text that says what is to be seen there; lower case, no full stop.
    pub label: String,
}

/// A further place that a diagnostic is true of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Where.
    pub span: Span,
    /// A request that shows it.
    pub witness: Option<String>,
}

/// A change of a file that mends what is wrong; the text replaces the span, and stands as it is written in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The range that is replaced; a point is where text is inserted.
    pub span: Span,
    /// The new text, quotes and escapes included.
    pub text: String,
}

/// One thing that is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of the error or lint, such as `unclosed-group`.
    pub code: &'static str,
    /// Error or warning.
    pub level: Level,
    /// The part of the file that is wrong.
    pub span: Span,
    /// The fault in the user's words: lower case, no full stop, the user's text in backticks.
    pub message: String,
    /// The text under the carets; may be empty.
    pub label: String,
    /// Other places, in the order a reader should visit them.
    pub related: Vec<Related>,
    /// The advice, one entry a line of help; may be empty.
    pub help: Vec<String>,
    /// Where the same cause has the same effect: one report speaks of all.
    pub also: Vec<Instance>,
    /// A request that shows it: a target, or an absolute URL where the host matters.
    pub witness: Option<String>,
    /// The locations that a client visits, from the first request on; empty where nothing is followed.
    pub trip: Vec<String>,
    /// The edits that mend it without changing anything else; empty unless that is certain.
    pub suggestion: Vec<Edit>,
}

impl Diagnostic {
    /// An error without label, related places or help.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            level: Level::Error,
            span,
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            help: Vec::new(),
            also: Vec::new(),
            witness: None,
            trip: Vec::new(),
            suggestion: Vec::new(),
        }
    }

    /// A report of a lint, as an error until its level is known.
    pub fn lint(lint: Lint, span: Span, message: impl Into<String>) -> Self {
        Diagnostic::error(lint.name, span, message)
    }

    /// Adds a text under the carets.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a place.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            label: label.into(),
        });
        self
    }

    /// All places that the diagnostic speaks of as wrong, the first of them first.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        let also = self.also.iter().map(|instance| instance.span);
        [self.span].into_iter().chain(also)
    }

    /// Adds a request that shows what is wrong.
    #[must_use]
    pub fn witness(mut self, request: impl Into<String>) -> Self {
        self.witness = Some(request.into());
        self
    }

    /// Adds the locations that a client visits, the first request before them.
    #[must_use]
    pub fn trip(mut self, locations: Vec<String>) -> Self {
        self.trip = locations;
        self
    }

    /// Adds an edit that, with the others of this diagnostic, mends what is wrong.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        self.suggestion.push(Edit { span, text });
        self
    }
}
