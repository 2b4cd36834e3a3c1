//! Locators: where names are bound that need no program to tell.

use crate::simd::find::{rfind_byte, segment_end};
use crate::simd::slash_mask::SegmentEnds;

/// Where a name is bound, if that is always the same part of the same segment of a path.
///
/// Six bytes, as the table holds them behind each name of a rule:
///
/// | at | holds |
/// |---|---|
/// | 0 | the number of the segment, counted from 0, with the highest bit set when the name is bound to all from there on; `0xff`: no locator; `0x7f`: not bound |
/// | 1 | how many bytes in front of the segment are the source's own |
/// | 2 | how many at its back |
/// | 3 | 0: all between them; 1: what stands before a separator; 2: what stands behind it, up to the next one |
/// | 4 | the separator |
/// | 5 | which separator, counted from the last; each has a byte on either side |
///
/// ```
/// use redirect_runtime::pattern::locator::CaptureLocator;
/// let id = CaptureLocator::segment(1).trimmed(0, 5).behind(b'-', 1);
/// assert_eq!(id.part_of("a-b-12.html"), Some("12"));
/// assert_eq!(id.part_of("12.html"), Some("12"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaptureLocator {
    bytes: [u8; LOCATOR],
}

/// Bytes of a locator.
pub const LOCATOR: usize = 6;

/// In place of a segment's number: the name is bound by the program of the source, by a condition, or not at all.
const NO_LOCATOR: u8 = 0xff;
/// Set in a segment's number when the name is bound to all from the segment on.
const TO_THE_END: u8 = 0x80;
/// In place of a segment's number: the source does not bind the name.
const NOT_BOUND: u8 = TO_THE_END - 1;
/// Segments from this number on have no locator.
pub const MOST_SEGMENTS: u8 = TO_THE_END - 1;

const WHOLE: u8 = 0;
/// The part before the separator; nothing is bound without one.
const BEFORE: u8 = 1;
/// The part behind the separator; everything without one.
const BEHIND: u8 = 2;

impl CaptureLocator {
    /// Bound by the program of the source, by a condition, or not at all.
    pub const NONE: Self = CaptureLocator {
        bytes: [NO_LOCATOR, 0, 0, 0, 0, 0],
    };

    /// Not bound by the source as it is present.
    pub const ABSENT: Self = CaptureLocator {
        bytes: [NOT_BOUND, 0, 0, 0, 0, 0],
    };

    /// A segment by its number, less than [`MOST_SEGMENTS`].
    #[must_use]
    pub const fn segment(number: u8) -> Self {
        CaptureLocator {
            bytes: [number, 0, 0, WHOLE, 0, 0],
        }
    }

    /// All from a segment on.
    #[must_use]
    pub const fn from_segment(number: u8) -> Self {
        CaptureLocator {
            bytes: [number | TO_THE_END, 0, 0, WHOLE, 0, 0],
        }
    }

    /// Without so many bytes in front and at the back.
    #[must_use]
    pub const fn trimmed(self, front: u8, back: u8) -> Self {
        let [segment, _, _, side, separator, _] = self.bytes;
        CaptureLocator {
            bytes: [segment, front, back, side, separator, 0],
        }
    }

    /// Takes the part before a separator, counted from the last one: each is the last that has a byte before it and one
    /// behind it.
    #[must_use]
    pub const fn before(self, separator: u8, number: u8) -> Self {
        let [segment, front, back, ..] = self.bytes;
        CaptureLocator {
            bytes: [segment, front, back, BEFORE, separator, number],
        }
    }

    /// Takes the part behind a separator, up to the next one; all, if there is none.
    #[must_use]
    pub const fn behind(self, separator: u8, number: u8) -> Self {
        let [segment, front, back, ..] = self.bytes;
        CaptureLocator {
            bytes: [segment, front, back, BEHIND, separator, number],
        }
    }

    /// As the table holds it.
    #[must_use]
    pub const fn bytes(self) -> [u8; LOCATOR] {
        self.bytes
    }

    /// Reads what the table holds.
    #[inline]
    pub(crate) const fn of_bytes(bytes: [u8; LOCATOR]) -> Self {
        CaptureLocator { bytes }
    }

    /// Tells whether there is none: the program of the source tells, a condition, or nothing.
    #[inline]
    pub(crate) const fn is_none(self) -> bool {
        self.bytes[0] == NO_LOCATOR
    }

    /// The text that the name is bound to in a path, of which it is known where its first segments end. Linear in the
    /// segment; in the path, where that is not known of the segment.
    #[inline]
    pub(crate) fn text_in(self, path: &str, ends: SegmentEnds) -> Option<&str> {
        let [segment, ..] = self.bytes;
        if segment >= NOT_BOUND {
            return self.rest_of(path, ends);
        }
        let (start, end) = match ends.segment(segment) {
            Some(segment) => segment,
            None => far_segment(path, ends, segment)?,
        };
        self.between(path, start, end)
    }

    /// The text that a name is bound to that takes all from a segment on.
    #[inline(never)]
    fn rest_of(self, path: &str, ends: SegmentEnds) -> Option<&str> {
        let [segment, ..] = self.bytes;
        if segment == NOT_BOUND {
            return None;
        }
        let (start, _) = far_segment(path, ends, segment & !TO_THE_END)?;
        self.between(path, start, path.len())
    }

    /// The part of a segment that the name is bound to, if it is bound. Linear in the segment.
    #[must_use]
    pub fn part_of(self, segment: &str) -> Option<&str> {
        self.between(segment, 0, segment.len())
    }

    /// The part that the name is bound to of what stands between two positions.
    #[inline]
    fn between(self, path: &str, start: usize, end: usize) -> Option<&str> {
        let [_, front, back, side, ..] = self.bytes;
        // In a text that is too short the end is before the start, or behind the path.
        let (start, end) = (
            start.wrapping_add(usize::from(front)),
            end.wrapping_sub(usize::from(back)),
        );
        let text = path.get(start..end)?;
        match side {
            WHOLE => Some(text),
            _ => self.separated(text),
        }
    }

    /// The part of a text on one side of a separator.
    #[inline(never)]
    fn separated(self, text: &str) -> Option<&str> {
        let [.., side, separator, number] = self.bytes;
        // The separator, and where what stands behind it ends.
        let (mut at, mut end) = (text.len(), text.len());
        for _ in 0..number {
            end = at;
            let separable = text.as_bytes().get(..at.checked_sub(1)?)?;
            match rfind_byte(separable, separator).filter(|&at| at > 0) {
                Some(found) => at = found,
                None => return (side == BEHIND && number == 1).then_some(text),
            }
        }
        match side {
            BEHIND => text.get(at.checked_add(1)?..end),
            _ => text.get(..at),
        }
    }
}

/// Where a segment of a path begins and ends, by its number, wherever that is.
#[inline(never)]
fn far_segment(path: &str, ends: SegmentEnds, number: u8) -> Option<(usize, usize)> {
    if let Some(known) = ends.segment(number) {
        return Some(known);
    }
    let (known, mut slash) = ends.last();
    for _ in 0..number.checked_sub(known)? {
        slash = segment_end(path.as_bytes(), slash.checked_add(1)?);
    }
    let start = slash.checked_add(1).filter(|&start| start <= path.len())?;
    Some((start, segment_end(path.as_bytes(), start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_segments() {
        let whole = CaptureLocator::segment(0).trimmed(2, 1);
        let title = whole.before(b'-', 1);
        let id = whole.behind(b'-', 1);
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

    #[test]
    fn parts_between_separators() {
        let whole = CaptureLocator::segment(0).trimmed(1, 0);
        let [first, second, third] = [
            whole.before(b'-', 2),
            whole.behind(b'-', 2),
            whole.behind(b'-', 1),
        ];
        for (segment, parts) in [
            ("_a-b-c", Some(("a", "b", "c"))),
            ("_a-b-c-d", Some(("a-b", "c", "d"))),
            ("_a---b-", Some(("a", "-", "b-"))),
            ("_a--b-", None),
            ("_---a-b", Some(("--", "a", "b"))),
            ("_a-b", None),
            ("_", None),
        ] {
            assert_eq!(
                first.part_of(segment),
                parts.map(|parts| parts.0),
                "{segment}"
            );
            if let Some(parts) = parts {
                assert_eq!(second.part_of(segment), Some(parts.1), "{segment}");
                assert_eq!(third.part_of(segment), Some(parts.2), "{segment}");
            }
        }
    }
}
