//! Lists of numbers, read in place.

use crate::simd::chunks::u32_at;

/// A run of numbers of four bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct List<'a> {
    bytes: &'a [u8],
}

impl<'a> List<'a> {
    /// The numbers in these bytes.
    #[inline]
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        List { bytes }
    }

    /// Returns the number of numbers.
    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.bytes.len() / 4
    }

    /// The number at an index.
    #[inline]
    pub(crate) fn at(&self, index: usize) -> Option<u32> {
        u32_at(self.bytes, index.checked_mul(4)?)
    }

    /// The first number.
    #[inline]
    pub(crate) fn first(&self) -> Option<u32> {
        self.bytes.first_chunk().copied().map(u32::from_le_bytes)
    }

    /// The numbers in order.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + use<'a> {
        let numbers = self.bytes.chunks_exact(4);
        numbers.filter_map(|number| number.first_chunk().copied().map(u32::from_le_bytes))
    }

    /// The list without its first number.
    #[inline]
    pub(crate) fn rest(&self) -> Self {
        List {
            bytes: self.bytes.get(4..).unwrap_or_default(),
        }
    }
}
