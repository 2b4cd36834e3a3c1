//! Where the first segments of a path end.

/// Where the first eight segments of a path of fewer than 256 bytes end, a byte each, as far as a walk has come; 0 is
/// not known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ends {
    bytes: u64,
}

impl Ends {
    /// Nothing is known.
    pub(crate) const NONE: Self = Ends { bytes: 0 };

    /// Remembers the end of a segment by eight times its number, counted from 0.
    #[inline(always)]
    pub(super) const fn set(&mut self, shift: u32, end: usize) {
        let end = if end < 256 { end as u64 } else { 0 };
        if shift < u64::BITS {
            self.bytes |= end << shift;
        }
    }

    /// What is known by either of two walks along one path.
    pub(super) const fn or(self, other: Self) -> Self {
        Ends {
            bytes: self.bytes | other.bytes,
        }
    }

    /// The end of a segment by its number, counted from 0.
    #[inline]
    pub(crate) fn get(self, number: u8) -> Option<usize> {
        let bytes = self.bytes.checked_shr(8 * u32::from(number))?;
        let end = bytes as u8;
        (end != 0).then_some(usize::from(end))
    }
}
