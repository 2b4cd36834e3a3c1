//! `lookup` of an example: the lookup that a request must ask, and the key that it must ask for.

use std::rc::Rc;

use crate::check::{Checker, values};
use crate::diagnostic::Diagnostic;
use crate::model::{Column, ExpectedLookup, Lookup};
use crate::yaml::{Entry, Scalar, Value};

impl Checker<'_> {
    /// `articles`, or `{ articles: "7" }`; a list for a key of several parts.
    pub(in crate::check) fn expected_lookup(&mut self, entry: &Entry) -> Option<ExpectedLookup> {
        let expected = "the name of a lookup, or a map such as `{ articles: \"7\" }`";
        let (name, key) = match &entry.value.value {
            Value::Map(entries) => {
                let [asked] = entries.as_slice() else {
                    self.wrong_value(entry, expected);
                    return None;
                };
                (&asked.key, Some(asked))
            }
            _ => (self.text(entry, expected)?, None),
        };
        let lookup = self.known_lookup(name)?;
        let key = match key {
            Some(asked) => self.expected_key(asked, &lookup)?,
            None => Vec::new(),
        };
        Some(ExpectedLookup {
            name: lookup.name.value.clone(),
            key,
        })
    }

    fn expected_key(&mut self, asked: &Entry, lookup: &Rc<Lookup>) -> Option<Vec<String>> {
        let parts = self.texts(asked, "the text of a key such as `7`");
        if parts.len() != lookup.key.len() {
            let names: Vec<&str> = lookup
                .key
                .iter()
                .map(|column| column.name.value.as_str())
                .collect();
            let message = format!(
                "the key of `{}` has {} part(s), not {}",
                lookup.name.value,
                names.len(),
                parts.len()
            );
            self.report(
                Diagnostic::error("bad-example", values::span_of(asked), message)
                    .related(lookup.name.span, "the lookup")
                    .help(format!("write a text for each of `{}`", names.join("`, `"))),
            );
            return None;
        }
        let parts = lookup.key.iter().zip(parts);
        parts
            .map(|(column, part)| self.expected_part(column, part))
            .collect()
    }

    fn expected_part(&mut self, column: &Column, part: &Scalar) -> Option<String> {
        let (name, kind) = (&column.name.value, &column.kind);
        if kind.accepts(&column.canonical_value(&part.text)) {
            return Some(column.canonical_part(&part.text));
        }
        let message = format!("`{name}` is `{}`, which is no `{kind}`", part.text);
        self.report(
            Diagnostic::error("bad-example", part.span, message)
                .help("no request asks for such a key: write one that the lookup can have"),
        );
        None
    }
}
