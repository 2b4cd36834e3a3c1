//! Meanings of a rule that it would not keep in the policy, though every part of it can be written.

use super::Outcome;
use super::pattern::{Item, Kind, find_capture};
use crate::foreign::{Class, ForeignRule, Syntax};
use crate::report::Reason;

/// Refuses a rule whose captures would be others, and notes what differs for few requests.
pub(super) fn differences(
    rule: &ForeignRule,
    items: &[Item],
    outcome: &Outcome,
    used: &[String],
    notes: &mut Vec<String>,
) -> Result<(), Reason> {
    let is_lazy = matches!(
        rule.syntax,
        Syntax::Next | Syntax::Vercel | Syntax::FirebaseRoute
    );
    if is_lazy && !used.is_empty() && ends_early(&flat(items)) {
        return Err(Reason::new(
            "lazy-names",
            "a name takes as little as it can there, and as much as it can in a policy, so that `/a-b-c` would be cut at another place",
        ));
    }
    let Outcome::Redirect(_, destination) = outcome else {
        return Ok(());
    };
    let in_query = destination.references_in_query();
    if in_query.iter().any(|key| holds_signs(items, key)) {
        notes.push("`+`, `&` and `=` of a value are encoded in the location's query, where they would mean something else".to_owned());
    }
    if rule.fold_case && used.iter().any(|key| renders_list(items, key, false)) {
        notes.push("a request in another case gets the spelling of the list of values".to_owned());
    }
    let absent = used.iter().filter(|key| may_be_absent(items, key, false));
    let absent: Vec<&String> = absent.collect();
    notes.extend(where_absent(rule, &absent).map(str::to_owned));
    Ok(())
}

/// Says what a system does where a name that the destination uses is absent, if a policy does something else.
fn where_absent(rule: &ForeignRule, absent: &[&String]) -> Option<&'static str> {
    let written = rule.destination.as_deref().unwrap_or_default();
    let (path, query) = written.split_once('?').unwrap_or((written, ""));
    let is_needed = |key: &&String| {
        let reference = format!(":{key}");
        let mut places = path.split(&reference).skip(1);
        places.any(|behind| !behind.starts_with(['*', '?']))
    };
    let is_in_query = |key: &&String| query.contains(&format!(":{key}"));
    match rule.syntax {
        Syntax::Next if absent.iter().any(|key| is_needed(key) || is_in_query(key)) => Some(
            "where an optional name is absent, Next.js fails with an error, or leaves it in the query as it is written",
        ),
        Syntax::Next if absent.iter().any(|key| path == format!("/:{key}*")) => Some(
            "where the name is absent, Next.js sends a location without a path, which leads nowhere else",
        ),
        Syntax::FirebaseRoute if absent.iter().any(is_needed) => Some(
            "Firebase does not redirect where an optional name that the destination needs is absent",
        ),
        _ => None,
    }
}

/// The items with captures opened.
fn flat(items: &[Item]) -> Vec<&Item> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Capture(_, inner) => out.extend(flat(inner)),
            Item::Group(inner) => out.extend(flat(inner)),
            item => out.push(item),
        }
    }
    out
}

/// Returns true if within a segment a name is followed by text that it could hold itself, and that by another name.
fn ends_early(items: &[&Item]) -> bool {
    let is_open = |item: &&Item| matches!(item, Item::Parameter { kind: Kind::Class(Class::Segment, repeat), .. } if repeat.max.is_none());
    items.iter().enumerate().any(|(at, item)| {
        is_open(item)
            && match items.get(at + 1..) {
                Some([Item::Literal(text), next, ..]) => {
                    !text.contains('/') && !matches!(next, Item::Literal(_))
                }
                _ => false,
            }
    })
}

/// Returns true if a capture could hold `+`, `&` or `=`; one that a condition binds could.
fn holds_signs(items: &[Item], key: &str) -> bool {
    let Some((captured, _)) = find_capture(items, key) else {
        return true;
    };
    flat(captured).iter().any(|item| match item {
        Item::Parameter {
            kind: Kind::Class(class, _),
            ..
        } => *class == Class::Segment,
        Item::Parameter {
            kind: Kind::Enumeration(values),
            ..
        } => values.iter().any(|value| value.contains(['+', '&', '='])),
        Item::Literal(text) => text.contains(['+', '&', '=']),
        _ => true,
    })
}

/// Returns true if a capture is rendered from a list of values with letters.
fn renders_list(items: &[Item], key: &str, within: bool) -> bool {
    items.iter().any(|item| match item {
        Item::Capture(name, inner) => renders_list(inner, key, within || name == key),
        Item::Group(inner) => renders_list(inner, key, within),
        Item::Parameter {
            kind: Kind::Enumeration(values),
            ..
        } => {
            within
                && values
                    .iter()
                    .any(|value| value.contains(|c: char| c.is_ascii_alphabetic()))
        }
        _ => false,
    })
}

/// Returns true if a capture stands in a group.
fn may_be_absent(items: &[Item], key: &str, in_group: bool) -> bool {
    items.iter().any(|item| match item {
        Item::Capture(name, inner) if name == key => {
            in_group || inner.is_empty() || matches!(inner.as_slice(), [Item::Group(_)])
        }
        Item::Capture(_, inner) => may_be_absent(inner, key, in_group),
        Item::Group(inner) => may_be_absent(inner, key, true),
        _ => false,
    })
}
