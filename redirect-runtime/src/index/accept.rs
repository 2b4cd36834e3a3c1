//! What becomes of the candidates that a path leads to.

use super::candidate;
use super::candidates::Candidates;
use super::selector;
use crate::request::context::RequestContext;
use crate::table::{List, Table};

/// Takes the candidates that a path leads to, as they are found.
pub(crate) trait Accept<'a> {
    /// Takes candidates in file order.
    fn list(&mut self, list: List<'a>);

    /// Takes a list of one, with the names of its rule as the rule has them.
    fn one(&mut self, list: List<'a>, names: u32);

    /// Whether it takes candidates that have still to be matched, from now on all of them.
    fn doubts(&mut self) -> bool;

    /// Takes those of a [`selector`] that the request selects.
    fn selector(&mut self, table: &Table<'a>, selector: List<'a>);
}

/// Gathers all of them; of a selector those that the request selects, or all without a request.
pub(crate) struct Gather<'g, 'a, 'r> {
    pub(crate) asked: Option<&'g RequestContext<'g, 'r>>,
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

    #[inline(always)]
    fn one(&mut self, list: List<'a>, _: u32) {
        self.found.add(list);
    }

    #[inline(always)]
    fn doubts(&mut self) -> bool {
        self.found.doubt();
        true
    }

    fn selector(&mut self, table: &Table<'a>, selector: List<'a>) {
        selector::select(table, selector, self.asked, self.found);
    }
}

/// Keeps the first of them, as far as the path alone tells.
pub(crate) struct First {
    /// As [`order`](candidate::order) has it.
    first: u32,
    /// The names of its rule as the rule has them, if they are known; or 0.
    names: u32,
    /// Whether there are others.
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
    pub(crate) const fn candidate(&self) -> Option<u32> {
        if self.undecided || self.first == u32::MAX {
            return None;
        }
        Some(candidate::of_order(self.first))
    }

    /// The names of its rule as the rule has them, if they are known; or 0.
    #[inline(always)]
    pub(crate) const fn names(&self) -> u32 {
        self.names
    }

    /// Whether there are other candidates.
    #[inline(always)]
    pub(crate) const fn has_more(&self) -> bool {
        self.more
    }

    /// Whether the rest of the request has a say.
    #[inline(always)]
    pub(crate) const fn is_undecided(&self) -> bool {
        self.undecided
    }
}

impl<'a> Accept<'a> for First {
    #[inline(always)]
    fn list(&mut self, list: List<'a>) {
        self.one(list, 0);
        self.more |= list.len() > 1;
    }

    #[inline(always)]
    fn one(&mut self, list: List<'a>, names: u32) {
        let first = list.first().map_or(u32::MAX, candidate::order);
        self.more |= self.first != u32::MAX;
        if first < self.first {
            (self.first, self.names) = (first, names);
        }
    }

    #[inline(always)]
    fn doubts(&mut self) -> bool {
        false
    }

    #[inline(always)]
    fn selector(&mut self, _: &Table<'a>, _: List<'a>) {
        self.undecided = true;
    }
}
