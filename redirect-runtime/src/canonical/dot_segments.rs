//! Segments that are `.` or `..`, as the WHATWG path parser resolves them.

use crate::simd::BY_WORDS;
use crate::simd::chunks::{STRETCH, chunk_at, cover, is, short, within};
use crate::simd::find::{HIGH, differing, equal_bits, slashes};

/// Tells whether a segment of a path in canonical characters is `.` or `..`.
pub(super) fn has_dot_segment(path: &[u8]) -> bool {
    let mut segments = DotSegments::default();
    segments.next(path).is_some()
}

/// The `.` and `..` segments of a path, in order.
#[derive(Default)]
struct DotSegments {
    /// Where the 64 bytes begin that are looked at next.
    from: usize,
    /// True if a slash stands before them.
    slash_before: u64,
    /// Dots behind slashes in those before, as bits.
    dots: u64,
}

impl DotSegments {
    /// Where the next one begins, and how many dots it is.
    #[inline]
    fn next(&mut self, path: &[u8]) -> Option<(usize, usize)> {
        loop {
            while self.dots != 0 {
                let at = (self.from + self.dots.trailing_zeros() as usize).wrapping_sub(64);
                self.dots &= self.dots - 1;
                if let Some(dots) = dots_of(path.get(at..).unwrap_or_default()) {
                    return Some((at, dots));
                }
            }
            let rest = path.get(self.from..).filter(|rest| !rest.is_empty())?;
            let slashes = slashes(rest);
            self.dots = equal_bits(rest, b'.') & (slashes << 1 | self.slash_before);
            self.slash_before = slashes >> 63;
            self.from += 64;
        }
    }
}

/// Tells whether a segment of a path as it came may be `.` or `..` in its canonical form, a dot being `%2e` too and a slash
/// `\`: a test that compiles to some vector instructions, or else is spared where a text holds none of that.
#[inline]
pub(crate) fn may_have_dot_segment(path: &[u8]) -> bool {
    (!BY_WORDS || has_dot_or_escape(path)) && may_begin_dot_segment(path)
}

/// Tells whether a text may hold one of the characters that dot segments are written with: `.`, `%` and `\`.
fn has_dot_or_escape(text: &[u8]) -> bool {
    let differ = |word| differing(word, b'.') & differing(word, b'%') & differing(word, b'\\');
    // The last eight bytes, or all if there are fewer; then those before them.
    let last = text.last_chunk().copied().map(u64::from_le_bytes);
    let (mut all, mut left) = (differ(last.unwrap_or_else(|| short(text))), text);
    while let Some((word, behind)) = left.split_first_chunk() {
        all &= differ(u64::from_le_bytes(*word));
        left = behind;
    }
    all & HIGH != HIGH
}

/// Tells whether some byte of a path may begin such a segment.
#[inline(never)]
fn may_begin_dot_segment(path: &[u8]) -> bool {
    const WINDOW: usize = STRETCH + 2;
    let mut begun = [0; STRETCH];
    let mut look = |window: &[u8; WINDOW]| {
        for (at, begun) in begun.iter_mut().enumerate() {
            *begun |= begins_dot_segment(window[at], window[at + 1], window[at + 2]);
        }
    };
    if let Some(windows) = cover(path) {
        windows.into_iter().for_each(look);
    } else if let Some(end) = path.last_chunk() {
        let mut at = 0;
        while let Some(window) = chunk_at(path, at) {
            look(window);
            at += STRETCH;
        }
        look(end);
    } else {
        let mut window = [0; WINDOW];
        window
            .iter_mut()
            .zip(path)
            .for_each(|(to, &byte)| *to = byte);
        look(&window);
    }
    let last = path.last_chunk();
    let last = last.is_some_and(|&[before, byte]| begins_dot_segment(before, byte, 0) != 0);
    last || begun.iter().fold(false, |any, &lane| any | (lane != 0))
}

/// Marks a byte that may begin such a segment, between two others: 0 where nothing is behind it.
#[inline(always)]
const fn begins_dot_segment(before: u8, byte: u8, behind: u8) -> u8 {
    // Behind a dot there is another one or the end; a letter or a digit makes it the front of a name.
    let name = within(behind | 0x20, b'a', 26) | within(behind, b'0', 10);
    let dot = is(byte, b'.') & !name | is(byte, b'%') & is(behind, b'2');
    (is(before, b'/') | is(before, b'\\')) & dot
}

/// Returns the number of dots in the segment that a text begins with, if it holds nothing else, and one or two.
fn dots_of(text: &[u8]) -> Option<usize> {
    match text {
        [b'.'] | [b'.', b'/', ..] => Some(1),
        [b'.', b'.'] | [b'.', b'.', b'/', ..] => Some(2),
        _ => None,
    }
}

/// Removes `.` and `..` segments from a path that begins with `/`, in canonical characters: a `..` at the front is
/// dropped, and one at the end leaves an empty last segment.
pub(super) fn resolve_dot_segments(path: &mut Vec<u8>) {
    let mut segments = DotSegments::default();
    // What is kept stands at the front; what is still to be moved there begins at `run`.
    let (mut kept, mut run) = (0, 0);
    while let Some((segment, dots)) = segments.next(path) {
        let slash = segment.saturating_sub(1);
        kept = move_down(path, run, slash, kept);
        if dots == 2 {
            let front = path.get(..kept).unwrap_or_default();
            kept = front.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
        }
        run = segment + dots;
        if let (true, Some(last)) = (run >= path.len(), path.get_mut(kept)) {
            *last = b'/';
            kept += 1;
        }
    }
    let end = path.len();
    let kept = move_down(path, run, end, kept);
    path.truncate(kept);
}

/// Moves a part of a text down to a position, and tells where it ends then.
#[inline]
fn move_down(text: &mut [u8], from: usize, end: usize, to: usize) -> usize {
    let moved = end.saturating_sub(from);
    // A few bytes are moved before a function is called.
    if moved > 8 {
        text.copy_within(from..end, to);
    } else {
        for at in 0..moved {
            let byte = text.get(from + at).copied().unwrap_or(0);
            if let Some(to) = text.get_mut(to + at) {
                *to = byte;
            }
        }
    }
    to + moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::canonical_path;

    /// Resolves dot segments as the standard says, segment by segment.
    fn resolved(path: &str) -> String {
        let mut kept: Vec<&str> = Vec::new();
        let mut segments = path.split('/').skip(1).peekable();
        while let Some(segment) = segments.next() {
            match segment {
                "." | ".." => {
                    if segment == ".." {
                        kept.pop();
                    }
                    if segments.peek().is_none() {
                        kept.push("");
                    }
                }
                _ => kept.push(segment),
            }
        }
        kept.iter().map(|segment| format!("/{segment}")).collect()
    }

    #[test]
    fn dots_and_escapes_anywhere() {
        for length in 0..30 {
            let plain = vec![b'a'; length];
            assert!(!has_dot_or_escape(&plain));
            for (at, byte) in (0..length).flat_map(|at| b".%\\".map(|byte| (at, byte))) {
                let mut text = plain.clone();
                text[at] = byte;
                assert!(has_dot_or_escape(&text), "{at} of {length}");
            }
        }
    }

    #[test]
    fn paths_of_few_characters() {
        for length in 0..=8 {
            for number in 0..3_usize.pow(length) {
                let characters = (0..length).map(|at| b"./a"[number / 3_usize.pow(at) % 3]);
                let path: String = std::iter::once(b'/')
                    .chain(characters)
                    .map(char::from)
                    .collect();
                // Also where 64 bytes end.
                for path in [path.clone(), format!("/{}{path}", "b".repeat(58))] {
                    let expected = resolved(&path);
                    assert_eq!(canonical_path(&path), expected, "{path}");
                    let encoded = path.replace('.', "%2e");
                    assert_eq!(canonical_path(&encoded), expected, "{encoded}");
                    let turned = path.replace('/', "\\");
                    assert_eq!(canonical_path(&turned), expected, "{turned}");
                    let has = has_dot_segment(path.as_bytes());
                    assert_eq!(has, path != expected, "{path}");
                    for raw in [path, encoded, turned] {
                        assert!(!has || may_have_dot_segment(raw.as_bytes()), "{raw}");
                    }
                }
            }
        }
    }
}
