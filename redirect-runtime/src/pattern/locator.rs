//! Places: where names are bound that need no program to tell.

use crate::simd::find::rfind_byte;

/// Where a name is bound, if that is always the same part of the same segment of a path.
///
/// Six bytes, as the table holds them behind each name of a rule:
///
/// | at | holds |
/// |---|---|
/// | 0 | the number of the segment, counted from 0, with the highest bit set when the name is bound to all from there on; or `0xff`: no place |
/// | 1 | how many bytes in front of the segment are the source's own |
/// | 2 | how many at its back |
/// | 3 | 0: all between them; 1: what stands before the last separator that has a byte on either side; 2: what stands behind it |
/// | 4 | the separator |
/// | 5 | 0 |
///
/// ```
/// use redirect_runtime::place::Place;
/// let id = Place::segment(1).trimmed(0, 5).behind(b'-');
/// assert_eq!(id.part_of("a-b-12.html"), Some("12"));
/// assert_eq!(id.part_of("12.html"), Some("12"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    bytes: [u8; PLACE],
}

/// Bytes of a place.
pub const PLACE: usize = 6;

/// In place of a segment's number: the name is bound by the program of the source, by a condition, or not at all.
const NO_PLACE: u8 = 0xff;
/// Set in a segment's number when the name is bound to all from the segment on.
const TO_THE_END: u8 = 0x80;
/// Segments from this number on have no place.
pub const MOST_SEGMENTS: u8 = TO_THE_END - 1;

const WHOLE: u8 = 0;
/// What stands before the separator; nothing is bound without one.
const BEFORE: u8 = 1;
/// What stands behind the separator; everything without one.
const BEHIND: u8 = 2;

impl Place {
    /// Bound by the program of the source, by a condition, or not at all.
    pub const NONE: Self = Place {
        bytes: [NO_PLACE, 0, 0, 0, 0, 0],
    };

    /// A segment by its number, less than [`MOST_SEGMENTS`].
    #[must_use]
    pub const fn segment(number: u8) -> Self {
        Place {
            bytes: [number, 0, 0, WHOLE, 0, 0],
        }
    }

    /// All from a segment on.
    #[must_use]
    pub const fn from_segment(number: u8) -> Self {
        Place {
            bytes: [number | TO_THE_END, 0, 0, WHOLE, 0, 0],
        }
    }

    /// Without so many bytes in front and at the back.
    #[must_use]
    pub const fn trimmed(self, front: u8, back: u8) -> Self {
        let [segment, _, _, side, separator, _] = self.bytes;
        Place {
            bytes: [segment, front, back, side, separator, 0],
        }
    }

    /// What stands before the last such byte that has one before it and one behind it.
    #[must_use]
    pub const fn before(self, separator: u8) -> Self {
        let [segment, front, back, ..] = self.bytes;
        Place {
            bytes: [segment, front, back, BEFORE, separator, 0],
        }
    }

    /// What stands behind it, or all if there is none.
    #[must_use]
    pub const fn behind(self, separator: u8) -> Self {
        let [segment, front, back, ..] = self.bytes;
        Place {
            bytes: [segment, front, back, BEHIND, separator, 0],
        }
    }

    /// As the table holds it.
    #[must_use]
    pub const fn bytes(self) -> [u8; PLACE] {
        self.bytes
    }

    /// What the table holds.
    #[inline]
    pub(crate) const fn of_bytes(bytes: [u8; PLACE]) -> Self {
        Place { bytes }
    }

    /// Whether there is one.
    #[inline]
    pub(crate) const fn is_none(self) -> bool {
        self.bytes[0] == NO_PLACE
    }

    /// The number of the segment.
    #[inline]
    pub(crate) const fn number(self) -> u8 {
        self.bytes[0] & !TO_THE_END
    }

    /// Whether the name is bound to all from the segment on.
    #[inline]
    pub(crate) const fn is_to_the_end(self) -> bool {
        self.bytes[0] & TO_THE_END != 0
    }

    /// The part of the segment that the name is bound to, if it is bound. Linear in the segment.
    #[inline]
    #[must_use]
    pub fn part_of(self, segment: &str) -> Option<&str> {
        let [_, front, back, side, ..] = self.bytes;
        match front | back | side {
            WHOLE => Some(segment),
            _ => self.cut(segment),
        }
    }

    #[inline(never)]
    fn cut(self, segment: &str) -> Option<&str> {
        let [_, front, back, side, separator, _] = self.bytes;
        let end = segment.len().checked_sub(usize::from(back))?;
        let text = segment.get(usize::from(front)..end)?;
        if side == WHOLE {
            return Some(text);
        }
        let (_, separable) = text.as_bytes().split_last()?;
        let at = rfind_byte(separable, separator);
        match (side, at.filter(|&at| at > 0)) {
            (BEHIND, Some(at)) => text.get(at.checked_add(1)?..),
            (BEHIND, None) => Some(text),
            (_, Some(at)) => text.get(..at),
            (_, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_segments() {
        let whole = Place::segment(0).trimmed(2, 1);
        let title = whole.before(b'-');
        let id = whole.behind(b'-');
        for (segment, of_whole, of_title, of_id) in [
            ("__a-b-c.", Some("a-b-c"), Some("a-b"), Some("c")),
            ("__a-b-.", Some("a-b-"), Some("a"), Some("b-")),
            ("__-b.", Some("-b"), None, Some("-b")),
            ("__-b-c.", Some("-b-c"), Some("-b"), Some("c")),
            ("__-.", Some("-"), None, Some("-")),
            ("__abc.", Some("abc"), None, Some("abc")),
            ("__.", Some(""), None, None),
            ("_", None, None, None),
        ] {
            assert_eq!(whole.part_of(segment), of_whole, "{segment}");
            assert_eq!(title.part_of(segment), of_title, "{segment}");
            assert_eq!(id.part_of(segment), of_id, "{segment}");
        }
    }
}
