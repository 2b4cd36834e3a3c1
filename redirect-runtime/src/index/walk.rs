//! The walk over the states of the index, segment by segment.
//!
//! The policy compiler made the trie of patterns deterministic: a state is all that the segments behind it may still
//! become, and a segment leads to one state. Where that would take too many states a segment leads to several, no
//! two of which ever meet again: a path visits each at most once.

use super::accept::Accept;
use super::state::{State, edge};
use super::test;
use crate::index::segments::{Path, Rest};
use crate::pattern::steps;
use crate::table::{ANYTHING, HASHED, ONE_EDGE, SPLIT, STATE, Section, TESTED, Table};

/// The number of states that wait without an allocation.
const INLINE: usize = 4;

/// A state that waits for the rest of the path.
#[derive(Clone, Copy, Default)]
struct Next {
    state: u32,
    /// Where in the path its first segment begins; beyond the end, if there is none.
    start: u32,
}

/// States that wait: more than one at a time is rare.
#[derive(Default)]
struct Waiting {
    inline: [Next; INLINE],
    count: usize,
    more: Vec<Next>,
}

impl Waiting {
    fn push(&mut self, next: Next) {
        match self.inline.get_mut(self.count) {
            Some(slot) => {
                *slot = next;
                self.count += 1;
            }
            None => self.more.push(next),
        }
    }

    fn pop(&mut self) -> Option<Next> {
        if let Some(last) = self.more.pop() {
            return Some(last);
        }
        self.count = self.count.checked_sub(1)?;
        self.inline.get(self.count).copied()
    }
}

/// A walk under way.
struct Walk<'w, 'p, 'a> {
    table: &'w Table<'a>,
    path: &'w Path<'p>,
    waiting: Option<Waiting>,
}

/// Hands on the candidates of all patterns under a root that match a path.
#[inline(always)]
pub(super) fn walk<'a>(table: &Table<'a>, path: &Path<'_>, root: u32, found: &mut impl Accept<'a>) {
    let states = table.section(Section::States);
    let mut walk = Walk {
        table,
        path,
        waiting: None,
    };
    let (mut number, mut rest) = (root, path.from(1));
    let Some(mut state) = State::read(states, root) else {
        return;
    };
    // A damaged table could let states wait without end.
    let mut left = states.len() / STATE;
    loop {
        let length = rest.segment();
        steps::count(length);
        let mut target = walk.target(number, state, &rest, length);
        let behind = rest.behind(length);
        if target & SPLIT != 0 {
            target = walk.split(target, behind);
        }
        if state.forks() != 0 {
            walk.fork(state.forks(), &rest, length, behind);
        }
        if target != 0 {
            if let Some(next) = State::read(states, target) {
                match behind {
                    Some(behind) if next.edges() != ANYTHING => {
                        (number, state, rest) = (target, next, behind);
                        continue;
                    }
                    _ => found.accept(table, next.first(), next.names(), next.all()),
                }
            }
        }
        // What waits, up to a state that has a segment to look at.
        loop {
            let Some(next) = walk.waiting.as_mut().and_then(Waiting::pop) else {
                return;
            };
            left = left.wrapping_sub(1);
            let Some(waited) = State::read(states, next.state).filter(|_| left > 0) else {
                return;
            };
            let start = next.start as usize;
            if start <= path.bytes.len() && waited.edges() != ANYTHING {
                (number, state, rest) = (next.state, waited, path.from(start));
                break;
            }
            found.accept(table, waited.first(), waited.names(), waited.all());
        }
    }
}

impl<'p> Walk<'_, 'p, '_> {
    /// Where a segment leads from a state.
    #[inline(always)]
    fn target(&self, number: u32, state: State<'_>, rest: &Rest<'p>, length: usize) -> u32 {
        if length == 0 {
            return state.behind_empty();
        }
        let edges = state.edges();
        if edges != 0 {
            let front = self.path.front(rest.bytes, length);
            let words = state.words();
            if edges == HASHED {
                // Most segments that no edge has are turned away by their lengths or their first bytes.
                let lengths = words.0 >> length.min(63);
                let firsts = words.1 >> (front.0 & 63);
                if lengths & firsts & 1 != 0 {
                    let segment = rest.bytes.get(..length).unwrap_or_default();
                    let target = edge(self.table, number, front, segment);
                    if target != 0 {
                        return target;
                    }
                }
            } else if edges.wrapping_sub(ONE_EDGE) as usize == length && front == words {
                return state.edge_target();
            }
        }
        let other = state.behind_other();
        if other & TESTED == 0 {
            return other;
        }
        self.tested(other & !TESTED, rest, length)
    }

    /// Where a segment leads that tests tell.
    #[inline(never)]
    fn tested(&self, tests: u32, rest: &Rest<'p>, length: usize) -> u32 {
        let (first, _) = self.path.front(rest.bytes, length);
        let segment = rest.bytes.get(..length).unwrap_or_default();
        test::target(self.table, tests, first, segment, self.path.plain).unwrap_or(0)
    }

    /// Lets all of several states wait but one.
    #[inline(never)]
    fn split(&mut self, target: u32, behind: Option<Rest<'p>>) -> u32 {
        let list = self.table.list(target & !SPLIT).unwrap_or_default();
        for state in list.rest().iter() {
            self.wait(state, behind);
        }
        list.first().unwrap_or(0)
    }

    /// Lets the states of all tests wait that a segment passes.
    #[inline(never)]
    fn fork(&mut self, forks: u32, rest: &Rest<'p>, length: usize, behind: Option<Rest<'p>>) {
        let (table, plain) = (self.table, self.path.plain);
        let (first, _) = self.path.front(rest.bytes, length);
        let segment = rest.bytes.get(..length).unwrap_or_default();
        test::each(table, forks, first, segment, plain, |target| {
            self.wait(target, behind);
        });
    }

    fn wait(&mut self, state: u32, behind: Option<Rest<'p>>) {
        let start = match behind {
            Some(behind) => u32::try_from(self.path.start_of(behind.bytes)).unwrap_or(u32::MAX),
            None => u32::MAX,
        };
        self.waiting
            .get_or_insert_default()
            .push(Next { state, start });
    }
}
