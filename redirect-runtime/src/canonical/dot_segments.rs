//! Segments that are `.` or `..`, as the WHATWG path parser resolves them.

use crate::bytes::{equal_bits, find_byte, slashes};
use crate::word::{STRETCH, cover, is};

/// Whether a segment of a path in canonical characters is `.` or `..`.
pub(super) fn has_dot_segment(path: &[u8]) -> bool {
    // Whether a slash stands before the 64 bytes.
    let mut before = 0;
    for (number, chunk) in path.chunks(64).enumerate() {
        let slashes = slashes(chunk);
        let mut dots = equal_bits(chunk, b'.') & (slashes << 1 | before);
        while dots != 0 {
            let at = number * 64 + dots.trailing_zeros() as usize;
            dots &= dots - 1;
            if dots_of(path.get(at..).unwrap_or_default()).is_some() {
                return true;
            }
        }
        before = slashes >> 63;
    }
    false
}

/// Whether a segment of a path as it came may be `.` or `..` in its canonical form, a dot being `%2e` too and a slash
/// `\`: a test that compiles to some vector instructions.
pub(super) fn may_have_dot_segment(path: &[u8]) -> bool {
    const WINDOW: usize = STRETCH + 2;
    let mut begun = [0; STRETCH];
    let mut look = |window: &[u8; WINDOW]| {
        for (at, begun) in begun.iter_mut().enumerate() {
            *begun |= begins_dot_segment(window[at], window[at + 1], window[at + 2]);
        }
    };
    match cover::<WINDOW>(path) {
        Some(windows) => windows.into_iter().for_each(look),
        None if path.len() < WINDOW => {
            let mut window = [0; WINDOW];
            window.iter_mut().zip(path).for_each(|(to, &byte)| *to = byte);
            look(&window);
        }
        None => {
            let windows = (0..path.len()).step_by(STRETCH);
            let windows = windows.filter_map(|at| path.get(at..)?.first_chunk());
            windows.chain(path.last_chunk()).for_each(look);
        }
    }
    let last = path.last_chunk();
    let last = last.is_some_and(|&[before, byte]| begins_dot_segment(before, byte, 0) != 0);
    last || begun.iter().fold(false, |any, &lane| any | (lane != 0))
}

/// Marks a byte that may begin such a segment, between two others.
#[inline(always)]
const fn begins_dot_segment(before: u8, byte: u8, behind: u8) -> u8 {
    (is(before, b'/') | is(before, b'\\')) & (is(byte, b'.') | is(byte, b'%') & is(behind, b'2'))
}

/// How many dots there are in the segment that a text begins with, if it holds nothing else, and one or two.
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
    if !has_dot_segment(path) {
        return;
    }
    // What is kept stands at the front; what is still to be moved there begins at `run`.
    let (mut kept, mut run, mut slash) = (0, 0, 0);
    while slash < path.len() {
        let segment = slash + 1;
        let dots = dots_of(path.get(segment..).unwrap_or_default());
        let Some(dots) = dots else {
            slash = find_byte(path, b'/', segment);
            continue;
        };
        path.copy_within(run..slash, kept);
        kept += slash - run;
        if dots == 2 {
            let front = path.get(..kept).unwrap_or_default();
            kept = front.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
        }
        slash = segment + dots;
        run = slash;
        if let (true, Some(last)) = (slash >= path.len(), path.get_mut(kept)) {
            *last = b'/';
            kept += 1;
        }
    }
    let run = run.min(path.len());
    let left = path.len() - run;
    path.copy_within(run.., kept);
    path.truncate(kept + left);
}
