//! Block scalars: literal (`|`) and folded (`>`) (YAML 1.2, chapter 8.1).

use std::ops::Range;

use super::{Decoded, line_break};

/// The two kinds of block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `|`: line breaks stay.
    Literal,
    /// `>`: a line break between two lines of text is a space.
    Folded,
}

/// A block whose `|` or `>` stands at `start`. The expected text tells how far its lines are indented.
pub(super) fn block(raw: &str, start: usize, expected: &str, style: Style) -> Option<Decoded> {
    let bytes = raw.as_bytes();
    let header_end = end_of_line(raw, start);
    let header = raw.get(start..header_end)?.split('#').next()?;
    let body = header_end + line_break(bytes, header_end).unwrap_or(0);
    let indent = indentation(raw.get(body..)?, expected)?;
    let mut decoded = Decoded {
        end: header_end,
        ..Decoded::default()
    };
    let mut line_end = None;
    let mut after_blank = false;
    let (mut at, mut empty_lines) = skip_empty_lines(bytes, body, indent);
    while is_indented(bytes, at, indent) {
        let content = at + indent;
        let blank = matches!(bytes.get(content), Some(b' ' | b'\t'));
        join(
            &mut decoded,
            line_end.take(),
            &empty_lines,
            style == Style::Folded && !after_blank && !blank,
        );
        after_blank = blank;
        let end = end_of_line(raw, content);
        decoded.verbatim(raw.get(content..end)?, content);
        decoded.end = end;
        let Some(length) = line_break(bytes, end) else {
            empty_lines = Vec::new();
            break;
        };
        line_end = Some(end..end + length);
        (at, empty_lines) = skip_empty_lines(bytes, end + length, indent);
    }
    if !header.contains('-') {
        line_end
            .into_iter()
            .for_each(|place| decoded.written('\n', place));
    }
    if header.contains('+') {
        empty_lines
            .into_iter()
            .for_each(|place| decoded.written('\n', place));
    }
    Some(decoded)
}

/// Writes what stands between two lines: the end of the first one, and the empty lines.
fn join(decoded: &mut Decoded, line_end: Option<Range<usize>>, empty: &[Range<usize>], fold: bool) {
    match line_end {
        Some(place) if !fold => decoded.written('\n', place),
        Some(place) if empty.is_empty() => decoded.written(' ', place),
        _ => {}
    }
    empty
        .iter()
        .for_each(|place| decoded.written('\n', place.clone()));
}

/// Counts the spaces before each line: those before the first line with text that are not part of the text.
fn indentation(body: &str, expected: &str) -> Option<usize> {
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_text = |line: &&str| !line.trim_matches([' ', '\r']).is_empty();
    let Some(decoded) = expected.split('\n').find(is_text) else {
        // Nothing but empty lines: none has text beyond any indentation.
        return Some(usize::MAX);
    };
    let written = body.split(['\n', '\r']).find(is_text)?;
    spaces(written).checked_sub(spaces(decoded))
}

/// The end of the lines that have no text, and the line break of each.
fn skip_empty_lines(bytes: &[u8], mut at: usize, indent: usize) -> (usize, Vec<Range<usize>>) {
    let mut breaks = Vec::new();
    loop {
        let mut end = at;
        while end - at < indent && bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        let Some(length) = line_break(bytes, end) else {
            return (at, breaks);
        };
        breaks.push(end..end + length);
        at = end + length;
    }
}

fn is_indented(bytes: &[u8], at: usize, indent: usize) -> bool {
    let Some(content) = at.checked_add(indent) else {
        return false;
    };
    content < bytes.len()
        && bytes
            .get(at..content)
            .is_some_and(|blank| blank.iter().all(|byte| *byte == b' '))
}

fn end_of_line(raw: &str, at: usize) -> usize {
    let rest = raw.get(at..).unwrap_or("");
    at + rest.find(['\n', '\r']).unwrap_or(rest.len())
}
