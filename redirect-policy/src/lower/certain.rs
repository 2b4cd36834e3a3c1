//! Which rules always have a location, so that it need not be rendered to know that they match.
//!
//! Two things could spoil it: a segment that is rendered as `.` or `..`, and a location that is where the request
//! already is. Both are excluded here, or the rule is not certain; the limit on length is left to the runtime.

use crate::pattern::{Class, Item, Kind, Part, Piece, Template};
use crate::policy::Condition;

use super::variants::{Segment, Token, Variant};

/// The most bytes of literal text, and the most uses of names, for a moderate request never to pass the limit.
const MOST_LITERAL: usize = 2048;
const MOST_USES: usize = 2;

/// Whether the location of a rule without a handler can always be rendered and always leads elsewhere.
pub(super) fn is_certain(
    items: &[Item],
    variants: &[Variant<'_>],
    when: &[Condition],
    template: &Template,
) -> bool {
    let simple = !template
        .pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Group(_)));
    let mut uses: Vec<&str> = Vec::new();
    let mut literal = 0usize;
    for piece in &template.pieces {
        match piece {
            Piece::Literal { text, .. } => literal += text.len(),
            Piece::Parameter { name, .. } => uses.push(name),
            Piece::Group(_) => {}
        }
    }
    uses.sort_unstable();
    let repeated = uses
        .chunk_by(|a, b| a == b)
        .any(|same| same.len() > MOST_USES);
    let binds = when.iter().any(|condition| {
        !matches!(condition, Condition::Host(hosts) if hosts.iter().all(|host| {
            !matches!(host, crate::policy::HostPattern::Binding(_))
        })) && !matches!(
            condition,
            Condition::Method(_) | Condition::Scheme(_) | Condition::From(_) | Condition::Until(_)
        )
    });
    simple
        && !repeated
        && literal <= MOST_LITERAL
        && !binds
        && segments_are_named(items, template)
        && leads_elsewhere(variants, template)
}

/// Whether every segment of the destination holds a character that no dot segment has, or is exactly what a whole
/// segment of the request was.
fn segments_are_named(items: &[Item], template: &Template) -> bool {
    let mut segment_text = String::new();
    let mut names: Vec<&str> = Vec::new();
    let mut fine = true;
    for piece in &template.pieces {
        match piece {
            Piece::Literal {
                text,
                part: Part::Path,
            } => {
                let mut parts = text.split('/');
                segment_text.push_str(parts.next().unwrap_or_default());
                for part in parts {
                    fine &= is_named(&segment_text, &names, items);
                    names.clear();
                    part.clone_into(&mut segment_text);
                }
            }
            Piece::Parameter {
                name,
                part: Part::Path,
                ..
            } => names.push(name),
            _ => {}
        }
    }
    fine && is_named(&segment_text, &names, items)
}

fn is_named(text: &str, names: &[&str], items: &[Item]) -> bool {
    let solid = text
        .bytes()
        .any(|byte| !matches!(byte, b'.' | b'%' | b'2' | b'e' | b'E'));
    match names {
        [] => true,
        _ if solid => !names.contains(&"*"),
        [name] => text.is_empty() && is_whole(name, items),
        _ => false,
    }
}

/// Whether a name stands between slashes in the source, so that what it captures are whole segments, or is of a kind
/// that cannot be dots.
fn is_whole(name: &str, items: &[Item]) -> bool {
    items.iter().enumerate().any(|(at, item)| {
        let own = match item {
            Item::Parameter(parameter)
                if parameter.name == name && has_no_dots(&parameter.kind) =>
            {
                return true;
            }
            Item::Parameter(parameter) => parameter.name == name,
            Item::Wildcard { .. } => name == "*",
            _ => false,
        };
        let front = at.checked_sub(1).and_then(|before| items.get(before));
        let behind = items.get(at + 1);
        own && matches!(front, Some(Item::Literal(text)) if text.ends_with('/'))
            && match behind {
                None => true,
                Some(Item::Literal(text)) => text.starts_with('/'),
                Some(Item::Group(group)) => {
                    items.len() == at + 2
                        && matches!(group.as_slice(), [Item::Literal(text)] if text == "/")
                }
                _ => false,
            }
    })
}

/// Whether no path that the source matches equals the path of the destination: by their literal fronts, or segment
/// by segment.
fn leads_elsewhere(variants: &[Variant<'_>], template: &Template) -> bool {
    let Some(Piece::Literal {
        text,
        part: Part::Path,
    }) = template.pieces.first()
    else {
        return false;
    };
    let whole = !template.pieces.iter().skip(1).any(|piece| {
        !matches!(
            piece,
            Piece::Literal {
                part: Part::Query | Part::Fragment,
                ..
            }
        )
    });
    variants.iter().all(|variant| differs(variant, text, whole))
}

/// Whether a variant cannot match a path that begins with a text (or is it).
fn differs(variant: &Variant<'_>, front: &str, whole: bool) -> bool {
    if whole {
        if let Some(path) = variant.literal() {
            return path != front;
        }
    }
    let mut segments = front
        .strip_prefix('/')
        .unwrap_or(front)
        .split('/')
        .peekable();
    for segment in &variant.segments {
        let Some(there) = segments.next() else {
            // The variant has more segments than a destination that is all text.
            return whole;
        };
        let complete = whole || segments.peek().is_some();
        let apart = match segment {
            Segment::Literal(text) if complete => text != there,
            Segment::Literal(text) => !text.starts_with(there),
            Segment::Mixed(tokens) => match tokens.first() {
                Some(Token::Literal(text)) => {
                    !there.starts_with(text.as_str()) && !text.starts_with(there)
                        || complete && !there.starts_with(text.as_str())
                }
                _ => false,
            },
            Segment::Parameter(_) => complete && there.is_empty(),
        };
        if apart {
            return true;
        }
    }
    match &variant.tail {
        None => segments.next().is_some(),
        Some(tail) => segments.next().is_some_and(|there| {
            !there.starts_with(&tail.prefix) && !tail.prefix.starts_with(there)
        }),
    }
}

/// Whether a kind's characters exclude the dot, however it is written.
const fn has_no_dots(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Class {
            class: Class::Int | Class::Hex | Class::Alpha | Class::Alnum,
            ..
        }
    )
}
