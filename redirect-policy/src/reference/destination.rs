//! Destinations that cannot be written for what a request binds: the rule then does not match.

use crate::pattern::backtrack::Bindings;
use crate::pattern::{Part, Piece, Template};

/// The most bytes of a location.
const MOST_BYTES: usize = 8_192;

/// Why a location is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unrenderable {
    /// A segment of it would be `.` or `..`, which browsers resolve.
    DotSegment(String),
    /// It would be longer than 8,192 bytes.
    TooLong,
}

/// Why the location of a destination is not written; `None` if it is. `query` is what is forwarded.
pub(super) fn fault(
    destination: &Template,
    bound: &Bindings,
    query: usize,
) -> Option<Unrenderable> {
    let mut path = String::new();
    let mut rest = 0;
    pieces(&destination.pieces, bound, &mut path, &mut rest);
    let dots = |segment: &&str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if let Some(segment) = path.split(['/', '\\']).find(dots) {
        return Some(Unrenderable::DotSegment(segment.to_owned()));
    }
    let origin = destination.origin.as_ref().map_or(0, |origin| {
        origin.scheme.len()
            + 3
            + origin.host.len()
            + origin.port.map_or(0, |port| 1 + port.to_string().len())
    });
    let is_long = origin + path.len() + rest + query > MOST_BYTES;
    is_long.then_some(Unrenderable::TooLong)
}

fn pieces(all: &[Piece], bound: &Bindings, path: &mut String, rest: &mut usize) {
    for piece in all {
        match piece {
            Piece::Literal { text, part } => push(text, *part, path, rest),
            Piece::Parameter { name, part, .. } => push(value(name, bound), *part, path, rest),
            Piece::Group(inner) => {
                if is_emitted(inner, bound) {
                    pieces(inner, bound, path, rest);
                }
            }
        }
    }
}

fn push(text: &str, part: Part, path: &mut String, rest: &mut usize) {
    match part {
        Part::Path => path.push_str(text),
        Part::Query | Part::Fragment => *rest += text.len(),
    }
}

fn value<'b>(name: &str, bound: &'b Bindings) -> &'b str {
    let found = bound.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// A group is emitted when a name inside it is bound to something, or `*` is bound.
fn is_emitted(inner: &[Piece], bound: &Bindings) -> bool {
    inner.iter().any(|piece| match piece {
        Piece::Literal { .. } => false,
        Piece::Parameter { name, .. } => {
            let is_bound = bound.iter().any(|(known, _)| known == name);
            is_bound && (name == "*" || !value(name, bound).is_empty())
        }
        Piece::Group(inner) => is_emitted(inner, bound),
    })
}
