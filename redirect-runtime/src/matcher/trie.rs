//! The trie of patterns: all nodes that are alive, segment by segment.
//!
//! A node is reached by one kind of segment after another, so that a path visits each at most once: the work is
//! bounded by the length of the path times the rules that are still possible, and no table can blow up.

use super::candidates::Candidates;
use super::{mixed, prefixes, segment, selector, steps};
use crate::request::Request;
use crate::table::{
    ANOTHER_EDGE, EDGE, List, NODE, ONE_ACCEPTED, ONE_EDGE, ONE_PARAMETER, ONE_TAIL, Section, Table,
};
use crate::word::{self, edge_hash, next_slot, segment_hash, slot_of};

/// How many nodes are visited without an allocation.
const INLINE: usize = 16;

/// Nodes in the order in which they are visited: those that stand behind the same number of segments are neighbours.
struct Queue {
    inline: [u32; INLINE],
    more: Vec<u32>,
    count: usize,
}

impl Queue {
    #[inline]
    fn new(root: u32) -> Self {
        let mut inline = [0; INLINE];
        inline[0] = root;
        Queue {
            inline,
            more: Vec::new(),
            count: 1,
        }
    }

    #[inline]
    fn at(&self, index: usize) -> Option<u32> {
        match self.inline.get(index) {
            Some(node) => Some(*node),
            None => self.more.get(index - INLINE).copied(),
        }
    }

    #[inline]
    fn push(&mut self, node: u32) {
        match self.inline.get_mut(self.count) {
            Some(slot) => *slot = node,
            None => self.more.push(node),
        }
        self.count += 1;
    }
}

/// A node: see [`table`](crate::table).
#[derive(Clone, Copy)]
struct Node<'a> {
    bytes: &'a [u8; NODE],
}

impl<'a> Node<'a> {
    #[inline(always)]
    fn read(table: &Table<'a>, number: u32) -> Option<Self> {
        let bytes = table.chunk(Section::Nodes, (number as usize).checked_mul(NODE)?)?;
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

/// A literal segment that leads on: see [`table`](crate::table).
struct Edge {
    node: u32,
    child: u32,
    head: u64,
    tail: u64,
    length: u32,
    text: u32,
}

impl Edge {
    #[inline(always)]
    fn read(table: &Table<'_>, slot: usize) -> Option<Self> {
        let bytes: &[u8; EDGE] = table.chunk(Section::Edges, slot.checked_mul(EDGE)?)?;
        Some(Edge {
            node: word::u32_at(bytes, 0)?,
            child: word::u32_at(bytes, 4)?,
            head: word::u64_at(bytes, 8)?,
            tail: word::u64_at(bytes, 16)?,
            length: word::u32_at(bytes, 24)?,
            text: word::u32_at(bytes, 28)?,
        })
    }

    /// Whether it leads on behind a segment.
    #[inline(always)]
    fn is(&self, visit: &Visit<'_>, table: &Table<'_>) -> bool {
        let length = visit.text.len();
        let ends = (self.head ^ visit.segment.head) | (self.tail ^ visit.segment.tail);
        ends == 0 && self.length as usize == length && (length <= 16 || self.is_long(visit, table))
    }

    #[inline(never)]
    fn is_long(&self, visit: &Visit<'_>, table: &Table<'_>) -> bool {
        let text = table.from(Section::Blob, self.text as usize);
        text.get(..visit.text.len()) == Some(visit.text)
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

/// The segment that leads on from the nodes that are alive.
struct Visit<'w> {
    start: usize,
    segment: word::Segment,
    hash: u64,
    text: &'w [u8],
    /// Whether the path ends with it.
    last: bool,
}

/// A walk under way.
struct Walk<'w, 'a, 'r> {
    table: &'w Table<'a>,
    path: Path<'w>,
    request: Option<&'w Request<'r>>,
    found: &'w mut Candidates<'a>,
    queue: Queue,
    /// No node is visited twice: a table in which one would be is damaged.
    most: usize,
}

/// Adds the candidates of all patterns under a root that match a path.
pub(super) fn walk<'a>(
    table: &Table<'a>,
    path: Path<'_>,
    root: u32,
    request: Option<&Request<'_>>,
    found: &mut Candidates<'a>,
) {
    let mut walk = Walk {
        table,
        path,
        request,
        found,
        queue: Queue::new(root),
        most: table.length(Section::Nodes) / NODE,
    };
    let (mut next, mut start) = (0, 1);
    while next < walk.queue.count {
        let alive = walk.queue.count;
        let segment = word::segment(path.bytes, start);
        let visit = Visit {
            start,
            segment,
            hash: segment_hash(segment.head, segment.tail, segment.end.wrapping_sub(start)),
            text: path.bytes.get(start..segment.end).unwrap_or_default(),
            last: segment.end >= path.bytes.len(),
        };
        while next < alive {
            if let Some(number) = walk.queue.at(next) {
                walk.visit(number, &visit);
            }
            next += 1;
        }
        start = segment.end + 1;
    }
}

impl Walk<'_, '_, '_> {
    /// Follows whatever leads on from a node.
    #[inline(always)]
    fn visit(&mut self, number: u32, visit: &Visit<'_>) -> Option<()> {
        let node = Node::read(self.table, number)?;
        steps::count(visit.text.len());
        let edges = node.edges();
        if edges & ONE_EDGE != 0 {
            let edge = Edge::read(self.table, (edges & !ONE_EDGE) as usize)?;
            if edge.is(visit, self.table) {
                self.reach(edge.child & !ANOTHER_EDGE, visit);
            }
        } else if edges != 0 {
            self.edges(number, visit);
        }
        let parameters = node.parameters();
        if parameters & ONE_PARAMETER != 0 {
            if !visit.text.is_empty() {
                self.reach(parameters & !ONE_PARAMETER, visit);
            }
        } else if parameters != 0 {
            self.parameters(parameters, visit);
        }
        if node.tails() != 0 {
            self.tails(node.tails(), visit);
        }
        if node.mixed() != 0 {
            self.mixed(node.mixed(), visit);
        }
        Some(())
    }

    /// Goes on behind a segment.
    #[inline(always)]
    fn reach(&mut self, child: u32, visit: &Visit<'_>) {
        if !visit.last {
            if self.queue.count < self.most {
                self.queue.push(child);
            }
            return;
        }
        match Node::read(self.table, child) {
            Some(node) if node.accepted() == ONE_ACCEPTED => self.found.add(node.one_accepted()),
            Some(node) if node.accepted() != 0 => self.accept(node.accepted()),
            _ => {}
        }
    }

    /// The same for what is rare, out of line.
    #[inline(never)]
    fn reach_too(&mut self, child: u32, visit: &Visit<'_>) {
        self.reach(child, visit);
    }

    #[inline(never)]
    fn accept(&mut self, list: u32) {
        selector::add(self.table, list, self.request, self.found);
    }

    /// Literal segments: all edges of this node and text (an enumeration's value may stand beside a literal).
    #[inline(always)]
    fn edges(&mut self, number: u32, visit: &Visit<'_>) -> Option<()> {
        let count = self.table.length(Section::Edges) / EDGE;
        let mut slot = slot_of(edge_hash(number, visit.hash), count);
        for _ in 0..count {
            let edge = Edge::read(self.table, slot)?;
            if edge.child == 0 {
                return None;
            }
            if edge.node == number && edge.is(visit, self.table) {
                self.reach(edge.child & !ANOTHER_EDGE, visit);
                if edge.child & ANOTHER_EDGE == 0 {
                    return Some(());
                }
            }
            slot = next_slot(slot, count);
        }
        None
    }

    /// Segments that are one parameter: pairs of a kind and a node.
    #[inline(never)]
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
    #[inline(never)]
    fn tails(&mut self, tails: u32, visit: &Visit<'_>) -> Option<()> {
        if tails & ONE_TAIL != 0 {
            self.accept(tails & !ONE_TAIL);
            return Some(());
        }
        let (table, rest) = (self.table, self.path.bytes.get(visit.start..)?);
        prefixes::each(table, tails, rest, |list| self.accept(list))
    }

    /// Segments of literals and parameters.
    #[inline(never)]
    fn mixed(&mut self, mixed: u32, visit: &Visit<'_>) -> Option<()> {
        let (table, plain) = (self.table, self.path.plain);
        mixed::each(
            table,
            mixed,
            &visit.segment,
            visit.text,
            |program, child| {
                if segment::matches(table.blob(program), visit.text, plain) {
                    self.reach_too(child, visit);
                }
            },
        )
    }
}
