//! One rule a line, with the syntax named on each.

use serde_json::Value as Json;

use super::netlify::query;
use super::{Read, netlify_condition, route_conditions, text_of, unread, unreadable};
use crate::foreign::{Condition, ForeignRule, Precedence, Status, Syntax};

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let lines = text.lines().zip(1_u64..);
    lines
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| match serde_json::from_str(line) {
            Ok(object) => rule(file, number, line, &object),
            Err(error) => Err(unreadable(file, number, line, error.to_string())),
        })
        .collect()
}

fn rule(file: &str, number: u64, written: &str, object: &Json) -> Read {
    let Some(source) = text_of(object, "source") else {
        return Err(unreadable(file, number, written, "there is no source"));
    };
    let destination = text_of(object, "destination");
    let Some(syntax) = syntax(object, source, destination.unwrap_or_default()) else {
        let named = ["syntax", "dialect"].map(|key| text_of(object, key).unwrap_or_default());
        let text = format!("the syntax `{}` is not known", named.join(" ").trim_end());
        return Err(unreadable(file, number, written, text));
    };
    let mut rule = ForeignRule::new(source, destination, syntax);
    rule.status = status(object.get("status"));
    rule.precedence = precedence(object, syntax);
    let flags = flags(object);
    let has_flag = |names: [&str; 2]| flags.iter().any(|flag| names.contains(&flag.as_str()));
    rule.when = conditions(object);
    rule.unless = route_conditions(object.get("missing"));
    rule.fold_case = text_of(object, "location_mod") == Some("~*")
        || text_of(object, "comp_op") == Some("~*")
        || has_flag(["NC", "nocase"]);
    rule.drop_query =
        drops_query(object, destination.unwrap_or_default()) || has_flag(["QSD", "qsdiscard"]);
    let is_apache = !flags.is_empty()
        || text_of(object, "dialect").is_some_and(|dialect| dialect.starts_with("apache"));
    let to = destination.unwrap_or_default();
    // A query of the destination's own takes the place of the request's, unless both are asked for.
    rule.drop_query |= is_apache && to.contains('?') && !has_flag(["QSA", "qsappend"]);
    rule.optional_slash = text_of(object, "syntax") == Some("netlify");
    rule.file = text_of(object, "file").unwrap_or(file).to_owned();
    rule.line = object.get("line").and_then(Json::as_u64).unwrap_or(number);
    rule.raw = text_of(object, "raw").unwrap_or(written).to_owned();
    rule.notes = unread(object, &KEYS);
    if is_apache && to.contains('#') {
        let note = "Apache writes the request's query behind the fragment, where it is none";
        rule.notes.push(note.to_owned());
    }
    let refuse = |rule: &ForeignRule, code, text: &str| {
        Err(super::refused(rule, crate::report::Reason::new(code, text)))
    };
    if is_apache && source.starts_with('!') {
        return refuse(
            &rule,
            "negation",
            "a rule for all paths that do not match can't be written as a pattern",
        );
    }
    if is_apache && refers_to_condition(to) {
        return refuse(
            &rule,
            "destination",
            "Apache reads a `%` with a digit as a group of a condition, which the rule does not hold, also in `%20`: write `\\%20`",
        );
    }
    if is_apache {
        // What is left of `\%` is text.
        rule.destination = destination.map(|to| to.replace("\\%", "%"));
    }
    if is_apache && to.contains('#') && !has_flag(["NE", "noescape"]) {
        return refuse(
            &rule,
            "destination",
            "Apache writes `#` as `%23` unless the flag `NE` is there",
        );
    }
    if let Some(query) = raw_query(object) {
        rule.source = format!("{source}?{query}");
    }
    Ok(rule)
}

/// Returns true if a destination has a `%` with a digit behind it, and no backslash before.
fn refers_to_condition(destination: &str) -> bool {
    let mut before = ' ';
    let mut rest = destination.chars().peekable();
    while let Some(c) = rest.next() {
        let is_digit = rest.peek().is_some_and(char::is_ascii_digit);
        if c == '%' && before != '\\' && is_digit {
            return true;
        }
        before = c;
    }
    false
}

/// Keys that make a rule, and those that only tell where it comes from.
const KEYS: [&str; 20] = [
    "source",
    "destination",
    "status",
    "syntax",
    "dialect",
    "location_mod",
    "comp_op",
    "flags",
    "conditions",
    "query",
    "raw_query",
    "has",
    "missing",
    "wildcard_host",
    "force",
    "file",
    "line",
    "raw",
    "kind",
    "template_source",
];

/// The flags of Apache's `RewriteRule`: `[R=301,L,NC]`, with or without brackets, or as a list.
fn flags(object: &Json) -> Vec<String> {
    let written = match object.get("flags") {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(list)) => {
            let texts: Vec<&str> = list.iter().filter_map(Json::as_str).collect();
            texts.join(",")
        }
        _ => return Vec::new(),
    };
    let flags = written.trim_matches(['[', ']']).split(',');
    flags.map(|flag| flag.trim().to_owned()).collect()
}

fn syntax(object: &Json, source: &str, destination: &str) -> Option<Syntax> {
    let dialect = text_of(object, "dialect").unwrap_or_default();
    Some(match text_of(object, "syntax")? {
        "exact" if dialect.starts_with("nginx") => Syntax::NginxExact,
        "exact" if is_rails(source) => Syntax::Rails,
        "exact" => Syntax::Exact,
        "netlify" => Syntax::Netlify,
        "next" => Syntax::Next,
        "firebase-glob" => Syntax::FirebaseGlob,
        "regex" if dialect.starts_with("canonicalwebteam") => Syntax::WholeRegex,
        "regex" if is_colon_reference(destination) => Syntax::FirebaseRegex,
        "regex" if object.get("comp_op").is_some() => Syntax::StartRegex,
        "regex" => Syntax::Regex,
        "nginx" => Syntax::Prefix,
        "other" if dialect == "amplify" => Syntax::Amplify,
        "other" if dialect.starts_with("wmf") => Syntax::Netlify,
        _ => return None,
    })
}

/// `(*name)`: Rails' way to say "anything", which no literal path contains.
fn is_rails(source: &str) -> bool {
    source.split_once("(*").is_some_and(|(_, after)| {
        let name: String = after.chars().take_while(|&c| c != ')').collect();
        after.contains(')')
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    })
}

fn is_colon_reference(destination: &str) -> bool {
    destination.starts_with(':') || destination.contains("/:")
}

fn precedence(object: &Json, syntax: Syntax) -> Precedence {
    let modifier = text_of(object, "location_mod").or_else(|| text_of(object, "comp_op"));
    match (text_of(object, "dialect"), modifier, syntax) {
        (Some("nginx-rewrite"), _, _) => Precedence::First,
        (Some("wmf-override"), _, _) | (_, Some("="), _) => Precedence::Exact,
        (_, Some("^~"), _) => Precedence::Strong,
        (_, None, Syntax::Prefix) => Precedence::Weak,
        (Some("wmf-funnel" | "wmf-rewrite"), _, _)
            if object.get("wildcard_host") == Some(&Json::Bool(true)) =>
        {
            Precedence::Weak
        }
        _ => Precedence::Listed,
    }
}

/// nginx's `return` sends what is written, and the query only where a variable says so.
fn drops_query(object: &Json, destination: &str) -> bool {
    let dialect = text_of(object, "dialect").unwrap_or_default();
    matches!(dialect, "nginx-location" | "nginx-map" | "nginx-return")
        && !["$request_uri", "$args", "$is_args", "$query_string"]
            .iter()
            .any(|variable| destination.contains(variable))
}

pub(super) fn status(status: Option<&Json>) -> Status {
    let code = match status {
        Some(Json::Number(number)) => number.as_u64().and_then(|code| u16::try_from(code).ok()),
        Some(Json::String(text)) => text.parse().ok(),
        None | Some(Json::Null) => Some(301),
        Some(_) => None,
    };
    match (code, status) {
        (Some(code), _) => Status::Code(code),
        (None, Some(Json::String(text))) => Status::Other(text.clone()),
        (None, status) => Status::Other(status.map(Json::to_string).unwrap_or_default()),
    }
}

fn raw_query(object: &Json) -> Option<String> {
    text_of(object, "raw_query")
        .filter(|query| !query.is_empty())
        .map(str::to_owned)
}

fn conditions(object: &Json) -> Vec<Condition> {
    let mut out = route_conditions(object.get("has"));
    if raw_query(object).is_none() {
        out.extend(
            entries(object.get("query")).map(|(key, value)| match value {
                Json::String(text) => query(key, text),
                value => Condition::Unknown(format!("query {key}={value}")),
            }),
        );
    }
    for (key, value) in entries(object.get("conditions")) {
        out.push(match value {
            Json::String(text) if key == "host" => Condition::Host(hosts(text)),
            Json::String(text) => netlify_condition(key, text),
            Json::Array(list) => {
                let texts: Vec<&str> = list.iter().filter_map(Json::as_str).collect();
                match texts.len() == list.len() {
                    true => netlify_condition(key, &texts.join(",")),
                    false => Condition::Unknown(format!("{key}={value}")),
                }
            }
            value => Condition::Unknown(format!("{key}={value}")),
        });
    }
    out
}

fn entries(object: Option<&Json>) -> impl Iterator<Item = (&String, &Json)> {
    object.and_then(Json::as_object).into_iter().flatten()
}

/// `*example.com` is the host with or without a subdomain.
fn hosts(text: &str) -> Vec<String> {
    match text.strip_prefix('*') {
        Some(host) if !host.starts_with('.') => vec![host.to_owned(), format!("*.{host}")],
        _ => vec![text.to_owned()],
    }
}
