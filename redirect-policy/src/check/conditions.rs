//! `when` and `unless`: what a request must be, beside its path.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::{Condition, ValuePattern};
use crate::pattern::{Item, Kind};
use crate::source::Span;
use crate::yaml::Entry;

use super::bindings::Bound;
use super::inherited::Scope;
use super::keys::Fields;
use super::{Checker, keys, values};

/// The conditions of one `when` or `unless`, while they are read.
pub(super) struct Conditions {
    pub(super) all: Vec<Condition>,
    pub(super) bound: Vec<Bound>,
    /// What a parameter without a kind matches.
    pub(super) kind: Kind,
}

/// The maps of conditions: what their keys are, and an example.
#[derive(Clone, Copy)]
enum Keyed {
    Query,
    Header,
    Cookie,
}

impl Checker<'_> {
    /// Adds a `when` to the conditions that hold around it.
    pub(super) fn add_when(&mut self, scope: &mut Scope, entry: &Entry) {
        let Some(conditions) = self.conditions(entry, &scope.kind) else {
            return;
        };
        if conditions.all.is_empty() {
            return;
        }
        let mut bound = Vec::clone(&scope.bound);
        self.bind(&mut bound, conditions.bound);
        let mut when = Vec::clone(&scope.when);
        when.extend(conditions.all);
        self.window(&when, entry.key.span);
        scope.bound = Rc::new(bound);
        scope.when = Rc::new(when);
    }

    /// `unless`: conditions not all of which may hold. What they name is not bound.
    pub(super) fn unless(&mut self, fields: &Fields<'_>, scope: &Scope) -> Conditions {
        let none = Conditions {
            all: Vec::new(),
            bound: Vec::new(),
            kind: scope.kind.clone(),
        };
        let Some(entry) = fields.find("unless") else {
            return none;
        };
        let before = self.errors;
        let Some(conditions) = self.conditions(entry, &scope.kind) else {
            return none;
        };
        if conditions.all.is_empty() && self.errors == before {
            let message = "`unless` is empty, so it excludes every request";
            self.report(
                Diagnostic::error("empty-list", values::place(entry), message).help(
                    "remove it, or name a condition such as `unless: { cookie: { beta: true } }`",
                ),
            );
        }
        conditions
    }

    fn conditions(&mut self, entry: &Entry, kind: &Kind) -> Option<Conditions> {
        if values::is_null(&entry.value) || values::scalar(&entry.value).is_some() {
            self.wrong_value(entry, "a map such as `{ host: www.example.com }`");
            return None;
        }
        let fields = self.fields(&entry.value, &keys::CONDITIONS)?;
        let mut found = Conditions {
            all: Vec::new(),
            bound: Vec::new(),
            kind: kind.clone(),
        };
        if let Some(entry) = fields.find("host") {
            self.hosts(entry, &mut found);
        }
        if let Some(entry) = fields.find("method") {
            self.methods(entry, &mut found);
        }
        for (key, keyed) in [
            ("query", Keyed::Query),
            ("header", Keyed::Header),
            ("cookie", Keyed::Cookie),
        ] {
            if let Some(entry) = fields.find(key) {
                self.keyed(entry, keyed, &mut found);
            }
        }
        if let Some(entry) = fields.find("language") {
            self.language(entry, &mut found);
        }
        if let Some(entry) = fields.find("scheme") {
            self.scheme(entry, &mut found);
        }
        for key in ["from", "until"] {
            let Some(entry) = fields.find(key) else {
                continue;
            };
            let condition = match key {
                "from" => Condition::From,
                _ => Condition::Until,
            };
            found.all.extend(self.moment(entry).map(condition));
        }
        Some(found)
    }

    /// `query`, `header` or `cookie`: a map of names to what their values must be.
    fn keyed(&mut self, entry: &Entry, keyed: Keyed, found: &mut Conditions) {
        let mut seen = BTreeSet::new();
        for entry in self.entries(entry, "a map of names to values") {
            let Some(name) = self.name_of(entry, keyed) else {
                continue;
            };
            if !seen.insert(name.clone()) {
                let message = format!("`{}` is the same name as one above", entry.key.text);
                self.error("duplicate-key", entry.key.span, message);
                continue;
            }
            let Some(mut value) = self.value(entry, found) else {
                continue;
            };
            found.all.push(match keyed {
                Keyed::Query => {
                    if let ValuePattern::OneOf(patterns) = &mut value {
                        for pattern in patterns {
                            plus_to_space(&mut pattern.items);
                        }
                    }
                    Condition::Query { key: name, value }
                }
                Keyed::Header => Condition::Header { name, value },
                Keyed::Cookie => Condition::Cookie { name, value },
            });
        }
    }

    fn name_of(&mut self, entry: &Entry, keyed: Keyed) -> Option<String> {
        let key = &entry.key;
        match keyed {
            Keyed::Query => Some(super::matchers::form_decoded(&key.text)),
            Keyed::Header => self.header_name(key),
            Keyed::Cookie => self.token(key, "a cookie").then(|| key.text.clone()),
        }
    }

    /// What a value must be: there or not (`true`, `false`), a pattern, or a list of patterns.
    fn value(&mut self, entry: &Entry, found: &mut Conditions) -> Option<ValuePattern> {
        if let Some(written) = values::scalar(&entry.value) {
            if let crate::yaml::Style::Bool(present) = written.style {
                return Some(ValuePattern::Present(present));
            }
        }
        let expected = "a value, a list of values, `true` (present) or `false` (absent)";
        let before = self.errors;
        let mut bound = Vec::new();
        let mut patterns = Vec::new();
        for written in self.texts(entry, expected) {
            let pattern = crate::pattern::parse_value(&written.text, &found.kind);
            if let Some(pattern) = self.parsed(written, pattern) {
                self.bound(written, &pattern.items, &mut bound);
                patterns.push(pattern);
            }
        }
        self.bind(&mut found.bound, bound);
        (self.errors == before).then_some(ValuePattern::OneOf(patterns))
    }

    /// A rule whose time is over before it begins can never match.
    fn window(&mut self, when: &[Condition], span: Span) {
        let from = when.iter().filter_map(|condition| match condition {
            Condition::From(moment) => Some(*moment),
            _ => None,
        });
        let until = when.iter().filter_map(|condition| match condition {
            Condition::Until(moment) => Some(*moment),
            _ => None,
        });
        if let (Some(from), Some(until)) = (from.max(), until.min()) {
            if from >= until {
                let message = "`until` is not after `from`, so this never matches";
                self.report(
                    Diagnostic::error("empty-window", span, message)
                        .help("`from` is the first moment, `until` the first moment after the last; a bare date is its midnight in UTC"),
                );
            }
        }
    }
}

/// In a query `+` is a space, in what a policy says of it as in what requests say.
fn plus_to_space(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Literal(text) => *text = text.replace('+', "%20"),
            Item::Parameter(parameter) => {
                if let Kind::Enumeration(values) = &mut parameter.kind {
                    for value in values.iter_mut() {
                        *value = value.replace('+', "%20");
                    }
                    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
                }
            }
            Item::Wildcard { .. } => {}
            Item::Group(items) => plus_to_space(items),
        }
    }
}
