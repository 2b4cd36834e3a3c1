//! Lookups: tables that give a rule the names that its source does not bind.

use std::rc::Rc;

use redirect_runtime::serving::path_value;

use crate::pattern::{Item, Kind, Parameter};
use crate::source::Span;

use super::Located;

/// A lookup as the policy declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The name in the policy.
    pub name: Located<String>,
    /// The parts of the key, at least one.
    pub key: Vec<Column>,
    /// The names that a row binds; none for a set.
    pub values: Vec<Column>,
    /// The rows, compiled in.
    pub rows: Vec<Row>,
    /// The file of the rows, by a path from the policy's folder; `None` if they are written in the policy.
    pub compiled: Option<String>,
    /// A key without a row has none for good; else the row may be newer than the file.
    pub complete: bool,
    /// Where the rows come from while the program runs; `None` if they are compiled in.
    pub served: Option<Served>,
    /// A file stands for the snapshot, and its rows are known: proofs follow them as if they were compiled in.
    pub at_hand: bool,
}

/// A lookup whose rows come from a file that is opened when the program starts, or from the program itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The file's name in the folder given at start.
    pub snapshot: Option<String>,
    /// The program is asked for what the file does not have.
    pub fallback: bool,
    /// The deadline of one question to the fallback, in milliseconds.
    pub deadline: u64,
    /// The most questions to the fallback at once.
    pub in_flight: u32,
    /// Seconds for which it is remembered that the fallback does not have a key.
    pub missing: u64,
    /// The rows of the fallback that are remembered.
    pub cache: Option<LookupCache>,
    /// Seconds after which the answers of a file are temporary.
    pub max_age: Option<u64>,
    /// The fewest rows of a file.
    pub min_rows: u32,
}

/// The rows of a fallback that are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookupCache {
    /// The most rows.
    pub rows: u32,
    /// For how many seconds.
    pub seconds: u64,
}

/// A column of a lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The parameter that it binds, or is keyed by.
    pub name: Located<String>,
    /// The texts that are allowed.
    pub kind: Kind,
    /// A row may leave it empty.
    pub optional: bool,
    /// The name in files.
    pub column: String,
}

/// A row of a compiled-in lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The decoded parts of the key, whole numbers without leading zeros.
    pub key: Vec<String>,
    /// The decoded values in the order of the lookup's.
    pub values: Vec<Option<String>>,
    /// 410 or 451, in place of the rule's answer.
    pub status: Option<u16>,
    /// Where it is written.
    pub span: Span,
}

/// A lookup as a rule uses it.
#[derive(Clone, Debug)]
pub struct LookupUse {
    /// The lookup.
    pub lookup: Rc<Lookup>,
    /// The rule's parameters that make the key, in the order of its parts.
    pub key: Vec<String>,
    /// The names that the values bind, as items of a pattern: those that may be empty in groups.
    pub bound: Vec<Item>,
}

impl LookupUse {
    /// A use of a lookup, keyed by these parameters of a rule.
    pub fn new(lookup: Rc<Lookup>, key: Vec<String>) -> LookupUse {
        let bound = lookup.values.iter().map(Column::item).collect();
        LookupUse { lookup, key, bound }
    }

    /// A text that tells uses apart which may find different rows.
    pub(crate) fn identity(&self) -> String {
        format!("{} by {}", self.lookup.name.value, self.key.join(", "))
    }
}

impl PartialEq for LookupUse {
    fn eq(&self, other: &LookupUse) -> bool {
        // A policy has one lookup of a name, and what is bound follows from it.
        self.lookup.name.value == other.lookup.name.value && self.key == other.key
    }
}

impl Eq for LookupUse {}

impl Lookup {
    /// True if its rows are not known before the program runs.
    pub fn is_served(&self) -> bool {
        self.served.is_some() && !self.at_hand
    }

    /// A text that differs where two declarations ask other things of a program: names and kinds of keys and values.
    pub fn contract(&self) -> String {
        let columns = |columns: &[Column]| {
            let one = |column: &Column| {
                let mark = if column.optional { "?" } else { "" };
                format!("{}{mark}: {}", column.name.value, column.kind)
            };
            columns.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        format!("{} -> {}", columns(&self.key), columns(&self.values))
    }

    /// The decoded parts of a key as rows keep them.
    pub(crate) fn canonical_key(&self, parts: Vec<String>) -> Vec<String> {
        let parts = self.key.iter().zip(parts);
        parts
            .map(|(column, part)| column.canonical_part(&part))
            .collect()
    }
}

impl Column {
    /// A decoded text as it stands in a path; a slash is encoded unless the kind holds slashes.
    pub(crate) fn canonical_value(&self, text: &str) -> String {
        path_value(text, self.kind.holds_slashes())
    }

    /// A decoded part of a key as rows keep it: whole numbers compare by value, without zeros at their front.
    pub(crate) fn canonical_part(&self, text: &str) -> String {
        match text.trim_start_matches('0') {
            "" if self.kind.is_int() => "0".to_owned(),
            digits if self.kind.is_int() => digits.to_owned(),
            _ => text.to_owned(),
        }
    }

    fn item(&self) -> Item {
        let parameter = Item::Parameter(Parameter {
            name: self.name.value.clone(),
            kind: self.kind.clone(),
            explicit_kind: true,
            at: 0..0,
        });
        if self.optional {
            Item::Group(vec![parameter])
        } else {
            parameter
        }
    }
}
