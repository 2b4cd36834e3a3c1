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

    /// Without so many segments at the front.
    #[inline]
    pub(crate) fn behind_segments(mut self, count: u8) -> Self {
        for _ in 0..count {
            self.bits = behind_lowest(self.bits);
        }
        self
    }

    /// Where the first segment begins and ends, if that is known.
    #[inline]
    pub(crate) fn first_segment(self) -> Option<(usize, usize)> {
        let behind = behind_lowest(self.bits);
        let (start, end) = (self.bits.trailing_zeros(), behind.trailing_zeros());
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
const fn behind_lowest(bits: u64) -> u64 {
    bits & bits.wrapping_sub(1)
}
