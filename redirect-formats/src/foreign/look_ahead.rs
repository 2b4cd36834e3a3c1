//! `(?!...)` in front of a part: what a rule does not take, which the language says with `except`.

use super::{FOLDED, ForeignRule, Syntax};
use crate::text::{Field, literal};

/// Makes the first `(?!a|b)` of a source the rule's `except`, if it stands behind plain text and holds plain texts.
pub(crate) fn without_look_ahead(rule: &ForeignRule) -> ForeignRule {
    let is_route = matches!(
        rule.syntax,
        Syntax::Next | Syntax::Vercel | Syntax::FirebaseRoute
    );
    let is_expression = matches!(rule.syntax, Syntax::Regex | Syntax::FirebaseRegex);
    let done = match is_route || is_expression {
        true => split(&rule.source, is_route),
        false => None,
    };
    let mut rule = rule.clone();
    if let Some((source, except)) = done {
        rule.source = source;
        rule.except.extend(except);
    }
    rule
}

/// The source without the group, and the sources that it excludes.
fn split(source: &str, is_route: bool) -> Option<(String, Vec<String>)> {
    let (before, after) = source.split_once("(?!")?;
    let (inner, after) = after.split_once(')')?;
    let mut front = before.strip_prefix(FOLDED).unwrap_or(before);
    if is_route {
        // `(` or `:name(` opens the expression that the group begins.
        front = front.strip_suffix('(')?;
        if let Some((text, name)) = front.rsplit_once(':') {
            let is_name =
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            front = if is_name { text } else { front };
        }
    } else {
        front = front.strip_prefix('^')?;
        front = front.strip_suffix('(').unwrap_or(front);
    }
    let front = plain(front)?;
    let mut except = Vec::new();
    for choice in inner.split('|') {
        let (choice, end) = match choice.strip_suffix('$') {
            Some(choice) => (choice, ""),
            None => (choice.strip_suffix(".*").unwrap_or(choice), "*"),
        };
        let text = format!("{front}{}", plain(choice)?);
        if !text.starts_with('/') {
            return None;
        }
        except.push(format!("{}{end}", literal(&text, Field::Source)));
    }
    Some((format!("{before}{after}"), except))
}

/// The text that an expression stands for, if it stands for one text.
fn plain(expression: &str) -> Option<String> {
    let mut out = String::new();
    let mut characters = expression.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.push(characters.next().filter(|c| !c.is_ascii_alphanumeric())?),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|' | ':' => {
                return None;
            }
            c => out.push(c),
        }
    }
    Some(out)
}
