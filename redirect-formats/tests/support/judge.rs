//! The first rule that a request meets, by the slow matcher: one rule after another.

use std::borrow::Cow;

use redirect_policy::model::{Condition, HostPattern, Rule, ValuePattern};
use redirect_policy::pattern::Item;
use redirect_policy::reference;
use redirect_runtime::canonical::canonical_path;
use url::Url;

/// A GET request as the conditions of the corpora see it.
pub(crate) struct Asked {
    host: Option<String>,
    path: String,
    pairs: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn new(url: &Url) -> Self {
        let pairs = url.query_pairs().map(owned).collect();
        Asked {
            host: url.host_str().map(str::to_owned),
            path: canonical_path(url.path()).into_owned(),
            pairs,
        }
    }
}

fn owned((key, value): (Cow<'_, str>, Cow<'_, str>)) -> (String, String) {
    (key.into_owned(), value.into_owned())
}

/// The first rule that matches a request.
pub(crate) fn first(rules: &[Rule], asked: &Asked) -> Option<usize> {
    rules.iter().position(|rule| matches(rule, asked))
}

/// Returns true if a rule matches a request.
pub(crate) fn matches(rule: &Rule, asked: &Asked) -> bool {
    begins(rule, &asked.path)
        && rule.when.iter().all(|condition| holds(condition, asked))
        && !rule
            .unless
            .iter()
            .any(|list| list.iter().all(|condition| holds(condition, asked)))
        && reference::matches(&rule.source.items, rule.fold_case, &asked.path).is_some()
}

/// Spares the slow matcher most rules: their text in front is another one.
fn begins(rule: &Rule, path: &str) -> bool {
    match rule.source.items.first() {
        Some(Item::Literal(text)) => {
            let front = path.as_bytes().get(..text.len());
            front.is_some_and(|front| match rule.fold_case {
                true => front.eq_ignore_ascii_case(text.as_bytes()),
                false => front == text.as_bytes(),
            })
        }
        _ => true,
    }
}

fn holds(condition: &Condition, asked: &Asked) -> bool {
    match condition {
        Condition::Host(patterns) => {
            let host = asked.host.as_deref().unwrap_or_default();
            patterns.iter().any(|pattern| match pattern {
                HostPattern::Exact(name) => name == host,
                HostPattern::Subdomains(suffix) => {
                    host.len() > suffix.len() && host.ends_with(suffix.as_str())
                }
                HostPattern::Binding(_) => panic!("no corpus binds names in hosts"),
            })
        }
        Condition::Query { key, value } => {
            let mut values = asked.pairs.iter().filter(|(name, _)| name == key);
            match (value, values.next()) {
                (ValuePattern::Present(wanted), value) => *wanted == value.is_some(),
                (ValuePattern::OneOf(_), None) => false,
                (ValuePattern::OneOf(patterns), Some((_, text))) => {
                    patterns.iter().any(|pattern| {
                        // A pattern without items is the empty value.
                        let literal = pattern
                            .items
                            .first()
                            .map_or(Some(""), |_| pattern.literal_text());
                        decoded(literal.expect("no corpus has patterns in values")) == *text
                    })
                }
            }
        }
        other => panic!("no corpus has the condition {other:?}"),
    }
}

/// Canonical text without its triplets.
fn decoded(text: &str) -> String {
    let pair = format!("v={}", text.replace('+', "%2B").replace('&', "%26"));
    let mut pairs = url::form_urlencoded::parse(pair.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
