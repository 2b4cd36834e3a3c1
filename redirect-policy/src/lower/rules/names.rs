//! The names of a rule, in the order in which the table numbers them.

use super::locators::place;
use super::response_options;
use crate::lower::blob::Blob;
use crate::model::{Action, Condition, HostPattern, LanguagePattern, Rule, ValuePattern};
use crate::pattern::{Item, Pattern, Piece};

/// The names of rules as the table has them: where they stand in the blob, and the section of their texts.
#[derive(Default)]
pub(in crate::lower) struct Written {
    /// Of each rule the offset plus one, or 0.
    pub(in crate::lower) of_rules: Vec<u32>,
    pub(in crate::lower) texts: Vec<u8>,
}

/// Writes the names of all rules.
pub(in crate::lower) fn write(rules: &[Rule], blob: &mut Blob) -> Written {
    let mut texts = Blob::default();
    let mut of_rule = |rule: &Rule| {
        let names = names(rule);
        if names.is_empty() {
            return 0;
        }
        let mut bytes = vec![response_options::count(names.len())];
        for name in names {
            let start = texts.place(name.as_bytes().to_vec());
            bytes.extend_from_slice(&start.to_le_bytes());
            // A pattern has at most a kilobyte.
            bytes.extend_from_slice(&(name.len() as u16).to_le_bytes());
            bytes.extend_from_slice(&place(name, &rule.source.items).bytes());
        }
        blob.place(bytes) + 1
    };
    let of_rules = rules.iter().map(&mut of_rule).collect();
    Written {
        of_rules,
        texts: texts.bytes().to_vec(),
    }
}

/// The names of a rule: those of its source, then those of its conditions, then those that only its destination has.
pub(in crate::lower) fn names(rule: &Rule) -> Vec<&str> {
    let mut names = Vec::new();
    add_items(&rule.source.items, &mut names);
    for condition in rule.when.iter() {
        match condition {
            Condition::Host(patterns) => {
                for pattern in patterns {
                    if let HostPattern::Binding(Pattern { items, .. }) = pattern {
                        add_items(items, &mut names);
                    }
                }
            }
            Condition::Query { value, .. }
            | Condition::Header { value, .. }
            | Condition::Cookie { value, .. } => {
                if let ValuePattern::OneOf(patterns) = value {
                    for Pattern { items, .. } in patterns {
                        add_items(items, &mut names);
                    }
                }
            }
            Condition::Language(LanguagePattern::Best { name, .. }) => add(name, &mut names),
            _ => {}
        }
    }
    if let Action::Redirect { destination, .. } = &rule.action {
        add_pieces(&destination.pieces, &mut names);
    }
    names
}

fn add<'p>(name: &'p str, names: &mut Vec<&'p str>) {
    if !names.contains(&name) {
        names.push(name);
    }
}

fn add_items<'p>(items: &'p [Item], names: &mut Vec<&'p str>) {
    for item in items {
        match item {
            Item::Literal(_) => {}
            Item::Parameter(parameter) => add(&parameter.name, names),
            Item::Wildcard { .. } => add("*", names),
            Item::Group(items) => add_items(items, names),
        }
    }
}

fn add_pieces<'p>(pieces: &'p [Piece], names: &mut Vec<&'p str>) {
    for piece in pieces {
        match piece {
            Piece::Literal { .. } => {}
            Piece::Parameter { name, .. } => add(name, names),
            Piece::Group(pieces) => add_pieces(pieces, names),
        }
    }
}
