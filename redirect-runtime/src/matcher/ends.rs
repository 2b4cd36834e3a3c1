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

/// The ends of segments as a walk finds them.
#[derive(Clone, Copy, Default)]
pub(super) struct Passed {
    bytes: u64,
    /// Whether there are ends that do not fit.
    far: u32,
}

impl Passed {
    /// Adds the end of a segment by eight times its number, counted from 0.
    #[inline(always)]
    pub(super) const fn add(&mut self, shift: u32, end: usize) {
        self.bytes |= (end as u64).wrapping_shl(shift);
        self.far |= shift;
    }

    /// What is known then of a path of so many bytes.
    #[inline(always)]
    pub(super) const fn known(self, length: usize) -> Ends {
        if self.far < u64::BITS && length < 256 {
            Ends { bytes: self.bytes }
        } else {
            Ends::NONE
        }
    }
}
