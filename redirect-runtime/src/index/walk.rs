//! The walk over the states of the index, segment by segment.
//!
//! The policy compiler made the trie of patterns deterministic: a state is all that the segments behind it may still
//! become, and a segment leads to one state. Where that would take too many states a segment leads to several, no
//! two of which ever meet again: a path visits each at most once.

use super::accept::Accept;
use super::state::{Edges, State};
use super::test;
use crate::index::segments::Path;
use crate::pattern::steps;
use crate::simd::hash::edge_bit;
use crate::table::{ANYTHING, FORKS, HASHED, ONE_EDGE, SPLIT, STATE, Section, TESTED, Table};

/// The number of states that wait without an allocation.
const INLINE: usize = 4;

/// A state, and where in the path its first segment begins; behind the end, if there is none.
#[derive(Clone, Copy, Default)]
struct Next {
    state: u32,
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

/// Hands on the candidates of all patterns under a root that match a path.
#[inline(always)]
pub(super) fn walk<'a>(table: Table<'a>, path: Path<'_>, root: u32, found: &mut impl Accept<'a>) {
    let states = table.from(Section::States, 0);
    let edges = Edges::of(&table);
    let mut waiting = None;
    let mut next = Next {
        state: root,
        start: 1,
    };
    let mut visited = 0_usize;
    loop {
        if let Some(last) = along(table, states, edges, path, next, &mut waiting) {
            found.accept(&table, last.first(), last.names(), last.all());
        }
        let Some(waited) = waiting.as_mut().and_then(Waiting::pop) else {
            return;
        };
        next = waited;
        // A damaged table could let states wait without end.
        visited = visited.wrapping_add(STATE);
        if visited >= states.len() {
            return;
        }
    }
}

/// The state that a path ends in, from one on; `None` if it leads nowhere. Where it leads to several, the others wait.
///
/// All that is not rare works on copies of what it is given: what no other function sees an address of stays in registers.
#[inline(always)]
fn along<'a>(
    table: Table<'a>,
    states: &'a [u8],
    edges: Edges<'a>,
    path: Path<'_>,
    from: Next,
    waiting: &mut Option<Waiting>,
) -> Option<State<'a>> {
    let mut number = from.state;
    let mut state = State::read(states, number)?;
    let mut rest = path.from(from.start as usize);
    while rest.start <= path.bytes.len() {
        let kind = state.edges();
        let length = path.segment(&mut rest);
        if kind & FORKS != 0 {
            if kind == ANYTHING {
                break;
            }
            fork(table, path, state.forks(), rest.start, length, waiting);
        }
        steps::count(length);
        let mut target = match length {
            0 => state.behind_empty(),
            _ => match literal(&table, edges, path, number, state, rest.start, length) {
                0 => state.behind_other(),
                target => target,
            },
        };
        let behind = rest.behind(length);
        if target >= SPLIT {
            if target & TESTED != 0 {
                target = tested(table, path, target & !TESTED, rest.start, length);
            }
            if target & SPLIT != 0 {
                target = split(table, target & !SPLIT, behind.start, waiting);
            }
        }
        if target == 0 {
            return None;
        }
        state = State::read(states, target)?;
        (number, rest) = (target, behind);
    }
    Some(state)
}

/// The state behind a segment that is literal behind another state; 0 if there is none.
#[inline(always)]
fn literal<'a>(
    table: &Table<'a>,
    edges: Edges<'a>,
    path: Path<'_>,
    number: u32,
    state: State<'a>,
    start: usize,
    length: usize,
) -> u32 {
    let kind = state.edges() & !FORKS;
    if kind == 0 {
        return 0;
    }
    let front = path.front(start, length);
    if kind != HASHED {
        let is_edge = kind.wrapping_sub(ONE_EDGE) as usize == length && front == state.words();
        return if is_edge { state.edge_target() } else { 0 };
    }
    // Most segments that no edge has are turned away here.
    if state.words().0 >> edge_bit(front, length) & 1 == 0 {
        return 0;
    }
    match edges.first(number, front, length) {
        Some(target) => target,
        None => Edges::search(table, number, path.text(start, length)),
    }
}

/// The state behind a segment as tests tell it; 0 if none is passed.
#[inline(never)]
fn tested(table: Table<'_>, path: Path<'_>, tests: u32, start: usize, length: usize) -> u32 {
    let (first, _) = path.front(start, length);
    let segment = path.text(start, length);
    test::target(&table, tests, first, segment, path.plain).unwrap_or(0)
}

/// Lets all of several states wait but one.
#[inline(never)]
fn split(table: Table<'_>, list: u32, start: usize, waiting: &mut Option<Waiting>) -> u32 {
    let list = table.list(list).unwrap_or_default();
    for state in list.rest().iter() {
        wait(state, start, waiting);
    }
    list.first().unwrap_or(0)
}

/// Lets the states of all tests wait that a segment passes.
#[inline(never)]
fn fork(
    table: Table<'_>,
    path: Path<'_>,
    forks: u32,
    start: usize,
    length: usize,
    waiting: &mut Option<Waiting>,
) {
    let (first, _) = path.front(start, length);
    let behind = start.saturating_add(length).saturating_add(1);
    let segment = path.text(start, length);
    test::each(&table, forks, first, segment, path.plain, |target| {
        wait(target, behind, waiting);
    });
}

fn wait(state: u32, start: usize, waiting: &mut Option<Waiting>) {
    let start = u32::try_from(start).unwrap_or(u32::MAX);
    let waiting = waiting.get_or_insert_default();
    waiting.push(Next { state, start });
}
