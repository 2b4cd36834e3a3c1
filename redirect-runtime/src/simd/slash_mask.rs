//! Where the first segments of a path end.

use super::find::ascii_slashes;

/// Where the segments end that end within the first 64 bytes of a path, as bits; the slash at its front is one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SegmentEnds {
    bits: u64,
}

impl SegmentEnds {
    /// Nothing is known.
    pub(crate) const NONE: Self = SegmentEnds { bits: 0 };

    /// Slashes of a text in canonical form, and the end of the text, if it is within the first 64 bytes.
    #[inline(always)]
    pub(crate) fn of(text: &[u8]) -> Self {
        let end = 1_u64.checked_shl(text.len() as u32).unwrap_or(0);
        SegmentEnds {
            bits: ascii_slashes(text) | end,
        }
    }

    /// The bits from a position on.
    #[inline(always)]
    pub(crate) fn behind(self, start: usize) -> u64 {
        self.bits.checked_shr(start as u32).unwrap_or(0)
    }

    /// Where a segment begins and ends, by its number, counted from 0, if that is known.
    #[inline]
    pub(crate) fn segment(self, number: u8) -> Option<(usize, usize)> {
        let mut bits = self.bits;
        for _ in 0..number {
            bits = without_lowest(bits);
        }
        let behind = without_lowest(bits);
        let (start, end) = (bits.trailing_zeros(), behind.trailing_zeros());
        (behind != 0).then_some((start as usize + 1, end as usize))
    }

    /// The number of the last segment whose beginning is known, and where the slash before it stands.
    pub(crate) fn last(self) -> (u8, usize) {
        let before = self.bits.count_ones().saturating_sub(1);
        let slash = 63_u32.saturating_sub(self.bits.leading_zeros());
        (before as u8, slash as usize)
    }
}

/// Bits without the lowest.
#[inline]
const fn without_lowest(bits: u64) -> u64 {
    bits & bits.wrapping_sub(1)
}
