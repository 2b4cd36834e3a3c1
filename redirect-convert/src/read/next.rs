//! The array that `redirects()` returns: `{source, destination, permanent or statusCode, has?, missing?}`.

use serde_json::Value as Json;

use super::{Read, lines_of_keys, route_conditions, text_of, unreadable};
use crate::rule::{ForeignRule, Status, Syntax};

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let rules = match serde_json::from_str(text) {
        Ok(Json::Array(rules)) => rules,
        Ok(_) => return vec![Err(unreadable(file, 0, "", "this is not a JSON array"))],
        Err(error) => return vec![Err(unreadable(file, 0, "", error.to_string()))],
    };
    let mut lines = lines_of_keys(text, &["source"]).into_iter();
    rules
        .iter()
        .map(|object| {
            let has_source = object.get("source").is_some();
            let line = if has_source { lines.next() } else { None };
            rule(file, line.unwrap_or(0), object)
        })
        .collect()
}

fn rule(file: &str, line: u64, object: &Json) -> Read {
    let raw = object.to_string();
    let Some(source) = text_of(object, "source") else {
        return Err(unreadable(file, line, &raw, "there is no source"));
    };
    let mut rule = ForeignRule::new(source, text_of(object, "destination"), Syntax::Next);
    rule.status = status(object);
    rule.when = route_conditions(object.get("has"));
    rule.unless = route_conditions(object.get("missing"));
    rule.file = file.to_owned();
    rule.line = line;
    rule.raw = raw;
    Ok(rule)
}

/// `statusCode`, else 308 for `permanent` and 307 for the rest.
fn status(object: &Json) -> Status {
    match (object.get("statusCode"), object.get("permanent")) {
        (Some(status), _) => super::json_lines::status(Some(status)),
        (None, Some(Json::Bool(true))) => Status::Code(308),
        _ => Status::Code(307),
    }
}
