//! `failed-example`: requests with the answers that they must get, played on the very table that ships.

mod answer;

use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use redirect_runtime::{Match, Request};

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Example, Rule};
use crate::proof::environment::NOW;
use crate::proof::site::Site;
use crate::timestamp::written;
use answer::{Answer, expected, meets};

/// At how many moments an example without `at` is played at most.
const MOST_MOMENTS: usize = 64;

/// Plays all examples, those of the policy first.
pub(super) fn check(site: &mut Linter<'_>) {
    if site.is_silent(lint::FAILED_EXAMPLE) {
        return;
    }
    let moments = moments(site);
    let policy = site.policy;
    let own = policy.examples.iter().map(|example| (None, example));
    let rules = policy.rules.iter().enumerate();
    let of_rules = rules.flat_map(|(index, rule)| {
        let examples = rule.examples.iter();
        examples.map(move |example| (Some((index, rule)), example))
    });
    let examples: Vec<_> = own.chain(of_rules).collect();
    let mut left = examples.len();
    for (of, example) in examples {
        let spent = site.within_share(left, |site| play(site, of, example, &moments));
        left -= 1;
        if spent {
            site.open(
                lint::FAILED_EXAMPLE,
                of.map(|(index, _)| index),
                example.span,
            );
        }
    }
}

/// A moment before and at each boundary that a rule looks at; one if there is none.
fn moments(site: &Site<'_>) -> Vec<i64> {
    let mut moments = vec![NOW];
    for rule in &site.policy.rules {
        for condition in rule.when.iter().chain(rule.unless.iter().flatten()) {
            for moment in condition.begins().into_iter().chain(condition.ends()) {
                moments.extend([moment.saturating_sub(1), moment]);
            }
        }
        if let Action::Redirect {
            permanent_after: Some(moment),
            ..
        } = &rule.action
        {
            moments.extend([moment.saturating_sub(1), *moment]);
        }
    }
    moments.sort_unstable();
    moments.dedup();
    moments.truncate(MOST_MOMENTS);
    moments
}

fn play(site: &mut Linter<'_>, of: Option<(usize, &Rule)>, example: &Example, moments: &[i64]) {
    let at = match &example.at {
        Some(at) => std::slice::from_ref(at),
        None => moments,
    };
    let rule = of.map(|(_, rule)| rule);
    let mut failed: Option<(Answer, i64)> = None;
    let mut passed = None;
    for &moment in at {
        let Some(answer) = answer(site, of.map(|(index, _)| index), example, moment) else {
            return;
        };
        match is_expected(site, of.map(|(index, _)| index), example, &answer) {
            false => failed = failed.or(Some((answer, moment))),
            true => passed = passed.or(Some(moment)),
        }
    }
    let Some((answer, moment)) = failed else {
        return;
    };
    let mut diagnostic = match passed {
        Some(passed) => depends_on_time(example, passed, moment),
        None => differs(of, example, &answer),
    };
    if let Some(other) = answer.rule.and_then(|rule| site.rule(rule)) {
        if of.is_none_or(|(index, _)| Some(index) != answer.rule) {
            diagnostic = diagnostic.related(other.source_span, "answered here");
        }
    }
    site.report(rule, diagnostic);
}

/// Returns the answer at a moment; `None` if the steps do not suffice, or the example is no request.
fn answer(site: &Site<'_>, index: Option<usize>, example: &Example, moment: i64) -> Option<Answer> {
    let (method, headers) = (method(example), headers(example));
    let mut request = Request::from(example.target.as_str())
        .with_method(&method)
        .with_headers(&headers)
        .at(instant(moment));
    if let Some(status) = example.site_status {
        request = request.with_site_status(StatusCode::from_u16(status).ok()?);
    }
    let first = site.ask(request)?;
    let found = match index {
        Some(index) => past_handlers(site, first, index)?,
        None => first,
    };
    let answering = found.rule();
    let answering = answering.and_then(|rule| site.rule(rule.number() as usize));
    Some(Answer::of(&found, answering))
}

/// Returns true if an answer is the one that an example expects, given by the rule that has the example.
fn is_expected(site: &Site<'_>, index: Option<usize>, example: &Example, answer: &Answer) -> bool {
    if is_of_other_rows(site, example, answer) {
        return true;
    }
    let answers = index.is_none_or(|index| {
        let is_same = |answering: usize| site.is_same_rule(answering, index);
        answer.rule.is_some_and(is_same)
    });
    answers && meets(&example.expect, answer)
}

/// True if an example asks a lookup whose file is at hand for a row that the file does not have: the served policy asks it
/// all the same, for a newer file or its fallback.
fn is_of_other_rows(site: &Site<'_>, example: &Example, answer: &Answer) -> bool {
    let Some(expected) = &example.expect.lookup else {
        return false;
    };
    let mut lookups = site.policy.lookups.iter();
    let at_hand = lookups.any(|lookup| lookup.at_hand && lookup.name.value == expected.name);
    at_hand && !answer.asks(expected)
}

/// The first match, or that of a rule where handlers that may pass on stand before it; `None` if the steps do not
/// suffice.
fn past_handlers<'m>(site: &Site<'_>, first: Match<'m>, index: usize) -> Option<Match<'m>> {
    let is_before = |found: &Match<'_>| {
        found.rule().is_some_and(|rule| {
            let number = rule.number() as usize;
            number < index && site.passes_on(number) && !site.is_same_rule(number, index)
        })
    };
    let mut found = first;
    while is_before(&found) {
        found = site.behind(found)?;
    }
    Some(found)
}

fn method(example: &Example) -> Method {
    Method::from_bytes(example.method.as_bytes()).unwrap_or(Method::GET)
}

fn headers(example: &Example) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in &example.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    headers
}

fn instant(seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let at = match seconds < 0 {
        true => SystemTime::UNIX_EPOCH.checked_sub(distance),
        false => SystemTime::UNIX_EPOCH.checked_add(distance),
    };
    at.unwrap_or(SystemTime::UNIX_EPOCH)
}

fn differs(of: Option<(usize, &Rule)>, example: &Example, answer: &Answer) -> Diagnostic {
    let request = request(example);
    let wanted = expected(&example.expect);
    let message = match of {
        Some((index, _)) if answer.rule != Some(index) => {
            format!("the example {request} is not answered by this rule")
        }
        _ => format!("the example {request} gets another answer"),
    };
    let label = match wanted.is_empty() {
        true => format!("got {}", answer.words),
        false => format!("expected {wanted}, got {}", answer.words),
    };
    let diagnostic = Diagnostic::lint(lint::FAILED_EXAMPLE, example.span, message).label(label);
    match (&answer.handler, &answer.pending) {
        (Some(handler), _) if example.expect.handler.is_none() => diagnostic.help(format!(
            "a handler's answer is not known while compiling; write `{{ request: \"{}\", handler: {handler} }}` as an entry of a list",
            example.target
        )),
        (_, Some(lookup)) if example.expect.lookup.is_none() => diagnostic.help(format!(
            "a row of `{lookup}` is not known while compiling; write `{{ request: \"{}\", lookup: {lookup} }}` as an entry of a list",
            example.target
        )),
        _ => diagnostic.help("change the rule, or the example if the answer is right"),
    }
}

fn depends_on_time(example: &Example, passed: i64, failed: i64) -> Diagnostic {
    let message = format!(
        "the answer to the example {} depends on the time",
        request(example)
    );
    Diagnostic::lint(lint::FAILED_EXAMPLE, example.span, message)
        .label(format!(
            "as expected at `{}`, but not at `{}`",
            written(passed),
            written(failed)
        ))
        .help(format!(
            "write it as a mapping with the time: `at: {}`",
            written(passed)
        ))
}

/// The request in a person's words.
fn request(example: &Example) -> String {
    match example.method.as_str() {
        "GET" => format!("`{}`", example.target),
        method => format!("`{method} {}`", example.target),
    }
}
