//! Finding a text in another.

use crate::simd::find::{find_byte, rfind_byte};

/// Where a text first stands in another. Linear in both.
pub(crate) fn first(text: &[u8], wanted: &[u8]) -> Option<usize> {
    match wanted {
        [] => Some(0),
        [byte] => Some(find_byte(text, *byte, 0)).filter(|&at| at < text.len()),
        // Most literals are short; what is long is left to the library's search, which is linear in both.
        [first, ..] if wanted.len() <= SHORT => {
            let mut at = 0;
            loop {
                at = find_byte(text, *first, at);
                if text.get(at..)?.starts_with(wanted) {
                    return Some(at);
                }
                at = at.checked_add(1).filter(|&at| at < text.len())?;
            }
        }
        _ => {
            let (text, wanted) = (
                std::str::from_utf8(text).ok()?,
                std::str::from_utf8(wanted).ok()?,
            );
            text.find(wanted)
        }
    }
}

/// Up to this many bytes each place is tried.
const SHORT: usize = 16;

/// Where a text last stands in another. Linear in both.
pub(crate) fn last(text: &[u8], wanted: &[u8]) -> Option<usize> {
    match wanted {
        [] => Some(text.len()),
        [byte] => rfind_byte(text, *byte),
        [first, ..] if wanted.len() <= SHORT => {
            let mut end = text.len().checked_sub(wanted.len())?.checked_add(1)?;
            loop {
                end = rfind_byte(text.get(..end)?, *first)?;
                if text.get(end..)?.starts_with(wanted) {
                    return Some(end);
                }
            }
        }
        _ => {
            let text = std::str::from_utf8(text).ok()?;
            text.rfind(std::str::from_utf8(wanted).ok()?)
        }
    }
}
