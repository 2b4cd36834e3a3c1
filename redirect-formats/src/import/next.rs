//! The array that `redirects()` returns, `{source, destination, permanent or statusCode, has?, missing?}`, alone or as
//! `redirects` of a configuration.

use serde_json::Value as Json;

use super::{Read, lines_of_keys, refused, route_conditions, text_of, unread, unreadable};
use crate::foreign::{Condition, ForeignRule, Status, Syntax, Value};
use crate::report::Reason;

/// The part of a configuration that bears on its redirects.
struct Config<'a> {
    base_path: &'a str,
    /// True if paths end in a slash.
    trailing_slash: bool,
    /// True if the redirect that adds or takes the slash is switched off.
    skips_slash_redirect: bool,
    case_sensitive: bool,
    has_locales: bool,
}

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let whole: Json = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return vec![Err(unreadable(file, 0, "", error.to_string()))],
    };
    let (rules, within) = match &whole {
        Json::Array(rules) => (rules, false),
        Json::Object(_) => match whole.get("redirects") {
            Some(Json::Array(rules)) => (rules, true),
            _ => return vec![Err(unreadable(file, 0, "", "there are no `redirects`"))],
        },
        _ => return vec![Err(unreadable(file, 0, "", "this is not a JSON array"))],
    };
    let is_set = |key: &str| whole.get(key) == Some(&Json::Bool(true));
    let config = Config {
        base_path: text_of(&whole, "basePath").unwrap_or_default(),
        trailing_slash: is_set("trailingSlash"),
        skips_slash_redirect: is_set("skipTrailingSlashRedirect"),
        case_sensitive: whole.pointer("/experimental/caseSensitiveRoutes")
            == Some(&Json::Bool(true)),
        has_locales: whole.get("i18n").is_some(),
    };
    let lines = rule_lines(text, rules, within);
    let own = slash_redirect(file, &config).into_iter();
    let rules = rules.iter().zip(lines);
    own.chain(rules.map(|(object, line)| rule(file, line, object, &config)))
        .collect()
}

/// The line of each rule's source, 0 where it has none; other lists of an object have sources of their own.
pub(super) fn rule_lines(text: &str, rules: &[Json], within: bool) -> Vec<u64> {
    let (before, text) = match text.split_once("\"redirects\"") {
        Some((before, after)) if within => (before.matches('\n').count() as u64, after),
        _ => (0, text),
    };
    let mut lines = lines_of_keys(text, &["source"]).into_iter();
    let has_source = rules.iter().map(|object| object.get("source").is_some());
    has_source
        .map(|has_source| match has_source {
            true => lines.next().map_or(0, |line| line + before),
            false => 0,
        })
        .collect()
}

/// The redirect that Next.js itself puts before all others.
fn slash_redirect(file: &str, config: &Config<'_>) -> Option<Read> {
    if config.skips_slash_redirect {
        return None;
    }
    let mut rule = ForeignRule::new("/:path+/", Some("/:path+"), Syntax::Next);
    rule.status = Status::Code(308);
    rule.file = file.to_owned();
    rule.raw = "the redirect of Next.js from `/a/` to `/a`".to_owned();
    if config.trailing_slash {
        rule.raw = "the redirect of Next.js from `/a` to `/a/` (`trailingSlash`)".to_owned();
        let text = "no pattern says that the last segment has no full stop, and so no slash to add: let the site add it; the rules take paths with and without the slash";
        return Some(Err(refused(&rule, Reason::new("trailing-slash", text))));
    }
    Some(Ok(rule))
}

fn rule(file: &str, line: u64, object: &Json, config: &Config<'_>) -> Read {
    let raw = object.to_string();
    let Some(source) = text_of(object, "source") else {
        return Err(unreadable(file, line, &raw, "there is no source"));
    };
    let is_based = object.get("basePath") != Some(&Json::Bool(false));
    let base = if is_based { config.base_path } else { "" };
    let destination = text_of(object, "destination").map(|to| match to.starts_with('/') {
        true => format!("{base}{to}"),
        false => to.to_owned(),
    });
    let path = match source {
        "/" if !base.is_empty() => base.to_owned(),
        source => format!("{base}{source}"),
    };
    let mut rule = ForeignRule::new(&path, destination.as_deref(), Syntax::Next);
    rule.status = status(object);
    rule.when = route_conditions(object.get("has"));
    rule.unless = route_conditions(object.get("missing"));
    bind_names(&mut rule);
    rule.keep_used = rule.when.iter().any(is_query);
    rule.fold_case = !config.case_sensitive;
    rule.optional_slash = config.trailing_slash || config.skips_slash_redirect;
    rule.file = file.to_owned();
    rule.line = line;
    rule.raw = raw;
    rule.notes = unread(object, &KEYS);
    if begins_openly(&path) {
        // Its own files are never redirected.
        rule.except.push("/_next*".to_owned());
    }
    let never = |text: &str| Err(refused(&rule, Reason::new("never-matches", text)));
    if config.has_locales && object.get("locale") != Some(&Json::Bool(false)) {
        return never("with `i18n` Next.js writes the locale before the source");
    }
    if !path.is_ascii() {
        return never(
            "Next.js compares the path as it was sent, where only ASCII characters stand: write the others percent-encoded",
        );
    }
    if path.len() > 1 && path.ends_with('/') && !rule.optional_slash {
        return never("Next.js takes the final slash of a path away before it tries the rule");
    }
    Ok(rule)
}

/// Values that only have to be there are bound where the destination asks for them.
pub(super) fn bind_names(rule: &mut ForeignRule) {
    let destination = rule.destination.clone().unwrap_or_default();
    for condition in &mut rule.when {
        let (Condition::Query(key, value)
        | Condition::Header(key, value)
        | Condition::Cookie(key, value)) = condition
        else {
            continue;
        };
        let name: String = key.chars().filter(char::is_ascii_alphabetic).collect();
        if *value == Value::Some && !name.is_empty() && destination.contains(&format!(":{name}")) {
            *value = Value::Bound(name);
        }
    }
}

pub(super) fn is_query(condition: &Condition) -> bool {
    matches!(condition, Condition::Query(..))
}

/// Returns true if a source could take a path that begins with `/_next`.
fn begins_openly(path: &str) -> bool {
    let literal = path.split([':', '(', '{', '*']).next().unwrap_or_default();
    "/_next".starts_with(literal) && literal.len() < path.len() || literal.starts_with("/_next")
}

const KEYS: [&str; 8] = [
    "source",
    "destination",
    "permanent",
    "statusCode",
    "has",
    "missing",
    "basePath",
    "locale",
];

/// `statusCode`, else 308 for `permanent` and 307 for the rest.
fn status(object: &Json) -> Status {
    match (object.get("statusCode"), object.get("permanent")) {
        (Some(status), _) => super::json_lines::status(Some(status)),
        (None, Some(Json::Bool(true))) => Status::Code(308),
        _ => Status::Code(307),
    }
}
