//! `*` and names of kind `any`, of which a pattern has one at most.

use std::ops::Range;

use super::duplicates::fresh_name;
use crate::pattern::error::replaced;
use crate::pattern::token::{Language, Token, TokenKind, WrittenKind};
use crate::pattern::{Kind, PatternError};

/// There is one `*` or name of kind `any` at most.
pub(in crate::pattern) fn one_wildcard(
    text: &str,
    tokens: &[Token],
    language: Language,
    default_kind: &Kind,
    errors: &mut Vec<PatternError>,
) {
    let takes_anything = |token: &&Token| match &token.kind {
        TokenKind::Wildcard => true,
        TokenKind::Parameter { kind, .. } => match kind {
            WrittenKind::Known(kind) => kind.takes_anything(),
            WrittenKind::Absent => default_kind.takes_anything(),
            WrittenKind::Faulty => false,
        },
        _ => false,
    };
    let mut all = tokens.iter().filter(takes_anything);
    let mut before = all.next();
    for token in all {
        let is_star = |token: &Token| matches!(token.kind, TokenKind::Wildcard);
        let stars = is_star(token) && before.is_some_and(is_star);
        let doubled = before.is_some_and(|before| before.at.end == token.at.start);
        before = Some(token);
        if doubled && stars {
            errors.push(doubled_wildcard(text, &token.at));
            continue;
        }
        if language == Language::Value {
            errors.push(starred_value(text, tokens, token));
            continue;
        }
        let is_known = |name: &str| tokens.iter().any(|token| token.name() == Some(name));
        let name = match &token.kind {
            TokenKind::Parameter { name, .. } => name.clone(),
            _ if is_known("rest") => fresh_name("rest", tokens),
            _ => "rest".to_owned(),
        };
        let message = match stars {
            true => "a pattern has one `*` at most",
            false => "a pattern has one `*` or name of kind `any` at most",
        };
        errors.push(
            PatternError::new("multiple-wildcards", token.at.clone(), message)
                .label("a second one")
                .help(format!(
                    "name it: `{}`",
                    replaced(text, &token.at, &format!(":{name}<path>"))
                )),
        );
    }
}

/// A value that binds a name and has several `*`: without names it may have any number.
fn starred_value(text: &str, tokens: &[Token], second: &Token) -> PatternError {
    let names: Vec<&Token> = tokens
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::Parameter { .. }))
        .collect();
    let mut plain = text.to_owned();
    for name in names.iter().rev() {
        // A name beside a `*` takes nothing that the `*` does not take.
        let beside = plain
            .get(..name.at.start)
            .is_some_and(|it| it.ends_with('*'))
            || plain
                .get(name.at.end..)
                .is_some_and(|it| it.starts_with('*'));
        plain = replaced(&plain, &name.at, if beside { "" } else { "*" });
    }
    let error = PatternError::new(
        "multiple-wildcards",
        second.at.clone(),
        "a value with a name or a group has one `*` at most",
    )
    .label("a second one");
    let has_groups = tokens
        .iter()
        .any(|token| matches!(token.kind, TokenKind::Open));
    error.help(match has_groups {
        true => "in place of a group a list can name each value".to_owned(),
        false => format!("write `{}`, which binds nothing", plain.replace("**", "*")),
    })
}

/// `**`, which elsewhere means any number of segments.
fn doubled_wildcard(text: &str, at: &Range<usize>) -> PatternError {
    PatternError::new(
        "multiple-wildcards",
        at.clone(),
        "one `*` matches slashes too",
    )
    .label("a second one")
    .help(format!("write `{}`", replaced(text, at, "")))
}
