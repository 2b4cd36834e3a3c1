//! Two variables that touch and share a character can't be told apart: the policy language refuses them.

use super::item::Item;

/// A text that may stand right before a place in the pattern.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// A literal, or the start.
    Literal,
    /// A variable with these ASCII characters, and whether its length is fixed.
    Variable(u128, bool),
}

/// Returns true if in some expansion two variables touch and share a character.
pub(super) fn variables_touch(items: &[Item]) -> bool {
    let mut touch = false;
    walk(items, vec![Before::Literal], &mut touch);
    touch
}

fn walk(items: &[Item], mut before: Vec<Before>, touch: &mut bool) -> Vec<Before> {
    for item in items {
        before = match item {
            Item::Literal(_) => vec![Before::Literal],
            Item::Parameter { kind, .. } => variable(
                &before,
                Before::Variable(kind.characters(), kind.has_fixed_length()),
                touch,
            ),
            Item::Any { .. } | Item::Wildcard => {
                variable(&before, Before::Variable(u128::MAX, false), touch)
            }
            Item::Capture(_, inner) => walk(inner, before, touch),
            Item::Group(inner) => {
                let mut after = walk(inner, before.clone(), touch);
                for state in before {
                    if !after.contains(&state) {
                        after.push(state);
                    }
                }
                after
            }
        };
    }
    before
}

fn variable(before: &[Before], now: Before, touch: &mut bool) -> Vec<Before> {
    for state in before {
        if let (Before::Variable(left, false), Before::Variable(right, _)) = (*state, now) {
            *touch |= left & right != 0;
        }
    }
    vec![now]
}
