//! What the names of a rule that matched are bound to.

use std::cell::OnceCell;

use crate::captured::Captured;
use crate::hit::Hit;
use crate::matcher::{Captures, program};
use crate::names::Names;
use crate::place::Place;
use crate::rule::FOLD;
use crate::segments::segment_end;

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
        self.captured_at(self.hit.rule.place(number), number)
    }

    /// The same of a name whose place is known.
    #[inline]
    fn captured_at(&self, place: Place, number: u8) -> Option<Captured<'m>> {
        if let Some(text) = self.hit.bound(number) {
            return Some(Captured::new(text));
        }
        let text = match place.is_none() {
            true => self.captured_by_program(number),
            false => self.at_place(place),
        };
        text.map(Captured::new)
    }

    #[inline(never)]
    fn captured_by_program(&self, number: u8) -> Option<&'m str> {
        let captures = self.captures.get_or_init(|| self.hit.captures(self.path));
        self.path.get(captures.range(usize::from(number))?)
    }

    /// What stands at a place.
    #[inline]
    fn at_place(&self, place: Place) -> Option<&'m str> {
        let (number, ends) = (place.number(), self.hit.ends);
        if place.is_to_the_end() {
            let start = ends.start(number);
            let start = start.or_else(|| Some(self.far_segment(number)?.0))?;
            return self.path.get(start..);
        }
        let segment = ends.segment(number);
        let (start, end) = segment.or_else(|| self.far_segment(number))?;
        place.part_of(self.path.get(start..end)?)
    }

    /// Where a segment of the path begins and ends, by its number, counted from 0.
    #[inline(never)]
    fn far_segment(&self, number: u8) -> Option<(usize, usize)> {
        let bytes = self.path.as_bytes();
        let (known, mut slash) = self.hit.ends.last();
        for _ in 0..number.checked_sub(known)? {
            slash = segment_end(bytes, slash.checked_add(1)?);
        }
        let start = slash.checked_add(1).filter(|&start| start <= bytes.len())?;
        Some((start, segment_end(bytes, start)))
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
    left: Names<'r>,
    next: u8,
}

impl<'m, 'r> Parameters<'m, 'r> {
    /// Those of a rule that matched a path, if one did.
    #[inline]
    pub(crate) fn of(hit: Option<(&'m Hit<'r>, &'m str)>) -> Self {
        Parameters {
            left: hit.map_or(Names::NONE, |(hit, _)| hit.names()),
            bindings: hit.map(|(hit, path)| Bindings::of(hit, path)),
            next: 0,
        }
    }
}

impl<'m, 'r> Iterator for Parameters<'m, 'r> {
    type Item = (&'r str, Captured<'m>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let bindings = self.bindings.as_ref()?;
        let table = &bindings.hit.rule.table;
        loop {
            let (name, place) = self.left.next(table)?;
            let number = self.next;
            self.next = number.saturating_add(1);
            if let Some(captured) = bindings.captured_at(place, number) {
                let name = if name == "*" { "wildcard" } else { name };
                return Some((name, captured));
            }
        }
    }
}
