//! The rows of a lookup that are written in the policy, and the texts of all rows.

use std::collections::HashMap;

use redirect_runtime::table::lookup::LONGEST_TEXT;

use crate::diagnostic::Diagnostic;
use crate::model::{Column, Lookup, LookupRow as Row};
use crate::pattern::Kind;
use crate::source::Span;
use crate::yaml::{Entry, Value};

use crate::check::{Checker, values};

/// The keys that were given, with their places.
pub(super) type Seen = HashMap<Vec<String>, Span>;

impl Checker<'_> {
    /// `rows: { kr: korea }`, or with several values `{ kr: { region: korea, title: Korea } }`.
    pub(super) fn inline_rows(&mut self, entry: &Entry, lookup: &Lookup) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut seen = Seen::new();
        let [key] = lookup.key.as_slice() else {
            let message = "rows that are written here have a key of one part";
            self.report(
                Diagnostic::error("lookup-value", values::span_of(entry), message)
                    .help("put the rows into a file and write `compiled: data/rows.csv`"),
            );
            return rows;
        };
        for row in self.entries(entry, "a map of keys and values such as `{ kr: korea }`") {
            let Some(part) = self.lookup_text(lookup, key, &row.key.text, row.key.span) else {
                continue;
            };
            let Some(written) = self.inline_values(row, lookup) else {
                continue;
            };
            let row = Row {
                key: vec![part.unwrap_or_default()],
                values: written,
                status: None,
                span: row.key.span,
            };
            self.add_row(row, &mut rows, &mut seen);
        }
        if let Kind::Enumeration(all) = &key.kind {
            let missing: Vec<&str> = all
                .iter()
                .map(String::as_str)
                .filter(|value| {
                    !rows
                        .iter()
                        .any(|row| row.key.first().is_some_and(|key| key == value))
                })
                .collect();
            if !missing.is_empty() && self.errors == 0 {
                let message = format!(
                    "no row for `{}`, which the key `{}` may be",
                    missing.join("`, `"),
                    key.name.value
                );
                self.report(
                    Diagnostic::error("lookup-not-total", entry.key.span, message)
                        .help("add a row for each, or take it out of the key's kind"),
                );
            }
        }
        rows
    }

    fn inline_values(&mut self, row: &Entry, lookup: &Lookup) -> Option<Vec<Option<String>>> {
        match (&row.value.value, lookup.values.as_slice()) {
            (Value::Map(entries), columns) => {
                for entry in entries {
                    if !columns
                        .iter()
                        .any(|column| column.name.value == entry.key.text)
                    {
                        let names: Vec<&str> = columns
                            .iter()
                            .map(|column| column.name.value.as_str())
                            .collect();
                        let message = format!(
                            "the lookup `{}` has no value `{}`",
                            lookup.name.value, entry.key.text
                        );
                        self.report(
                            Diagnostic::error("unknown-key", entry.key.span, message)
                                .help(format!("its values are `{}`", names.join("`, `"))),
                        );
                        return None;
                    }
                }
                let mut written = Vec::with_capacity(columns.len());
                for column in columns {
                    let entry = entries
                        .iter()
                        .find(|entry| entry.key.text == column.name.value);
                    let (text, span) = match entry.and_then(|entry| values::scalar(&entry.value)) {
                        Some(scalar) => (scalar.text.as_str(), scalar.span),
                        None => ("", row.key.span),
                    };
                    written.push(self.lookup_text(lookup, column, text, span)?);
                }
                Some(written)
            }
            (Value::Scalar(scalar), [column]) => {
                let text = if values::is_null(&row.value) {
                    ""
                } else {
                    scalar.text.as_str()
                };
                Some(vec![self.lookup_text(
                    lookup,
                    column,
                    text,
                    values::span_of(row),
                )?])
            }
            (_, columns) => {
                let names: Vec<String> = columns
                    .iter()
                    .map(|column| format!("{}: ...", column.name.value))
                    .collect();
                self.wrong_value(row, &format!("a map such as `{{ {} }}`", names.join(", ")));
                None
            }
        }
    }

    pub(super) fn add_row(&mut self, row: Row, rows: &mut Vec<Row>, seen: &mut Seen) {
        match seen.get(&row.key) {
            Some(first) => {
                let message = format!("the key `{}` is given twice", row.key.join("`, `"));
                let diagnostic = Diagnostic::error("lookup-duplicate-key", row.span, message)
                    .label("given again here")
                    .related(*first, "given here first")
                    .help("remove one of the two rows");
                self.report(diagnostic);
            }
            None => {
                seen.insert(row.key.clone(), row.span);
                rows.push(row);
            }
        }
    }

    /// A cell as it is kept: `Some(None)` for an empty one that may be; nothing (and a report) for a wrong one.
    pub(super) fn lookup_text(
        &mut self,
        lookup: &Lookup,
        column: &Column,
        text: &str,
        span: Span,
    ) -> Option<Option<String>> {
        let name = &column.name.value;
        let is_key = lookup.key.iter().any(|key| key.name.value == *name);
        let (message, help) = if text.is_empty() {
            if column.optional {
                return Some(None);
            }
            let help = match is_key {
                true => "fill it, or remove the row: nobody asks for an empty key".to_owned(),
                false => {
                    format!("fill it, or declare the value as `\"{name}?\"` if it may be empty")
                }
            };
            (format!("`{name}` is empty here"), help)
        } else if text.len() > LONGEST_TEXT {
            (
                format!("`{name}` has more than {LONGEST_TEXT} bytes here"),
                "shorten it".to_owned(),
            )
        } else if is_dots(text) || column.kind.holds_slashes() && text.split('/').any(is_dots) {
            (
                format!("`{name}` is `{text}`, which would be a dot segment in a path"),
                "write another text".to_owned(),
            )
        } else if !column.kind.accepts(&column.canonical_value(text)) {
            let kind = &column.kind;
            (
                format!("`{name}` is `{text}`, which is no `{kind}`"),
                format!("mend the row, or declare `{name}` with a kind that allows it"),
            )
        } else {
            return Some(Some(column.canonical_part(text)));
        };
        self.report(Diagnostic::error("lookup-value", span, message).help(help));
        None
    }
}

fn is_dots(part: &str) -> bool {
    matches!(part, "." | "..")
}
