//! Files that hold nothing of a policy: named by mistake, they are told apart from faulty ones, and their text is not shown.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::yaml::{Node, Scalar, Value};

use super::{Checker, keys};

/// Words of which an included file has one at least.
const WORDS: [&str; 5] = ["source", "include", "table", "group", "rules"];

impl Checker<'_> {
    /// Reports a file that holds nothing of what it was named for, in place of all that is wrong with its text.
    ///
    /// `before` is how many diagnostics, and how many errors, there were before it was looked at.
    pub(super) fn unrelated(
        &mut self,
        written: &Scalar,
        file: u32,
        before: (usize, usize),
        (expected, help): (&str, &str),
    ) {
        let (diagnostics, errors) = before;
        self.checked.diagnostics.truncate(diagnostics);
        self.errors = errors;
        self.sources.hide(file);
        let shown = self.sources.file(file).map_or("", |file| &file.shown);
        let message = format!("`{shown}` holds {expected}");
        self.report(
            Diagnostic::error("wrong-type", written.span, message)
                .label("none of its lines is shown")
                .help(help),
        );
    }

    /// Returns the number of diagnostics, and the number of errors among them.
    pub(super) fn reported(&self) -> (usize, usize) {
        (self.checked.diagnostics.len(), self.errors)
    }

    /// Returns true if an included file is meant as entries of rules, sound or not.
    pub(super) fn is_meant_as_entries(&self, file: u32, root: Option<&Node>) -> bool {
        match root.map(|root| &root.value) {
            Some(Value::List(nodes)) => nodes.is_empty() || nodes.iter().any(is_meant_as_entry),
            Some(Value::Map(entries)) => entries.iter().any(|entry| {
                entry.key.text == "redirectionPolicy" || is_key_of_entry(&entry.key.text)
            }),
            Some(Value::Scalar(scalar)) => scalar.text.trim().is_empty(),
            None => {
                let text = self.sources.file(file).map_or("", |file| &file.text);
                text.trim().is_empty() || looks_like_entries(text)
            }
        }
    }

    /// Returns true if a policy's own file is meant as one, sound or not; else reports that in place of all that is
    /// wrong with its text.
    pub(super) fn is_meant_as_policy(
        &mut self,
        file: u32,
        root: Option<&Node>,
        before: (usize, usize),
    ) -> bool {
        let is_key = |key: &str| {
            let lower = key.to_ascii_lowercase();
            lower.contains("redirect")
                || lower.contains("rule")
                || keys::recognises(&keys::POLICY, key)
        };
        let text = self.sources.file(file).map_or("", |file| &file.text);
        let meant = match root.map(|root| &root.value) {
            Some(Value::Map(entries)) if entries.iter().any(|entry| is_key(&entry.key.text)) => {
                true
            }
            None if text.to_ascii_lowercase().contains("redirect") => true,
            _ => self.is_meant_as_entries(file, root),
        };
        if !meant {
            self.checked.diagnostics.truncate(before.0);
            self.errors = before.1;
            self.sources.hide(file);
            let start = Span {
                file,
                ..Span::default()
            };
            self.report(
                Diagnostic::error("wrong-type", start, "this file holds no policy")
                    .label("none of its lines is shown")
                    .help("a policy begins with `redirectionPolicy:`"),
            );
        }
        meant
    }
}

fn is_meant_as_entry(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .any(|entry| is_key_of_entry(&entry.key.text) || entry.key.text.starts_with('/')),
        _ => false,
    }
}

fn is_key_of_entry(key: &str) -> bool {
    let shapes = [&keys::RULE, &keys::GROUP, &keys::INCLUDE, &keys::TABLE];
    shapes.into_iter().any(|shape| keys::recognises(shape, key))
}

/// Returns true if a text that is no YAML begins as a list or a map, and has a word of entries in it.
fn looks_like_entries(text: &str) -> bool {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.is_empty() && !line.starts_with('#') && *line != "---");
    let first = lines.next().unwrap_or_default();
    let begins = first == "-"
        || first.starts_with("- ")
        || first.starts_with("-\t")
        || first.starts_with(['[', '{', '\t'])
        || WORDS.iter().any(|word| first.starts_with(word))
        || first.starts_with("redirectionPolicy");
    begins && WORDS.iter().any(|word| text.contains(word))
}
