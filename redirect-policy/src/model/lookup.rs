//! Lookups: tables that give a rule the names that its source does not bind.

use std::rc::Rc;

use crate::pattern::{Class, Item, Kind, Parameter};
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
        let slashes = self.kind.holds_slashes();
        let mut out = String::with_capacity(text.len());
        for byte in text.bytes() {
            let stays = byte.is_ascii_alphanumeric()
                || b"-._~!$&'()*+,;=:@".contains(&byte)
                || byte == b'/' && slashes;
            if stays {
                out.push(char::from(byte));
            } else {
                redirect_runtime::canonical::push_triplet(byte, &mut out);
            }
        }
        out
    }

    /// A decoded part of a key as rows keep it: whole numbers compare by value, without zeros at their front.
    pub(crate) fn canonical_part(&self, text: &str) -> String {
        match self.kind {
            Kind::Class {
                class: Class::Int, ..
            } => match text.trim_start_matches('0') {
                "" => "0".to_owned(),
                digits => digits.to_owned(),
            },
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
