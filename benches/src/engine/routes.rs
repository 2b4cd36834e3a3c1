//! A source as the plain routes that it stands for, for peers that know no groups.

use redirect_policy::pattern::{Item, Kind};

/// The most routes that one source may become.
const MOST: usize = 32;

/// A part of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text that stands for itself.
    Literal(String),
    /// One segment or a part of it, not empty.
    Segment(String),
    /// The rest of the path or a part of it, not empty.
    Rest(String),
}

/// Every route that a source stands for, groups present first; `None` if there are too many, or a parameter is
/// limited to some characters, which a route cannot say.
pub(super) fn routes(items: &[Item]) -> Option<Vec<Vec<Part>>> {
    let mut routes = vec![Vec::new()];
    extend(&mut routes, items)?;
    Some(routes)
}

fn extend(routes: &mut Vec<Vec<Part>>, items: &[Item]) -> Option<()> {
    for item in items {
        match item {
            Item::Literal(text) => push(routes, &Part::Literal(text.clone())),
            Item::Parameter(parameter) => push(routes, &part(&parameter.name, &parameter.kind)?),
            Item::Wildcard { .. } => {
                let without = routes.clone();
                push(routes, &Part::Rest("rest".to_owned()));
                routes.extend(without);
            }
            Item::Group(inner) => {
                let without = routes.clone();
                extend(routes, inner)?;
                routes.extend(without);
            }
        }
        if routes.len() > MOST {
            return None;
        }
    }
    Some(())
}

fn part(name: &str, kind: &Kind) -> Option<Part> {
    match kind {
        Kind::Path => Some(Part::Rest(name.to_owned())),
        Kind::Class {
            class: redirect_policy::pattern::Class::Segment,
            min: 1,
            max: None,
        } => Some(Part::Segment(name.to_owned())),
        _ => None,
    }
}

fn push(routes: &mut [Vec<Part>], part: &Part) {
    for route in routes {
        match (route.last_mut(), part) {
            (Some(Part::Literal(before)), Part::Literal(text)) => before.push_str(text),
            _ => route.push(part.clone()),
        }
    }
}

/// Writes a route in the language of a peer.
pub(super) fn written(
    route: &[Part],
    literal: impl Fn(&str) -> String,
    segment: impl Fn(&str) -> String,
    rest: impl Fn(&str) -> String,
) -> String {
    route
        .iter()
        .map(|part| match part {
            Part::Literal(text) => literal(text),
            Part::Segment(name) => segment(name),
            Part::Rest(name) => rest(name),
        })
        .collect()
}
