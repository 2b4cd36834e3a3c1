//! Collectors of the candidates that a path leads to.

use super::candidate::Candidate;
use super::candidates::Candidates;
use super::selector::{self, SELECTED};
use crate::request::context::RequestContext;
use crate::table::{List, Table};

/// Takes the candidates that a path leads to, as they are found.
pub(crate) trait Accept<'a> {
    /// Takes candidates in file order.
    fn list(&mut self, list: List<'a>);

    /// Takes what a state accepts: the first candidate, the names of its rule as the state binds them, and all candidates
    /// if there are several, as a list or a [`selector`].
    fn accept(&mut self, table: &Table<'a>, first: List<'a>, names: u32, all: u32);

    /// Takes those of a [`selector`] that the request selects.
    fn selector(&mut self, table: &Table<'a>, selector: List<'a>);
}

/// Hands on the candidates of a list, or a selector.
#[inline]
pub(super) fn add<'a>(table: &Table<'a>, reference: u32, found: &mut impl Accept<'a>) {
    if reference & selector::SELECTED == 0 {
        if let Some(list) = table.list(reference) {
            found.list(list);
        }
    } else if let Some(list) = table.list(reference & !selector::SELECTED) {
        found.selector(table, list);
    }
}

/// Gathers all of them; of a selector those that the request selects, or all without a request.
pub(crate) struct Gather<'g, 'a, 'r> {
    pub(crate) context: Option<&'g RequestContext<'g, 'r>>,
    pub(crate) found: &'g mut Candidates<'a>,
}

impl Gather<'_, '_, '_> {
    /// From now on each candidate has to be matched with encoded delimiters.
    pub(super) fn match_encoded(&mut self) {
        self.found.match_encoded();
    }
}

impl<'a> Accept<'a> for Gather<'_, 'a, '_> {
    #[inline(always)]
    fn list(&mut self, list: List<'a>) {
        self.found.add(list);
    }

    #[inline]
    fn accept(&mut self, table: &Table<'a>, first: List<'a>, _: u32, all: u32) {
        match all {
            0 if first.first() == Some(Candidate::NONE.bits()) => {}
            0 => self.found.add(first),
            _ => add(table, all, self),
        }
    }

    fn selector(&mut self, table: &Table<'a>, selector: List<'a>) {
        selector::select(table, selector, self.context, self.found);
    }
}

/// Keeps the first candidate, if the path alone decides which that is.
pub(crate) struct First {
    /// As [`Candidate::order`] has it.
    first: u32,
    /// The names of its rule as the rule has them, if they are known; or 0.
    names: u32,
    /// True if there are others.
    more: bool,
    undecided: bool,
}

impl First {
    pub(crate) const fn new() -> Self {
        First {
            first: u32::MAX,
            names: 0,
            more: false,
            undecided: false,
        }
    }

    /// The first candidate, if the path alone tells.
    #[inline(always)]
    pub(crate) const fn candidate(&self) -> Option<Candidate> {
        if self.undecided || self.first == u32::MAX {
            return None;
        }
        Some(Candidate::of_order(self.first))
    }

    /// The names of its rule as the rule has them, if they are known; or 0.
    #[inline(always)]
    pub(crate) const fn names(&self) -> u32 {
        self.names
    }

    /// Tells whether there are other candidates.
    #[inline(always)]
    pub(crate) const fn has_more(&self) -> bool {
        self.more
    }

    /// Tells whether more than the path decides.
    #[inline(always)]
    pub(crate) const fn is_undecided(&self) -> bool {
        self.undecided
    }
}

impl<'a> Accept<'a> for First {
    #[inline(always)]
    fn list(&mut self, list: List<'a>) {
        self.take(list, 0);
        self.more |= list.len() > 1;
    }

    #[inline(always)]
    fn accept(&mut self, _: &Table<'a>, first: List<'a>, names: u32, all: u32) {
        self.take(first, names);
        self.more |= all != 0;
        self.undecided |= all & SELECTED != 0;
    }

    #[inline(always)]
    fn selector(&mut self, _: &Table<'a>, _: List<'a>) {
        self.undecided = true;
    }
}

impl First {
    #[inline(always)]
    fn take(&mut self, list: List<'_>, names: u32) {
        let first = list.first().unwrap_or(u32::MAX);
        let first = Candidate::of_bits(first).order();
        let taken = (first, names);
        if self.first == u32::MAX {
            (self.first, self.names) = taken;
        } else {
            self.more = true;
            (self.first, self.names) = joined((self.first, self.names), taken);
        }
    }
}

/// Returns the first of two candidates, with its names. Where a rule is accepted in several ways its program tells which counts.
///
/// By value, so that what one candidate takes stays in registers.
#[inline(never)]
fn joined(one: (u32, u32), other: (u32, u32)) -> (u32, u32) {
    let rule = |(order, _)| Candidate::of_order(order).rule();
    let first = if other.0 < one.0 { other } else { one };
    match rule(one) == rule(other) && one.1 != other.1 {
        true => (first.0, 0),
        false => first,
    }
}
