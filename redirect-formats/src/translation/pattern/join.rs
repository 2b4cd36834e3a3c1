//! Parts of patterns, one behind the other.

use super::item::{Item, Variants};
use crate::report::Reason;

/// More patterns than this for one rule are refused.
const MOST_VARIANTS: usize = 64;

/// Each start, continued by each part.
pub(super) fn joined(
    starts: &Variants,
    parts: &Variants,
    is_last: bool,
) -> Result<Variants, Reason> {
    let within_segment = with_slash(parts, is_last);
    let mut out = Vec::new();
    for start in starts {
        let parts = match ends_in_text(start) {
            true => &within_segment,
            false => parts,
        };
        if out.len() + parts.len() > MOST_VARIANTS {
            return Err(Reason::new(
                "too-many-variants",
                format!("the source would need more than {MOST_VARIANTS} patterns"),
            ));
        }
        out.extend(parts.iter().map(|part| [start.as_slice(), part].concat()));
    }
    Ok(out)
}

/// Returns true if the items end in a text that a segment goes on behind.
fn ends_in_text(items: &[Item]) -> bool {
    match items.last() {
        Some(Item::Literal(text)) => !text.ends_with('/'),
        Some(Item::Capture(_, inner)) => ends_in_text(inner),
        _ => false,
    }
}

/// `.+` inside a segment may as well begin with the `/` that ends the segment.
fn with_slash(parts: &Variants, is_last: bool) -> Variants {
    let mut out = Vec::new();
    for part in parts {
        let mut other = part.clone();
        let begins = slash_before_some(&mut other, is_last);
        out.push(part.clone());
        if begins {
            out.push(other);
        }
    }
    out
}

/// Puts a `/` before the `.+` that stands first, if one does; at the very end nothing need follow the slash.
fn slash_before_some(items: &mut Vec<Item>, is_last: bool) -> bool {
    let is_last = is_last && items.len() == 1;
    match items.first_mut() {
        Some(Item::Any { some }) if *some => {
            *some = !is_last;
            items.insert(0, Item::Literal("/".to_owned()));
            true
        }
        Some(Item::Capture(_, inner)) => slash_before_some(inner, is_last),
        _ => false,
    }
}
