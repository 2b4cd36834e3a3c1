//! Several sorted lists of candidates, read as one.

use super::candidate::{ENCODED, of_order, order, rule_of};
use crate::table::List;

/// How many lists are merged without an allocation.
const INLINE: usize = 4;

/// Candidates in file order, each rule once.
#[derive(Clone, Debug, Default)]
pub struct Candidates<'a> {
    /// What has not been read yet of each list.
    lists: [List<'a>; INLINE],
    count: usize,
    /// All of them, once there are too many lists, as what they sort by: the last comes first.
    gathered: Vec<u32>,
    /// Bits that each has, whatever its list says: [`ENCODED`] or none.
    all: u32,
    /// No rule before this one comes any more.
    from: u32,
}

impl<'a> Candidates<'a> {
    /// Adds a list; before the first candidate is taken.
    #[inline]
    pub(super) fn add(&mut self, list: List<'a>) {
        if list.len() == 0 {
            return;
        }
        if let Some(slot) = self.lists.get_mut(self.count) {
            *slot = list;
            self.count += 1;
        } else {
            self.gathered.extend(list.iter().map(order));
        }
    }

    /// From now on each candidate has still to be matched, with encoded delimiters.
    pub(super) const fn match_encoded(&mut self) {
        self.all |= ENCODED;
    }

    /// Sorts what did not fit and what did.
    fn gather(&mut self) {
        for list in self.lists.iter_mut().map(std::mem::take) {
            self.gathered.extend(list.iter().map(order));
        }
        self.count = 0;
        self.gathered.sort_unstable();
        self.gathered.reverse();
    }

    /// The next one: of two that name one rule the proven one.
    #[inline(always)]
    fn next_held(&mut self) -> Option<u32> {
        if !self.gathered.is_empty() {
            if self.count > 0 {
                self.gather();
            }
            let next = of_order(self.gathered.pop()?);
            while self
                .gathered
                .last()
                .is_some_and(|&other| rule_of(of_order(other)) == rule_of(next))
            {
                self.gathered.pop();
            }
            return Some(next);
        }
        let lists = self.lists.get_mut(..self.count)?;
        // A list names each rule once.
        if let [list] = lists {
            let next = list.first()?;
            *list = list.rest();
            return Some(next);
        }
        let next = lists
            .iter()
            .filter_map(List::first)
            .min_by_key(|&candidate| order(candidate))?;
        for list in lists {
            while list
                .first()
                .is_some_and(|head| rule_of(head) == rule_of(next))
            {
                *list = list.rest();
            }
        }
        Some(next)
    }
}

impl Iterator for Candidates<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let next = self.next_held()?;
        // The lists of a damaged table may name rules again and again.
        if rule_of(next) < self.from {
            return None;
        }
        self.from = rule_of(next).saturating_add(1);
        Some(next | self.all)
    }
}
