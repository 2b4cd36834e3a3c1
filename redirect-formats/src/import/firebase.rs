//! `firebase.json`: `hosting.redirects` with `{source or regex, destination, type?}`.

use serde_json::Value as Json;

use super::{Read, lines_of_keys, refused, text_of, unread, unreadable};
use crate::foreign::{ForeignRule, Status, Syntax};
use crate::report::Reason;

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let whole: Json = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return vec![Err(unreadable(file, 0, "", error.to_string()))],
    };
    let sites = sites(&whole);
    // `rewrites` and `headers` have sources of their own: count from where the redirects begin.
    let mut lines = lines_of_keys(after_key(text), &["source", "glob", "regex"]).into_iter();
    let skipped = before_key(text);
    let mut out = Vec::new();
    for (number, site) in sites.iter().enumerate() {
        let name = text_of(site, "target").or_else(|| text_of(site, "site"));
        for key in ["cleanUrls", "trailingSlash"] {
            if let Some(value) = site
                .get(key)
                .filter(|value| **value != Json::Bool(false) || key != "cleanUrls")
            {
                let text =
                    "which paths it redirects depends on the files of the site: let the site do it";
                let raw = format!("{key}: {value}");
                out.push(Err(Reason::new("files", text).of(file, 0, &raw)));
            }
        }
        let rules = site
            .get("redirects")
            .and_then(Json::as_array)
            .into_iter()
            .flatten();
        for object in rules {
            let line = lines.next().map_or(0, |line| line + skipped);
            out.push(match number {
                0 => rule(file, line, object),
                _ => {
                    let text = format!("it belongs to the site `{}`: give each site a file and a policy of its own", name.unwrap_or_default());
                    Err(Reason::new("other-site", text).of(file, line, &object.to_string()))
                }
            });
        }
    }
    if out.is_empty() {
        out.push(Err(unreadable(file, 0, "", "there are no `redirects`")));
    }
    out
}

/// The sites of a configuration, each an object with `redirects`.
fn sites(whole: &Json) -> Vec<Json> {
    match (whole, whole.get("hosting")) {
        (Json::Array(_), _) => vec![serde_json::json!({ "redirects": whole })],
        (_, Some(Json::Array(sites))) => sites.clone(),
        (_, Some(site)) => vec![site.clone()],
        (whole, None) => vec![whole.clone()],
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
    let destination = text_of(object, "destination");
    let has_names = destination.is_some_and(has_names);
    let glob = text_of(object, "glob").or_else(|| text_of(object, "source"));
    let (source, syntax) = match (glob, text_of(object, "regex")) {
        (Some(glob), _) => (
            with_slash(glob),
            if has_names {
                Syntax::FirebaseRoute
            } else {
                Syntax::FirebaseGlob
            },
        ),
        (None, Some(regex)) => (regex.to_owned(), Syntax::FirebaseRegex),
        (None, None) => return Err(unreadable(file, line, &raw, "there is no source")),
    };
    let mut rule = ForeignRule::new(&source, destination, syntax);
    rule.status = match object.get("type") {
        None => Status::Code(301),
        status => super::json_lines::status(status),
    };
    rule.file = file.to_owned();
    rule.line = line;
    rule.raw = raw;
    rule.notes = unread(object, &["source", "glob", "regex", "destination", "type"]);
    if destination.is_some_and(|to| to.contains('?')) {
        rule.notes
            .push("a key that the destination sets is not handed on as well".to_owned());
    }
    if destination.is_some_and(|to| to.contains('#')) {
        rule.notes.push(
            "Firebase writes the request's query behind the fragment, where it is none".to_owned(),
        );
    }
    match syntax {
        Syntax::FirebaseRoute => {
            // Where a name makes a route of the source, letters match in either case.
            rule.fold_case = true;
            rule.optional_slash = true;
            if let Some(text) = glob_in_route(&source) {
                return Err(refused(&rule, Reason::new("glob", text)));
            }
            if source.contains(['*', '+']) && !destination.is_some_and(|to| to.contains(['*', '+']))
            {
                rule.notes.push("Firebase redirects only where a name that repeats has one segment, since the destination does not repeat it".to_owned());
            }
        }
        Syntax::FirebaseGlob => rule.optional_slash = !source.ends_with('/'),
        _ if has_names => rule.notes.push(
            "Firebase does not redirect where a group that the destination uses is empty"
                .to_owned(),
        ),
        _ => {}
    }
    Ok(rule)
}

/// Returns true if a destination has a `:name`, which begins a segment.
fn has_names(destination: &str) -> bool {
    let path = destination.split("://").last().unwrap_or_default();
    path.starts_with(':') || path.contains("/:")
}

fn with_slash(glob: &str) -> String {
    match glob.starts_with('/') {
        true => glob.to_owned(),
        false => format!("/{glob}"),
    }
}

/// Says what of a glob stands in a source that its destination makes a route.
fn glob_in_route(source: &str) -> Option<&'static str> {
    let mut before = ' ';
    for c in source.chars() {
        match c {
            '{' | '[' | '!' | '@' => {
                return Some(
                    "the destination has names, which make the source a route: braces, classes and choices of globs are text there",
                );
            }
            '*' if !(before.is_ascii_alphanumeric() || matches!(before, '_' | ')')) => {
                return Some(
                    "the destination has names, which make the source a route, where `*` is a group without a name: write `:name*`",
                );
            }
            c => before = c,
        }
    }
    None
}
