//! The segments of a path, and what is first looked at of them.

use crate::bytes::{below_mark, equal_bytes, find_byte, last_words, lowest};
use crate::word::{Stretch, ends, word_at};

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

/// A segment of a path: where it ends, and its [`front`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) end: usize,
    pub(crate) first: u64,
    pub(crate) second: u64,
}

/// The segment that begins at `start`.
#[inline(always)]
pub(crate) fn segment(text: &[u8], start: usize) -> Segment {
    let (first, second) = words_at(text, start);
    let in_first = equal_bytes(first, b'/');
    let in_second = equal_bytes(second, b'/');
    let mut end = start.wrapping_add(lowest(in_first, in_second));
    if in_first | in_second == 0 {
        end = long_end(text, end);
    }
    let second = second & below_mark(in_second);
    Segment {
        end,
        first: first & below_mark(in_first),
        second: if in_first == 0 { second } else { 0 },
    }
}

#[inline(never)]
fn long_end(text: &[u8], from: usize) -> usize {
    segment_end(text, from)
}

/// What the filter looks at: up to eight bytes of a segment, letters folded.
#[inline]
pub fn filter_key(text: &[u8], start: usize) -> u64 {
    let word = word_at(text, start);
    (word & below_mark(equal_bytes(word, b'/'))) | 0x2020_2020_2020_2020
}

/// Two words of a text from a position on; behind the end of the text there are slashes.
#[inline(always)]
fn words_at(text: &[u8], at: usize) -> (u64, u64) {
    match text.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(stretch) => ends(stretch as &Stretch),
        None => last_words(text, b'/', at),
    }
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
            for start in 0..=text.len() {
                let end = segment_end(text, start);
                let (first, second) = front(&text[start..end]);
                let expected = Segment { end, first, second };
                assert_eq!(segment(text, start), expected);
            }
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
