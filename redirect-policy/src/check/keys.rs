//! The keys of a map: which there may be, which there must be.

use crate::diagnostic::{Diagnostic, suggestion};
use crate::source::Span;
use crate::yaml::{Entry, Node, Value};

use super::{Checker, foreign_keys};

pub(super) use crate::keys::{
    CONDITIONS, COVERAGE, DEFAULTS, DROPPED, EXAMPLE, EXPECTATION, GROUP, INCLUDE, INVENTORY,
    LOOKUP, LOOKUP_CACHE, Map as Shape, ON_FAILURE, POLICY, PREFIX, RULE, TABLE,
};

/// Returns true if a key has a meaning in a map, is probably a misspelt one, or belongs to another place.
pub(super) fn recognises(shape: &Shape, key: &str) -> bool {
    let known: Vec<&'static str> = shape.names().collect();
    shape.knows(key) || suggestion(key, shape, &known).is_some() || home(key, shape).is_some()
}

/// The entries of a map that is known to hold keys of one shape only (others are reported and ignored).
pub(super) struct Fields<'n> {
    entries: &'n [Entry],
    /// The first key: where a map is pointed at when something is missing in it.
    pub(super) span: Span,
}

impl<'n> Fields<'n> {
    /// The entry of a key.
    pub(super) fn find(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key.text == key)
    }

    /// Returns true if an unknown key, reported as such, was probably meant to be this one.
    pub(super) fn misspelt(&self, key: &str, shape: &Shape) -> bool {
        self.meant(key, shape).is_some()
    }

    /// The entry of an unknown key, reported as such, that was probably meant to be this one.
    pub(super) fn meant(&self, key: &str, shape: &Shape) -> Option<&'n Entry> {
        let known: Vec<&'static str> = shape.names().collect();
        self.entries.iter().find(|entry| {
            let written = entry.key.text.as_str();
            !shape.knows(written) && suggestion(written, shape, &known).as_deref() == Some(key)
        })
    }

    /// Returns true if a key is written.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }
}

impl Checker<'_> {
    /// The fields of a map, its unknown keys reported; nothing (and a report) if it is no map.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, shape: &Shape) -> Option<Fields<'n>> {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(shape.name, "a map of keys and values", node);
            return None;
        };
        for entry in entries {
            if !shape.knows(&entry.key.text) {
                self.unknown_key(entry, shape);
            }
        }
        Some(Fields {
            entries,
            span: entries.first().map_or(node.span, |entry| entry.key.span),
        })
    }

    fn unknown_key(&mut self, entry: &Entry, shape: &Shape) {
        let key = entry.key.text.as_str();
        let known: Vec<&'static str> = shape.names().collect();
        let message = format!("unknown key `{key}` in {}", shape.name);
        let help = match suggestion(key, shape, &known) {
            Some(meant) => format!("write `{meant}`"),
            None => home(key, shape)
                .or_else(|| elsewhere(key, shape).map(str::to_owned))
                .unwrap_or_else(|| format!("{} has the keys `{}`", shape.name, known.join("`, `"))),
        };
        let mut found = Diagnostic::error("unknown-key", entry.key.span, message).help(help);
        if let Some(meant) = suggestion(key, shape, &known) {
            found = found
                .label(format!("did you mean `{meant}`?"))
                .edit(entry.key.span, meant);
        }
        self.report(found);
    }

    /// An entry that must be there.
    pub(super) fn required<'n>(
        &mut self,
        fields: &Fields<'n>,
        shape: &Shape,
        key: &str,
        example: &str,
    ) -> Option<&'n Entry> {
        let entry = fields.find(key);
        if entry.is_none() && !fields.misspelt(key, shape) {
            let message = format!("{} has no `{key}`", shape.name);
            self.report(
                Diagnostic::error("missing-key", fields.span, message)
                    .help(format!("add `{example}`")),
            );
        }
        entry
    }
}

/// The known key that was meant.
fn suggestion(key: &str, shape: &Shape, known: &[&'static str]) -> Option<String> {
    if home(key, shape).is_some() || elsewhere(key, shape).is_some() {
        return None;
    }
    let ours = foreign_keys::key(key).find(|ours| shape.knows(ours));
    ours.or_else(|| suggestion::nearest(key, known.iter().copied()))
        .map(str::to_owned)
}

/// Returns the advice for a key of another system that none of ours replaces.
fn elsewhere(key: &str, shape: &Shape) -> Option<&'static str> {
    if shape.knows("source") {
        foreign_keys::in_rules(key)
    } else if shape.knows("from") {
        foreign_keys::in_conditions(key)
    } else {
        None
    }
}

/// Where a key belongs that is known, but not in this place.
fn home(key: &str, shape: &Shape) -> Option<String> {
    if shape.knows("when") && CONDITIONS.knows(key) && !matches!(key, "from" | "query") {
        return Some(format!("put it under `when`: `when: {{ {key}: ... }}`"));
    }
    if shape.knows("group") && key == "unless" {
        return Some(
            "`unless` belongs to each rule of the group; paths that none of them takes are its `except`"
                .to_owned(),
        );
    }
    if shape.knows("include") {
        return (GROUP.knows(key)).then(|| {
            format!("an `include` stands alone; for a `{key}` put it into the `rules` of a group")
        });
    }
    [&POLICY, &RULE, &GROUP]
        .into_iter()
        .find(|other| other.name != shape.name && other.keys.iter().any(|own| own.name == key))
        .map(|other| format!("`{key}` is a key of {}, not of {}", other.name, shape.name))
}
