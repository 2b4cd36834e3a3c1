//! The trie of patterns: all nodes that are alive, segment by segment.
//!
//! A node is reached by one kind of segment after another, so that a path visits each at most once: the work is
//! bounded by the length of the path times the rules that are still possible, and no table can blow up.

use super::candidates::Candidates;
use super::node::{Edge, Node, edge};
use super::{mixed, prefixes, segment as one_segment, selector, steps};
use crate::hash::{edge_hash, next_slot, slot_of};
use crate::request::Request;
use crate::segments::{Segment, segment};
use crate::table::{ANOTHER_EDGE, EDGE, ONE_ACCEPTED, ONE_PARAMETER, ONE_TAIL, Section, Table};

/// How many nodes wait without an allocation.
const INLINE: usize = 4;

/// Nodes to be visited, each with the position in the path that it begins at.
#[derive(Default)]
struct Waiting {
    inline: [(u32, u32); INLINE],
    count: usize,
    more: Vec<(u32, u32)>,
}

impl Waiting {
    #[inline]
    fn push(&mut self, node: u32, start: usize) {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        match self.inline.get_mut(self.count) {
            Some(slot) => {
                *slot = (node, start);
                self.count += 1;
            }
            None => self.more.push((node, start)),
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<(u32, usize)> {
        let more = if self.count == INLINE {
            self.more.pop()
        } else {
            None
        };
        let (node, start) = match more {
            Some(last) => last,
            None => {
                self.count = self.count.checked_sub(1)?;
                *self.inline.get(self.count)?
            }
        };
        Some((node, start as usize))
    }
}

/// A path to walk along.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    /// In canonical form.
    pub(crate) bytes: &'p [u8],
    /// Whether it is known to hold no `%`.
    pub(crate) plain: bool,
}

/// A node that is visited, and the segment that leads on from it.
#[derive(Clone, Copy)]
struct Visit {
    number: u32,
    start: usize,
    segment: Segment,
}

/// A walk under way.
struct Walk<'w, 'a, 'r> {
    table: &'w Table<'a>,
    path: Path<'w>,
    request: Option<&'w Request<'r>>,
    found: &'w mut Candidates<'a>,
    waiting: Waiting,
}

/// Adds the candidates of all patterns under a root that match a path.
pub(super) fn walk<'a>(
    table: &Table<'a>,
    path: Path<'_>,
    root: u32,
    request: Option<&Request<'_>>,
    found: &mut Candidates<'a>,
) {
    let (nodes, edges) = (table.section(Section::Nodes), table.section(Section::Edges));
    let mut walk = Walk {
        table,
        path,
        request,
        found,
        waiting: Waiting::default(),
    };
    let (mut number, mut start) = (root, 1);
    loop {
        let segment = segment(path.bytes, start);
        let length = segment.end.wrapping_sub(start);
        steps::count(length);
        let mut next = 0;
        if let Some(node) = Node::read(nodes, number) {
            let last = segment.end >= path.bytes.len();
            let visit = Visit {
                number,
                start,
                segment,
            };
            if node.edges() != 0 {
                let child = edge(edges, number, segment.first, segment.second, length);
                if child & ANOTHER_EDGE != 0 || child != 0 && length > 16 {
                    walk.edges(edges, &visit);
                } else if !last {
                    next = child;
                } else if child != 0 {
                    walk.accept_at(nodes, child);
                }
            }
            let parameters = node.parameters();
            if parameters & ONE_PARAMETER != 0 {
                let child = parameters & !ONE_PARAMETER;
                if length > 0 && last {
                    walk.accept_at(nodes, child);
                } else if length > 0 && next == 0 {
                    next = child;
                } else if length > 0 {
                    walk.waits(child, &visit);
                }
            } else if parameters != 0 {
                walk.parameters(parameters, &visit);
            }
            if node.tails() | node.mixed() != 0 {
                walk.rarer(node, &visit);
            }
        }
        // Children have higher numbers than their parents: no table makes a walk go round.
        if next > number {
            (number, start) = (next, segment.end + 1);
        } else if let Some(waiting) = walk.waiting.pop() {
            (number, start) = waiting;
        } else {
            return;
        }
    }
}

impl<'w, 'a> Walk<'w, 'a, '_> {
    /// Goes on behind a segment.
    #[inline(never)]
    fn reach(&mut self, child: u32, visit: &Visit) {
        if visit.segment.end < self.path.bytes.len() {
            self.waits(child, visit);
        } else {
            self.accept_at(self.table.section(Section::Nodes), child);
        }
    }

    /// Adds what a node accepts.
    #[inline(always)]
    fn accept_at(&mut self, nodes: &'a [u8], number: u32) {
        match Node::read(nodes, number) {
            Some(node) if node.accepted() == ONE_ACCEPTED => self.found.add(node.one_accepted()),
            Some(node) if node.accepted() != 0 => self.accept(node.accepted()),
            _ => {}
        }
    }

    #[inline(never)]
    fn waits(&mut self, child: u32, visit: &Visit) {
        if child > visit.number {
            self.waiting.push(child, visit.segment.end + 1);
        }
    }

    #[inline(never)]
    fn accept(&mut self, list: u32) {
        selector::add(self.table, list, self.request, self.found);
    }

    fn text(&self, visit: &Visit) -> &'w [u8] {
        let text = self.path.bytes.get(visit.start..visit.segment.end);
        text.unwrap_or_default()
    }

    /// All edges of a node and a text, long or not (an enumeration's value may stand beside a literal).
    #[inline(never)]
    fn edges(&mut self, edges: &[u8], visit: &Visit) -> Option<()> {
        let text = self.text(visit);
        let Segment { first, second, .. } = visit.segment;
        let count = edges.len() / EDGE;
        let hash = edge_hash(visit.number, first, second, text.len());
        let mut slot = slot_of(hash, count);
        for _ in 0..count {
            let edge = Edge::read(edges, slot).filter(|edge| edge.child != 0)?;
            if edge.is(visit.number, first, second, text.len()) {
                let whole = self.table.from(Section::Blob, edge.text as usize);
                if text.len() <= 16 || whole.starts_with(text) {
                    self.reach(edge.child & !ANOTHER_EDGE, visit);
                    if edge.child & ANOTHER_EDGE == 0 {
                        return Some(());
                    }
                }
            }
            slot = next_slot(slot, count);
        }
        None
    }

    /// Segments that are one parameter: pairs of a kind and a node.
    #[inline(never)]
    fn parameters(&mut self, list: u32, visit: &Visit) -> Option<()> {
        let mut list = self.table.list(list)?;
        while let (Some(kind), Some(child)) = (list.first(), list.at(1)) {
            let [class, min, max, _] = kind.to_le_bytes();
            if one_segment::is_parameter(self.text(visit), class, min, max) {
                self.reach(child, visit);
            }
            list = list.rest().rest();
        }
        Some(())
    }

    /// Tails, which may go on beyond the segment, and segments of literals and parameters.
    #[inline(never)]
    fn rarer(&mut self, node: Node<'_>, visit: &Visit) -> Option<()> {
        let (table, plain, text) = (self.table, self.path.plain, self.text(visit));
        if node.mixed() != 0 {
            mixed::each(
                table,
                node.mixed(),
                &visit.segment,
                text,
                |program, child| {
                    if one_segment::matches(table.blob(program), text, plain) {
                        self.reach(child, visit);
                    }
                },
            );
        }
        let tails = node.tails();
        if tails & ONE_TAIL != 0 {
            self.accept(tails & !ONE_TAIL);
        } else if tails != 0 {
            let rest = self.path.bytes.get(visit.start..)?;
            prefixes::each(table, tails, rest, |list| self.accept(list));
        }
        Some(())
    }
}
