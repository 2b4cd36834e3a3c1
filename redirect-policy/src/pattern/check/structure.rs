//! Checks of tokens beyond the grammar: one function a rule of the language.

use std::collections::HashMap;
use std::ops::Range;

use crate::pattern::error::replaced;
use crate::pattern::token::{Language, Token, TokenKind, WrittenKind};
use crate::pattern::{Kind, PatternError};

/// A name is bound once.
pub(in crate::pattern) fn duplicate_names(
    text: &str,
    tokens: &[Token],
    errors: &mut Vec<PatternError>,
) {
    let mut bound: HashMap<&str, Range<usize>> = HashMap::new();
    for token in tokens {
        let TokenKind::Parameter { name, .. } = &token.kind else {
            continue;
        };
        if !bound.contains_key(name.as_str()) {
            bound.insert(name, token.at.clone());
            continue;
        }
        let fresh = fresh_name(name, tokens);
        let name_at = token.at.start + 1..token.at.start + 1 + name.len();
        errors.push(
            PatternError::new(
                "duplicate-name",
                token.at.clone(),
                format!("the name `:{name}` is bound twice"),
            )
            .label("bound here again")
            .help(format!(
                "give it another name: `{}`",
                replaced(text, &name_at, &fresh)
            )),
        );
    }
}

/// `name` with the first number that no other name has.
fn fresh_name(name: &str, tokens: &[Token]) -> String {
    let taken = |candidate: &str| tokens.iter().any(|token| token.name() == Some(candidate));
    (2..)
        .map(|number: u32| format!("{name}{number}"))
        .find(|candidate| !taken(candidate))
        .unwrap_or_default()
}

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

/// Every expansion begins with `/`, or in a source with `*`.
///
/// An expansion to nothing never matches a path, so a source may have it; a destination may not.
pub(in crate::pattern) fn starts_with_slash(
    text: &str,
    tokens: &[Token],
    language: Language,
) -> Option<PatternError> {
    let destination = language == Language::Destination;
    // Whether some expansion has come here without a character.
    let mut leading = true;
    let mut outside = Vec::new();
    for token in tokens {
        match &token.kind {
            TokenKind::Open => outside.push(leading),
            TokenKind::Close => leading |= outside.pop().unwrap_or_default(),
            TokenKind::Wildcard if leading && destination => {
                return Some(no_slash(text, token, language));
            }
            TokenKind::Slash | TokenKind::Fault | TokenKind::Wildcard => leading = false,
            // `./a` is told once, as a dot segment.
            TokenKind::Text(dots) if leading && token.at.start == 0 && is_relative(text, dots) => {
                return None;
            }
            TokenKind::Text(_) | TokenKind::Parameter { .. } | TokenKind::Switch(_) => {
                if leading {
                    return Some(no_slash(text, token, language));
                }
            }
        }
    }
    let whole = Token {
        at: 0..text.len(),
        kind: TokenKind::Fault,
    };
    (leading && destination && !tokens.is_empty()).then(|| no_slash(text, &whole, language))
}

fn is_relative(text: &str, first: &str) -> bool {
    matches!(first, "." | "..")
        && text
            .get(first.len()..)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn no_slash(text: &str, token: &Token, language: Language) -> PatternError {
    let at = token.at.clone();
    let written = text.get(at.clone()).unwrap_or_default();
    let within_group = at.start > 0;
    let message = if within_group {
        format!("without the groups before it, this begins with `{written}`, not with `/`")
    } else if at.end == text.len() && language == Language::Destination && text.starts_with('(') {
        "with all groups absent nothing is left of the destination".to_owned()
    } else {
        format!("`{text}` does not begin with `/`")
    };
    let advice = if text.starts_with('(') {
        "write a `/` before the first group, such as `/(:c/)a`".to_owned()
    } else {
        format!("write `/{text}`")
    };
    match language {
        Language::Destination => {
            let absolute = text
                .split('/')
                .next()
                .is_some_and(|host| host.contains('.'));
            let host = if absolute {
                format!(", or `https://{text}` for another site")
            } else {
                String::new()
            };
            PatternError::new("destination-must-start-with-slash-or-scheme", at, message)
                .help(format!("{advice}{host}"))
        }
        _ => PatternError::new("source-must-start-with-slash", at, message)
            .label("so it can never match a path")
            .help(advice),
    }
}

/// A group of a destination holds a name, else it is never emitted.
pub(in crate::pattern) fn dead_groups(
    text: &str,
    tokens: &[Token],
    errors: &mut Vec<PatternError>,
) {
    struct Group<'a> {
        at: &'a Range<usize>,
        alive: bool,
        errors_before: usize,
    }
    let mut open: Vec<Group> = Vec::new();
    for token in tokens {
        match &token.kind {
            TokenKind::Open => open.push(Group {
                at: &token.at,
                alive: false,
                errors_before: errors.len(),
            }),
            TokenKind::Close => {
                let Some(group) = open.pop() else { continue };
                if group.alive {
                    if let Some(outer) = open.last_mut() {
                        outer.alive = true;
                    }
                    continue;
                }
                // One error for the outermost is enough.
                errors.truncate(group.errors_before);
                errors.push(dead_group(text, group.at));
            }
            TokenKind::Parameter { .. } | TokenKind::Wildcard | TokenKind::Fault => {
                if let Some(group) = open.last_mut() {
                    group.alive = true;
                }
            }
            TokenKind::Slash | TokenKind::Text(_) | TokenKind::Switch(_) => {}
        }
    }
}

fn dead_group(text: &str, at: &Range<usize>) -> PatternError {
    let group = text.get(at.clone()).unwrap_or_default();
    let inside = group.trim_start_matches('(').trim_end_matches(')');
    PatternError::new(
        "dead-group",
        at.clone(),
        format!("the group `{group}` is never written, since no name stands in it"),
    )
    .help(format!(
        "write `{}` or `{}`, or `{}` for the parentheses themselves",
        replaced(text, at, inside),
        replaced(text, at, ""),
        replaced(text, at, &format!("\\({inside}\\)"))
    ))
}

/// Two slashes at the front would name another host.
pub(in crate::pattern) fn protocol_relative(
    text: &str,
    tokens: &[Token],
    errors: &mut Vec<PatternError>,
) {
    let [first, second, ..] = tokens else { return };
    if !matches!(
        (&first.kind, &second.kind),
        (TokenKind::Slash, TokenKind::Slash)
    ) {
        return;
    }
    let rest = text.get(second.at.end..).unwrap_or_default();
    let path = rest.trim_start_matches('/');
    errors.push(
        PatternError::new(
            "protocol-relative-destination",
            first.at.start..second.at.end,
            format!("browsers read what follows `//` as a host, so `{text}` leaves the site"),
        )
        .help(format!(
            "write `/{path}` for a path, or `https://{path}` for another site"
        )),
    );
}

/// The error of a name, or `*`, that another pattern before this one binds already.
pub(in crate::pattern) fn is_repeated(
    text: &str,
    bound: &crate::pattern::Bound<'_>,
) -> PatternError {
    if bound.takes_anything() {
        let name = if bound.name == "*" {
            "rest"
        } else {
            bound.name
        };
        return PatternError::new(
            "multiple-wildcards",
            bound.at.clone(),
            "the `prefix` before it has the one `*`, or name of kind `any`, that a source can have",
        )
        .label("a second one")
        .help(format!(
            "name it: `{}`",
            replaced(text, &bound.at, &format!(":{name}<path>"))
        ));
    }
    let name_at = bound.at.start + 1..bound.at.start + 1 + bound.name.len();
    let renamed = replaced(text, &name_at, &format!("{}2", bound.name));
    PatternError::new(
        "duplicate-name",
        bound.at.clone(),
        format!("the `prefix` binds the name `:{}` already", bound.name),
    )
    .label("bound here again")
    .help(format!("give it another name: `{renamed}`"))
}
