//! The bits that end most requests: what the first segments of literal paths and of patterns begin with.

use redirect_runtime::index::segments::{filter_key, front, second_filter_key};
use redirect_runtime::simd::hash::{filter_entry, segment_key};
use redirect_runtime::table::{BEGINS_LITERAL, BEGINS_PATTERN};

use crate::lower::token::Token;
use crate::lower::variants::{Segment, Variant};

/// The texts that sources begin with.
#[derive(Default)]
pub(in crate::lower) struct Filter {
    firsts: [u8; 32],
    /// Keys with the bits of what begins so.
    keys: Vec<(u64, u8)>,
    /// Entries of whole segments.
    segments: Vec<(u64, u8)>,
    /// The first bytes of patterns whose first segment is literal in its first eight bytes alone.
    open: Vec<usize>,
    /// True if of some pattern neither the first nor the second segment is literal.
    open_second: bool,
}

impl Filter {
    /// Adds the front of a variant that is not literal.
    pub(in crate::lower) fn add(&mut self, variant: &Variant<'_>) {
        let mut front_text = String::new();
        let complete = match (variant.segments.first(), &variant.tail) {
            (Some(Segment::Literal(text)), _) => {
                front_text.push_str(text);
                true
            }
            (Some(Segment::Mixed(tokens)), _) => {
                if let Some(Token::Literal(text)) = tokens.first() {
                    front_text.push_str(text);
                }
                false
            }
            (Some(Segment::Parameter(_)), _) | (None, None) => false,
            (None, Some(tail)) => {
                front_text.push_str(&tail.prefix);
                false
            }
        };
        let key = filter_key(front_text.as_bytes(), 0);
        if complete || front_text.len() >= 8 {
            self.keys.push((key, BEGINS_PATTERN));
            if complete {
                self.segments.push((whole(&front_text), BEGINS_PATTERN));
            } else {
                self.open.push((key & 0xff) as usize);
            }
            return;
        }
        if front_text.is_empty() {
            self.firsts = [0xff; 32];
        } else {
            self.open_first((key & 0xff) as usize);
        }
        match variant.segments.get(1) {
            Some(Segment::Literal(second)) => self
                .keys
                .push((second_filter_key(second.as_bytes(), 0), BEGINS_PATTERN)),
            _ => self.open_second = true,
        }
    }

    /// Returns true if second segments tell whether a path begins as a pattern whose first segment is not literal.
    pub(in crate::lower) fn has_seconds(&self) -> bool {
        !self.open_second
    }

    fn open_first(&mut self, first: usize) {
        if let Some(byte) = self.firsts.get_mut(first / 8) {
            *byte |= 1 << (first % 8);
        }
    }

    /// Adds a literal path.
    pub(in crate::lower) fn add_path(&mut self, path: &str) {
        self.keys
            .push((filter_key(path.as_bytes(), 1), BEGINS_LITERAL));
        let segment = path.get(1..).unwrap_or_default().split('/').next();
        self.segments
            .push((whole(segment.unwrap_or_default()), BEGINS_LITERAL));
    }

    /// The sections `Filter` and `Segments`.
    ///
    /// 32 bytes for first bytes, then entries of two bits, twelve or more for each key; entries by whole segments where
    /// there are so many that other paths often begin with the same eight bytes.
    pub(in crate::lower) fn write(mut self) -> (Vec<u8>, Vec<u8>) {
        let mut segments = Vec::new();
        self.segments.sort_unstable();
        self.segments.dedup();
        if self.segments.len() > FEW {
            for first in std::mem::take(&mut self.open) {
                self.open_first(first);
            }
            segments.resize(self.segments.len() * 4, 0);
            write_entries(&self.segments, &mut segments);
        }
        self.keys.sort_unstable();
        self.keys.dedup();
        let size = self.keys.len() * bytes_a_key(self.keys.len());
        let mut entries = vec![0; size];
        write_entries(&self.keys, &mut entries);
        let mut bytes = self.firsts.to_vec();
        bytes.append(&mut entries);
        (bytes, segments)
    }
}

/// More first segments than these have a filter of their own.
const FEW: usize = 256;

/// The key of a whole first segment.
fn whole(segment: &str) -> u64 {
    segment_key(front(segment.as_bytes()), segment.len())
}

fn write_entries(keys: &[(u64, u8)], bytes: &mut [u8]) {
    for &(key, begins) in keys {
        let entry = filter_entry(key, bytes.len() * 4);
        if let Some(byte) = bytes.get_mut(entry / 4) {
            *byte |= begins << (entry % 4 * 2);
        }
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
