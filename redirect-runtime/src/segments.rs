//! The segments of a path, and what is first looked at of them.

use crate::bytes::{below_mark, equal_bytes, find_byte, lowest, slashes};
use crate::word::{STRETCH, Stretch, ends, word_at, words};

/// The position of the first `/` at or after `from`, or the length of the text.
#[inline]
pub fn segment_end(text: &[u8], from: usize) -> usize {
    find_byte(text, b'/', from)
}

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
    /// In canonical form, which is ASCII.
    pub(crate) bytes: &'p [u8],
    /// Whether it is known to hold no `%`.
    pub(crate) plain: bool,
    /// Where its last sixteen bytes begin, and these; if there are fewer, all of them, padded with zeros.
    last: usize,
    tail: u128,
}

/// What is first looked at of a segment: its first sixteen bytes, with some of what follows it, and where it ends.
#[derive(Clone, Copy)]
pub(crate) struct Segment {
    words: (u64, u64),
    pub(crate) end: usize,
}

impl<'p> Path<'p> {
    #[inline(always)]
    pub(crate) fn new(bytes: &'p [u8], plain: bool) -> Self {
        Path {
            bytes,
            plain,
            last: bytes.len().saturating_sub(STRETCH),
            tail: match bytes.last_chunk() {
                Some(tail) => u128::from_le_bytes(*tail),
                None => words(bytes),
            },
        }
    }

    /// The segment that begins at `start`.
    #[inline(always)]
    pub(crate) fn segment(&self, start: usize) -> Segment {
        let rest = self.bytes.get(start..).and_then(|rest| rest.first_chunk());
        let words = match rest {
            Some(stretch) => ends(stretch as &Stretch),
            None => self.last_words(start),
        };
        let (in_first, in_second) = (slashes(words.0), slashes(words.1));
        let mut end = start.wrapping_add(lowest(in_first, in_second));
        if in_first | in_second == 0 {
            end = match end < self.bytes.len() {
                true => self.long_end(end),
                false => self.bytes.len(),
            };
        }
        Segment { words, end }
    }

    /// The end of a segment that goes on here.
    #[inline(never)]
    fn long_end(&self, mut from: usize) -> usize {
        for _ in 0..4 {
            let rest = self.bytes.get(from..).and_then(|rest| rest.first_chunk());
            let (first, second) = match rest {
                Some(stretch) => ends(stretch as &Stretch),
                None => self.last_words(from),
            };
            let (in_first, in_second) = (slashes(first), slashes(second));
            if in_first | in_second != 0 {
                return from.wrapping_add(lowest(in_first, in_second));
            }
            from = from.saturating_add(STRETCH);
            if from >= self.bytes.len() {
                return self.bytes.len();
            }
        }
        segment_end(self.bytes, from)
    }

    /// What is left of fewer than sixteen bytes, padded with zeros.
    #[inline(always)]
    fn last_words(&self, start: usize) -> (u64, u64) {
        let by = 8 * start.wrapping_sub(self.last) as u32;
        let words = self.tail.checked_shr(by).unwrap_or(0);
        (words as u64, (words >> 64) as u64)
    }
}

impl Segment {
    /// The [`front`] of a segment of so many bytes.
    #[inline(always)]
    pub(crate) fn front(&self, length: usize) -> (u64, u64) {
        let (below_first, below_second) = BELOW[length.min(STRETCH)];
        (self.words.0 & below_first, self.words.1 & below_second)
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

/// The [`front`] and the length of the first segment of a path.
#[inline]
pub(crate) fn first_segment(path: &[u8]) -> ((u64, u64), usize) {
    let rest = path.get(1..).unwrap_or_default();
    let stretch = match rest.first_chunk() {
        Some(stretch) => *stretch,
        None => words(rest).to_le_bytes(),
    };
    let (first, second) = ends(&stretch);
    let (in_first, in_second) = (equal_bytes(first, b'/'), equal_bytes(second, b'/'));
    let length = match in_first | in_second {
        0 => segment_end(rest, STRETCH.min(rest.len())),
        _ => lowest(in_first, in_second),
    };
    let second = second & below_mark(in_second);
    let second = if in_first == 0 { second } else { 0 };
    ((first & below_mark(in_first), second), length)
}

/// What the filter looks at: up to eight bytes of a segment, letters folded.
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
                let segment = path.segment(start);
                assert_eq!(segment.end, segment_end(text, start));
                let of_text = front(&text[start..segment.end]);
                assert_eq!(segment.front(segment.end - start), of_text);
            }
        }
    }

    #[test]
    fn first_segments() {
        let text = b"/abcdefghijklmnopqrstuvw/x";
        for (from, to) in (0..24).flat_map(|from| (from..=text.len()).map(move |to| (from, to))) {
            let path = [b"/", &text[from + 1..to.max(from + 1)]].concat();
            let end = segment_end(&path, 1);
            assert_eq!(first_segment(&path), (front(&path[1..end]), end - 1));
        }
    }

    #[test]
    fn segments_end_at_slashes() {
        let text = b"abc/defghijklmno/p";
        assert_eq!(segment_end(text, 0), 3);
        assert_eq!(segment_end(text, 4), 16);
        assert_eq!(segment_end(text, 17), 18);
        assert_eq!(segment_end(text, 18), 18);
    }
}
