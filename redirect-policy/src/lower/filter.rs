//! The bits that end most requests: what first segments can begin with.

use redirect_runtime::word::{filter_bit, filter_key};

use super::variants::{Segment, Token, Variant};

/// What sources begin with.
#[derive(Default)]
pub(super) struct Filter {
    /// Some source can begin with anything.
    pub(super) open: bool,
    firsts: [u8; 32],
    keys: Vec<u64>,
}

impl Filter {
    /// Adds the front of a variant.
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
        self.add_front(front.as_bytes(), complete);
    }

    /// Adds a literal path.
    pub(super) fn add_path(&mut self, path: &str) {
        self.add_front(path.as_bytes().get(1..).unwrap_or_default(), true);
    }

    fn add_front(&mut self, front: &[u8], complete: bool) {
        let key = filter_key(front);
        if complete || front.len() >= 8 {
            self.keys.push(key);
        } else if front.is_empty() {
            self.open = true;
        } else {
            let first = (key & 0xff) as usize;
            if let Some(byte) = self.firsts.get_mut(first / 8) {
                *byte |= 1 << (first % 8);
            }
        }
    }

    /// The section: 32 bytes for first bytes, then sixteen bits or more for each key.
    pub(super) fn write(mut self) -> Vec<u8> {
        self.keys.sort_unstable();
        self.keys.dedup();
        let bits = (self.keys.len() * 16)
            .next_power_of_two()
            .clamp(64, 1 << 31);
        let mut bytes = self.firsts.to_vec();
        bytes.resize(32 + bits / 8, 0);
        for key in self.keys {
            let bit = filter_bit(key, bits as u32);
            if let Some(byte) = bytes.get_mut(32 + bit / 8) {
                *byte |= 1 << (bit % 8);
            }
        }
        bytes
    }
}
