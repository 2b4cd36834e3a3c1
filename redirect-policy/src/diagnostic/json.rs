//! A diagnostic as one line of JSON.

use std::fmt::Write as _;

use super::{Diagnostic, Level};
use crate::source::{Sources, Span};

impl Diagnostic {
    /// The diagnostic as a JSON object on one line.
    ///
    /// Always there: `kind` (`diagnostic`), `v` (1), `code`, `level` (`error` or `warning`), `lint` (its name, or null for
    /// what no `lints` can allow), `file`, `line`, `column`, `end_line`, `end_column`, `message` and `help` (its lines
    /// joined by a line feed). Where there are any: `label`, `related` (places, each with a `label`), `also` (further places
    /// of which all this is true), `witness` (a request), `trip` (the locations visited) and `suggestion` (edits: a place and the `text` that belongs there).
    /// Lines and columns count from 1, columns in characters; `start` and `end` are bytes of the file.
    ///
    /// ```
    /// use redirect_policy::{diagnostic::Diagnostic, source::{Sources, Span}};
    /// let mut sources = Sources::default();
    /// let file = sources.insert("redirects.yml", "rule: []\n");
    /// let span = Span { file, start: 0, end: 4 };
    /// let unknown = Diagnostic::error("unknown-key", span, "unknown key `rule`").edit(span, "rules");
    /// assert_eq!(
    ///     unknown.json(&sources),
    ///     concat!(
    ///         r#"{"kind":"diagnostic","v":1,"code":"unknown-key","level":"error","lint":null,"#,
    ///         r#""file":"redirects.yml","line":1,"column":1,"end_line":1,"end_column":5,"start":0,"end":4,"#,
    ///         r#""message":"unknown key `rule`","help":"","suggestion":[{"#,
    ///         r#""file":"redirects.yml","line":1,"column":1,"end_line":1,"end_column":5,"start":0,"end":4,"#,
    ///         r#""text":"rules"}]}"#,
    ///     )
    /// );
    /// ```
    pub fn json(&self, sources: &Sources) -> String {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let lint = match super::lint::find(self.code).is_some() {
            true => quoted(self.code),
            false => "null".to_owned(),
        };
        let mut json = format!(
            r#"{{"kind":"diagnostic","v":1,"code":{},"level":"{level}","lint":{lint},{},"message":{},"help":{}"#,
            quoted(self.code),
            place(sources, self.span),
            quoted(&self.message),
            quoted(&self.help.join("\n")),
        );
        if !self.label.is_empty() {
            member(&mut json, "label", &quoted(&self.label));
        }
        let related = self.related.iter().map(|other| {
            let place = place(sources, other.span);
            format!(r#"{{{place},"label":{}}}"#, quoted(&other.label))
        });
        list(&mut json, "related", related);
        let also = self.also.iter();
        list(
            &mut json,
            "also",
            also.map(|instance| format!("{{{}}}", place(sources, instance.span))),
        );
        if let Some(witness) = &self.witness {
            member(&mut json, "witness", &quoted(witness));
        }
        list(&mut json, "trip", self.trip.iter().map(|at| quoted(at)));
        let edits = self.suggestion.iter().map(|edit| {
            let place = place(sources, edit.span);
            format!(r#"{{{place},"text":{}}}"#, quoted(&edit.text))
        });
        list(&mut json, "suggestion", edits);
        json.push('}');
        json
    }
}

/// The members that say where something stands.
fn place(sources: &Sources, span: Span) -> String {
    let (line, column) = sources.position(span);
    let behind = Span {
        start: span.end,
        ..span
    };
    let (end_line, end_column) = sources.position(behind);
    let file = sources.file(span.file);
    let file = file.map_or("", |file| file.shown.as_str());
    format!(
        r#""file":{},"line":{line},"column":{column},"end_line":{end_line},"end_column":{end_column},"start":{},"end":{}"#,
        quoted(file),
        span.start,
        span.end
    )
}

fn member(json: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = write!(json, r#","{name}":{value}"#);
}

/// A member that is a list; nothing if it is empty.
fn list(json: &mut String, name: &str, elements: impl Iterator<Item = String>) {
    let elements: Vec<String> = elements.collect();
    if !elements.is_empty() {
        member(json, name, &format!("[{}]", elements.join(",")));
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
