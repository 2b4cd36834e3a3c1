//! The paths for which a rule's location cannot be made: a segment of it would be `.` or `..`.

use super::automaton::{Automaton, Reading};
use crate::model::{Action, Rule};
use crate::pattern::{Class, Item, Kind, Part, Piece, Template};

/// Languages that hold all paths for which a rule without a handler fails, and perhaps more: whoever needs to know
/// asks the matcher. What conditions bind is taken to be harmless.
pub(crate) fn paths_without_location(rule: &Rule) -> Vec<Automaton> {
    let Action::Redirect {
        destination,
        handler: None,
        ..
    } = &rule.action
    else {
        return Vec::new();
    };
    let spans = |name: &str| match find(&rule.source.items, name) {
        Some(Some(kind)) => kind.spans(),
        Some(None) => true,
        None => false,
    };
    risky_segments(destination, &spans)
        .iter()
        .filter_map(|names| with_dots(rule, names))
        .collect()
}

/// The source with some names bound to dots.
fn with_dots(rule: &Rule, names: &[&str]) -> Option<Automaton> {
    let mut dots = Vec::new();
    for name in names {
        let kind = find(&rule.source.items, name)?;
        dots.push((*name, dotted(kind)?));
    }
    let reading = Reading {
        fold: rule.fold_case,
        ..Reading::PATH
    };
    Some(Automaton::restricted(
        &rule.source.items,
        reading,
        &|name| {
            let restricted = dots.iter().find(|(known, _)| *known == name);
            restricted.map(|(_, items)| items.as_slice())
        },
    ))
}

/// Returns the kind of a name in a source; the outer `None` is no such name, the inner one the wildcard.
fn find<'p>(items: &'p [Item], name: &str) -> Option<Option<&'p Kind>> {
    items.iter().find_map(|item| match item {
        Item::Literal(_) => None,
        Item::Parameter(parameter) => (parameter.name == name).then_some(Some(&parameter.kind)),
        Item::Wildcard { .. } => (name == "*").then_some(None),
        Item::Group(items) => find(items, name),
    })
}

/// The values of a kind that can end up as dots in a segment; none for most kinds.
fn dotted(kind: Option<&Kind>) -> Option<Vec<Item>> {
    let literal = |text: &str| Item::Literal(text.to_owned());
    let dots = Item::Parameter(crate::pattern::Parameter {
        name: String::new(),
        kind: Kind::Enumeration(vec!["..".to_owned(), ".".to_owned()]),
        explicit_kind: true,
        at: 0..0,
    });
    match kind {
        Some(Kind::Class {
            class: Class::Segment,
            ..
        }) => Some(vec![dots]),
        Some(Kind::Enumeration(values)) => {
            let dotted = values
                .iter()
                .any(|value| value.bytes().all(|byte| byte == b'.'));
            dotted.then(|| vec![dots])
        }
        Some(Kind::Class {
            class: Class::Any, ..
        })
        | Some(Kind::Path)
        | None => Some(vec![
            Item::Group(vec![Item::Wildcard { at: 0..0 }, literal("/")]),
            Item::Group(vec![dots]),
            Item::Group(vec![literal("/"), Item::Wildcard { at: 0..0 }]),
        ]),
        _ => None,
    }
}

/// The names of each segment of a destination that could be nothing but dots.
fn risky_segments<'p>(template: &'p Template, spans: &dyn Fn(&str) -> bool) -> Vec<Vec<&'p str>> {
    let mut segments = Segments::default();
    // Groups may be absent: what stands in them is taken as if it always stood there, and what stands around them
    // as if they never did.
    for with_groups in [true, false] {
        segments.pieces(&template.pieces, with_groups, spans);
        segments.end(spans);
    }
    segments.found
}

#[derive(Default)]
struct Segments<'p> {
    names: Vec<&'p str>,
    solid: bool,
    found: Vec<Vec<&'p str>>,
}

impl<'p> Segments<'p> {
    fn pieces(&mut self, pieces: &'p [Piece], with_groups: bool, spans: &dyn Fn(&str) -> bool) {
        for piece in pieces {
            match piece {
                Piece::Literal {
                    text,
                    part: Part::Path,
                } => {
                    let mut parts = text.split('/');
                    self.text(parts.next().unwrap_or_default());
                    for part in parts {
                        self.end(spans);
                        self.text(part);
                    }
                }
                Piece::Parameter {
                    name,
                    part: Part::Path,
                    ..
                } => self.names.push(name),
                Piece::Group(pieces) if with_groups => self.pieces(pieces, with_groups, spans),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.solid |= text
            .bytes()
            .any(|byte| !matches!(byte, b'.' | b'%' | b'2' | b'e' | b'E'));
    }

    fn end(&mut self, spans: &dyn Fn(&str) -> bool) {
        let names = std::mem::take(&mut self.names);
        // A name that spans segments brings some of its own, beside which no text and no other name stands.
        let alone = names.iter().filter(|name| spans(name));
        let found = alone.map(|name| vec![*name]).collect::<Vec<_>>();
        let all = (!self.solid && !names.is_empty()).then_some(names);
        for names in found.into_iter().chain(all) {
            if !self.found.contains(&names) {
                self.found.push(names);
            }
        }
        self.solid = false;
    }
}
