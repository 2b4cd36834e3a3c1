//! Bindings: the texts that the names of a rule that matched are bound to.

use std::cell::OnceCell;

use super::captured::Captured;
use super::rule_match::RuleMatch;
use crate::pattern::locator::CaptureLocator;
use crate::pattern::{Captures, program};
use crate::simd::find::segment_end;
use crate::simd::slash_mask::SegmentEnds;
use crate::table::names::Names;
use crate::table::rule::FOLD;

/// The bindings of a match, found when they are asked for.
pub(crate) struct Bindings<'m, 'r> {
    rule_match: &'m RuleMatch<'r>,
    /// In canonical form.
    path: &'m str,
    captures: OnceCell<Captures>,
}

impl<'m, 'r> Bindings<'m, 'r> {
    #[inline]
    pub(crate) fn of(rule_match: &'m RuleMatch<'r>, path: &'m str) -> Self {
        Bindings {
            rule_match,
            path,
            captures: OnceCell::new(),
        }
    }

    /// Returns what a name is bound to, by a condition or by the source.
    pub(crate) fn captured(&self, number: u8) -> Option<Captured<'m>> {
        let (rule_match, path) = (self.rule_match, self.path);
        let locator = rule_match.names().locator(number, &rule_match.rule.table);
        let text = match rule_match.kept(number, path) {
            Some(kept) => kept,
            None if locator.is_none() => {
                let captures = self.captures.get_or_init(|| rule_match.captures(path));
                path.get(captures.range(usize::from(number))?)
            }
            None => at_locator(
                rule_match,
                path,
                locator,
                rule_match.ends.behind_segments(locator.number()),
            ),
        };
        text.map(Captured::new)
    }

    /// Returns what a destination writes for a name: what is bound, in the spelling of the enumeration that it came from.
    pub(crate) fn spelled(&self, number: u8) -> Option<&'m str> {
        let bound = self.captured(number)?.as_str();
        let rule = &self.rule_match.rule;
        let own = match rule.program() {
            Some(program) if rule.has(FOLD) => program::spelling(program, number, bound),
            _ => None,
        };
        Some(own.unwrap_or(bound))
    }
}

/// Returns the text at a place of a path, of which it is known where segments end from that of the place on.
#[inline(always)]
fn at_locator<'m>(
    rule_match: &RuleMatch<'_>,
    path: &'m str,
    locator: CaptureLocator,
    known: SegmentEnds,
) -> Option<&'m str> {
    if locator.is_absent() {
        return None;
    }
    let (start, mut end) = match known.first_segment() {
        Some(segment) => segment,
        None => far_segment(rule_match.ends, path, locator.number())?,
    };
    if locator.is_to_the_end() {
        end = path.len();
    }
    locator.part_of(path.get(start..end)?)
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
    rule_match: Option<(&'m RuleMatch<'r>, &'m str)>,
    left: Names<'r>,
    next: u8,
    /// The number of a segment, and where segments end from that on: places mostly follow one another.
    reached: (u8, SegmentEnds),
    /// The captures of the source's program, once it is asked.
    captures: Option<Captures>,
}

impl<'m, 'r> Parameters<'m, 'r> {
    /// Those of a rule that matched a path, if one did.
    #[inline]
    pub(crate) fn of(rule_match: Option<(&'m RuleMatch<'r>, &'m str)>) -> Self {
        Parameters {
            left: rule_match.map_or(Names::NONE, |(rule_match, _)| rule_match.names()),
            reached: (
                0,
                rule_match.map_or(SegmentEnds::NONE, |(rule_match, _)| rule_match.ends),
            ),
            rule_match,
            next: 0,
            captures: None,
        }
    }

    /// Where segments end from one on.
    #[inline(always)]
    fn reach(&mut self, rule_match: &RuleMatch<'_>, number: u8) -> SegmentEnds {
        let ends = match number.checked_sub(self.reached.0) {
            Some(further) => self.reached.1.behind_segments(further),
            None => rule_match.ends.behind_segments(number),
        };
        self.reached = (number, ends);
        ends
    }
}

impl<'m, 'r> Iterator for Parameters<'m, 'r> {
    type Item = (&'r str, Captured<'m>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (rule_match, path) = self.rule_match?;
        loop {
            let (name, locator) = self.left.next(&rule_match.rule.table)?;
            let number = self.next;
            // There are fewer names than these.
            self.next = number.wrapping_add(1);
            let text = match rule_match.kept(number, path) {
                Some(kept) => kept,
                None if locator.is_none() => {
                    // Returned, not made in its place: so the iterator needs no address.
                    let captures = match self.captures.take() {
                        Some(captures) => captures,
                        None => rule_match.captures(path),
                    };
                    let range = captures.range(usize::from(number));
                    self.captures = Some(captures);
                    range.and_then(|range| path.get(range))
                }
                None => at_locator(
                    rule_match,
                    path,
                    locator,
                    self.reach(rule_match, locator.number()),
                ),
            };
            if let Some(text) = text {
                let name = if name == "*" { "wildcard" } else { name };
                return Some((name, Captured::new(text)));
            }
        }
    }
}
