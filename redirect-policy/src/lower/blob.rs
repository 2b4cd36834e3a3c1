//! Everything of variable length, each content once.

use std::collections::HashMap;

/// The section `Blob` as it grows.
#[derive(Default)]
pub(super) struct Blob {
    bytes: Vec<u8>,
    known: HashMap<Vec<u8>, u32>,
}

impl Blob {
    /// The offset of a content, which is written unless it is there already.
    pub(super) fn place(&mut self, content: Vec<u8>) -> u32 {
        if let Some(&offset) = self.known.get(&content) {
            return offset;
        }
        let offset = self.append(&content);
        self.known.insert(content, offset);
        offset
    }

    /// The offset of a content that is not expected again.
    pub(super) fn append(&mut self, content: &[u8]) -> u32 {
        let offset = number(self.bytes.len());
        self.bytes.extend_from_slice(content);
        offset
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A number of four bytes: no table grows beyond them, see [`super::MOST_BYTES`].
pub(super) fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Appends a text with its length in two bytes. Texts are capped far below that while reading.
pub(super) fn push_text(text: &str, out: &mut Vec<u8>) {
    push_bytes(text.as_bytes(), out);
}

/// Appends bytes with their length in two bytes.
pub(super) fn push_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    let length = bytes.len().min(MOST_TEXT);
    out.extend_from_slice(&(length as u16).to_le_bytes());
    out.extend_from_slice(bytes.get(..length).unwrap_or_default());
}

/// The longest text; the length `0xffff` means none.
const MOST_TEXT: usize = 0xfffe;
