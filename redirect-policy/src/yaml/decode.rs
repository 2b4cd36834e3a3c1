//! The way from the decoded text of a scalar back to the bytes of the file.
//!
//! A scalar is decoded a second time here, each piece with its place. YAML's own reader has the last word: the result
//! counts only if it comes to the same text.

mod block;
mod flow;

use std::ops::Range;

/// A scalar as it stands in the file, piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    text: String,
    pieces: Vec<Piece>,
    /// One past the last byte of the scalar in the file, quotes included.
    pub(crate) end: usize,
}

/// Some of the decoded text with its place in the file.
#[derive(Debug)]
struct Piece {
    /// Where the piece begins in the decoded text.
    decoded: usize,
    /// Where it stands in the file.
    raw: Range<usize>,
    /// True if it stands there byte for byte.
    verbatim: bool,
}

/// Decodes the scalar that begins at the byte `start` of `raw` and must come to `expected`; none if it does not.
pub(crate) fn decode(raw: &str, start: usize, expected: &str) -> Option<Decoded> {
    let decoded = match raw.as_bytes().get(start)? {
        b'\'' => flow::single_quoted(raw, start),
        b'"' => flow::double_quoted(raw, start),
        b'|' => block::block(raw, start, expected, block::Style::Literal),
        b'>' => block::block(raw, start, expected, block::Style::Folded),
        _ => flow::plain(raw, start, expected),
    }?;
    (decoded.text == expected).then_some(decoded)
}

impl Decoded {
    /// Where a range of the decoded text stands.
    pub(crate) fn locate(&self, range: Range<usize>) -> Option<Range<usize>> {
        let Some(first) = self.piece_at(range.start) else {
            // At or beyond the end of the text.
            let point = self.pieces.last().map_or(self.end, |piece| piece.raw.end);
            return Some(point..point);
        };
        let start = first.place(range.start).start;
        if range.end <= range.start {
            return Some(start..start);
        }
        let last_byte = range.end - 1;
        let end = match self.piece_at(last_byte) {
            Some(piece) => piece.place(last_byte).end,
            None => self.pieces.last()?.raw.end,
        };
        Some(start..end.max(start))
    }

    fn piece_at(&self, decoded: usize) -> Option<&Piece> {
        if decoded >= self.text.len() {
            return None;
        }
        let after = self
            .pieces
            .partition_point(|piece| piece.decoded <= decoded);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// Adds text that stands in the file as it is.
    fn verbatim(&mut self, text: &str, start: usize) {
        let raw = start..start + text.len();
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.raw.end == start => last.raw.end = raw.end,
            _ => self.pieces.push(Piece {
                decoded: self.text.len(),
                raw,
                verbatim: true,
            }),
        }
        self.text.push_str(text);
    }

    /// Adds a character that is written otherwise.
    fn written(&mut self, character: char, raw: Range<usize>) {
        self.pieces.push(Piece {
            decoded: self.text.len(),
            raw,
            verbatim: false,
        });
        self.text.push(character);
    }
}

impl Piece {
    /// Where one byte of the decoded text stands.
    fn place(&self, decoded: usize) -> Range<usize> {
        if !self.verbatim {
            return self.raw.clone();
        }
        let start = self.raw.start + decoded.saturating_sub(self.decoded);
        start..start + 1
    }
}

/// The length of the line break at `at`: LF, CR or CR LF.
fn line_break(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1)) {
        (b'\r', Some(b'\n')) => Some(2),
        (b'\r' | b'\n', _) => Some(1),
        _ => None,
    }
}
