//! The segments of a path, and the front of each, by which it is compared first.

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
    /// The ends of segments within the first 64 bytes, as bits.
    pub(crate) ends: SegmentEnds,
}

impl<'p> Path<'p> {
    /// A path in canonical form.
    #[inline(always)]
    pub(crate) fn new(bytes: &'p [u8], plain: bool) -> Self {
        Path {
            bytes,
            plain,
            ends: SegmentEnds::of(bytes),
        }
    }

    /// The rest of it from a position on.
    #[inline(always)]
    pub(crate) fn from(&self, start: usize) -> Rest {
        Rest {
            start,
            ends: self.ends.behind(start),
        }
    }

    /// The length of the first segment of a rest of it.
    #[inline(always)]
    pub(crate) fn segment(&self, rest: &mut Rest) -> usize {
        if rest.ends == 0 {
            rest.ends = far_ends(self.bytes, rest.start);
            if rest.ends == 0 {
                return segment_end(self.text(rest.start, usize::MAX), 64);
            }
        }
        rest.ends.trailing_zeros() as usize
    }

    /// The text of a segment; all that follows, if it is shorter.
    #[inline]
    pub(crate) fn text(&self, start: usize, length: usize) -> &'p [u8] {
        let rest = self.bytes.get(start..).unwrap_or_default();
        rest.get(..length).unwrap_or(rest)
    }

    /// The [`front`] of a segment.
    #[inline(always)]
    pub(crate) fn front(&self, start: usize, length: usize) -> (u64, u64) {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let (first, second) = match rest.first_chunk() {
            Some(stretch) => ends(stretch as &Stretch),
            None => last_words(self.bytes, start),
        };
        let (below_first, below_second) = BELOW[length.min(STRETCH)];
        (first & below_first, second & below_second)
    }
}

/// The ends of segments in a text that goes on beyond what was known.
#[inline(never)]
fn far_ends(text: &[u8], start: usize) -> u64 {
    SegmentEnds::of(text.get(start..).unwrap_or_default()).behind(0)
}

/// The last bytes of a text, fewer than sixteen, padded with zeros.
#[inline(never)]
fn last_words(text: &[u8], start: usize) -> (u64, u64) {
    let left = text.len().saturating_sub(start).min(STRETCH) as u32;
    let words = match text.last_chunk() {
        Some(last) => u128::from_le_bytes(*last).checked_shr(128 - 8 * left),
        None => Some(words(text.get(start..).unwrap_or_default())),
    };
    let words = words.unwrap_or(0);
    (words as u64, (words >> 64) as u64)
}

/// The rest of a path, from where a segment begins.
#[derive(Clone, Copy)]
pub(crate) struct Rest {
    /// Behind the end of the path if there is no segment left.
    pub(crate) start: usize,
    /// Where segments end, as bits, as far as it is known: the first ends at the lowest. None is known where there is no
    /// bit.
    ends: u64,
}

impl Rest {
    /// The rest behind a first segment of this length, and the slash behind it.
    #[inline(always)]
    pub(crate) fn behind(self, segment: usize) -> Self {
        Rest {
            start: self.start.wrapping_add(segment).wrapping_add(1),
            ends: self.ends.wrapping_shr(segment as u32) >> 1,
        }
    }
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

/// Returns what the filter looks at of a second segment: no [`filter_key`] of a first one is the same.
#[inline]
pub fn second_filter_key(text: &[u8], start: usize) -> u64 {
    filter_key(text, start) ^ 0x2020_2020_2020_2020
}

/// The first byte of the second segment, or a position behind the end; `None` if the first segment is long.
#[inline]
pub(super) fn second_segment(path: &[u8]) -> Option<usize> {
    let mut at = 1;
    while at < LONG {
        let slashes = equal_bytes(word_at(path, at), b'/');
        if slashes != 0 {
            return Some(at + 1 + (slashes.trailing_zeros() / 8) as usize);
        }
        at += 8;
        if at >= path.len() {
            return Some(at);
        }
    }
    None
}

/// From so many bytes on no slash is looked for behind a first segment.
const LONG: usize = 64;

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
                let length = path.segment(&mut path.from(start));
                assert_eq!(start + length, segment_end(text, start));
                assert_eq!(path.text(start, length), &text[start..start + length]);
                assert_eq!(path.front(start, length), front(path.text(start, length)));
            }
        }
    }

    #[test]
    fn segments_of_long_paths() {
        let text = "/abc/defghijklmnopqrst/".repeat(20) + &"u".repeat(200) + "/v";
        let path = Path::new(text.as_bytes(), true);
        let mut segments = text.split('/').enumerate().skip(1);
        let mut rest = path.from(1);
        loop {
            let (number, segment) = segments.next().unwrap();
            let (start, end) = (rest.start, rest.start + segment.len());
            assert_eq!(path.segment(&mut rest), segment.len());
            assert_eq!(path.text(start, segment.len()), segment.as_bytes());
            if let Some(known) = path.ends.segment(number as u8 - 1) {
                assert_eq!(known, (start, end));
            }
            rest = rest.behind(segment.len());
            if end == text.len() {
                assert_eq!(rest.start, text.len() + 1);
                break;
            }
        }
        assert!(segments.next().is_none());
        assert_eq!(path.ends.segment(6), Some((47, 50)));
        assert_eq!(path.ends.segment(7), None);
    }
}
