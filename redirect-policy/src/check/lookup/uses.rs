//! `lookup` of a rule: the tables that it asks.

use std::rc::Rc;

use crate::check::choices::Choice;
use crate::check::keys::Fields;
use crate::check::scope::Scope;
use crate::check::{Checker, values};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::{Condition, Lookup};
use crate::pattern::Pattern;
use crate::yaml::{Entry, Node, Scalar, Value};

/// The most lookups of one rule.
const MOST: usize = 3;

/// A lookup as it is named beside a rule, with the parameters that make its key, where they are written.
pub(super) struct Named<'n> {
    pub(super) name: &'n Scalar,
    pub(super) key: Option<Vec<&'n Scalar>>,
}

impl Checker<'_> {
    /// Adds the lookups of a rule to its conditions: the rule matches where each of them has a row. False if one of them
    /// is faulty, so that what it would bind is not known.
    pub(in crate::check) fn add_lookups(
        &mut self,
        scope: &mut Scope,
        fields: &Fields<'_>,
        source: Option<&Pattern>,
    ) -> bool {
        let Some(entry) = fields.find("lookup") else {
            return true;
        };
        if let Some(handler) = fields.find("handler") {
            let why = "the rule has a `lookup`";
            let help = "remove one of the two; a handler may ask a lookup itself";
            self.out_of_place(handler, "conflicting-keys", why, help);
        }
        let named = self.named_lookups(entry);
        let mut sound = !named.is_empty();
        let mut choices = scope.choices.to_vec();
        for named in named {
            let lookup = self.known_lookup(named.name);
            let (Some(lookup), Some(source)) = (lookup, source) else {
                sound = false;
                continue;
            };
            for choice in &mut choices {
                match self.lookup_use(&lookup, &named, source, choice) {
                    Some(found) => {
                        Rc::make_mut(&mut choice.when).push(Condition::Lookup(Rc::new(found)));
                    }
                    None => sound = false,
                }
            }
        }
        scope.choices = choices.into();
        sound
    }

    /// The lookups that a rule names: one, or a list.
    fn named_lookups<'n>(&mut self, entry: &'n Entry) -> Vec<Named<'n>> {
        let nodes = match &entry.value.value {
            Value::List(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        if nodes.is_empty() || nodes.len() > MOST {
            let message = format!("a rule has one to {MOST} lookups, not {}", nodes.len());
            self.report(
                Diagnostic::error("too-many-lookups", values::span_of(entry), message)
                    .help("ask for the others in a handler"),
            );
            return Vec::new();
        }
        nodes
            .iter()
            .filter_map(|node| self.named_lookup(node))
            .collect()
    }

    fn named_lookup<'n>(&mut self, node: &'n Node) -> Option<Named<'n>> {
        let expected = "the name of a lookup, or a map such as `{ articles: \":oldId\" }`";
        match &node.value {
            Value::Scalar(name) if !values::is_null(node) => Some(Named { name, key: None }),
            Value::Map(entries) => match entries.as_slice() {
                [entry] => Some(Named {
                    name: &entry.key,
                    key: Some(self.texts(entry, "a name such as `:oldId`")),
                }),
                _ => {
                    self.wrong_type("`lookup`", expected, node);
                    None
                }
            },
            _ => {
                self.wrong_type("`lookup`", expected, node);
                None
            }
        }
    }

    pub(super) fn known_lookup(&mut self, name: &Scalar) -> Option<Rc<Lookup>> {
        let lookups = &self.checked.policy.lookups;
        if let Some(lookup) = lookups.iter().find(|lookup| lookup.name.value == name.text) {
            return Some(Rc::clone(lookup));
        }
        if self.faulty_lookups.contains(&name.text) {
            return None;
        }
        let known: Vec<String> = lookups
            .iter()
            .map(|lookup| lookup.name.value.clone())
            .collect();
        let faulty = self.faulty_lookups.iter();
        let all = known.iter().chain(faulty).map(String::as_str);
        let help = match suggestion::nearest(&name.text, all) {
            Some(meant) => format!("write `{meant}`"),
            None if known.is_empty() => "declare it under `lookups` of the policy".to_owned(),
            None => format!("the policy has the lookups `{}`", known.join("`, `")),
        };
        let message = format!("the policy has no lookup `{}`", name.text);
        self.report(Diagnostic::error("unknown-lookup", name.span, message).help(help));
        None
    }
}

/// The lookups that conditions ask.
pub(in crate::check) fn asked(choices: &[Choice]) -> Vec<&Lookup> {
    let first = choices.first().into_iter();
    let conditions = first.flat_map(|choice| choice.when.iter());
    let lookups = conditions.filter_map(|condition| match condition {
        Condition::Lookup(found) => Some(&*found.lookup),
        _ => None,
    });
    lookups.collect()
}

/// The values that the rows of a rule's lookups may leave empty.
pub(in crate::check) fn optional_values(choices: &[Choice]) -> Vec<String> {
    let conditions = choices.iter().flat_map(|choice| choice.when.iter());
    let values = conditions.flat_map(|condition| match condition {
        Condition::Lookup(found) => found.lookup.values.as_slice(),
        _ => &[],
    });
    let optional = values.filter(|value| value.optional);
    optional.map(|value| value.name.value.clone()).collect()
}
