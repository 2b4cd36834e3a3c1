//! Names that are bound twice.

use std::collections::HashMap;
use std::ops::Range;

use super::names::Bound;
use crate::pattern::PatternError;
use crate::pattern::error::replaced;
use crate::pattern::token::{Token, TokenKind};

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
pub(super) fn fresh_name(name: &str, tokens: &[Token]) -> String {
    let taken = |candidate: &str| tokens.iter().any(|token| token.name() == Some(candidate));
    (2..)
        .map(|number: u32| format!("{name}{number}"))
        .find(|candidate| !taken(candidate))
        .unwrap_or_default()
}

/// The error of a name, or `*`, that the prefix before its source binds already.
pub(in crate::pattern) fn bound_by_prefix(text: &str, bound: &Bound<'_>) -> PatternError {
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
