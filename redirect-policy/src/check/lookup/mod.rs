//! `lookups`: tables that give rules the names which their sources do not bind.

mod expected;
#[cfg(feature = "table")]
mod file_rows;
mod key;
mod on_missing;
mod rows;
mod served;
mod uses;

pub(super) use on_missing::missing_rule;
pub(super) use uses::{asked, optional_values};

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::{Column, Located, Lookup, LookupRow as Row};
use crate::pattern::parse_kind_with;
use crate::yaml::Entry;

use super::keys::Fields;
use super::remarks::not_in_a_name;
use super::{Checker, keys, values};

/// True for a letter and then letters and digits: the name of a parameter.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric())
}

/// The most parts of a key, and the most values of a row.
const MOST_COLUMNS: usize = 16;

impl Checker<'_> {
    /// Checks the lookups of a policy and keeps those that are whole.
    pub(super) fn lookups(&mut self, entry: &Entry) {
        let expected = "a map of names such as `{ regions: { key: ..., values: ..., rows: ... } }`";
        for lookup in self.entries(entry, expected) {
            let before = self.errors;
            let declared = self.lookup(lookup);
            match declared.filter(|_| self.errors == before) {
                Some(lookup) => self.checked.policy.lookups.push(Rc::new(lookup)),
                // Rules that use it are not told that it is unknown.
                None => self.faulty_lookups.push(lookup.key.text.clone()),
            }
        }
    }

    fn lookup(&mut self, entry: &Entry) -> Option<Lookup> {
        let before = self.errors;
        let name = &entry.key;
        if not_in_a_name(&name.text).is_some() {
            let message = format!("`{}` cannot be the name of a lookup", name.text);
            self.report(
                Diagnostic::error("bad-lookup-name", name.span, message)
                    .help("a name is a letter, then letters, digits and `_`, such as `articles`"),
            );
        }
        let fields = self.fields(&entry.value, &keys::LOOKUP)?;
        let key = self.required(&fields, &keys::LOOKUP, "key", "key: { id: int }");
        let key = key.map(|entry| self.columns(entry, false))?;
        let values = fields
            .find("values")
            .map_or_else(Vec::new, |entry| self.columns(entry, true));
        if key.is_empty() {
            if self.errors == before {
                let message = format!("the lookup `{}` has no key", name.text);
                self.report(
                    Diagnostic::error("empty-list", fields.span, message)
                        .help("add `key: { id: int }`"),
                );
            }
            return None;
        }
        for twice in values
            .iter()
            .filter(|value| key.iter().any(|key| key.name.value == value.name.value))
        {
            let message = format!(
                "`{}` is the key of this lookup and one of its values",
                twice.name.value
            );
            self.report(
                Diagnostic::error("duplicate-name", twice.name.span, message)
                    .help("leave it out here: the request has it already"),
            );
        }
        let mut lookup = Lookup {
            name: Located {
                value: name.text.clone(),
                span: name.span,
            },
            key,
            values,
            rows: Vec::new(),
            compiled: fields
                .find("compiled")
                .and_then(|entry| values::scalar(&entry.value))
                .map(|written| written.text.clone()),
            complete: fields
                .find("complete")
                .is_some_and(|entry| self.boolean(entry).unwrap_or(true)),
            served: self.served(&fields),
            at_hand: false,
        };
        if let Some(entry) = fields.find("columns") {
            self.rename_columns(entry, &mut lookup);
        }
        match &lookup.served {
            Some(served) if served.snapshot.is_some() || served.fallback => {
                #[cfg(feature = "table")]
                self.snapshot_rows(&fields, &mut lookup)?;
            }
            _ => lookup.rows = self.lookup_rows(&fields, &lookup)?,
        }
        Some(lookup)
    }

    /// Takes the rows of a snapshot whose file is at hand, as if they were compiled in; `None` if the file is faulty.
    #[cfg(feature = "table")]
    fn snapshot_rows(&mut self, fields: &Fields<'_>, lookup: &mut Lookup) -> Option<()> {
        let served = lookup.served.as_ref()?;
        let name = served.snapshot.as_deref().unwrap_or_default();
        let (Some(file), least) = (self.sources.snapshot(name), served.min_rows) else {
            return Some(());
        };
        lookup.rows = self.file_rows(file, lookup)?;
        let count = lookup.rows.len();
        if let Some(entry) = fields.find("minRows").filter(|_| count < least as usize) {
            let rows = if count == 1 { "row" } else { "rows" };
            let message = format!("`{name}` has {count} {rows}, and needs {least}");
            let diagnostic = Diagnostic::error("lookup-value", values::span_of(entry), message);
            self.report(diagnostic.help("a service would go on with the file before it"));
        }
        lookup.at_hand = true;
        Some(())
    }

    /// `columns: { nodeId: node_id }`: the names that a file uses.
    fn rename_columns(&mut self, entry: &Entry, lookup: &mut Lookup) {
        let expected = "a map of names and columns such as `{ nodeId: node_id }`";
        for renamed in self.entries(entry, expected) {
            let name = renamed.key.text.as_str();
            let mut all = lookup.key.iter_mut().chain(&mut lookup.values);
            let Some(column) = all.find(|column| column.name.value == name) else {
                let message = format!(
                    "the lookup `{}` has neither a key nor a value `{name}`",
                    lookup.name.value
                );
                self.error("unknown-key", renamed.key.span, message);
                continue;
            };
            if let Some(written) = self.text(renamed, "the name of a column") {
                column.column.clone_from(&written.text);
            }
        }
    }

    /// The rows of a lookup, from the one place that it names.
    fn lookup_rows(&mut self, fields: &Fields<'_>, lookup: &Lookup) -> Option<Vec<Row>> {
        match (fields.find("rows"), fields.find("compiled")) {
            (Some(rows), Some(_)) => {
                let why = "the rows come from a file";
                self.out_of_place(rows, "conflicting-keys", why, "remove `rows` or `compiled`");
                None
            }
            (Some(rows), None) => {
                if let Some(columns) = fields.find("columns") {
                    let why = "only files have columns";
                    self.out_of_place(columns, "conflicting-keys", why, "remove it");
                }
                Some(self.inline_rows(rows, lookup))
            }
            (None, Some(entry)) => {
                let written = self.text(entry, "the path of a file such as `data/articles.csv`")?;
                #[cfg(feature = "table")]
                return self.compiled_rows(written, lookup);
                #[cfg(not(feature = "table"))]
                {
                    self.missing_feature(written, "table");
                    None
                }
            }
            (None, None) => {
                let sources = ["rows", "compiled", "snapshot", "fallback"];
                let is_meant = |key: &&str| fields.has(key) || fields.misspelt(key, &keys::LOOKUP);
                if !sources[..3].iter().any(is_meant) && !fields.misspelt(sources[3], &keys::LOOKUP)
                {
                    let message = format!("the lookup `{}` has no rows", lookup.name.value);
                    self.report(Diagnostic::error("missing-key", fields.span, message).help(
                        "add `rows: { key: value }` for few of them, or `compiled: data/rows.csv` for many",
                    ).help(
                        "or `snapshot: rows.sqlite` for a file that is opened when the program starts, or `fallback: true` to ask the program",
                    ));
                }
                None
            }
        }
    }

    /// Names with their kinds; a `?` behind the name of a value says that it may be empty.
    fn columns(&mut self, entry: &Entry, may_be_empty: bool) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for column in self.entries(entry, "a map of names and kinds such as `{ id: int }`") {
            let written = column.key.text.as_str();
            let (name, optional) = match written.strip_suffix('?') {
                Some(name) if may_be_empty => (name, true),
                _ => (written, false),
            };
            if !is_name(name) {
                let message = format!("`{written}` cannot be the name of a parameter");
                self.report(
                    Diagnostic::error("bad-lookup-name", column.key.span, message)
                        .help("a name is a letter, then letters and digits, such as `nodeId`"),
                );
                continue;
            }
            let Some(kind) = self.text(column, "a kind such as `int` or `segment`") else {
                continue;
            };
            let parsed = parse_kind_with(&kind.text, &self.kinds).map_err(|error| vec![error]);
            let Some(parsed) = self.parsed(kind, parsed) else {
                continue;
            };
            if !may_be_empty && parsed.holds_slashes() {
                let message = format!("the key `{name}` cannot be of the kind `{}`", kind.text);
                self.report(
                    Diagnostic::error("lookup-key-kind", kind.span, message)
                        .help("a key is text without slashes, such as `segment`"),
                );
                continue;
            }
            if columns.len() == MOST_COLUMNS {
                let message = format!("a lookup has at most {MOST_COLUMNS} columns of a kind");
                self.error("too-many-names", column.key.span, message);
                break;
            }
            columns.push(Column {
                name: Located {
                    value: name.to_owned(),
                    span: column.key.span,
                },
                kind: parsed,
                optional,
                column: name.to_owned(),
            });
        }
        columns
    }
}
