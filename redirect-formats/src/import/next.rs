//! The array that `redirects()` returns: `{source, destination, permanent or statusCode, has?, missing?}`, alone or as
//! `redirects` of an object (`vercel.json`).

use serde_json::Value as Json;

use super::{Read, lines_of_keys, route_conditions, text_of, unread, unreadable};
use crate::foreign::{ForeignRule, Status, Syntax};

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let (rules, is_vercel) = match serde_json::from_str(text) {
        Ok(Json::Array(rules)) => (rules, false),
        Ok(Json::Object(mut whole)) => match whole.remove("redirects") {
            Some(Json::Array(rules)) => (rules, true),
            _ => return vec![Err(unreadable(file, 0, "", "there are no `redirects`"))],
        },
        Ok(_) => return vec![Err(unreadable(file, 0, "", "this is not a JSON array"))],
        Err(error) => return vec![Err(unreadable(file, 0, "", error.to_string()))],
    };
    // Other lists of the object have sources of their own.
    let (before, text) = match text.split_once("\"redirects\"") {
        Some((before, after)) if is_vercel => (before.matches('\n').count() as u64, after),
        _ => (0, text),
    };
    let mut lines = lines_of_keys(text, &["source"]).into_iter();
    rules
        .iter()
        .map(|object| {
            let has_source = object.get("source").is_some();
            let line = if has_source { lines.next() } else { None };
            rule(
                file,
                line.map_or(0, |line| line + before),
                object,
                is_vercel,
            )
        })
        .collect()
}

fn rule(file: &str, line: u64, object: &Json, is_vercel: bool) -> Read {
    let raw = object.to_string();
    let Some(source) = text_of(object, "source") else {
        return Err(unreadable(file, line, &raw, "there is no source"));
    };
    let mut rule = ForeignRule::new(source, text_of(object, "destination"), Syntax::Next);
    rule.status = status(object, is_vercel);
    rule.when = route_conditions(object.get("has"));
    rule.unless = route_conditions(object.get("missing"));
    rule.file = file.to_owned();
    rule.line = line;
    rule.raw = raw;
    rule.notes = unread(object, &KEYS);
    Ok(rule)
}

const KEYS: [&str; 6] = [
    "source",
    "destination",
    "permanent",
    "statusCode",
    "has",
    "missing",
];

/// `statusCode`, else 308 for `permanent` and 307 for the rest; Vercel takes rules without either for permanent.
fn status(object: &Json, is_vercel: bool) -> Status {
    match (object.get("statusCode"), object.get("permanent")) {
        (Some(status), _) => super::json_lines::status(Some(status)),
        (None, Some(Json::Bool(true))) => Status::Code(308),
        (None, None) if is_vercel => Status::Code(308),
        _ => Status::Code(307),
    }
}
