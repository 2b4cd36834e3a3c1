//! The trie of patterns: all nodes that are alive, segment by segment.
//!
//! A node is reached by one kind of segment after another, so that a path visits each at most once: the work is
//! bounded by the length of the path times the rules that are still possible, and no table can blow up.

use super::candidates::Candidates;
use super::{mixed, prefixes, segment, selector, steps};
use crate::request::Request;
use crate::table::{
    ANOTHER_EDGE, EDGE, List, NODE, ONE_ACCEPTED, ONE_PARAMETER, ONE_TAIL, Section, Table,
};
use crate::word::{self, edge_hash, next_slot, slot_of};

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

/// A node: see [`table`](crate::table).
#[derive(Clone, Copy)]
struct Node<'a> {
    bytes: &'a [u8; NODE],
}

impl<'a> Node<'a> {
    #[inline(always)]
    fn read(nodes: &'a [u8], number: u32) -> Option<Self> {
        let at = (number as usize).checked_mul(NODE)?;
        let bytes = nodes.get(at..)?.first_chunk()?;
        Some(Node { bytes })
    }

    #[inline(always)]
    fn field(self, index: usize) -> u32 {
        word::u32_at(self.bytes, index * 4).unwrap_or(0)
    }

    #[inline(always)]
    fn accepted(self) -> u32 {
        self.field(0)
    }

    /// The candidate of a node that accepts one.
    #[inline(always)]
    fn one_accepted(self) -> List<'a> {
        List::new(self.bytes.get(4..8).unwrap_or_default())
    }

    #[inline(always)]
    fn edges(self) -> u32 {
        self.field(2)
    }

    #[inline(always)]
    fn parameters(self) -> u32 {
        self.field(3)
    }

    #[inline(always)]
    fn tails(self) -> u32 {
        self.field(4)
    }

    #[inline(always)]
    fn mixed(self) -> u32 {
        self.field(5)
    }
}

/// The child of the first edge of a node whose front and length are those of a segment, or 0. A function of its own:
/// what it needs fits into registers.
#[inline(never)]
fn edge(edges: &[u8], node: u32, first: u64, second: u64, length: usize) -> u32 {
    let count = edges.len() / EDGE;
    let mut slot = slot_of(edge_hash(node, first, second, length), count);
    for _ in 0..count {
        let Some(edge) = Edge::read(edges, slot) else {
            return 0;
        };
        if edge.child == 0 || edge.is(node, first, second, length) {
            return edge.child;
        }
        slot = next_slot(slot, count);
    }
    0
}

/// A literal segment that leads on: see [`table`](crate::table).
struct Edge {
    node: u32,
    child: u32,
    first: u64,
    second: u64,
    length: u32,
    text: u32,
}

impl Edge {
    #[inline(always)]
    fn read(edges: &[u8], slot: usize) -> Option<Self> {
        let bytes: &[u8; EDGE] = edges.get(slot.wrapping_mul(EDGE)..)?.first_chunk()?;
        Some(Edge {
            node: word::u32_at(bytes, 0)?,
            child: word::u32_at(bytes, 4)?,
            first: word::u64_at(bytes, 8)?,
            second: word::u64_at(bytes, 16)?,
            length: word::u32_at(bytes, 24)?,
            text: word::u32_at(bytes, 28)?,
        })
    }

    /// Whether it leads on from a node behind a segment with this front: of up to sixteen bytes it does then.
    #[inline(always)]
    fn is(&self, node: u32, first: u64, second: u64, length: usize) -> bool {
        let apart = (self.first ^ first) | (self.second ^ second);
        let apart = apart | u64::from(self.node ^ node) | (u64::from(self.length) ^ length as u64);
        apart == 0
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
    segment: word::Segment,
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
        let segment = word::segment(path.bytes, start);
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
        let word::Segment { first, second, .. } = visit.segment;
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
            if segment::is_parameter(self.text(visit), class, min, max) {
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
                    if segment::matches(table.blob(program), text, plain) {
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
