//! The engine against the reference matcher: every rule that matches, in order, with what it binds.

use redirect_policy::reference::{Bindings, Judgement, judge};
use redirect_runtime::canonical::canonical_path;

use crate::case::{Asked, Case};

/// Checks that engine and reference agree on each request.
///
/// # Panics
/// If they do not.
pub fn check(bytes: &[u8]) {
    let Some(case) = Case::read(bytes) else {
        return;
    };
    for asked in &case.requests {
        let Some(expected) = expected(&case, asked) else {
            continue;
        };
        let answered = answered(&case, asked);
        let sources = || {
            let rules = case.policy.rules.iter();
            rules.map(|rule| &rule.source.text).collect::<Vec<_>>()
        };
        assert_eq!(
            answered,
            expected,
            "the engine's answer to {}, then the reference's, on {:?}",
            asked.target,
            sources()
        );
    }
}

/// Every rule that matches with what it binds, by the reference; `None` if that takes too long.
fn expected(case: &Case, asked: &Asked) -> Option<Vec<(u32, Bindings)>> {
    let request = asked.request();
    // CONNECT and `*` match nothing, whatever the sources are.
    if asked.method == http::Method::CONNECT {
        return None;
    }
    let path = canonical_path(request.path());
    let mut matching = Vec::new();
    for (number, rule) in (0..).zip(&case.policy.rules) {
        match judge(rule, &request, &path, &asked.headers) {
            Judgement::Matches(mut bound) => {
                bound.sort();
                matching.push((number, bound));
            }
            Judgement::Misses(_) => {}
            Judgement::Undecided => return None,
        }
    }
    Some(matching)
}

/// Every rule that matches with what it binds, by the engine.
fn answered(case: &Case, asked: &Asked) -> Vec<(u32, Bindings)> {
    let mut answers = Vec::new();
    let mut found = case.compiled.find(asked.request());
    while let Some(rule) = found.rule() {
        let name = |name: &str| if name == "wildcard" { "*" } else { name }.to_owned();
        let bound = found.parameters();
        let mut bound: Bindings = bound
            .map(|(key, value)| (name(key), value.as_str().to_owned()))
            .collect();
        bound.sort();
        answers.push((rule.number(), bound));
        found.advance();
    }
    answers
}
