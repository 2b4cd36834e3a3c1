//! An environment that meets the demands of one rule, found without a search where that is easy.

use super::holds::{Demands, holds};
use super::{Environment, Environments};
use crate::model::{Condition, HostPattern, LanguagePattern, ValuePattern};
use crate::proof::steps::Steps;
use crate::proof::witness::{self, Taste};

/// An environment that meets demands; `None` if there is none (or none within bounds).
pub(crate) fn meeting(demands: Demands<'_>, steps: &Steps) -> Option<Environment> {
    let mut environment = Environment::default();
    for condition in demands.when {
        meet(condition, &mut environment);
    }
    if holds(demands, &environment, steps) {
        return Some(environment);
    }
    let mut all = Environments::of(&[demands], steps);
    all.find(|environment| holds(demands, environment, steps))
}

/// Makes one condition hold, as far as the others do not speak against it.
fn meet(condition: &Condition, environment: &mut Environment) {
    match condition {
        Condition::Host(patterns) => {
            environment.host = patterns.first().map(host);
        }
        Condition::Method(methods) => {
            if !methods.contains(&environment.method) {
                if let Some(method) = methods.first() {
                    environment.method.clone_from(method);
                }
            }
        }
        Condition::AnyMethod | Condition::NoQuery => {}
        Condition::Accept(types) => environment.types.extend(types.first().cloned()),
        Condition::SiteStatus(statuses) => environment.site_status = statuses.first().copied(),
        Condition::Lookup(found) => environment.found.push(found.identity()),
        Condition::Query { key, value } => add(&mut environment.query, key, value),
        Condition::Header { name, value } => add(&mut environment.headers, name, value),
        Condition::Cookie { name, value } => add(&mut environment.cookies, name, value),
        Condition::Language(LanguagePattern::Best {
            only: Some(only), ..
        }) => environment.languages.tags.push(only.clone()),
        Condition::Language(
            LanguagePattern::First(tags) | LanguagePattern::Best { of: tags, .. },
        ) => {
            environment.languages.tags.extend(tags.first().cloned());
        }
        Condition::Scheme(scheme) => environment.scheme = Some(scheme.clone()),
        Condition::From(moment) => environment.now = environment.now.max(*moment),
        Condition::Until(moment) => {
            environment.now = environment.now.min(moment.saturating_sub(1));
        }
    }
}

/// A host that a pattern matches.
pub(crate) fn host(pattern: &HostPattern) -> String {
    match pattern {
        HostPattern::Exact(host) => host.clone(),
        HostPattern::Subdomains(suffix) => format!("x7{suffix}"),
        HostPattern::Binding(pattern) => witness::text(&pattern.items, Taste::PLAIN),
    }
}

fn add(pairs: &mut Vec<(String, String)>, key: &str, value: &ValuePattern) {
    let value = match value {
        ValuePattern::Present(false) => return,
        ValuePattern::Present(true) => "x7".to_owned(),
        ValuePattern::OneOf(patterns) => match patterns.first() {
            Some(pattern) => witness::text(&pattern.items, Taste::PLAIN),
            None => return,
        },
    };
    if !pairs.iter().any(|(known, _)| known == key) {
        pairs.push((key.to_owned(), value));
    }
}
