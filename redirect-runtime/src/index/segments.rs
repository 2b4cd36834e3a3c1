//! The segments of a path, and what is first looked at of them.

use crate::simd::chunks::{STRETCH, Stretch, ends, word_at, words};
use crate::simd::find::{below_mark, equal_bytes, segment_end};
use crate::simd::slash_mask::SegmentEnds;

/// The first sixteen bytes of a text as two words, padded with zeros.
///
/// Together with the length they determine a text of up to sixteen bytes.
pub fn front(text: &[u8]) -> (u64, u64) {
    let (first, second) = text.split_at(text.len().min(8));
    let second = second.get(..second.len().min(8)).unwrap_or_default();
    (ends(first).0, ends(second).0)
}

/// A path to walk along, segment by segment.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    /// In canonical form.
    pub(crate) bytes: &'p [u8],
    /// True if it is known to hold no `%`.
    pub(crate) plain: bool,
    /// Where in the first 64 bytes segments end, as bits.
    pub(crate) ends: SegmentEnds,
    /// Its last sixteen bytes; if there are fewer, all of them, padded with zeros.
    tail: u128,
}

impl<'p> Path<'p> {
    /// A path in canonical form.
    #[inline(always)]
    pub(crate) fn new(bytes: &'p [u8], plain: bool) -> Self {
        Path {
            bytes,
            plain,
            ends: SegmentEnds::of(bytes),
            tail: match bytes.last_chunk() {
                Some(tail) => u128::from_le_bytes(*tail),
                None => words(bytes),
            },
        }
    }

    /// The rest of it from a position on.
    #[inline(always)]
    pub(crate) fn from(&self, start: usize) -> Rest<'p> {
        Rest {
            bytes: self.bytes.get(start..).unwrap_or_default(),
            ends: self.ends.behind(start),
        }
    }

    /// Where a rest of it begins.
    #[inline(always)]
    pub(crate) fn start_of(&self, rest: &[u8]) -> usize {
        self.bytes.len().wrapping_sub(rest.len())
    }

    /// The [`front`] of so many bytes of a rest of it.
    #[inline(always)]
    pub(crate) fn front(&self, rest: &[u8], length: usize) -> (u64, u64) {
        let (first, second) = match rest.first_chunk() {
            Some(stretch) => ends(stretch as &Stretch),
            None => self.last_words(rest),
        };
        let (below_first, below_second) = BELOW[length.min(STRETCH)];
        (first & below_first, second & below_second)
    }

    /// A rest of fewer than sixteen bytes, padded with zeros.
    #[inline(always)]
    fn last_words(&self, rest: &[u8]) -> (u64, u64) {
        let by = 8 * self.bytes.len().min(STRETCH).wrapping_sub(rest.len()) as u32;
        let words = self.tail.checked_shr(by).unwrap_or(0);
        (words as u64, (words >> 64) as u64)
    }
}

/// The rest of a path, from where a segment begins.
#[derive(Clone, Copy)]
pub(crate) struct Rest<'p> {
    pub(crate) bytes: &'p [u8],
    /// Where segments end, as bits, as far as it is known: the first ends at the lowest. None is known where there is no
    /// bit.
    ends: u64,
}

impl<'p> Rest<'p> {
    /// The length of its first segment.
    #[inline(always)]
    pub(crate) fn segment(&mut self) -> usize {
        if self.ends == 0 {
            self.ends = ends_of(self.bytes);
            if self.ends == 0 {
                return segment_end(self.bytes, 64);
            }
        }
        self.ends.trailing_zeros() as usize
    }

    /// The rest behind a first segment of this length, and the slash behind it.
    #[inline(always)]
    pub(crate) fn behind(self, segment: usize) -> Option<Self> {
        Some(Rest {
            bytes: self.bytes.get(segment.wrapping_add(1)..)?,
            ends: self.ends.wrapping_shr(segment as u32) >> 1,
        })
    }
}

/// The bits of a text that goes on beyond the first 64 bytes.
#[inline(never)]
fn ends_of(text: &[u8]) -> u64 {
    SegmentEnds::of(text).behind(0)
}

/// Masks of so many bytes.
const BELOW: [(u64, u64); STRETCH + 1] = {
    let mut masks = [(u64::MAX, u64::MAX); STRETCH + 1];
    let mut length = 0;
    while length < STRETCH {
        let mask = (1_u128 << (8 * length)) - 1;
        masks[length] = (mask as u64, (mask >> 64) as u64);
        length += 1;
    }
    masks
};

/// Returns what the filter looks at: up to eight bytes of a segment, letters folded.
#[inline]
pub fn filter_key(text: &[u8], start: usize) -> u64 {
    let word = word_at(text, start);
    (word & below_mark(equal_bytes(word, b'/'))) | 0x2020_2020_2020_2020
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filter_keys_stop_at_the_slash() {
        assert_eq!(filter_key(b"ab", 0), filter_key(b"ab/cdefgh", 0));
        assert_eq!(filter_key(b"AB/", 0), filter_key(b"ab", 0));
        assert_eq!(filter_key(b"", 0), filter_key(b"/abc/defg", 0));
        assert_ne!(filter_key(b"ab", 0), filter_key(b"abc", 0));
        assert_eq!(filter_key(b"abcdefgh/", 0), filter_key(b"abcdefghij", 0));
    }

    #[test]
    fn segments_and_their_ends() {
        let text = b"/a//bcdefgh/ijklmnop/qrstuvwxyzabcdefghi/jkl";
        for (from, to) in
            (0..text.len()).flat_map(|from| (from..=text.len()).map(move |to| (from, to)))
        {
            let text = &text[from..to];
            let path = Path::new(text, true);
            for start in 0..=text.len() {
                let length = path.from(start).segment();
                assert_eq!(start + length, segment_end(text, start));
                let rest = &text[start..];
                assert_eq!(path.start_of(rest), start);
                assert_eq!(path.front(rest, length), front(&rest[..length]));
            }
        }
    }

    #[test]
    fn segments_of_long_paths() {
        let text = "/abc/defghijklmnopqrst/".repeat(20) + &"u".repeat(200) + "/v";
        let path = Path::new(text.as_bytes(), true);
        let mut segments = text.split('/').enumerate().skip(1);
        let (mut rest, mut start) = (path.from(1), 1);
        loop {
            let (number, segment) = segments.next().unwrap();
            assert_eq!(rest.segment(), segment.len());
            if let Some(known) = path.ends.behind_segments(number as u8 - 1).first_segment() {
                assert_eq!(known, (start, start + segment.len()));
            }
            if start + segment.len() == text.len() {
                break;
            }
            rest = rest.behind(segment.len()).unwrap();
            start += segment.len() + 1;
            assert_eq!(rest.bytes, &text.as_bytes()[start..]);
        }
        assert!(segments.next().is_none());
        assert_eq!(path.ends.behind_segments(6).first_segment(), Some((47, 50)));
        assert_eq!(path.ends.behind_segments(7).first_segment(), None);
    }
}
