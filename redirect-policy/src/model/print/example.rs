//! Examples, of rules and of the policy.

use super::Printer;
use crate::model::{Example, Expect, ExpectedLookup};
use crate::timestamp;
use crate::yaml::write::{key, map, quoted};

impl Printer<'_> {
    pub(super) fn examples(&mut self, depth: usize, examples: &[Example]) {
        for example in examples {
            let line = pair(example).unwrap_or_else(|| mapping(example));
            self.item(depth, &line);
        }
    }
}

/// `"/old/1": "/new/1"`, where that says it all.
fn pair(example: &Example) -> Option<String> {
    let expect = &example.expect;
    let is_plain = example.method == "GET"
        && example.headers.is_empty()
        && example.at.is_none()
        && example.site_status.is_none()
        && expect.status.is_none()
        && expect.handler.is_none()
        && expect.lookup.is_none()
        && expect.params.is_empty();
    let answer = match (expect.outcome.as_deref()?, &expect.location) {
        ("redirect", Some(location)) => quoted(location),
        (word @ ("gone" | "stop" | "passthrough"), None) => word.to_owned(),
        _ => return None,
    };
    is_plain.then(|| format!("{}: {answer}", quoted(&example.target)))
}

fn mapping(example: &Example) -> String {
    let mut pairs = vec![("request".to_owned(), quoted(&example.target))];
    let mut push = |name: &str, value: Option<String>| {
        pairs.extend(value.map(|value| (name.to_owned(), value)));
    };
    let texts = |all: &[(String, String)]| {
        let pairs: Vec<_> = all
            .iter()
            .map(|(name, value)| (key(name), quoted(value)))
            .collect();
        (!pairs.is_empty()).then(|| map(&pairs))
    };
    let Expect {
        outcome,
        status,
        location,
        handler,
        lookup,
        params,
    } = &example.expect;
    push(
        "method",
        (example.method != "GET").then(|| key(&example.method)),
    );
    push("headers", texts(&example.headers));
    push("at", example.at.map(|at| quoted(&timestamp::written(at))));
    push(
        "siteStatus",
        example.site_status.map(|status| status.to_string()),
    );
    push("outcome", outcome.clone());
    push("status", status.map(|status| status.to_string()));
    push("location", location.as_deref().map(quoted));
    push("handler", handler.as_deref().map(quoted));
    push("lookup", lookup.as_ref().map(asked));
    push("params", texts(params));
    map(&pairs)
}

/// `articles`, or `{ articles: "7" }`.
fn asked(lookup: &ExpectedLookup) -> String {
    let parts: Vec<String> = lookup.key.iter().map(|part| quoted(part)).collect();
    let key_text = match parts.as_slice() {
        [] => return quoted(&lookup.name),
        [part] => part.clone(),
        parts => format!("[{}]", parts.join(", ")),
    };
    map(&[(key(&lookup.name), key_text)])
}
