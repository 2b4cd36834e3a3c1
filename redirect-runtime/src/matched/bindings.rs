//! What the names of a rule that matched are bound to.

use std::cell::OnceCell;

use super::captured::Captured;
use super::rule_match::RuleMatch;
use crate::pattern::locator::Place;
use crate::pattern::{Captures, program};
use crate::simd::find::segment_end;
use crate::simd::slash_mask::SegmentEnds;
use crate::table::names::Names;
use crate::table::rule::FOLD;

/// What the names of a hit are bound to, found out when they are asked for.
pub(crate) struct Bindings<'m, 'r> {
    hit: &'m RuleMatch<'r>,
    /// In canonical form.
    path: &'m str,
    captures: OnceCell<Captures>,
}

impl<'m, 'r> Bindings<'m, 'r> {
    #[inline]
    pub(crate) fn of(hit: &'m RuleMatch<'r>, path: &'m str) -> Self {
        Bindings {
            hit,
            path,
            captures: OnceCell::new(),
        }
    }

    /// What a name is bound to, by a condition or by the source.
    pub(crate) fn captured(&self, number: u8) -> Option<Captured<'m>> {
        let (hit, path) = (self.hit, self.path);
        let place = hit.names().place(number, &hit.rule.table);
        let text = match place.is_none() && hit.bound(number).is_none() {
            true => {
                let captures = self.captures.get_or_init(|| hit.captures(path));
                path.get(captures.range(usize::from(number))?)
            }
            false => bound_outside(hit, path, number, place),
        };
        text.map(Captured::new)
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

/// What a name is bound to that the program of the source need not tell: by a condition, as was kept, or at a place.
#[inline]
fn bound_outside<'m>(
    hit: &'m RuleMatch<'_>,
    path: &'m str,
    number: u8,
    place: Place,
) -> Option<&'m str> {
    match hit.kept(number, path) {
        None => at_place(hit.ends, path, place),
        bound => bound,
    }
}

/// What stands at a place of a path, of which it is known where its first segments end.
#[inline]
fn at_place(ends: SegmentEnds, path: &str, place: Place) -> Option<&str> {
    if place.is_absent() {
        return None;
    }
    let number = place.number();
    if place.is_to_the_end() {
        let start = ends.start(number);
        let start = start.or_else(|| Some(far_segment(ends, path, number)?.0))?;
        return place.part_of(path.get(start..)?);
    }
    let segment = ends.segment(number);
    let (start, end) = segment.or_else(|| far_segment(ends, path, number))?;
    place.part_of(path.get(start..end)?)
}

/// Where a segment of the path begins and ends, by its number, counted from 0.
#[inline(never)]
fn far_segment(ends: SegmentEnds, path: &str, number: u8) -> Option<(usize, usize)> {
    let (known, mut slash) = ends.last();
    for _ in 0..number.checked_sub(known)? {
        slash = segment_end(path.as_bytes(), slash.checked_add(1)?);
    }
    let start = slash.checked_add(1).filter(|&start| start <= path.len())?;
    Some((start, segment_end(path.as_bytes(), start)))
}

/// The parameters of a match by their names.
pub(crate) struct Parameters<'m, 'r> {
    hit: Option<(&'m RuleMatch<'r>, &'m str)>,
    left: Names<'r>,
    next: u8,
    /// What the program of the source tells, once it is asked.
    captures: Option<Captures>,
}

impl<'m, 'r> Parameters<'m, 'r> {
    /// Those of a rule that matched a path, if one did.
    #[inline]
    pub(crate) fn of(hit: Option<(&'m RuleMatch<'r>, &'m str)>) -> Self {
        Parameters {
            left: hit.map_or(Names::NONE, |(hit, _)| hit.names()),
            hit,
            next: 0,
            captures: None,
        }
    }
}

impl<'m, 'r> Iterator for Parameters<'m, 'r> {
    type Item = (&'r str, Captured<'m>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (hit, path) = self.hit?;
        loop {
            let (name, place) = self.left.next(&hit.rule.table)?;
            let number = self.next;
            // There are fewer names than these.
            self.next = number.wrapping_add(1);
            let text = match place.is_none() && hit.bound(number).is_none() {
                true => {
                    // Returned, not made in its place: so the iterator needs no address.
                    let captures = match self.captures.take() {
                        Some(captures) => captures,
                        None => hit.captures(path),
                    };
                    let range = captures.range(usize::from(number));
                    self.captures = Some(captures);
                    range.and_then(|range| path.get(range))
                }
                false => bound_outside(hit, path, number, place),
            };
            if let Some(text) = text {
                let name = if name == "*" { "wildcard" } else { name };
                return Some((name, Captured::new(text)));
            }
        }
    }
}
