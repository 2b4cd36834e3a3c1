//! What the names of a rule that matched are bound to.
//!
//! A *place* is a byte for each name of a rule: the number of the segment that the name is always bound to, counted from
//! 0, with [`TO_THE_END`] when it is bound to all from there on; or [`NO_PLACE`].

use std::cell::OnceCell;
use std::iter::Enumerate;

use crate::bytes::equal_bits;
use crate::captured::Captured;
use crate::hit::Hit;
use crate::matcher::{Captures, program};
use crate::rule::{FOLD, Names};

/// A place that says: the name is bound by the program of the source, by a condition, or not at all.
pub const NO_PLACE: u8 = 0xff;
/// Set in a place when the name is bound to all from the segment on.
pub const TO_THE_END: u8 = 0x80;

/// What the names of a hit are bound to, found out when they are asked for.
pub(crate) struct Bindings<'m, 'r> {
    hit: &'m Hit<'r>,
    /// In canonical form.
    path: &'m str,
    captures: OnceCell<Captures>,
    /// Where the slashes of its first 64 bytes are, as bits.
    slashes: OnceCell<u64>,
}

impl<'m, 'r> Bindings<'m, 'r> {
    #[inline]
    pub(crate) fn of(hit: &'m Hit<'r>, path: &'m str) -> Self {
        Bindings {
            hit,
            path,
            captures: OnceCell::new(),
            slashes: OnceCell::new(),
        }
    }

    /// What a name is bound to, by a condition or by the source.
    pub(crate) fn captured(&self, number: u8) -> Option<Captured<'m>> {
        if let Some(text) = self.hit.bound(number) {
            return Some(Captured::new(text));
        }
        match self.hit.rule.place(number) {
            NO_PLACE => {
                let captures = self.captures.get_or_init(|| self.hit.captures(self.path));
                let range = captures.range(usize::from(number))?;
                self.path.get(range).map(Captured::new)
            }
            place => self.at_place(place).map(Captured::new),
        }
    }

    /// What stands at a place: a segment by its number, or all from it on.
    #[inline]
    fn at_place(&self, place: u8) -> Option<&'m str> {
        let number = place & !TO_THE_END;
        let start = self.slash(number)?.checked_add(1)?;
        let end = match place & TO_THE_END {
            0 => self.slash(number.saturating_add(1)),
            _ => None,
        };
        self.path.get(start..end.unwrap_or(self.path.len()))
    }

    /// Where a slash of the path is, by its number.
    #[inline]
    fn slash(&self, number: u8) -> Option<usize> {
        let bytes = self.path.as_bytes();
        let mut slashes = *self.slashes.get_or_init(|| equal_bits(bytes, b'/'));
        let (mut left, mut at) = (number, 0);
        loop {
            while slashes != 0 {
                if left == 0 {
                    return Some(at + slashes.trailing_zeros() as usize);
                }
                left -= 1;
                slashes &= slashes - 1;
            }
            at += 64;
            slashes = equal_bits(bytes.get(at..)?, b'/');
        }
    }

    /// What a destination writes for a name: what is bound, in the spelling of the enumeration that it came from.
    pub(crate) fn spelled(&self, number: u8) -> Option<&'m str> {
        let bound = self.captured(number)?.as_str();
        let rule = &self.hit.rule;
        let own = match rule.program() {
            Some(program) if rule.has(FOLD) => program::spelling(program, number, bound),
            _ => None,
        };
        Some(own.unwrap_or(bound))
    }
}

/// The parameters of a match by their names.
pub(crate) struct Parameters<'m, 'r> {
    bindings: Option<Bindings<'m, 'r>>,
    names: Enumerate<Names<'r>>,
}

impl<'m, 'r> Parameters<'m, 'r> {
    /// Those of a rule that matched a path, if one did.
    #[inline]
    pub(crate) fn of(hit: Option<(&'m Hit<'r>, &'m str)>) -> Self {
        let names = hit.and_then(|(hit, _)| hit.names());
        match (hit, names) {
            (Some((hit, path)), Some(names)) => Parameters {
                bindings: Some(Bindings::of(hit, path)),
                names: names.enumerate(),
            },
            _ => Parameters {
                bindings: None,
                names: Names::default().enumerate(),
            },
        }
    }

    #[inline(never)]
    fn next_bound(&mut self) -> Option<(&'r str, Captured<'m>)> {
        let bindings = self.bindings.as_ref()?;
        self.names.find_map(|(number, name)| {
            let name = if name == "*" { "wildcard" } else { name };
            let number = u8::try_from(number).ok()?;
            Some((name, bindings.captured(number)?))
        })
    }
}

impl<'m, 'r> Iterator for Parameters<'m, 'r> {
    type Item = (&'r str, Captured<'m>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.bindings.as_ref()?;
        self.next_bound()
    }
}
