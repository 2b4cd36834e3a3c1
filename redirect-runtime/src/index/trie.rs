//! The trie of patterns: all nodes that are alive, segment by segment.
//!
//! A node is reached by one kind of segment after another, so that a path visits each at most once: the work is
//! bounded by the length of the path times the rules that are still possible, and no table can blow up.

use super::accept::Accept;
use super::node::{Edge, Node, edge};
use super::segments::Path;
use super::{mixed, prefixes, selector};
use crate::pattern::{segment as one_segment, steps};
use crate::simd::hash::{edge_hash, next_slot, slot_of};
use crate::table::{
    ANOTHER_EDGE, EDGE, LEAF, ONE_ACCEPTED, ONE_EDGE, ONE_PARAMETER, ONE_TAIL, SEVERAL, SLASHED,
    Section, Table,
};

/// Segments of more bytes take long to match.
const LONG: usize = 64;

/// How many nodes wait without an allocation.
const INLINE: usize = 4;

/// A node to be visited.
#[derive(Clone, Copy, Default)]
struct Next {
    node: u32,
    /// The position in the path that it begins at.
    start: u32,
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
struct Visit<'p> {
    number: u32,
    /// What is left of the path from the segment on.
    rest: &'p [u8],
    /// The length of the segment.
    length: usize,
}

impl<'p> Visit<'p> {
    fn segment(&self) -> &'p [u8] {
        self.rest.get(..self.length).unwrap_or_default()
    }
}

/// A walk under way.
struct Walk<'w, 'p, 'a, F> {
    table: &'w Table<'a>,
    path: &'w Path<'p>,
    found: &'w mut F,
    waiting: Option<Waiting>,
}

/// Hands on the candidates of all patterns under a root that match a path.
#[inline(always)]
pub(super) fn walk<'a, F: Accept<'a>>(
    table: &Table<'a>,
    path: &Path<'_>,
    root: u32,
    found: &mut F,
) {
    let (nodes, edges) = (table.section(Section::Nodes), table.section(Section::Edges));
    let mut walk = Walk {
        table,
        path,
        found,
        waiting: None,
    };
    let (mut number, mut rest) = (root, path.from(1));
    let Some(mut node) = Node::read(nodes, root) else {
        return;
    };
    loop {
        let length = rest.segment();
        let left = rest.bytes.len().wrapping_sub(length);
        steps::count(length);
        // Written down only where it is needed.
        let visit = || Visit {
            number,
            rest: rest.bytes,
            length,
        };
        let mut child = 0;
        let edges_of = node.edges();
        if (ONE_EDGE..LEAF).contains(&edges_of) {
            let same = (edges_of - ONE_EDGE) as usize == length
                && (length == 0 || node.edge_front() == path.front(rest.bytes, length));
            child = if same { node.edge_child() } else { 0 };
        } else if edges_of.wrapping_sub(1) < SEVERAL {
            child = edge(edges, number, path.front(rest.bytes, length), length);
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
        if let (Some(child), Some(behind)) = (next, rest.behind(length)) {
            if next_number > number {
                (node, number, rest) = (child, next_number, behind);
                continue;
            }
        }
        let Some(waiting) = walk.waiting.as_mut().and_then(Waiting::pop) else {
            return;
        };
        let Some(waited) = Node::read(nodes, waiting.node) else {
            return;
        };
        (node, number, rest) = (waited, waiting.node, path.from(waiting.start as usize));
    }
}

impl<'p, 'a, F: Accept<'a>> Walk<'_, 'p, 'a, F> {
    /// Goes on behind a segment.
    #[inline(never)]
    fn reach(&mut self, child: u32, visit: &Visit<'p>) {
        let left = visit.rest.len().wrapping_sub(visit.length);
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
    fn waits(&mut self, child: u32, visit: &Visit<'p>) {
        if child > visit.number {
            let end = self.path.start_of(visit.rest).wrapping_add(visit.length);
            self.waiting.get_or_insert_default().push(Next {
                node: child,
                start: u32::try_from(end.wrapping_add(1)).unwrap_or(u32::MAX),
            });
        }
    }

    #[inline(never)]
    fn accept(&mut self, list: u32) {
        selector::add(self.table, list, self.found);
    }

    /// All edges of a node and a text, long or not (an enumeration's value may stand beside a literal).
    #[inline(never)]
    fn edges(&mut self, edges: &[u8], visit: &Visit<'p>) -> Option<()> {
        let text = visit.segment();
        let front = self.path.front(visit.rest, text.len());
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
    fn parameters(&mut self, list: u32, visit: &Visit<'p>) -> Option<()> {
        let mut list = self.table.list(list)?;
        while let (Some(kind), Some(child)) = (list.first(), list.at(1)) {
            let [class, min, max, _] = kind.to_le_bytes();
            if one_segment::is_parameter(visit.segment(), class, min, max) {
                self.reach(child, visit);
            }
            list = list.rest().rest();
        }
        Some(())
    }

    /// Tails, which may go on beyond the segment, and segments of literals and parameters.
    #[inline(never)]
    fn rarer(&mut self, node: Node<'_>, visit: &Visit<'p>) -> Option<()> {
        let (table, plain, text) = (self.table, self.path.plain, visit.segment());
        if node.mixed() != 0 {
            let (first, _) = self.path.front(visit.rest, text.len());
            mixed::each(table, node.mixed(), first, text, |program, child| {
                let program = table.blob(program);
                // What takes long is done once, with the whole path, where that is possible.
                let matches = one_segment::quick(program, text, plain).unwrap_or_else(|| {
                    text.len() > LONG && self.found.doubts() || one_segment::solve(program, text)
                });
                if matches {
                    self.reach(child, visit);
                }
            });
        }
        let tails = node.tails();
        if tails & ONE_TAIL != 0 {
            self.accept(tails & !ONE_TAIL);
        } else if tails != 0 {
            prefixes::each(table, tails, visit.rest, |list| self.accept(list));
        }
        Some(())
    }
}
