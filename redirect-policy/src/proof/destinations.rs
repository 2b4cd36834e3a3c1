//! Where rules lead: destinations as patterns, and requests whose destination is a given path.

use redirect_runtime::canonical::delimiters;

use super::pattern_set::PatternSet;
use super::witness::{self, Taste};
use crate::model::Rule;
use crate::pattern::{Item, Kind, Parameter, Part, Piece, Template};

/// The paths that a destination can be, as the items of a source: its names match what they match in the source or
/// the conditions, names from elsewhere anything. More paths than it can be, as its delimiters may be encoded or not.
pub(crate) fn path_pattern(rule: &Rule, destination: &Template) -> Vec<Item> {
    let bindings = rule.bindings();
    let looked_up = |name: &str| {
        let mut values = rule.lookups().flat_map(|found| &found.lookup.values);
        let value = values.find(|value| value.name.value == name)?;
        Some(Item::Parameter(Parameter {
            name: name.to_owned(),
            kind: value.kind.clone(),
            explicit_kind: true,
            at: 0..0,
        }))
    };
    let kind = |name: &str| {
        let own = looked_up(name).or_else(|| binder(&rule.source.items, name));
        own.or_else(|| bindings.iter().find_map(|bound| binder(&bound.items, name)))
    };
    let mut items = Vec::new();
    push(&destination.pieces, &kind, &mut items);
    if !begins_with_slash(&items) {
        items.insert(0, Item::Literal("/".to_owned()));
    }
    items
}

/// Returns true if every path of a pattern begins with a slash of its own, whichever of its groups are absent.
fn begins_with_slash(items: &[Item]) -> bool {
    match items.split_first() {
        Some((Item::Literal(text), _)) => text.starts_with('/'),
        Some((Item::Group(inner), rest)) => begins_with_slash(inner) && begins_with_slash(rest),
        Some((Item::Wildcard { .. }, _)) => true,
        Some((Item::Parameter(_), _)) | None => false,
    }
}

fn push(pieces: &[Piece], kind: &dyn Fn(&str) -> Option<Item>, items: &mut Vec<Item>) {
    for piece in pieces {
        match piece {
            Piece::Literal {
                text,
                part: Part::Path,
            } => items.push(Item::Literal(delimiters::decoded(text).into_owned())),
            Piece::Parameter {
                name,
                part: Part::Path,
                at,
            } => items.push(kind(name).unwrap_or_else(|| {
                Item::Parameter(Parameter {
                    name: name.clone(),
                    kind: Kind::Path,
                    explicit_kind: true,
                    at: at.clone(),
                })
            })),
            Piece::Group(pieces) => {
                let mut inside = Vec::new();
                push(pieces, kind, &mut inside);
                if !inside.is_empty() {
                    items.push(Item::Group(inside));
                }
            }
            Piece::Literal { .. } | Piece::Parameter { .. } => {}
        }
    }
}

/// The item that binds a name.
pub(super) fn binder(items: &[Item], name: &str) -> Option<Item> {
    items.iter().find_map(|item| match item {
        Item::Literal(_) => None,
        Item::Parameter(parameter) => (parameter.name == name).then(|| item.clone()),
        Item::Wildcard { .. } => (name == "*").then(|| item.clone()),
        Item::Group(items) => binder(items, name),
    })
}

/// The text that all texts of a pattern begin with.
pub(crate) fn front(items: &[Item]) -> &str {
    match items.first() {
        Some(Item::Literal(text)) => text,
        Some(Item::Parameter(_) | Item::Wildcard { .. } | Item::Group(_)) | None => "",
    }
}

/// A rule read backwards: from a path that it leads to, to one that is led there.
pub(crate) struct Inverse<'r> {
    rule: &'r Rule,
    destination: Option<PatternSet>,
}

impl<'r> Inverse<'r> {
    /// Takes a rule with the pattern of the paths that its destination can be.
    pub(crate) fn of(rule: &'r Rule, destination: &[Item]) -> Self {
        Inverse {
            rule,
            destination: PatternSet::of([destination.to_vec()]),
        }
    }

    /// A path that the rule sends to another: the other one is matched by the destination, and what its names are bound
    /// to goes into the source. The matcher has to say whether it is sent there.
    pub(crate) fn path_to(&self, there: &str) -> Option<String> {
        let values = self.destination.as_ref()?.bindings(there)?;
        let value = |name: &str| {
            let bound = values.iter().find(|(known, _)| known == name);
            bound.map(|(_, value)| value.as_str())
        };
        let items = &self.rule.source.items;
        Some(witness::text_with(items, Taste::PLAIN, &value))
    }
}
