//! Where the first segments of a path end.

use super::find::slashes;

/// Where the segments end that end within the first 64 bytes of a path, as bits; the slash at its front is one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SegmentEnds {
    bits: u64,
}

impl SegmentEnds {
    /// Nothing is known.
    pub(crate) const NONE: Self = SegmentEnds { bits: 0 };

    /// Slashes, and the end of the text, if it is within the first 64 bytes.
    #[inline(always)]
    pub(crate) fn of(text: &[u8]) -> Self {
        let end = 1_u64.checked_shl(text.len() as u32).unwrap_or(0);
        SegmentEnds {
            bits: slashes(text) | end,
        }
    }

    /// The bits from a position on.
    #[inline(always)]
    pub(crate) fn behind(self, start: usize) -> u64 {
        self.bits.checked_shr(start as u32).unwrap_or(0)
    }

    /// Where a segment begins, by its number, counted from 0; `None` if that is not known.
    #[inline]
    pub(crate) fn start(self, number: u8) -> Option<usize> {
        let bits = self.from(number);
        (bits != 0).then_some(bits.trailing_zeros() as usize + 1)
    }

    /// Where it begins and ends.
    #[inline]
    pub(crate) fn segment(self, number: u8) -> Option<(usize, usize)> {
        let bits = self.from(number);
        let behind = behind_lowest(bits);
        let (start, end) = (bits.trailing_zeros(), behind.trailing_zeros());
        (behind != 0).then_some((start as usize + 1, end as usize))
    }

    /// The number of the last segment whose beginning is known, and where the slash before it stands.
    pub(crate) fn last(self) -> (u8, usize) {
        let before = self.bits.count_ones().saturating_sub(1);
        let slash = 63_u32.saturating_sub(self.bits.leading_zeros());
        (before as u8, slash as usize)
    }

    /// The bits from the slash before a segment on.
    #[inline]
    fn from(self, number: u8) -> u64 {
        // Most are one of the first four: to take all of these spares a branch that no one could foretell.
        let first = self.bits;
        let second = behind_lowest(first);
        let third = behind_lowest(second);
        let fourth = behind_lowest(third);
        let known = [first, second, third, fourth][usize::from(number & 3)];
        match number {
            0..4 => known,
            _ => (3..number).fold(fourth, |bits, _| behind_lowest(bits)),
        }
    }
}

/// Bits without the lowest.
#[inline]
const fn behind_lowest(bits: u64) -> u64 {
    bits & bits.wrapping_sub(1)
}
