//! Whether the conditions of a rule hold of an environment.

use super::Environment;
use crate::model::{Action, Condition, HostPattern, LanguagePattern, Rule, ValuePattern};
use crate::pattern::{Item, Pattern};
use crate::proof::automaton::{Automaton, Reading};

/// What a rule asks of a request beside its path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demands<'p> {
    pub(crate) when: &'p [Condition],
    pub(crate) unless: &'p [Condition],
    /// The method must be GET or HEAD.
    pub(crate) get_only: bool,
}

impl<'p> Demands<'p> {
    pub(crate) fn of(rule: &'p Rule) -> Self {
        let status = match &rule.action {
            Action::Redirect { status, .. } => *status,
            _ => 0,
        };
        let names_methods =
            (rule.when.iter()).any(|condition| matches!(condition, Condition::Method(_)));
        Demands {
            when: &rule.when,
            unless: &rule.unless,
            get_only: matches!(status, 301..=303) && !names_methods,
        }
    }
}

/// Whether an environment meets the demands of a rule.
pub(crate) fn holds(demands: Demands<'_>, environment: &Environment) -> bool {
    if demands.get_only && !matches!(environment.method.as_str(), "GET" | "HEAD") {
        return false;
    }
    demands.when.iter().all(|one| condition(one, environment))
        && (demands.unless.is_empty()
            || !demands.unless.iter().all(|one| condition(one, environment)))
}

fn condition(condition: &Condition, environment: &Environment) -> bool {
    let find = |pairs: &[(String, String)], name: &str| {
        let pair = pairs.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.clone())
    };
    match condition {
        Condition::Host(patterns) => environment.host.as_ref().is_some_and(|host| {
            patterns.iter().any(|pattern| match pattern {
                HostPattern::Exact(exact) => exact == host,
                HostPattern::Subdomains(suffix) => {
                    host.len() > suffix.len() && host.ends_with(suffix.as_str())
                }
                HostPattern::Binding(pattern) => host_automaton(pattern).matches(host),
            })
        }),
        Condition::Method(methods) => methods
            .iter()
            .any(|one| *one == environment.method || one == "GET" && environment.method == "HEAD"),
        Condition::Query { key, value } => is_value(value, find(&environment.query, key)),
        Condition::Header { name, value } => is_value(value, find(&environment.headers, name)),
        Condition::Cookie { name, value } => is_value(value, find(&environment.cookies, name)),
        Condition::Language(pattern) => is_language(pattern, environment),
        Condition::Scheme(scheme) => environment.scheme.as_ref() == Some(scheme),
        Condition::From(moment) => *moment <= environment.now,
        Condition::Until(moment) => environment.now < *moment,
    }
}

pub(super) fn host_automaton(pattern: &Pattern) -> Automaton {
    Automaton::of(
        &pattern.items,
        Reading {
            fold: true,
            host: true,
            path: false,
        },
    )
}

fn is_value(pattern: &ValuePattern, found: Option<String>) -> bool {
    match (pattern, found) {
        (ValuePattern::Present(present), found) => found.is_some() == *present,
        (ValuePattern::OneOf(_), None) => false,
        (ValuePattern::OneOf(patterns), Some(found)) => {
            patterns.iter().any(|pattern| is_text(pattern, &found))
        }
    }
}

fn is_text(pattern: &Pattern, text: &str) -> bool {
    match pattern.items.as_slice() {
        [] => text.is_empty(),
        [Item::Literal(literal)] => literal == text,
        items => Automaton::of(items, Reading::default()).matches(text),
    }
}

/// RFC 4647, 3.4: a range asks for the tag itself, or for a narrower one of it.
pub(super) fn asks_for(tag: &str, range: &str) -> bool {
    range
        .strip_prefix(tag)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn is_language(pattern: &LanguagePattern, environment: &Environment) -> bool {
    let tags = &environment.languages.tags;
    match pattern {
        LanguagePattern::First(known) => tags
            .first()
            .is_some_and(|first| known.iter().any(|tag| asks_for(tag, first))),
        LanguagePattern::Best { of, .. } => of
            .iter()
            .any(|tag| tags.iter().any(|range| asks_for(tag, range))),
    }
}
