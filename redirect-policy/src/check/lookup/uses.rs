//! `lookup` of a rule: which tables it asks, by which of its names.

use std::rc::Rc;

use crate::check::bindings;
use crate::check::choices::Choice;
use crate::check::scope::Scope;
use crate::check::keys::Fields;
use crate::check::{Checker, values};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::{Action, Condition, Located, Lookup, LookupUse, Rule};
use crate::pattern::{Item, Kind, Pattern};
use crate::source::Span;
use crate::yaml::{Entry, Node, Scalar, Value};

/// The most lookups of one rule.
const MOST: usize = 3;

/// A lookup as it is named beside a rule, with the parameters that make its key, where they are written.
struct Named<'n> {
    name: &'n Scalar,
    key: Option<Vec<&'n Scalar>>,
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
                Diagnostic::error("too-many-lookups", values::place(entry), message)
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

    /// A lookup as a rule asks it under one choice of its conditions.
    fn lookup_use(
        &mut self,
        lookup: &Rc<Lookup>,
        named: &Named<'_>,
        source: &Pattern,
        choice: &Choice,
    ) -> Option<LookupUse> {
        let patterns = bindings::of_conditions(&choice.when);
        if let Some(key) = &named.key {
            if key.len() != lookup.key.len() {
                let message = format!(
                    "the key of `{}` has {} part(s), not {}",
                    lookup.name.value,
                    lookup.key.len(),
                    key.len()
                );
                self.error("lookup-ambiguous", named.name.span, message);
                return None;
            }
        }
        let mut key = Vec::with_capacity(lookup.key.len());
        for (number, column) in lookup.key.iter().enumerate() {
            let written = named.key.as_ref().and_then(|key| key.get(number)).copied();
            let span = written.map_or(named.name.span, |written| written.span);
            let name = written.map_or(column.name.value.as_str(), |written| written.text.as_str());
            let name = name.strip_prefix(':').unwrap_or(name);
            let Some((kind, certain)) = binding(source, &patterns, name) else {
                self.key_is_unbound(
                    lookup,
                    column.name.value.as_str(),
                    name,
                    span,
                    written.is_some(),
                    source,
                );
                return None;
            };
            if !certain {
                let message = format!(
                    "`:{name}` is not bound by every request that the rule matches, but the lookup `{}` needs it",
                    lookup.name.value
                );
                self.report(
                    Diagnostic::error("lookup-key-kind", span, message).help(format!(
                        "take `:{name}` out of its group in the source, or write two rules"
                    )),
                );
                return None;
            }
            if !column.kind.contains(&kind) {
                let wanted = &column.kind;
                let message = format!(
                    "`:{name}` may be any `{kind}` here, but the lookup `{}` is keyed by `{wanted}`",
                    lookup.name.value
                );
                self.report(
                    Diagnostic::error("lookup-key-kind", span, message).help(format!(
                        "write `:{name}<{wanted}>` in the source: other requests are in no row"
                    )),
                );
                return None;
            }
            key.push(name.to_owned());
        }
        Some(LookupUse::new(Rc::clone(lookup), key))
    }

    fn key_is_unbound(
        &mut self,
        lookup: &Lookup,
        column: &str,
        name: &str,
        span: Span,
        written: bool,
        source: &Pattern,
    ) {
        let names = source.names();
        let first = names
            .iter()
            .find(|bound| bound.name != "*" && lookup.key.len() == 1);
        let lookup = &lookup.name.value;
        let (message, help) = if written {
            (
                format!("`:{name}` is bound nowhere in this rule"),
                "write a name that the source binds".to_owned(),
            )
        } else {
            (
                format!(
                    "the lookup `{lookup}` is keyed by `{column}`, a name that this rule does not bind"
                ),
                match first {
                    Some(first) => format!(
                        "name its key, as in `lookup: {{ {lookup}: \":{}\" }}`, or call that `:{column}` in the source",
                        first.name
                    ),
                    None => format!("bind `:{column}` in the source"),
                },
            )
        };
        self.report(Diagnostic::error("lookup-ambiguous", span, message).help(help));
    }

    /// `onMissing`: a rule behind this one, for requests that the lookups have no row for.
    pub(in crate::check) fn on_missing(
        &mut self,
        fields: &Fields<'_>,
        names: Option<&bindings::Names<'_>>,
        lookups: &[&Lookup],
    ) -> Option<Action> {
        let entry = fields.find("onMissing")?;
        if !fields.has("lookup") {
            let why = "only a lookup can miss, and this rule has none";
            self.out_of_place(
                entry,
                "conflicting-keys",
                why,
                "remove it, or add a `lookup`",
            );
            return None;
        }
        match &entry.value.value {
            Value::Scalar(_) => match self.word(entry, &["passthrough", "gone"])? {
                "gone" => {
                    self.missing_for_good(entry, lookups);
                    Some(Action::Gone {
                        status: 410,
                        handler: None,
                        on_failure: None,
                    })
                }
                _ => None,
            },
            _ => {
                let answer = self.failure_answer(entry)?;
                if answer.status == 503 {
                    let message = "a missing key is no failure, so it cannot be answered with 503";
                    self.report(
                        Diagnostic::error("bad-status", answer.span, message).help(
                            "write 302, 303 or 307 with a `destination`, or `onMissing: gone`",
                        ),
                    );
                    return None;
                }
                let Some((template, written)) = &answer.destination else {
                    let message = "`onMissing` redirects, but has no `destination`";
                    self.report(
                        Diagnostic::error("missing-key", answer.span, message)
                            .help("add a `destination` that uses only names of the source"),
                    );
                    return None;
                };
                for error in names.map_or_else(Vec::new, |names| names.missing(template)) {
                    let mut diagnostic = self.placed(written, error);
                    diagnostic.help = vec![
                        "use only names that the source of the rule binds: the lookup has no row"
                            .to_owned(),
                    ];
                    self.report(diagnostic);
                }
                Some(Action::Redirect {
                    status: answer.status,
                    destination: template.clone(),
                    destination_span: written.span,
                    handler: None,
                    on_failure: None,
                    permanent_after: None,
                })
            }
        }
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

/// The rule of `onMissing`, under the same id: the same requests, asked once the lookups had no row.
pub(in crate::check) fn missing_rule(rule: &Rule, action: Action) -> Rule {
    // Its source binds what the lookups ask for, and it may have no use for that.
    let unused = Located {
        value: "unused-parameter".to_owned(),
        span: rule.source_span,
    };
    let mut allow = rule.allow.clone();
    allow.push(unused);
    Rule {
        allow,
        action,
        examples: Vec::new(),
        ..rule.clone()
    }
}

/// The kind of a name that a rule binds, and if every match binds it; what is bound last counts.
fn binding(source: &Pattern, conditions: &[Pattern], name: &str) -> Option<(Kind, bool)> {
    let all = std::iter::once(source).chain(conditions);
    all.rev()
        .find_map(|pattern| kind_in(&pattern.items, name, true))
}

fn kind_in(items: &[Item], name: &str, certain: bool) -> Option<(Kind, bool)> {
    items.iter().find_map(|item| match item {
        Item::Parameter(parameter) if parameter.name == name => {
            Some((parameter.kind.clone(), certain))
        }
        Item::Group(inner) => kind_in(inner, name, false),
        _ => None,
    })
}
