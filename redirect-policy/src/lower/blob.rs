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

/// A number of four bytes: no table grows beyond them, see [`MOST_BYTES`](redirect_runtime::table::MOST_BYTES).
pub(super) fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
