//! `when` and `unless`: what a request must be, beside its path.

use std::collections::BTreeSet;
use std::rc::Rc;

use redirect_runtime::request::query::canonical_value;

use crate::diagnostic::Diagnostic;
use crate::model::{Condition, Reads, Rule, ValuePattern};
use crate::pattern::{Class, Item, Kind, Pattern};
use crate::source::Span;
use crate::yaml::{Entry, Node, Scalar, Value};

use super::choices::{Choice, Conditions, Unless};
use super::inherited::Scope;
use super::keys::Fields;
use super::{Checker, keys, values};

/// The most combinations of choices that one rule can stand for.
pub(super) const MOST_CHOICES: usize = 64;

/// The maps of conditions: what their keys are, and an example.
#[derive(Clone, Copy)]
enum Keyed {
    Query,
    Header,
    Cookie,
}

impl Checker<'_> {
    /// Adds a `when` to the conditions that hold around it: a map, or a list of maps, which is a choice.
    pub(super) fn add_when(&mut self, scope: &mut Scope, entry: &Entry) {
        let choices = self.choices(entry, &scope.kind);
        let (outer, inner) = (scope.choices.len(), choices.len());
        if outer.saturating_mul(inner) > MOST_CHOICES {
            let message = format!(
                "{outer} choices around this one and {inner} in it are more than {MOST_CHOICES} combinations"
            );
            self.report(
                Diagnostic::error("too-many-choices", entry.key.span, message).help(
                    "several values under one key are one choice: `host: [a.example, b.example]`; or split the group",
                ),
            );
            return;
        }
        let mut combined = Vec::with_capacity(outer * inner);
        for (given, added) in scope
            .choices
            .iter()
            .flat_map(|given| choices.iter().map(move |added| (given, added)))
        {
            if added.all.is_empty() {
                combined.push(given.clone());
                continue;
            }
            let mut bound = Vec::clone(&given.bound);
            self.bind(&mut bound, added.bound.clone());
            let mut when = Vec::clone(&given.when);
            when.extend(added.all.iter().cloned());
            self.compatible(&when, entry.key.span);
            combined.push(Choice {
                bound: Rc::new(bound),
                when: Rc::new(when),
            });
        }
        if !combined.is_empty() {
            scope.choices = combined.into();
        }
    }

    /// The maps of a `when` or an `unless`.
    fn choices(&mut self, entry: &Entry, kind: &Kind) -> Vec<Conditions> {
        match &entry.value.value {
            Value::List(nodes) => {
                if nodes.is_empty() {
                    let message = format!("the list of `{}` is empty", entry.key.text);
                    self.report(
                        Diagnostic::error("empty-list", entry.value.span, message)
                            .help("remove it, or write a map such as `{ host: www.example.com }`"),
                    );
                }
                let maps = nodes.iter().filter_map(|node| match &node.value {
                    Value::Map(_) => self.conditions(node, kind),
                    _ => {
                        let what = format!("each entry of `{}`", entry.key.text);
                        let expected = "a map such as `{ host: www.example.com }`";
                        self.wrong_type(&what, expected, node);
                        None
                    }
                });
                maps.collect()
            }
            Value::Map(_) => self.conditions(&entry.value, kind).into_iter().collect(),
            Value::Scalar(_) => {
                self.wrong_value(entry, "a map such as `{ host: www.example.com }`");
                Vec::new()
            }
        }
    }

    /// `unless`: a map of conditions not all of which may hold, or a list of such maps. What they name is not bound.
    pub(super) fn unless(&mut self, fields: &Fields<'_>, scope: &Scope) -> Unless {
        let mut unless = Unless::default();
        let Some(entry) = fields.find("unless") else {
            return unless;
        };
        for conditions in self.choices(entry, &scope.kind) {
            let asks_site = |one: &Condition| one.reads() == Reads::Site;
            if conditions.all.iter().any(asks_site) {
                let message = "`siteStatus` has no meaning in `unless`";
                self.report(
                    Diagnostic::error("conflicting-keys", values::place(entry), message)
                        .help("write it under `when`"),
                );
            }
            if conditions.all.is_empty() && conditions.is_whole {
                let message = "`unless` is empty, so it excludes every request";
                self.report(
                    Diagnostic::error("empty-list", values::place(entry), message).help(
                        "remove it, or name a condition such as `unless: { cookie: { beta: true } }`",
                    ),
                );
            }
            unless.lists.push(conditions.all);
            unless.bound.extend(conditions.bound);
        }
        unless
    }

    fn conditions(&mut self, node: &Node, kind: &Kind) -> Option<Conditions> {
        let before = self.errors;
        let fields = self.fields(node, &keys::CONDITIONS)?;
        let mut found = Conditions {
            all: Vec::new(),
            bound: Vec::new(),
            kind: kind.clone(),
            is_whole: true,
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
            let Some(entry) = fields.find(key) else {
                continue;
            };
            let none = |written: &Scalar| written.text == "none";
            if key == "query" && values::scalar(&entry.value).is_some_and(none) {
                found.all.push(Condition::NoQuery);
            } else {
                self.keyed(entry, keyed, &mut found);
            }
        }
        if let Some(entry) = fields.find("language") {
            self.language(entry, &mut found);
        }
        if let Some(entry) = fields.find("accept") {
            self.accept(entry, &mut found);
        }
        if let Some(entry) = fields.find("scheme") {
            self.scheme(entry, &mut found);
        }
        if let Some(entry) = fields.find("siteStatus") {
            self.site_status(entry, &mut found);
        }
        for key in ["from", "until"] {
            let Some(entry) = fields.find(key) else {
                continue;
            };
            let condition = match key {
                "from" => Condition::From,
                _ => Condition::Until,
            };
            let moment = match key {
                "from" => self.moment(entry),
                _ => self.end(entry),
            };
            found.all.extend(moment.map(condition));
        }
        found.is_whole = self.errors == before;
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
            if let ValuePattern::OneOf(patterns) = &mut value {
                for pattern in patterns {
                    as_value(&mut pattern.items, matches!(keyed, Keyed::Query));
                }
            }
            found.all.push(match keyed {
                Keyed::Query => Condition::Query { key: name, value },
                Keyed::Header => Condition::Header { name, value },
                Keyed::Cookie => Condition::Cookie { name, value },
            });
        }
    }

    fn name_of(&mut self, entry: &Entry, keyed: Keyed) -> Option<String> {
        let key = &entry.key;
        match keyed {
            Keyed::Query => {
                self.foreign_key(key);
                Some(super::matchers::form_decoded(&key.text))
            }
            Keyed::Header => self.header_name(key),
            Keyed::Cookie => self.token(key, "a cookie").then(|| key.text.clone()),
        }
    }

    /// Reads the demand on a value: there or not (`true`, `false`), a pattern, or a list of patterns.
    fn value(&mut self, entry: &Entry, found: &mut Conditions) -> Option<ValuePattern> {
        if let Some(written) = values::scalar(&entry.value) {
            if let crate::yaml::Style::Bool(present) = written.style {
                return Some(ValuePattern::Present(present));
            }
        }
        let before = self.errors;
        let mut bound = Vec::new();
        let mut patterns = Vec::new();
        for written in self.texts(entry, values::ANY_VALUE) {
            if self.foreign_value(written) {
                continue;
            }
            let pattern = match written.text.is_empty() {
                // The empty value: `?e` and `?e=`.
                true => Ok(Pattern {
                    text: String::new(),
                    items: Vec::new(),
                }),
                false => crate::pattern::parse_value_with(&written.text, &found.kind, &self.kinds),
            };
            if let Some(pattern) = self.parsed(written, pattern) {
                self.bound(written, &pattern.items, &mut bound);
                patterns.push(pattern);
            }
        }
        self.bind(&mut found.bound, bound);
        (self.errors == before).then_some(ValuePattern::OneOf(patterns))
    }

    /// Reports conditions that no request can meet together.
    fn compatible(&mut self, when: &[Condition], span: Span) {
        self.window(when, span);
        let reads = |methods: &[String]| {
            methods
                .iter()
                .all(|one| matches!(one.as_str(), "GET" | "HEAD"))
        };
        let writes = |one: &Condition| match one {
            Condition::Method(methods) => !reads(methods),
            other => *other == Condition::AnyMethod,
        };
        if when.iter().any(|one| one.reads() == Reads::Site) && when.iter().any(writes) {
            let message = "`siteStatus` is looked at for GET and HEAD only";
            self.report(
                Diagnostic::error("conflicting-keys", span, message)
                    .help("remove `method`, or write `method: GET`"),
            );
        }
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
                    Diagnostic::error("empty-window", span, message).help(
                        "`from` is the first moment, `until` the first moment after the last",
                    ),
                );
            }
        }
    }
}

/// Puts the conditions of a rule in the order of their keys, wherever they were written.
pub(super) fn order(rule: &mut Rule) {
    if !rule.when.is_sorted_by_key(Condition::rank) {
        Rc::make_mut(&mut rule.when).sort_by_key(Condition::rank);
    }
}

/// Reads items as those of a value: `/` is an ordinary character of a segment, and texts of a query are decoded as forms
/// decode them.
fn as_value(items: &mut [Item], is_query: bool) {
    for item in items {
        match item {
            Item::Literal(text) if is_query => *text = canonical_value(text).into_owned(),
            Item::Parameter(parameter) => match &mut parameter.kind {
                Kind::Class { class, .. } if *class == Class::Segment => *class = Class::Value,
                Kind::Enumeration(values) if is_query => {
                    for value in values.iter_mut() {
                        *value = canonical_value(value).into_owned();
                    }
                    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
                }
                _ => {}
            },
            Item::Literal(_) | Item::Wildcard { .. } => {}
            Item::Group(items) => as_value(items, is_query),
        }
    }
}
