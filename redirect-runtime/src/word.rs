//! Reading text and tables by words of eight bytes.

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

/// The little-endian number at `offset`, as an offset.
#[inline]
pub(crate) fn offset_at(bytes: &[u8], offset: usize) -> Option<usize> {
    u32_at(bytes, offset).map(|value| value as usize)
}

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

/// The first eight bytes of a text, and the last eight; a shorter text is padded with zeros.
///
/// Together with the length they determine a text of up to sixteen bytes.
#[inline]
pub fn ends(text: &[u8]) -> (u64, u64) {
    match (text.first_chunk(), text.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (short(text), 0),
    }
}

/// A text of fewer than eight bytes as a number, padded with zeros.
#[inline]
fn short(text: &[u8]) -> u64 {
    if let (Some(head), Some(tail)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let shift = 8 * (text.len() as u32).saturating_sub(4);
        let tail = u64::from(u32::from_le_bytes(*tail));
        return u64::from(u32::from_le_bytes(*head)) | tail.checked_shl(shift).unwrap_or(0);
    }
    let mut word = 0;
    for &byte in text.iter().rev() {
        word = word << 8 | u64::from(byte);
    }
    word
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
const FIRST: u64 = 0x2d35_8dcc_aa6c_78a5;
const SECOND: u64 = 0x8bb8_4b93_962e_acc9;

/// Multiplies to 128 bits and folds the halves.
#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128) * (b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Sixteen bytes: a vector register.
pub(crate) type Stretch = [u8; STRETCH];
pub(crate) const STRETCH: usize = 16;

/// Four stretches that together cover a text of 16 to 64 bytes, in order; in shorter ones they overlap.
///
/// Most paths are this long. To treat all of them alike, whatever their length, spares the branches that no one can
/// predict.
#[inline(always)]
pub(crate) fn cover(text: &[u8]) -> Option<[&Stretch; 4]> {
    let last = text.len().checked_sub(STRETCH)?;
    if last > 3 * STRETCH {
        return None;
    }
    let at = |offset: usize| text.get(offset.min(last)..)?.first_chunk();
    Some([at(0)?, at(STRETCH)?, at(2 * STRETCH)?, at(last)?])
}

/// Whether two texts are the same.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (cover(one), cover(other)) {
        (Some(one), Some(other)) => {
            let pairs = one.iter().zip(other);
            pairs.fold(true, |same, (one, other)| same & (**one == *other))
        }
        _ => one == other,
    }
}

/// The hash of a text in the tables: one pass, sixteen bytes a step.
///
/// The seed is fixed: only the texts of the policy are stored, and a request that collides with one costs one
/// more comparison.
#[inline]
pub fn hash(text: &[u8]) -> u64 {
    let state = FIRST ^ text.len() as u64;
    if let Some([first, second, third, last]) = cover(text) {
        // Two chains, so that one multiplication need not wait for the other.
        let one = step(third, step(first, state));
        let other = step(last, step(second, state ^ MULTIPLIER));
        return fold(one ^ SECOND, other);
    }
    if text.len() < STRETCH {
        let (head, tail) = ends(text);
        return fold(fold(head ^ SECOND, tail ^ state), MULTIPLIER);
    }
    let stretches = text
        .chunks_exact(STRETCH)
        .chain(text.rchunks_exact(STRETCH).take(1));
    let state = stretches
        .filter_map(<[u8]>::first_chunk)
        .fold(state, |state, stretch| step(stretch, state));
    fold(state, MULTIPLIER)
}

/// The state of a hash behind a stretch.
#[inline(always)]
fn step(stretch: &Stretch, state: u64) -> u64 {
    let (head, tail) = ends(stretch);
    fold(head ^ SECOND, tail ^ state)
}

/// The hash of an edge: of a node, and of the [`front`] and the length of the segment that leads on from it.
#[inline]
pub fn edge_hash(node: u32, first: u64, second: u64, length: usize) -> u64 {
    let place = u64::from(node) << 32 | length as u64;
    fold(first ^ SECOND, second ^ place.wrapping_mul(MULTIPLIER))
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of a word that equal `byte` by their highest bit; marks above the lowest one may be wrong.
#[inline]
pub(crate) const fn equal_bytes(word: u64, byte: u8) -> u64 {
    let difference = word ^ LOW.wrapping_mul(byte as u64);
    difference.wrapping_sub(LOW) & !difference & HIGH
}

/// Marks all bytes of a word that equal `byte`, and no others, by their highest bit.
#[inline]
const fn all_equal_bytes(word: u64, byte: u8) -> u64 {
    let difference = word ^ LOW.wrapping_mul(byte as u64);
    !(((difference & !HIGH) + !HIGH) | difference) & HIGH
}

/// Where in the first 64 bytes of a text a byte stands, as bits.
pub(crate) fn equal_bits(text: &[u8], byte: u8) -> u64 {
    let text = text.get(..text.len().min(64)).unwrap_or_default();
    // Gathers the highest bits of the bytes in the highest byte.
    let gathered = |word: &[u8; 8]| {
        let marks = all_equal_bytes(u64::from_le_bytes(*word), byte) >> 7;
        marks.wrapping_mul(0x0102_0408_1020_4080) >> 56
    };
    let Some(last) = text.last_chunk() else {
        let bits = text.iter().enumerate();
        return bits.fold(0, |bits, (at, &other)| {
            bits | u64::from(other == byte) << at
        });
    };
    // The last word may overlap the one before: what is found twice is found.
    let mut bits = gathered(last) << (text.len() - 8);
    for (at, word) in text
        .chunks_exact(8)
        .filter_map(<[u8]>::first_chunk)
        .enumerate()
    {
        bits |= gathered(word) << (8 * at);
    }
    bits
}

/// The position of the first `/` at or after `from`, or the length of the text.
#[inline]
pub fn segment_end(text: &[u8], from: usize) -> usize {
    find_byte(text, b'/', from)
}

/// The position of the first such byte at or after `from`, or the length of the text.
#[inline]
pub(crate) fn find_byte(text: &[u8], wanted: u8, from: usize) -> usize {
    let mut at = from;
    while let Some(stretch) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        let (first, second) = ends(stretch as &Stretch);
        let (in_first, in_second) = (equal_bytes(first, wanted), equal_bytes(second, wanted));
        if in_first | in_second != 0 {
            return at + lowest(in_first, in_second);
        }
        at = leap(text, wanted, at + STRETCH);
    }
    let (first, second) = last_words(text, wanted, at);
    at + lowest(equal_bytes(first, wanted), equal_bytes(second, wanted))
}

/// Passes over stretches of 64 bytes without such a byte.
#[inline]
fn leap(text: &[u8], wanted: u8, mut at: usize) -> usize {
    while let Some(chunk) = text.get(at..).and_then(|rest| rest.first_chunk::<64>()) {
        let found = chunk
            .iter()
            .fold(false, |found, &byte| found | (byte == wanted));
        if found {
            break;
        }
        at += chunk.len();
    }
    at
}

/// The position of the lowest mark in two words; sixteen if there is none.
#[inline]
const fn lowest(in_first: u64, in_second: u64) -> usize {
    let second = in_second.trailing_zeros();
    let behind = if in_first == 0 { second } else { 0 };
    ((in_first.trailing_zeros() + behind) / 8) as usize
}

/// Up to eight bytes of a text from a position on, padded with zeros.
#[inline]
fn word_at(text: &[u8], at: usize) -> u64 {
    if let Some(word) = u64_at(text, at) {
        return word;
    }
    let left = text.len().saturating_sub(at) as u32;
    match text.last_chunk() {
        Some(last) => u64::from_le_bytes(*last)
            .checked_shr(64 - 8 * left)
            .unwrap_or(0),
        None => short(text.get(at..).unwrap_or_default()),
    }
}

/// A mask of the bytes below the lowest of the marks of [`equal_bytes`]; of all without a mark.
#[inline]
const fn below_mark(marks: u64) -> u64 {
    (marks & marks.wrapping_neg())
        .wrapping_shr(7)
        .wrapping_sub(1)
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

/// Two words of a text from a position on; behind the end of the text there are slashes.
#[inline(always)]
fn words_at(text: &[u8], at: usize) -> (u64, u64) {
    match text.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(stretch) => ends(stretch as &Stretch),
        None => last_words(text, b'/', at),
    }
}

/// The words of a text from a position less than sixteen bytes before its end on, filled up with a byte.
#[inline(never)]
fn last_words(text: &[u8], fill: u8, at: usize) -> (u64, u64) {
    let fill = u128::from_ne_bytes([fill; STRETCH]);
    let left = text.len().saturating_sub(at).min(STRETCH) as u32;
    let words = match text.last_chunk() {
        Some(last) => u128::from_le_bytes(*last).checked_shr(128 - 8 * left),
        None => {
            let (head, tail) = ends(text.get(at..).unwrap_or_default());
            let shift = (8 * left).saturating_sub(64);
            Some(u128::from(head) | u128::from(tail) << shift)
        }
    };
    let words = words.unwrap_or(0) | fill.checked_shl(8 * left).unwrap_or(0);
    (words as u64, (words >> 64) as u64)
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

/// The entry of the filter that stands for a key, in a filter of so many.
#[inline]
pub fn filter_entry(key: u64, entries: usize) -> usize {
    slot_of((key ^ FIRST).wrapping_mul(MULTIPLIER), entries)
}

/// The tag of a hash: never zero.
#[inline]
pub const fn tag(hash: u64) -> u8 {
    hash as u8 | 0x80
}

/// Whether one of eight tags is that of an empty slot.
#[inline]
pub(crate) const fn has_empty_tag(tags: u64) -> bool {
    tags & HIGH != HIGH
}

/// The slot at which a hash is looked for first, in a table of so many: by its high half, a multiplication in place
/// of a division.
#[inline]
pub fn slot_of(hash: u64, slots: usize) -> usize {
    ((hash >> 32).wrapping_mul(slots as u64) >> 32) as usize
}

/// The slot to look at next.
#[inline]
pub fn next_slot(slot: usize, slots: usize) -> usize {
    let next = slot.wrapping_add(1);
    if next < slots { next } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_every_length() {
        let text = b"abcdefghijklmnopq";
        for length in 0..=17 {
            let part = &text[..length];
            let (head, tail) = ends(part);
            let mut expected = [0; 8];
            let n = length.min(8);
            expected[..n].copy_from_slice(&part[..n]);
            assert_eq!(head, u64::from_le_bytes(expected), "head of {length}");
            if length >= 8 {
                assert_eq!(tail.to_le_bytes(), part[length - 8..]);
            }
        }
    }

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
    fn bits_of_equal_bytes() {
        let text: Vec<u8> = (0..100u8).map(|at| at % 7 * 3 % 5).collect();
        for from in 0..text.len() {
            let bits = equal_bits(&text[from..], 3);
            for at in 0..64 {
                let expected = text.get(from + at) == Some(&3);
                assert_eq!(bits >> at & 1 == 1, expected, "{at} from {from}");
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
