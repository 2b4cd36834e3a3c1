//! Groups of destinations that are never written.

use std::ops::Range;

use crate::pattern::PatternError;
use crate::pattern::error::replaced;
use crate::pattern::token::{Token, TokenKind};

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
