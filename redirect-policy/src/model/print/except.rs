//! Excepted sources without the names that a prefix gives them: in a rule that stands by itself they have no meaning.

use crate::pattern::{Item, Kind, Pattern};

/// The most sources that one becomes.
const MOST: usize = 256;

/// Sources without names that together match what one matches; the source itself where a name is no choice.
pub(super) fn unnamed(source: &Pattern) -> Vec<String> {
    match alternatives(&source.items) {
        Some(all) => all.into_iter().map(text).collect(),
        None => vec![source.to_string()],
    }
}

fn text(items: Vec<Item>) -> String {
    let pattern = Pattern {
        text: String::new(),
        items,
    };
    pattern.to_string()
}

/// Every way to write a value for each name; `None` if one is no choice, or there are too many ways.
fn alternatives(items: &[Item]) -> Option<Vec<Vec<Item>>> {
    let mut all: Vec<Vec<Item>> = vec![Vec::new()];
    for item in items {
        let choices = match item {
            Item::Literal(_) | Item::Wildcard { .. } => vec![vec![item.clone()]],
            Item::Group(_) if !has_names(item) => vec![vec![item.clone()]],
            Item::Group(within) => {
                let mut choices = alternatives(within)?;
                choices.push(Vec::new());
                choices
            }
            Item::Parameter(parameter) => {
                let Kind::Enumeration(values) = &parameter.kind else {
                    return None;
                };
                let literal = |value: &String| vec![Item::Literal(value.clone())];
                values.iter().map(literal).collect()
            }
        };
        if all.len() * choices.len() > MOST {
            return None;
        }
        let with = |before: &Vec<Item>| {
            let joined = |choice: &Vec<Item>| joined(before, choice);
            choices.iter().map(joined).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    Some(all)
}

fn has_names(item: &Item) -> bool {
    match item {
        Item::Parameter(_) => true,
        Item::Group(items) => items.iter().any(has_names),
        Item::Literal(_) | Item::Wildcard { .. } => false,
    }
}

/// One list behind the other, literals that meet as one.
fn joined(before: &[Item], behind: &[Item]) -> Vec<Item> {
    let mut items = before.to_vec();
    for item in behind {
        match (items.last_mut(), item) {
            (Some(Item::Literal(text)), Item::Literal(more)) => text.push_str(more),
            _ => items.push(item.clone()),
        }
    }
    items
}
