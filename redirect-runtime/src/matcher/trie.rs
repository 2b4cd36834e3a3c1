//! The trie of patterns: all nodes that are alive, segment by segment.
//!
//! A node is reached by one kind of segment after another, so that a path visits each at most once: the work is
//! bounded by the length of the path times the rules that are still possible, and no table can blow up.

use super::candidates::Candidates;
use super::{prefixes, segment, selector};
use crate::request::Request;
use crate::table::{ANOTHER_EDGE, EDGE, List, NODE, ONE_ACCEPTED, ONE_PARAMETER, Section, Table};
use crate::word::{self, edge_hash, next_slot, offset_at, slot_of, u32_at, u64_at};

/// How many nodes wait without an allocation.
const INLINE: usize = 8;

/// Nodes to be visited, each with the position in the path that it begins at.
#[derive(Default)]
struct Waiting {
    inline: [(u32, u32); INLINE],
    count: usize,
    more: Vec<(u32, u32)>,
}

impl Waiting {
    #[inline]
    fn push(&mut self, node: u32, start: u32) {
        match self.inline.get_mut(self.count) {
            Some(slot) => {
                *slot = (node, start);
                self.count += 1;
            }
            None => self.more.push((node, start)),
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<(u32, u32)> {
        if self.count == INLINE {
            if let Some(last) = self.more.pop() {
                return Some(last);
            }
        }
        self.count = self.count.checked_sub(1)?;
        self.inline.get(self.count).copied()
    }
}

/// A node: see [`table`](crate::table).
#[derive(Clone, Copy)]
struct Node<'a> {
    bytes: &'a [u8; NODE],
}

impl<'a> Node<'a> {
    #[inline]
    fn read(nodes: &'a [u8], number: u32) -> Option<Self> {
        let at = (number as usize).checked_mul(NODE)?;
        let bytes = nodes.get(at..)?.first_chunk()?;
        Some(Node { bytes })
    }

    #[inline]
    fn field(self, index: usize) -> u32 {
        u32_at(self.bytes, index * 4).unwrap_or(0)
    }

    #[inline]
    fn accepted(self) -> u32 {
        self.field(0)
    }

    #[inline]
    fn tails(self) -> u32 {
        self.field(1)
    }

    #[inline]
    fn parameters(self) -> u32 {
        self.field(2)
    }

    #[inline]
    fn mixed(self) -> u32 {
        self.field(3)
    }

    #[inline]
    fn has_edges(self) -> bool {
        self.field(4) != 0
    }

    /// The candidate of a node that accepts one.
    #[inline]
    fn one_accepted(self) -> List<'a> {
        List::new(self.bytes.get(20..).unwrap_or_default())
    }
}

/// A walk under way.
struct Walk<'w, 'a, 'r> {
    table: &'w Table<'a>,
    nodes: &'a [u8],
    edges: &'a [u8],
    path: &'w [u8],
    request: Option<&'w Request<'r>>,
    found: &'w mut Candidates<'a>,
    waiting: Waiting,
}

/// A node that is visited, and the segment that leads on from it.
struct Visit<'w> {
    number: u32,
    start: usize,
    segment: word::Segment,
    text: &'w [u8],
}

/// Adds the candidates of all patterns under a root that match a path.
pub(super) fn walk<'a>(
    table: &Table<'a>,
    path: &[u8],
    root: u32,
    request: Option<&Request<'_>>,
    found: &mut Candidates<'a>,
) {
    let mut walk = Walk {
        table,
        nodes: table.section(Section::Nodes),
        edges: table.section(Section::Edges),
        path,
        request,
        found,
        waiting: Waiting::default(),
    };
    let mut next = Some((root, 1));
    while let Some((number, start)) = next {
        walk.visit(number, start as usize);
        next = walk.waiting.pop();
    }
}

impl Walk<'_, '_, '_> {
    /// Follows whatever leads on from a node.
    #[inline]
    fn visit(&mut self, number: u32, start: usize) -> Option<()> {
        let node = Node::read(self.nodes, number)?;
        let segment = word::segment(self.path, start);
        let visit = Visit {
            number,
            start,
            segment,
            text: self.path.get(start..segment.end)?,
        };
        if node.has_edges() {
            self.edges(&visit);
        }
        if node.parameters() & ONE_PARAMETER != 0 {
            if !visit.text.is_empty() {
                self.reach(node.parameters() & !ONE_PARAMETER, &visit);
            }
        } else if node.parameters() != 0 {
            self.parameters(node.parameters(), &visit);
        }
        if node.tails() != 0 {
            self.tails(node.tails(), &visit);
        }
        if node.mixed() != 0 {
            self.mixed(node.mixed(), &visit);
        }
        Some(())
    }

    /// Goes on behind a segment. Children have higher numbers than their parents: no table makes a walk go round.
    #[inline(always)]
    fn reach(&mut self, child: u32, visit: &Visit<'_>) {
        if child <= visit.number {
            return;
        }
        if visit.segment.end < self.path.len() {
            let start = u32::try_from(visit.segment.end).unwrap_or(u32::MAX);
            self.waiting.push(child, start.saturating_add(1));
            return;
        }
        match Node::read(self.nodes, child) {
            Some(node) if node.accepted() == ONE_ACCEPTED => self.found.add(node.one_accepted()),
            Some(node) => self.accept(node.accepted()),
            None => {}
        }
    }

    /// The same for what is rare, out of line.
    fn reach_too(&mut self, child: u32, visit: &Visit<'_>) {
        self.reach(child, visit);
    }

    #[inline(never)]
    fn accept(&mut self, list: u32) {
        if list != 0 {
            selector::add(self.table, list, self.request, self.found);
        }
    }

    /// Literal segments: all edges of this node and text (an enumeration's value may stand beside a literal).
    #[inline]
    fn edges(&mut self, visit: &Visit<'_>) -> Option<()> {
        let count = self.edges.len() / EDGE;
        let word::Segment { head, tail, .. } = visit.segment;
        let length = visit.text.len();
        let mut slot = slot_of(edge_hash(visit.number, head, tail, length), count);
        for _ in 0..count {
            let at = slot.wrapping_mul(EDGE);
            let bytes: &[u8; EDGE] = self.edges.get(at..)?.first_chunk()?;
            let child = u32_at(bytes, 4)?;
            if child == 0 {
                return None;
            }
            if u64_at(bytes, 8)? == head
                && u64_at(bytes, 16)? == tail
                && u32_at(bytes, 0)? == visit.number
                && offset_at(bytes, 24)? == length
                && (length <= 16 || self.text_at(offset_at(bytes, 28)?, length) == visit.text)
            {
                self.reach(child & !ANOTHER_EDGE, visit);
                if child & ANOTHER_EDGE == 0 {
                    return Some(());
                }
            }
            slot = next_slot(slot, count);
        }
        None
    }

    fn text_at(&self, offset: usize, length: usize) -> &[u8] {
        offset
            .checked_add(length)
            .and_then(|end| self.table.section(Section::Blob).get(offset..end))
            .unwrap_or_default()
    }

    /// Segments that are one parameter: pairs of a kind and a node.
    fn parameters(&mut self, list: u32, visit: &Visit<'_>) -> Option<()> {
        let mut list = self.table.list(list)?;
        while let (Some(kind), Some(child)) = (list.first(), list.at(1)) {
            let [class, min, max, _] = kind.to_le_bytes();
            if segment::is_parameter(visit.text, class, min, max) {
                self.reach_too(child, visit);
            }
            list = list.rest().rest();
        }
        Some(())
    }

    /// What may go on beyond the segment.
    fn tails(&mut self, tails: u32, visit: &Visit<'_>) -> Option<()> {
        let (table, rest) = (self.table, self.path.get(visit.start..)?);
        prefixes::each(table, tails, rest, |list| self.accept(list))
    }

    /// Segments of literals and parameters: triples of a program, the fewest bytes it takes and a node.
    fn mixed(&mut self, mixed: u32, visit: &Visit<'_>) -> Option<()> {
        let table = self.table;
        let text = std::str::from_utf8(visit.text).ok()?;
        prefixes::each(table, mixed, visit.text, |list| {
            let mut list = table.list(list).unwrap_or_default();
            while let (Some(program), Some(fewest), Some(child)) =
                (list.first(), list.at(1), list.at(2))
            {
                if text.len() >= fewest as usize && segment::matches(table.blob(program), text) {
                    self.reach_too(child, visit);
                }
                list = list.rest().rest().rest();
            }
        })
    }
}
