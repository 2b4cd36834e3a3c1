//! What the names of a rule that matched are bound to.

use std::cell::OnceCell;
use std::iter::Enumerate;

use crate::captured::Captured;
use crate::hit::Hit;
use crate::matcher::{Captures, program};
use crate::rule::{FOLD, Names};
use crate::word::{segment_end, segment_start};

/// In place of a [segment](place): the name is bound by the program of the source, by a condition, or not at all.
pub const NO_PLACE: u8 = 0xff;
/// Set in a place when the name is bound to all from the segment on.
pub const TO_THE_END: u8 = 0x80;

/// What the names of a hit are bound to, found out when they are asked for.
pub(crate) struct Bindings<'m, 'r> {
    hit: &'m Hit<'r>,
    /// In canonical form.
    path: &'m str,
    captures: OnceCell<Captures>,
}

impl<'m, 'r> Bindings<'m, 'r> {
    #[inline]
    pub(crate) fn of(hit: &'m Hit<'r>, path: &'m str) -> Self {
        Bindings {
            hit,
            path,
            captures: OnceCell::new(),
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
            place => at_place(self.path, place).map(Captured::new),
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

/// What stands at a place in a path that begins with `/`: a segment by its number, or all from it on.
#[inline]
fn at_place(path: &str, place: u8) -> Option<&str> {
    let bytes = path.as_bytes();
    let start = segment_start(bytes, usize::from(place & !TO_THE_END))?;
    let end = match place & TO_THE_END {
        0 => segment_end(bytes, start),
        _ => bytes.len(),
    };
    path.get(start..end)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        assert_eq!(at_place("/a/bc//d", 0), Some("a"));
        assert_eq!(at_place("/a/bc//d", 1), Some("bc"));
        assert_eq!(at_place("/a/bc//d", 2), Some(""));
        assert_eq!(at_place("/a/bc//d", 3), Some("d"));
        assert_eq!(at_place("/a/bc//d", 4), None);
        assert_eq!(at_place("/a/bc//d", 1 | TO_THE_END), Some("bc//d"));
        assert_eq!(at_place("/a/", 1 | TO_THE_END), Some(""));
        assert_eq!(at_place("/a", 1 | TO_THE_END), None);
    }
}
