//! `.*` and `.+` become `*`, a path, or two patterns.

use super::item::{Item, Kind, Variants, flat};

/// Decides which `.*` is the `*` of the pattern, and what `.+` becomes.
pub(super) fn resolve_any(
    mut items: Vec<Item>,
    used: &[String],
    notes: &mut Vec<String>,
) -> Variants {
    begin_with_slash(&mut items);
    let mut kinds = Vec::new();
    list_any(&items, &mut kinds);
    let wildcard = kinds.iter().rposition(|&some| !some);
    if kinds.iter().filter(|&&some| !some).count() > 1 {
        notes.push("only one `.*` can match nothing; the others need a segment".to_owned());
    }
    if loses_slashes(&flat(&items), false) {
        notes.push("`.+` inside a segment becomes a path, without a slash at its edges".to_owned());
    }
    let trailing = trailing_some(&items, used);
    assign_any(&mut items, &mut kinds.len(), wildcard);
    if !used.is_empty() && could_end_later(&flat(&items)) {
        notes.push("`.*` takes as much as it can, and `*` as little as it can".to_owned());
    }
    match trailing {
        None => vec![items],
        Some(false) => {
            items.push(Item::Group(vec![Item::Literal("/".to_owned())]));
            vec![items]
        }
        Some(true) => {
            let mut with_slash = items.clone();
            push_into_last(&mut with_slash, Item::Literal("/".to_owned()));
            vec![items, with_slash]
        }
    }
}

/// Returns true if what stands behind the `*` could also be found further on, in a parameter that takes the same
/// characters.
fn could_end_later(items: &[Item]) -> bool {
    let mut behind = items
        .iter()
        .skip_while(|item| !matches!(item, Item::Wildcard))
        .skip(1);
    match (behind.next(), behind.next()) {
        (Some(Item::Literal(text)), Some(Item::Parameter { kind, .. })) => {
            let taken = kind.characters();
            text.bytes()
                .all(|byte| byte < 128 && taken & (1 << byte) != 0)
        }
        _ => false,
    }
}

/// Returns true if a `.+` that becomes a path stands where it could begin or end with a slash. Behind a text, one that
/// begins with a slash has a pattern of its own; at the end of the source, so has one that ends with a slash.
fn loses_slashes(items: &[Item], in_group: bool) -> bool {
    items.iter().enumerate().any(|(at, item)| match item {
        Item::Any { some: true } => {
            let before = at.checked_sub(1).and_then(|at| items.get(at));
            let begins = match before {
                None => in_group,
                Some(item) => !matches!(item, Item::Literal(_)),
            };
            let ends = match items.get(at + 1) {
                None => in_group,
                Some(Item::Literal(text)) => !text.starts_with('/'),
                Some(_) => true,
            };
            begins || ends
        }
        Item::Group(inner) => loses_slashes(inner, true),
        _ => false,
    })
}

/// Anything at the very start is a path, which begins with `/`.
fn begin_with_slash(items: &mut Vec<Item>) {
    let before_slash = matches!(items.get(1), Some(Item::Literal(text)) if text.starts_with('/'));
    match items.first_mut() {
        // What begins with the `/` behind it may also begin the path.
        Some(Item::Capture(_, inner))
            if before_slash && matches!(inner.as_slice(), [Item::Any { some: false }]) =>
        {
            inner.insert(0, Item::Literal("/".to_owned()));
            *inner = vec![Item::Group(std::mem::take(inner))];
        }
        Some(Item::Capture(_, inner)) if matches!(inner.first(), Some(Item::Any { .. })) => {
            inner.insert(0, Item::Literal("/".to_owned()));
        }
        Some(Item::Any { some: true }) => items.insert(0, Item::Literal("/".to_owned())),
        _ => {}
    }
}

fn list_any(items: &[Item], out: &mut Vec<bool>) {
    for item in items {
        match item {
            Item::Any { some } => out.push(*some),
            Item::Group(inner) | Item::Capture(_, inner) => list_any(inner, out),
            _ => {}
        }
    }
}

/// Finds `.+` at the end of the items, and tells if the destination uses it.
fn trailing_some(items: &[Item], used: &[String]) -> Option<bool> {
    match items.last()? {
        Item::Any { some: true } => Some(false),
        Item::Capture(key, inner) => {
            trailing_some(inner, used).map(|inside| inside || used.contains(key))
        }
        _ => None,
    }
}

fn push_into_last(items: &mut Vec<Item>, item: Item) {
    match items.last_mut() {
        Some(Item::Capture(_, inner)) => push_into_last(inner, item),
        _ => items.push(item),
    }
}

/// From the last one to the first, so that `left` counts down to the index.
fn assign_any(items: &mut [Item], left: &mut usize, wildcard: Option<usize>) {
    for item in items.iter_mut().rev() {
        match item {
            Item::Any { .. } => {
                *left = left.saturating_sub(1);
                *item = if wildcard == Some(*left) {
                    Item::Wildcard
                } else {
                    Item::Parameter {
                        name: String::new(),
                        kind: Kind::Path,
                    }
                };
            }
            Item::Group(inner) | Item::Capture(_, inner) => assign_any(inner, left, wildcard),
            _ => {}
        }
    }
}
