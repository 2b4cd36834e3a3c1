//! Which destinations cannot be where the request already is.

use redirect_runtime::canonical::delimiters;

use crate::pattern::{Part, Piece, Template};

use super::token::Token;
use super::variants::{Segment, Variant};

/// Returns true if no path that the source matches equals the path of the destination: by their literal fronts, or
/// segment by segment.
pub(super) fn leads_elsewhere(variants: &[Variant<'_>], template: &Template) -> bool {
    let Some(Piece::Literal {
        text,
        part: Part::Path,
    }) = template.pieces.first()
    else {
        return false;
    };
    // A run of slashes at the front is sent as one; a request that holds delimiters encoded is where a destination leads that
    // holds them so.
    let collapsed = format!("/{}", text.trim_start_matches('/'));
    let text = &delimiters::decoded(&collapsed);
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

/// Returns true if a variant cannot match a path that begins with a text (or is it).
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
