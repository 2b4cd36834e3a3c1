//! The trie of patterns: all nodes that are alive, segment by segment.
//!
//! A node is reached by one kind of segment after another, so that a path visits each at most once: the work is
//! bounded by the length of the path times the rules that are still possible, and no table can blow up.

use super::accept::Accept;
use super::ends::{Ends, Passed};
use super::node::{Edge, Node, edge};
use super::{mixed, prefixes, segment as one_segment, selector, steps};
use crate::hash::{edge_hash, next_slot, slot_of};
use crate::segments::Path;
use crate::table::{
    ANOTHER_EDGE, EDGE, LEAF, ONE_ACCEPTED, ONE_EDGE, ONE_PARAMETER, ONE_TAIL, SEVERAL, SLASHED,
    Section, Table,
};

/// How many nodes wait without an allocation.
const INLINE: usize = 4;

/// A node to be visited.
#[derive(Clone, Copy, Default)]
struct Next {
    node: u32,
    /// The position in the path that it begins at.
    start: u32,
    /// Eight times the number of segments before it.
    shift: u32,
}

/// Nodes to be visited: more than one at a time is rare.
#[derive(Default)]
struct Waiting {
    inline: [Next; INLINE],
    count: usize,
    more: Vec<Next>,
}

impl Waiting {
    #[inline]
    fn push(&mut self, next: Next) {
        match self.inline.get_mut(self.count) {
            Some(slot) => {
                *slot = next;
                self.count += 1;
            }
            None => self.more.push(next),
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<Next> {
        if self.count == INLINE {
            if let Some(last) = self.more.pop() {
                return Some(last);
            }
        }
        self.count = self.count.checked_sub(1)?;
        self.inline.get(self.count).copied()
    }
}

/// A node that is visited, and the segment that leads on from it.
#[derive(Clone, Copy)]
struct Visit {
    number: u32,
    start: usize,
    end: usize,
    shift: u32,
}

/// A walk under way.
struct Walk<'w, 'p, 'a, F> {
    table: &'w Table<'a>,
    path: &'w mut Path<'p>,
    found: &'w mut F,
    waiting: Option<Waiting>,
}

/// Hands on the candidates of all patterns under a root that match a path; where its first segments end.
#[inline(always)]
pub(super) fn walk<'a, F: Accept<'a>>(
    table: &Table<'a>,
    path: &mut Path<'_>,
    root: u32,
    found: &mut F,
) -> Ends {
    let (nodes, edges) = (table.section(Section::Nodes), table.section(Section::Edges));
    let text = path.bytes;
    let mut walk = Walk {
        table,
        path,
        found,
        waiting: None,
    };
    let mut passed = Passed::default();
    let (mut number, mut start, mut shift) = (root, 1, 0);
    let mut at = Node::read(nodes, root);
    while let Some(node) = at {
        let end = walk.path.end(start);
        let length = end.wrapping_sub(start);
        let left = text.len().wrapping_sub(end);
        passed.add(shift, end);
        steps::count(length);
        // Written down only where it is needed.
        let visit = || Visit {
            number,
            start,
            end,
            shift,
        };
        let mut child = 0;
        let edges_of = node.edges();
        if (ONE_EDGE..LEAF).contains(&edges_of) {
            let same = (edges_of - ONE_EDGE) as usize == length
                && (length == 0 || node.edge_front() == walk.path.front(start, length));
            child = if same { node.edge_child() } else { 0 };
        } else if edges_of.wrapping_sub(1) < SEVERAL {
            child = edge(edges, number, walk.path.front(start, length), length);
            if child & ANOTHER_EDGE != 0 || child != 0 && length > 16 {
                child = 0;
                walk.edges(edges, &visit());
            }
        }
        let mut next = None;
        let mut next_number = child;
        if child != 0 {
            next = walk.arrive(nodes, child, left);
        }
        let parameters = node.parameters();
        if parameters & ONE_PARAMETER != 0 {
            if length > 0 {
                let child = parameters & !ONE_PARAMETER;
                let behind = walk.arrive(nodes, child, left);
                if next.is_none() {
                    next = behind;
                    next_number = child;
                } else if behind.is_some() {
                    walk.waits(child, &visit());
                }
            }
        } else if parameters != 0 {
            walk.parameters(parameters, &visit());
        }
        if node.tails() | node.mixed() != 0 {
            walk.rarer(node, &visit());
        }
        // Children have higher numbers than their parents: no table makes a walk go round.
        at = next.filter(|_| next_number > number);
        if at.is_some() {
            number = next_number;
            start = end.wrapping_add(1);
            shift = shift.wrapping_add(8);
        } else if let Some(waiting) = walk.waiting.as_mut().and_then(Waiting::pop) {
            at = Node::read(nodes, waiting.node);
            number = waiting.node;
            start = waiting.start as usize;
            shift = waiting.shift;
        }
    }
    passed.known(text.len())
}

impl<'p, 'a, F: Accept<'a>> Walk<'_, 'p, 'a, F> {
    /// Goes on behind a segment.
    #[inline(never)]
    fn reach(&mut self, child: u32, visit: &Visit) {
        let left = self.path.bytes.len().wrapping_sub(visit.end);
        let nodes = self.table.section(Section::Nodes);
        if self.arrive(nodes, child, left).is_some() {
            self.waits(child, visit);
        }
    }

    /// Takes what a node accepts where so many bytes are left; the node, if more is to come.
    #[inline(always)]
    fn arrive(&mut self, nodes: &'a [u8], child: u32, left: usize) -> Option<Node<'a>> {
        let node = Node::read(nodes, child)?;
        if left == 0 || left == 1 && node.edges() == SLASHED {
            if node.accepted() == ONE_ACCEPTED {
                self.found.one(node.one_accepted(), node.one_names());
            } else if node.accepted() != 0 {
                self.accept(node.accepted());
            }
            None
        } else {
            (node.edges() < LEAF).then_some(node)
        }
    }

    #[inline(never)]
    fn waits(&mut self, child: u32, visit: &Visit) {
        if child > visit.number {
            let start = visit.end.wrapping_add(1);
            self.waiting.get_or_insert_default().push(Next {
                node: child,
                start: u32::try_from(start).unwrap_or(u32::MAX),
                shift: visit.shift.wrapping_add(8),
            });
        }
    }

    #[inline(never)]
    fn accept(&mut self, list: u32) {
        selector::add(self.table, list, self.found);
    }

    fn text(&self, visit: &Visit) -> &'p [u8] {
        let text = self.path.bytes.get(visit.start..visit.end);
        text.unwrap_or_default()
    }

    /// All edges of a node and a text, long or not (an enumeration's value may stand beside a literal).
    #[inline(never)]
    fn edges(&mut self, edges: &[u8], visit: &Visit) -> Option<()> {
        let text = self.text(visit);
        let front = self.path.front(visit.start, text.len());
        let count = edges.len() / EDGE;
        let hash = edge_hash(visit.number, front, text.len());
        let mut slot = slot_of(hash, count);
        for _ in 0..count {
            let edge = Edge::read(edges, slot).filter(|edge| edge.child != 0)?;
            if edge.is(visit.number, front, text.len()) {
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
            let (first, _) = self.path.front(visit.start, text.len());
            mixed::each(table, node.mixed(), first, text, |program, child| {
                if one_segment::matches(table.blob(program), text, plain) {
                    self.reach(child, visit);
                }
            });
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
