//! The bits that end most requests: what the first segments of literal paths and of patterns begin with.

use redirect_runtime::hash::filter_entry;
use redirect_runtime::segments::filter_key;
use redirect_runtime::table::{BEGINS_LITERAL, BEGINS_PATTERN};

use super::variants::{Segment, Token, Variant};

/// What sources begin with.
#[derive(Default)]
pub(super) struct Filter {
    firsts: [u8; 32],
    /// Keys with the bits of what begins so.
    keys: Vec<(u64, u8)>,
}

impl Filter {
    /// Adds the front of a variant that is not literal.
    pub(super) fn add(&mut self, variant: &Variant<'_>) {
        let mut front = String::new();
        let complete = match (variant.segments.first(), &variant.tail) {
            (Some(Segment::Literal(text)), _) => {
                front.push_str(text);
                true
            }
            (Some(Segment::Mixed(tokens)), _) => {
                if let Some(Token::Literal(text)) = tokens.first() {
                    front.push_str(text);
                }
                false
            }
            (Some(Segment::Parameter(_)), _) | (None, None) => false,
            (None, Some(tail)) => {
                front.push_str(&tail.prefix);
                false
            }
        };
        let key = filter_key(front.as_bytes(), 0);
        if complete || front.len() >= 8 {
            self.keys.push((key, BEGINS_PATTERN));
        } else if front.is_empty() {
            self.firsts = [0xff; 32];
        } else {
            let first = (key & 0xff) as usize;
            if let Some(byte) = self.firsts.get_mut(first / 8) {
                *byte |= 1 << (first % 8);
            }
        }
    }

    /// Adds a literal path.
    pub(super) fn add_path(&mut self, path: &str) {
        self.keys
            .push((filter_key(path.as_bytes(), 1), BEGINS_LITERAL));
    }

    /// The section: 32 bytes for first bytes, then entries of two bits, twelve or more for each key.
    pub(super) fn write(mut self) -> Vec<u8> {
        self.keys.sort_unstable();
        self.keys.dedup();
        let size = self.keys.len() * bytes_a_key(self.keys.len());
        let mut bytes = self.firsts.to_vec();
        bytes.resize(32 + size, 0);
        for (key, begins) in self.keys {
            let entry = filter_entry(key, size * 4);
            if let Some(byte) = bytes.get_mut(32 + entry / 4) {
                *byte |= begins << (entry % 4 * 2);
            }
        }
        bytes
    }
}

/// Bytes of four entries each: the fewer keys there are, the fewer paths may be taken for one of them, as long as the
/// filter stays in the nearest cache.
const fn bytes_a_key(keys: usize) -> usize {
    match keys {
        0..=256 => 16,
        257..=1024 => 8,
        _ => 3,
    }
}
