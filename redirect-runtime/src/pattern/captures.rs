//! Captures: the ranges that names are bound to.

use super::program::MOST_NAMES;

/// The ranges of a text, in bytes, that the names of a rule are bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Captures {
    /// Start and end of the first names; a name that is not bound starts at `u32::MAX`.
    first: [(u32, u32); FEW_NAMES],
    /// The others, for the rare rule that has more.
    more: Vec<(u32, u32)>,
}

/// Rules with up to this many names are matched without an allocation.
const FEW_NAMES: usize = 8;
const UNBOUND: (u32, u32) = (u32::MAX, 0);

impl Default for Captures {
    fn default() -> Self {
        Captures {
            first: [UNBOUND; FEW_NAMES],
            more: Vec::new(),
        }
    }
}

impl Captures {
    /// The range that a name is bound to.
    #[inline]
    pub(crate) fn range(&self, name: usize) -> Option<std::ops::Range<usize>> {
        let held = match name.checked_sub(FEW_NAMES) {
            None => self.first.get(name),
            Some(name) => self.more.get(name),
        };
        let (start, end) = *held?;
        (start != u32::MAX).then_some(start as usize..end as usize)
    }

    /// The part of a text that a name is bound to.
    pub(crate) fn text_in<'t>(&self, text: &'t str, name: u8) -> Option<&'t str> {
        text.get(self.range(usize::from(name))?)
    }

    /// Binds a name to a range.
    #[inline]
    pub(crate) fn bind(&mut self, name: u8, start: usize, end: usize) {
        let name = usize::from(name);
        if name >= MOST_NAMES {
            return;
        }
        let held = match name.checked_sub(FEW_NAMES) {
            None => self.first.get_mut(name),
            Some(name) => {
                self.more.resize(MOST_NAMES - FEW_NAMES, UNBOUND);
                self.more.get_mut(name)
            }
        };
        if let Some(range) = held {
            *range = (start as u32, end as u32);
        }
    }
}
