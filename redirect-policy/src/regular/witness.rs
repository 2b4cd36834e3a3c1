//! Concrete texts of patterns.

use crate::pattern::{Class, Item, Kind};

/// The values that a text is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taste {
    /// Which value of an enumeration, and which text for a kind.
    pub(crate) turn: usize,
    /// True if groups are present.
    pub(crate) groups: bool,
    /// True if values are as long as their kind allows, if it has a limit.
    pub(crate) longest: bool,
}

impl Taste {
    /// Short values, no groups.
    pub(crate) const PLAIN: Taste = Taste {
        turn: 0,
        groups: false,
        longest: false,
    };
}

/// Texts that hardly any rule names, by turn: of letters and digits, of digits, of letters that are digits too.
const VALUES: [&str; 4] = ["x7", "7", "a", "e5"];

/// A text that a pattern matches (if no dot segment comes of it).
pub(crate) fn text(items: &[Item], taste: Taste) -> String {
    let mut out = String::new();
    push(items, taste, &|_| None, &mut out);
    out
}

/// A text with some names (`*` too) bound to given values; a group is present when a name in it is given.
pub(crate) fn text_with<'v>(
    items: &[Item],
    taste: Taste,
    value: &dyn Fn(&str) -> Option<&'v str>,
) -> String {
    let mut out = String::new();
    push(items, taste, value, &mut out);
    out
}

fn push<'v>(
    items: &[Item],
    taste: Taste,
    value: &dyn Fn(&str) -> Option<&'v str>,
    out: &mut String,
) {
    for item in items {
        match item {
            Item::Literal(text) => out.push_str(text),
            Item::Parameter(parameter) => match value(&parameter.name) {
                Some(value) => out.push_str(value),
                None => out.push_str(&of_kind(&parameter.kind, taste)),
            },
            Item::Wildcard { .. } => match value("*") {
                Some(value) => out.push_str(value),
                // A source may begin with `*`, and a path begins with a slash.
                None if out.is_empty() => out.push_str("/x7"),
                None => out.push_str("x7"),
            },
            Item::Group(items) => {
                if taste.groups || names(items).iter().any(|name| value(name).is_some()) {
                    push(items, taste, value, out);
                }
            }
        }
    }
}

/// The names in a pattern, in order; `*` for the wildcard.
pub(crate) fn names(items: &[Item]) -> Vec<&str> {
    let mut found = Vec::new();
    add_names(items, &mut found);
    found
}

fn add_names<'p>(items: &'p [Item], found: &mut Vec<&'p str>) {
    for item in items {
        match item {
            Item::Literal(_) => {}
            Item::Parameter(parameter) => found.push(&parameter.name),
            Item::Wildcard { .. } => found.push("*"),
            Item::Group(items) => add_names(items, found),
        }
    }
}

/// A value of a kind.
pub(crate) fn of_kind(kind: &Kind, taste: Taste) -> String {
    match kind {
        Kind::Class { class, min, max } => {
            let front = VALUES
                .get(taste.turn % VALUES.len())
                .filter(|value| belongs(value, *class))
                .copied()
                .unwrap_or_else(|| own(*class));
            let most = max.map_or(usize::MAX, usize::from);
            let wanted = match (taste.longest, max) {
                (true, Some(max)) => usize::from(*max),
                _ => front.len().clamp(usize::from(*min), most),
            };
            front.bytes().cycle().take(wanted).map(char::from).collect()
        }
        Kind::Uuid => "01234567-89ab-4cde-8f01-23456789abcd".to_owned(),
        kind if kind.spans() && taste.longest => "x7/y8/z9".to_owned(),
        Kind::Path => "x7".to_owned(),
        Kind::Enumeration(values) => values
            .get(taste.turn % values.len().max(1))
            .cloned()
            .unwrap_or_default(),
    }
}

fn own(class: Class) -> &'static str {
    match class {
        Class::Segment | Class::Slug | Class::Alnum | Class::Value | Class::Any => "x7",
        Class::Int | Class::Hex => "7",
        Class::Alpha => "x",
    }
}

fn belongs(value: &str, class: Class) -> bool {
    value
        .bytes()
        .all(|byte| super::symbol::in_class(class, byte.into()))
}
