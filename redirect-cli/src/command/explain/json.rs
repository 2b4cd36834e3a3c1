//! An explanation as a JSON object.

use redirect_policy::model::Rule;
use redirect_policy::reference::Judgement;
use serde_json::{Map, Value, json};

use super::{Explanation, Trip, wording};
use crate::policy_file::Loaded;

/// All of an explanation; of the rules that do not match those that are near, or all.
pub(super) fn object(
    loaded: &Loaded,
    explanation: &Explanation<'_>,
    trip: Option<&Trip>,
    all: bool,
) -> Value {
    let answer = &explanation.answer;
    let rules = &loaded.compiled.policy.rules;
    let named = |number: usize| {
        rules
            .get(number)
            .map_or(json!({}), |rule| named(loaded, rule))
    };
    let headers: Map<String, Value> = answer
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into())
        })
        .collect();
    let matching: Vec<Value> = explanation
        .matching
        .iter()
        .map(|(number, bound)| {
            let mut rule = named(*number);
            let bound: Map<String, Value> = bound
                .iter()
                .map(|(name, value)| (name.clone(), value.as_str().into()))
                .collect();
            rule["params"] = bound.into();
            rule
        })
        .collect();
    let misses = |number: usize, judgement: &Judgement<'_>| {
        let mut rule = named(number);
        rule["reasons"] = reasons(explanation, rules.get(number), judgement).into();
        rule
    };
    let missing: Vec<Value> = match all {
        true => explanation
            .missing
            .iter()
            .map(|(number, judgement)| misses(*number, judgement))
            .collect(),
        false => explanation
            .near()
            .map(|(number, judgement)| misses(*number, judgement))
            .collect(),
    };
    let nearest: Vec<Value> = explanation
        .nearest
        .iter()
        .filter_map(|nearby| {
            let missing = explanation.missing.iter();
            let (number, judgement) = { missing }.find(|(at, _)| *at == nearby.rule)?;
            let mut rule = misses(*number, judgement);
            rule["distance"] = nearby.distance.into();
            Some(rule)
        })
        .collect();
    let mut object = json!({
        "kind": "explanation",
        "v": 1,
        "method": explanation.asked.method.as_str(),
        "url": explanation.asked.url,
        "host": explanation.host,
        "site_status": explanation.asked.site_status.map(|status| status.as_u16()),
        "canonical": explanation.canonical,
        "changes": explanation.changes,
        "outcome": answer.outcome,
        "status": answer.status.map(|status| status.as_u16()),
        "location": answer.location,
        "already_there": answer.already_there,
        "handler": answer.handler,
        "lookup": answer.lookup,
        "headers": headers,
        "rules": matching,
        "missing": missing,
        "nearest": nearest,
    });
    if let Some(difference) = &explanation.difference {
        object["internal_error"] = difference.as_str().into();
    }
    if let Some(trip) = trip {
        let hops: Vec<Value> = trip
            .hops
            .iter()
            .map(|hop| {
                let mut rule = named(hop.rule);
                rule["url"] = hop.url.as_str().into();
                rule["status"] = hop.status.into();
                rule["site_status"] = hop.site_status.map(|status| status.as_u16()).into();
                rule["location"] = hop.location.as_str().into();
                rule
            })
            .collect();
        object["trip"] = json!({ "hops": hops, "end": trip.end });
    }
    object
}

/// A rule by its name and place.
fn named(loaded: &Loaded, rule: &Rule) -> Value {
    let (line, column) = loaded.sources.position(rule.source_span);
    let file = loaded.sources.file(rule.source_span.file);
    json!({
        "rule": rule.id,
        "source": rule.source.text,
        "file": file.map(|file| file.shown.as_str()),
        "line": line,
        "column": column,
    })
}

fn reasons(
    explanation: &Explanation<'_>,
    rule: Option<&Rule>,
    judgement: &Judgement<'_>,
) -> Vec<String> {
    let asked = &explanation.asked;
    let view = asked.view();
    match (judgement, rule) {
        (Judgement::Misses(reasons), Some(rule)) => reasons
            .iter()
            .map(|reason| {
                let request = (&view, &asked.headers);
                wording::reason(reason, rule, &explanation.canonical, request)
            })
            .collect(),
        (Judgement::Undecided, _) => vec!["too many ways to match".to_owned()],
        _ => Vec::new(),
    }
}
