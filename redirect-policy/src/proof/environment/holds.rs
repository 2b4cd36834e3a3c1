//! Decides if the conditions of a rule hold of an environment.

use super::Environment;
use crate::model::{Condition, HostPattern, LanguagePattern, Rule, ValuePattern};
use crate::pattern::{Item, Pattern};
use crate::proof::automaton::{Automaton, Reading};
use crate::proof::steps::Steps;

/// Steps that it takes to look at a condition, or at a state or a character of one.
const CONDITION: usize = 4;

/// Steps that it takes to look at a host.
const HOST: usize = 3;

/// A rule's demands on a request beside its path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demands<'p> {
    pub(crate) when: &'p [Condition],
    pub(crate) unless: &'p [Vec<Condition>],
    /// The method must be GET or HEAD.
    pub(crate) get_only: bool,
    /// ASCII letters of values match in either case.
    pub(crate) fold: bool,
}

impl<'p> Demands<'p> {
    pub(crate) fn of(rule: &'p Rule) -> Self {
        Demands {
            when: &rule.when,
            unless: &rule.unless,
            get_only: rule.get_only(),
            fold: rule.fold_case,
        }
    }

    /// All conditions that are looked at.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &'p Condition> + use<'p> {
        self.when.iter().chain(self.unless.iter().flatten())
    }
}

/// Returns true if an environment meets the demands of a rule.
pub(crate) fn holds(demands: Demands<'_>, environment: &Environment, steps: &Steps) -> bool {
    steps.spend(CONDITION * (1 + demands.when.len() + demands.unless.len()));
    if demands.get_only && !matches!(environment.method.as_str(), "GET" | "HEAD") {
        return false;
    }
    let holds = |one: &Condition| condition(one, demands.fold, environment, steps);
    demands.when.iter().all(holds) && !demands.unless.iter().any(|list| list.iter().all(holds))
}

fn condition(condition: &Condition, fold: bool, environment: &Environment, steps: &Steps) -> bool {
    let find = |pairs: &[(String, String)], name: &str| {
        let pair = pairs.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.clone())
    };
    match condition {
        Condition::Host(patterns) => environment.host.as_ref().is_some_and(|host| {
            patterns.iter().any(|pattern| {
                let states = match pattern {
                    HostPattern::Binding(pattern) => pattern.text.len() + host.len(),
                    HostPattern::Exact(_) | HostPattern::Subdomains(_) => 0,
                };
                steps.spend(HOST + CONDITION * states);
                is_host(pattern, host)
            })
        }),
        Condition::Method(methods) => methods
            .iter()
            .any(|one| *one == environment.method || one == "GET" && environment.method == "HEAD"),
        Condition::AnyMethod => true,
        Condition::NoQuery => environment.query.is_empty(),
        Condition::Accept(types) => types.iter().any(|one| environment.types.contains(one)),
        Condition::SiteStatus(statuses) => environment
            .site_status
            .is_some_and(|status| statuses.contains(&status)),
        Condition::Lookup(found) => environment.found.contains(&found.identity()),
        Condition::Query { key, value } => {
            is_value(value, fold, find(&environment.query, key), steps)
        }
        Condition::Header { name, value } => {
            is_value(value, fold, find(&environment.headers, name), steps)
        }
        Condition::Cookie { name, value } => {
            is_value(value, fold, find(&environment.cookies, name), steps)
        }
        Condition::Language(pattern) => is_language(pattern, environment),
        Condition::Scheme(scheme) => environment.scheme.as_ref() == Some(scheme),
        Condition::From(moment) => *moment <= environment.now,
        Condition::Until(moment) => environment.now < *moment,
    }
}

/// Returns true if a pattern matches a host.
pub(crate) fn is_host(pattern: &HostPattern, host: &str) -> bool {
    match pattern {
        HostPattern::Exact(exact) => exact == host,
        HostPattern::Subdomains(suffix) => {
            host.len() > suffix.len() && host.ends_with(suffix.as_str())
        }
        HostPattern::Binding(pattern) => host_automaton(pattern).matches(host),
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

/// Returns true if a pattern that was made for it matches a text.
fn matches(pattern: &Automaton, text: &str, steps: &Steps) -> bool {
    steps.spend(CONDITION * (pattern.len() + text.len()));
    pattern.matches(text)
}

fn is_value(pattern: &ValuePattern, fold: bool, found: Option<String>, steps: &Steps) -> bool {
    match (pattern, found) {
        (ValuePattern::Present(present), found) => found.is_some() == *present,
        (ValuePattern::OneOf(_), None) => false,
        (ValuePattern::OneOf(patterns), Some(found)) => patterns
            .iter()
            .any(|pattern| is_text(pattern, fold, &found, steps)),
    }
}

fn is_text(pattern: &Pattern, fold: bool, text: &str, steps: &Steps) -> bool {
    match pattern.items.as_slice() {
        [] => text.is_empty(),
        [Item::Literal(literal)] if fold => literal.eq_ignore_ascii_case(text),
        [Item::Literal(literal)] => literal == text,
        items => {
            let reading = Reading {
                fold,
                ..Reading::default()
            };
            matches(&Automaton::of(items, reading), text, steps)
        }
    }
}

/// RFC 4647, 3.4: a range asks for the tag itself, or for a narrower one of it.
pub(super) fn asks_for(tag: &str, range: &str) -> bool {
    range
        .split_at_checked(tag.len())
        .is_some_and(|(front, rest)| {
            front.eq_ignore_ascii_case(tag) && (rest.is_empty() || rest.starts_with('-'))
        })
}

fn is_language(pattern: &LanguagePattern, environment: &Environment) -> bool {
    let tags = &environment.languages.tags;
    match pattern {
        LanguagePattern::First(known) => tags
            .first()
            .is_some_and(|first| known.iter().any(|tag| asks_for(tag, first))),
        LanguagePattern::Best { of, only, .. } => {
            let mut ranges = tags.iter();
            let best = ranges.find_map(|range| of.iter().find(|tag| asks_for(tag, range)));
            best.is_some_and(|best| only.as_ref().is_none_or(|only| only == best))
        }
    }
}
