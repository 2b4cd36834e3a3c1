//! A regular expression for each rule: tried in order, or all at once.

use std::hint::black_box;

use redirect_policy::pattern::{Class, Item, Kind};
use regex::{Regex, RegexSet, RegexSetBuilder};

use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// Regular expressions in the order of the rules.
pub(super) struct InOrder {
    rules: Vec<(Regex, u32)>,
}

/// Regular expressions with a set that tells which of them match.
pub(super) struct AsSet {
    set: RegexSet,
    rules: InOrder,
}

pub(super) fn in_order(rules: &Numbered<'_>) -> Made<InOrder> {
    let compiled: Vec<_> = rules
        .iter()
        .filter_map(|(number, rule)| {
            Some((Regex::new(&expression(&rule.source.items)).ok()?, *number))
        })
        .collect();
    let refused = rules.len() - compiled.len();
    (InOrder { rules: compiled }, refused)
}

pub(super) fn as_set(rules: &Numbered<'_>) -> Made<AsSet> {
    let (rules, refused) = in_order(rules);
    let set = RegexSetBuilder::new(rules.rules.iter().map(|(regex, _)| regex.as_str()))
        .size_limit(1 << 30)
        .dfa_size_limit(1 << 30)
        .build()
        .unwrap_or_default();
    (AsSet { set, rules }, refused)
}

impl Lookup for InOrder {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        let taken = |(regex, number): &(Regex, u32)| {
            black_box(regex.captures(&target.path)?.len());
            Some(*number)
        };
        self.rules.iter().find_map(taken).unwrap_or(0)
    }
}

impl Lookup for AsSet {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        let first = self.set.matches(&target.path).iter().next();
        let Some((regex, number)) = first.and_then(|first| self.rules.rules.get(first)) else {
            return 0;
        };
        black_box(regex.captures(&target.path).map(|captures| captures.len()));
        *number
    }
}

/// A source as an anchored regular expression.
fn expression(items: &[Item]) -> String {
    let mut text = String::from("(?-u)^");
    write(items, &mut text);
    text.push('$');
    text
}

fn write(items: &[Item], to: &mut String) {
    for item in items {
        match item {
            Item::Literal(text) => to.push_str(&regex::escape(text)),
            Item::Parameter(parameter) => {
                to.push('(');
                to.push_str(&kind(&parameter.kind));
                to.push(')');
            }
            Item::Wildcard { .. } => to.push_str("([ -~]*?)"),
            Item::Group(inner) => {
                to.push_str("(?:");
                write(inner, to);
                to.push_str(")?");
            }
        }
    }
}

/// Returns the regular expression of a kind, over printable ASCII, as canonical paths are.
fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Class { class, min, max } => {
            let class = match class {
                Class::Any | Class::Value => "[ -~]",
                Class::Segment => "[ -.0-~]",
                Class::Slug => "[A-Za-z0-9_~ %-]",
                Class::Int => "[0-9]",
                Class::Hex => "[0-9A-Fa-f]",
                Class::Alpha => "[A-Za-z]",
                Class::Alnum => "[A-Za-z0-9]",
            };
            match (min, max) {
                (1, None) => format!("{class}+"),
                (min, None) => format!("{class}{{{min},}}"),
                (min, Some(max)) => format!("{class}{{{min},{max}}}"),
            }
        }
        Kind::Uuid => "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}".to_owned(),
        Kind::Path => "[ -.0-~]+(?:/[ -.0-~]+)*".to_owned(),
        Kind::Enumeration(values) => {
            let values: Vec<_> = values.iter().map(|value| regex::escape(value)).collect();
            values.join("|")
        }
    }
}
