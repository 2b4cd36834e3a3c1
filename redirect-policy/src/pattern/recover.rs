//! The names of a pattern that has a fault, as far as they can be made out.
//!
//! Code that uses a handler's parameters then shows no errors beside the fault.

use super::{Class, Item, Kind, Parameter, Part, Pattern, Piece, Template};

/// The names of a faulty source, as a pattern of nothing but parameters.
pub(crate) fn guess_source(text: &str) -> Pattern {
    let item = |found: Found<'_>| {
        let item = match found.name {
            "*" => Item::Wildcard { at: 0..0 },
            name => Item::Parameter(Parameter {
                name: name.to_owned(),
                kind: found.kind(),
                explicit_kind: false,
                at: 0..0,
            }),
        };
        if found.grouped {
            Item::Group(vec![item])
        } else {
            item
        }
    };
    Pattern {
        text: text.to_owned(),
        items: names(text).into_iter().map(item).collect(),
    }
}

/// The names of a faulty destination, as a template of nothing but names.
pub(crate) fn guess_destination(text: &str) -> Template {
    let piece = |found: Found<'_>| {
        let piece = Piece::Parameter {
            name: found.name.to_owned(),
            part: Part::Path,
            at: 0..0,
        };
        if found.grouped {
            Piece::Group(vec![piece])
        } else {
            piece
        }
    };
    Template {
        text: text.to_owned(),
        origin: None,
        pieces: names(text).into_iter().map(piece).collect(),
    }
}

/// A name that was made out.
struct Found<'t> {
    name: &'t str,
    /// The text behind the name.
    rest: &'t str,
    /// True if it stands in parentheses that are closed.
    grouped: bool,
}

impl Found<'_> {
    /// Kinds matter for one thing only: whether the captured text is a number.
    fn kind(&self) -> Kind {
        match self.rest.starts_with("<int") {
            true => Kind::Class {
                class: Class::Int,
                min: 1,
                max: Some(19),
            },
            false if self.rest.starts_with("<path") => Kind::Path,
            false => Kind::Class {
                class: Class::Segment,
                min: 1,
                max: None,
            },
        }
    }
}

fn names(text: &str) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = Vec::new();
    // How many names were found before each open parenthesis.
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let mut tail = rest.get(next.len_utf8()..).unwrap_or_default();
        match next {
            '\\' => tail = tail.get(1..).unwrap_or_default(),
            '(' => open.push(found.len()),
            ')' => {
                let first = open.pop().unwrap_or(found.len());
                found
                    .iter_mut()
                    .skip(first)
                    .for_each(|name| name.grouped = true);
            }
            '*' => push(&mut found, "*", tail),
            ':' if tail.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let end = tail
                    .find(|c: char| !c.is_ascii_alphanumeric())
                    .unwrap_or(tail.len());
                let (name, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
                push(&mut found, name, after);
                tail = after;
            }
            _ => {}
        }
        rest = tail;
    }
    found
}

fn push<'t>(found: &mut Vec<Found<'t>>, name: &'t str, rest: &'t str) {
    if found.iter().all(|known| known.name != name) {
        found.push(Found {
            name,
            rest,
            grouped: false,
        });
    }
}
