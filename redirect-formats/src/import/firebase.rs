//! `firebase.json`: `hosting.redirects` with `{source or regex, destination, type?}`.

use serde_json::Value as Json;

use super::{Read, lines_of_keys, text_of, unread, unreadable};
use crate::foreign::{ForeignRule, Status, Syntax};

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let whole: Json = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return vec![Err(unreadable(file, 0, "", error.to_string()))],
    };
    let lists = redirects(&whole);
    if lists.is_empty() {
        return vec![Err(unreadable(file, 0, "", "there are no `redirects`"))];
    }
    let rules: Vec<&Json> = lists.into_iter().flatten().collect();
    // `rewrites` and `headers` have sources of their own: count from where the redirects begin.
    let mut lines = lines_of_keys(after_key(text), &["source", "regex"]).into_iter();
    let skipped = before_key(text);
    rules
        .into_iter()
        .map(|object| rule(file, lines.next().map_or(0, |line| line + skipped), object))
        .collect()
}

fn redirects(whole: &Json) -> Vec<&Vec<Json>> {
    match whole {
        Json::Array(rules) => vec![rules],
        Json::Object(_) => {
            let own = whole.get("redirects").and_then(Json::as_array);
            let hosting = whole.get("hosting");
            let sites: Vec<&Json> = match hosting {
                Some(Json::Array(sites)) => sites.iter().collect(),
                other => other.into_iter().collect(),
            };
            let inner = sites
                .into_iter()
                .filter_map(|site| site.get("redirects").and_then(Json::as_array));
            own.into_iter().chain(inner).collect()
        }
        _ => Vec::new(),
    }
}

fn after_key(text: &str) -> &str {
    text.split_once("\"redirects\"")
        .map_or(text, |(_, after)| after)
}

fn before_key(text: &str) -> u64 {
    let before = text
        .split_once("\"redirects\"")
        .map_or("", |(before, _)| before);
    before.bytes().map(|byte| u64::from(byte == b'\n')).sum()
}

fn rule(file: &str, line: u64, object: &Json) -> Read {
    let raw = object.to_string();
    let (source, syntax) = match (text_of(object, "source"), text_of(object, "regex")) {
        (Some(glob), _) => (glob, Syntax::FirebaseGlob),
        (None, Some(regex)) => (regex, Syntax::FirebaseRegex),
        (None, None) => match text_of(object, "glob") {
            Some(glob) => (glob, Syntax::FirebaseGlob),
            None => return Err(unreadable(file, line, &raw, "there is no source")),
        },
    };
    let mut rule = ForeignRule::new(source, text_of(object, "destination"), syntax);
    rule.status = match object.get("type") {
        None => Status::Code(301),
        status => super::json_lines::status(status),
    };
    rule.file = file.to_owned();
    rule.line = line;
    rule.raw = raw;
    rule.notes = unread(object, &["source", "glob", "regex", "destination", "type"]);
    Ok(rule)
}
