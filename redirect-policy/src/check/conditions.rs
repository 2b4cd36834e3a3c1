//! `when` and `unless`: what a request must be, beside its path.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::condition::READ;
use crate::model::condition::reader::Conditions;
use crate::model::{Condition, Reads, Rule};
use crate::pattern::Kind;
use crate::source::Span;
use crate::yaml::{Entry, Node, Value};

use super::choices::{Choice, Unless};
use super::keys::Fields;
use super::scope::Scope;
use super::{Checker, keys, values};

/// The most combinations of choices that one rule can stand for.
pub(super) const MOST_CHOICES: usize = 64;

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
                    Diagnostic::error("conflicting-keys", values::span_of(entry), message)
                        .help("write it under `when`"),
                );
            }
            if conditions.all.is_empty() && conditions.is_whole {
                let message = "`unless` is empty, so it excludes every request";
                self.report(
                    Diagnostic::error("empty-list", values::span_of(entry), message).help(
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
        for (key, read) in READ {
            if let Some(entry) = fields.find(key.name) {
                read(entry, self, &mut found);
            }
        }
        found.is_whole = self.errors == before;
        Some(found)
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
        let from = when.iter().filter_map(Condition::begins);
        let until = when.iter().filter_map(Condition::ends);
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
