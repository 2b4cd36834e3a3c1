//! The answer that an example got, compared with the one that it expects.

use redirect_runtime::{Captured, Match, Outcome};

use crate::model::{Expect, ExpectedLookup, LookupUse, Rule};

/// An answer of the table.
pub(super) struct Answer {
    /// The rule that answered.
    pub(super) rule: Option<usize>,
    /// The answer in a person's words.
    pub(super) words: String,
    /// The handler that is asked.
    pub(super) handler: Option<String>,
    /// The lookup that decides while the program runs.
    pub(super) pending: Option<String>,
    /// The lookups of the rule, with their keys as far as they are known.
    asked: Vec<(String, Option<Vec<String>>)>,
    outcome: &'static str,
    status: Option<u16>,
    location: Option<String>,
    parameters: Vec<(String, String)>,
}

impl Answer {
    /// The answer of a match; `rule` is the one that answers.
    pub(super) fn of(found: &Match<'_>, rule: Option<&Rule>) -> Self {
        let outcome = found.outcome();
        let (word, words) = match outcome {
            Outcome::Redirect { status, location } => {
                ("redirect", format!("`{location}` ({})", status.as_u16()))
            }
            Outcome::Gone { status } => ("gone", format!("`gone` ({})", status.as_u16())),
            Outcome::Stop {
                already_there: true,
            } => ("stop", "`stop` (it is already there)".to_owned()),
            Outcome::Stop { .. } => ("stop", "`stop`".to_owned()),
            Outcome::Handler { name } => ("handler", format!("the handler `{name}`")),
            Outcome::Lookup { name } => ("lookup", format!("the lookup `{name}`")),
            Outcome::Passthrough => ("passthrough", "`passthrough` (no rule matches)".to_owned()),
        };
        let handler = match outcome {
            Outcome::Handler { name } => Some(name.to_owned()),
            _ => None,
        };
        let pending = match outcome {
            Outcome::Lookup { name } => Some(name.to_owned()),
            _ => None,
        };
        let lookups = rule.into_iter().flat_map(Rule::lookups);
        let asked = lookups.map(|one| (one.lookup.name.value.clone(), key(found, one)));
        let parameters = found
            .parameters()
            .map(|(name, value)| (name.to_owned(), value.as_str().to_owned()));
        let mut answer = Answer {
            rule: found.rule().map(|rule| rule.number() as usize),
            words,
            handler,
            pending,
            asked: asked.collect(),
            outcome: word,
            status: found.status().map(|status| status.as_u16()),
            location: found.location().map(str::to_owned),
            parameters: parameters.collect(),
        };
        if !answer.parameters.is_empty() {
            answer
                .words
                .push_str(&format!(" with {}", pairs(&answer.parameters)));
        }
        answer
    }

    /// True if the rule asks a lookup, and for this key unless any will do.
    pub(super) fn asks(&self, expected: &ExpectedLookup) -> bool {
        self.asked.iter().any(|(name, key)| {
            let is_key = expected.key.is_empty() || key.as_ref() == Some(&expected.key);
            *name == expected.name && is_key
        })
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let name = if name == "*" { "wildcard" } else { name };
        let bound = self.parameters.iter().find(|(known, _)| known == name);
        bound.map(|(_, value)| value.as_str())
    }
}

/// The decoded parts of the key that a rule asks a lookup for; `None` where a row that is not known yet gives one.
fn key(found: &Match<'_>, asked: &LookupUse) -> Option<Vec<String>> {
    let rule = found.rule()?;
    let part = |name: &String| {
        let spelled = found.spelled(rule.number_of(name)?)?;
        Some(Captured::new(spelled).decode().ok()?.into_owned())
    };
    let parts: Option<Vec<String>> = asked.key.iter().map(part).collect();
    Some(asked.lookup.canonical_key(parts?))
}

/// Returns true if an answer is the expected one.
pub(super) fn meets(expect: &Expect, answer: &Answer) -> bool {
    let outcome = expect
        .outcome
        .as_deref()
        .is_none_or(|word| word == answer.outcome);
    let status = expect
        .status
        .is_none_or(|status| Some(status) == answer.status);
    let location = expect.location.is_none() || expect.location == answer.location;
    let handler = expect.handler.is_none() || expect.handler == answer.handler;
    let lookup = expect.lookup.as_ref();
    let lookup = lookup.is_none_or(|lookup| answer.asks(lookup));
    let parameters = expect
        .params
        .iter()
        .all(|(name, value)| answer.parameter(name) == Some(value));
    outcome && status && location && handler && lookup && parameters
}

/// Words the expected answer.
pub(super) fn expected(expect: &Expect) -> String {
    let mut parts = Vec::new();
    match (&expect.location, expect.outcome.as_deref()) {
        (Some(location), _) => parts.push(format!("`{location}`")),
        (None, Some(word)) => parts.push(format!("`{word}`")),
        (None, None) => {}
    }
    if let Some(status) = expect.status {
        parts.push(match parts.is_empty() {
            true => format!("the status {status}"),
            false => format!("({status})"),
        });
    }
    if let Some(handler) = &expect.handler {
        parts.push(format!("the handler `{handler}`"));
    }
    if let Some(lookup) = &expect.lookup {
        let asked = format!("the lookup `{}`", lookup.name);
        parts.push(match lookup.key.is_empty() {
            true => asked,
            false => format!("{asked} for `{}`", lookup.key.join("`, `")),
        });
    }
    if !expect.params.is_empty() {
        parts.push(format!("with {}", pairs(&expect.params)));
    }
    parts.join(" ")
}

fn pairs(pairs: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| format!("`{name}` = `{value}`");
    let pairs: Vec<String> = pairs.iter().map(pair).collect();
    pairs.join(", ")
}
