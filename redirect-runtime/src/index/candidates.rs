//! Several sorted lists of candidates, read as one.

use super::candidate::Candidate;
use crate::table::List;

/// The number of lists that are merged without an allocation.
const INLINE: usize = 4;

/// Candidates in file order, each rule once.
#[derive(Clone, Debug, Default)]
pub struct Candidates<'a> {
    /// The unread rest of each list.
    lists: [List<'a>; INLINE],
    count: usize,
    /// All of them, once there are too many lists, as what they sort by: the last comes first.
    gathered: Vec<u32>,
    /// True if each has to be matched with encoded delimiters, whatever its list says.
    encoded: bool,
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
            self.gathered.extend(orders(list));
        }
    }

    /// From now on each candidate has still to be matched, with encoded delimiters.
    pub(super) const fn match_encoded(&mut self) {
        self.encoded = true;
    }

    /// Sorts what did not fit and what did.
    fn gather(&mut self) {
        for list in self.lists.iter_mut().map(std::mem::take) {
            self.gathered.extend(orders(list));
        }
        self.count = 0;
        self.gathered.sort_unstable();
        self.gathered.reverse();
    }

    /// The next one: of two that name one rule the proven one.
    #[inline(always)]
    fn next_held(&mut self) -> Option<Candidate> {
        if !self.gathered.is_empty() {
            if self.count > 0 {
                self.gather();
            }
            let next = Candidate::of_order(self.gathered.pop()?);
            while self
                .gathered
                .last()
                .is_some_and(|&other| Candidate::of_order(other).rule() == next.rule())
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
            return Some(Candidate::of_bits(next));
        }
        let next = lists
            .iter()
            .filter_map(List::first)
            .map(Candidate::of_bits)
            .min_by_key(|candidate| candidate.order())?;
        for list in lists {
            while list
                .first()
                .is_some_and(|head| Candidate::of_bits(head).rule() == next.rule())
            {
                *list = list.rest();
            }
        }
        Some(next)
    }
}

/// The candidates of a list, as what they sort by.
fn orders(list: List<'_>) -> impl Iterator<Item = u32> {
    list.iter().map(|bits| Candidate::of_bits(bits).order())
}

impl Iterator for Candidates<'_> {
    type Item = Candidate;

    #[inline]
    fn next(&mut self) -> Option<Candidate> {
        let next = self.next_held()?;
        // The lists of a damaged table may name rules again and again.
        if next.rule() < self.from {
            return None;
        }
        self.from = next.rule().saturating_add(1);
        Some(match self.encoded {
            true => next.to_be_matched_encoded(),
            false => next,
        })
    }
}
