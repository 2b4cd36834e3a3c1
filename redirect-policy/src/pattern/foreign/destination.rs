//! Signs in destinations, and destinations in this language.

use super::notation::route;
use super::source::Reading;
use super::{Sign, as_text, name};

/// Variables of servers.
const VARIABLES: &[(&str, Value)] = &[
    ("uri", Value::Path),
    ("request_uri", Value::Path),
    ("document_uri", Value::Path),
    ("args", Value::Query),
    ("is_args", Value::Query),
    ("query_string", Value::Query),
    ("host", Value::Host),
    ("http_host", Value::Host),
    ("server_name", Value::Host),
    ("scheme", Value::Host),
];

/// The meaning of a part of a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value<'t> {
    /// A capture of the source, by its number from 1.
    Number(usize),
    /// A name of the source.
    Name(&'t str),
    /// The path of the request.
    Path,
    /// The query of the request, which is forwarded.
    Query,
    /// The host of the request, or its scheme.
    Host,
}

const NUMBER: &str = "what a regular expression captures";
const VARIABLE: &str = "a variable of a server";
const PLACEHOLDER: &str = "a placeholder";
const SPLAT: &str = "what a wildcard matches";

/// The signs of a destination.
pub(super) fn signs(text: &str, reading: &Reading, has_handler: bool) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let begins = text.get(..at).is_some_and(|before| before.ends_with('/'));
        let found =
            part(rest, begins, reading).filter(|(_, _, meaning)| *meaning != SPLAT || !has_handler);
        if let Some((length, _, meaning)) = found {
            let end = at + length;
            signs.push(Sign {
                at: at..end,
                sure: !rest.starts_with('*'),
                meaning,
                escaped: as_text(text.get(at..end).unwrap_or_default()),
            });
            at = end;
            continue;
        }
        at += step(rest);
    }
    signs
}

/// The sign that a text begins with: its length, what it stands for, and what it is elsewhere.
fn part<'t>(
    rest: &'t str,
    begins: bool,
    reading: &Reading,
) -> Option<(usize, Value<'t>, &'static str)> {
    if let Some(behind) = rest.strip_prefix("${").or_else(|| rest.strip_prefix("%{")) {
        let inner = behind.get(..behind.find('}')?)?;
        return Some((inner.len() + 3, inside(inner), PLACEHOLDER));
    }
    if let Some(behind) = rest.strip_prefix('$') {
        if let Some(number) = digit(behind) {
            let ends = !behind
                .get(1..)?
                .starts_with(|c: char| c.is_ascii_alphanumeric());
            return ends.then_some((2, Value::Number(number), NUMBER));
        }
        let word = name(behind);
        if let Some(value) = variable(word) {
            return Some((1 + word.len(), value, VARIABLE));
        }
        let named = reading.named(word).is_some();
        return named.then_some((1 + word.len(), Value::Name(word), PLACEHOLDER));
    }
    if let Some(behind) = rest.strip_prefix('%') {
        let number = digit(behind)?;
        let ends = !behind
            .get(1..)?
            .starts_with(|c: char| c.is_ascii_hexdigit());
        return ends.then_some((2, Value::Number(number), NUMBER));
    }
    if let Some(behind) = rest.strip_prefix('\\') {
        let number = digit(behind)?;
        return Some((2, Value::Number(number), NUMBER));
    }
    if let Some(behind) = rest.strip_prefix('{') {
        // With a name that the source binds as it is written this is a fault of form, which says what to write.
        let word = behind.get(..behind.find('}')?)?;
        let spelled = reading.named(word)?;
        let is_other = spelled.strip_prefix(':') != Some(word);
        return is_other.then_some((word.len() + 2, Value::Name(word), PLACEHOLDER));
    }
    if rest.starts_with('[') && begins {
        let (length, word, _) = route(rest)?;
        let named = reading.named(word).is_some();
        return named.then_some((length, Value::Name(word), PLACEHOLDER));
    }
    let word = name(rest.strip_prefix([':', '*'])?);
    let is_unbound = word == "splat" && rest.starts_with(':') && reading.named(word).is_none();
    let is_splat = is_unbound || reading.splats.iter().any(|splat| splat == word);
    is_splat.then_some((1 + word.len(), Value::Name(word), SPLAT))
}

/// The number of one digit, from 1 to 9.
fn digit(text: &str) -> Option<usize> {
    let first = text.chars().next()?.to_digit(10)?;
    usize::try_from(first).ok().filter(|number| *number > 0)
}

/// Reads the text between braces.
fn inside(inner: &str) -> Value<'_> {
    let word = inner.trim_start_matches("TIME_").trim_start_matches("ENV:");
    match inner.parse() {
        Ok(number) => Value::Number(number),
        Err(_) => match variable(&word.to_ascii_lowercase()) {
            Some(value) => value,
            None => Value::Name(inner),
        },
    }
}

fn variable(word: &str) -> Option<Value<'static>> {
    let found = VARIABLES.iter().find(|(known, _)| *known == word);
    found.map(|(_, value)| *value)
}

/// The length of what is read as text.
fn step(rest: &str) -> usize {
    let mut characters = rest.chars();
    let first = characters.next().map_or(1, char::len_utf8);
    match rest.starts_with('\\') {
        true => first + characters.next().map_or(0, char::len_utf8),
        false => first,
    }
}

/// A destination in this language; `None` if a part of it has no form here.
pub(super) fn ours(text: &str, reading: &Reading) -> Option<String> {
    let mut ours = String::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let begins = text.get(..at).is_some_and(|before| before.ends_with('/'));
        match part(rest, begins, reading) {
            Some((length, value, _)) => {
                push(value, reading, rest.len() == length, &mut ours)?;
                at += length;
            }
            None => {
                let length = match names(rest, reading) {
                    Some((length, spelled)) => {
                        let is_last = rest.len() == length;
                        push_name(rest.get(1..length)?, spelled, reading, is_last, &mut ours);
                        length
                    }
                    None => {
                        let length = step(rest);
                        ours.push_str(rest.get(..length)?);
                        length
                    }
                };
                at += length;
            }
        }
    }
    // The request's query is forwarded of itself.
    let bare = ours.trim_end_matches(['?', '&']).len();
    if bare < ours.len() && text.len() > bare {
        ours.truncate(bare);
    }
    Some(ours)
}

/// Returns true if the text ends within a group.
fn in_group(text: &str) -> bool {
    text.matches('(').count() > text.matches(')').count()
}

/// Writes a name; one that may be missing in a group, with the slash in front of it.
fn push_name(name: &str, spelled: &str, reading: &Reading, is_last: bool, ours: &mut String) {
    let is_optional = reading.optional.iter().any(|one| one == name);
    if !is_optional || in_group(ours) {
        return ours.push_str(spelled);
    }
    // The only slash of a path stays.
    let path = match ours.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)),
        None => Some(ours.as_str()),
    };
    let slash = match path {
        Some(path) if path.ends_with('/') && !(path == "/" && is_last) => "/",
        _ => "",
    };
    ours.truncate(ours.len() - slash.len());
    ours.push_str(&format!("({slash}{spelled})"));
}

/// A name that the source writes in another way: `:post_id`, `*splat`.
fn names<'r>(rest: &str, reading: &'r Reading) -> Option<(usize, &'r str)> {
    let word = name(rest.strip_prefix([':', '*'])?);
    let spelled = reading.named(word)?;
    Some((1 + word.len(), spelled))
}

fn push(value: Value<'_>, reading: &Reading, is_last: bool, ours: &mut String) -> Option<()> {
    match value {
        Value::Number(number) => {
            ours.push_str(reading.captures.get(number.checked_sub(1)?)?);
        }
        Value::Name(name) => match reading.named(name) {
            Some(spelled) => push_name(name, spelled, reading, is_last, ours),
            None if name == "splat" && reading.captures.iter().any(|one| one == "*") => {
                ours.push('*');
            }
            None => return None,
        },
        Value::Path if reading.whole => {
            if !ours.ends_with('/') {
                ours.push('/');
            }
            ours.push('*');
        }
        Value::Query => {}
        Value::Path | Value::Host => return None,
    }
    Some(())
}
