//! A diagnostic as one line of JSON.

use std::fmt::Write as _;

use super::{Diagnostic, Level};
use crate::document::Sources;

impl Diagnostic {
    /// The diagnostic as a JSON object on one line, with `code`, `level` (`error` or `warning`), `file`, `line` and
    /// `column` (from 1, in characters), `message` and `help` (its lines joined by a line feed; empty if there are none).
    ///
    /// ```
    /// use redirect_policy::{diagnostic::{Diagnostic, Span}, document::Sources};
    /// let mut sources = Sources::default();
    /// let file = sources.insert("redirects.yml", "rule: []\n");
    /// let span = Span { file, start: 0, end: 4 };
    /// let unknown = Diagnostic::error("unknown-key", span, "unknown key `rule`").help("did you mean `rules`?");
    /// assert_eq!(
    ///     unknown.json(&sources),
    ///     r#"{"code":"unknown-key","level":"error","file":"redirects.yml","line":1,"column":1,"message":"unknown key `rule`","help":"did you mean `rules`?"}"#
    /// );
    /// ```
    pub fn json(&self, sources: &Sources) -> String {
        let (line, column) = sources.position(self.span);
        let file = sources
            .file(self.span.file)
            .map_or("", |file| file.shown.as_str());
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        format!(
            r#"{{"code":{},"level":"{level}","file":{},"line":{line},"column":{column},"message":{},"help":{}}}"#,
            quoted(self.code),
            quoted(file),
            quoted(&self.message),
            quoted(&self.help.join("\n")),
        )
    }
}

/// A JSON string (RFC 8259, section 7).
fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            // Line separators are legal in JSON, but would end the line for some readers.
            control if control.is_control() || matches!(control, '\u{2028}' | '\u{2029}') => {
                // Writing to a string cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
