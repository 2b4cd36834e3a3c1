//! The trie of patterns: all nodes that are alive, segment by segment.
//!
//! A node is reached by one kind of segment after another, so that a path visits each at most once: the work is
//! bounded by the length of the path times the rules that are still possible, and no table can blow up.

use super::candidates::Candidates;
use super::{prefixes, segment, selector};
use crate::request::Request;
use crate::table::{EDGE, NODE, Section, Table};
use crate::word::{edge_hash, ends, offset_at, segment_end, u32_at, u64_at};

/// How many nodes are alive at once without an allocation.
const INLINE: usize = 16;

/// The nodes that are alive at one depth.
#[derive(Default)]
struct Alive {
    inline: [u32; INLINE],
    count: usize,
    more: Vec<u32>,
}

impl Alive {
    #[inline]
    fn add(&mut self, node: u32) {
        match self.inline.get_mut(self.count) {
            Some(slot) => {
                *slot = node;
                self.count += 1;
            }
            None => self.more.push(node),
        }
    }

    #[inline]
    fn clear(&mut self) {
        self.count = 0;
        self.more.clear();
    }

    #[inline]
    fn iter(&self) -> impl Iterator<Item = u32> {
        let inline = self.inline.get(..self.count).unwrap_or_default();
        inline.iter().chain(&self.more).copied()
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A node's fields.
#[derive(Clone, Copy)]
struct Node {
    accepted: u32,
    tails: u32,
    parameters: u32,
    mixed: u32,
    edges: u32,
}

#[inline]
fn node(table: &Table<'_>, number: u32) -> Option<Node> {
    let at = (number as usize).checked_mul(NODE)?;
    let bytes = table.section(Section::Nodes).get(at..)?;
    let bytes: &[u8; NODE] = bytes.first_chunk()?;
    let field = |index: usize| u32_at(bytes, index * 4).unwrap_or(0);
    Some(Node {
        accepted: field(0),
        tails: field(1),
        parameters: field(2),
        mixed: field(3),
        edges: field(4),
    })
}

/// The part of a path between two slashes.
struct Step<'p> {
    /// From the segment's first byte to the end of the path.
    rest: &'p [u8],
    segment: &'p [u8],
    last: bool,
    ends: (u64, u64),
}

/// Adds the candidates of all patterns under a root that match a path.
pub(super) fn walk<'a>(
    table: &Table<'a>,
    path: &[u8],
    root: u32,
    request: Option<&Request<'_>>,
    found: &mut Candidates<'a>,
) {
    let mut alive = Alive::default();
    let mut reached = Alive::default();
    alive.add(root);
    let mut start = 1;
    while !alive.is_empty() {
        let Some(rest) = path.get(start..) else {
            return;
        };
        let end = segment_end(path, start);
        let segment = path.get(start..end).unwrap_or_default();
        let step = Step {
            rest,
            segment,
            last: end >= path.len(),
            ends: ends(segment),
        };
        reached.clear();
        for number in alive.iter() {
            if let Some(node) = node(table, number) {
                if node.tails != 0 {
                    prefixes::each(table, node.tails, step.rest, |list| {
                        selector::add(table, list, request, found);
                    });
                }
                follow(table, number, &node, &step, &mut reached);
            }
        }
        if step.last {
            for number in reached.iter() {
                if let Some(node) = node(table, number) {
                    selector::add(table, node.accepted, request, found);
                }
            }
            return;
        }
        std::mem::swap(&mut alive, &mut reached);
        start = end.saturating_add(1);
    }
}

/// The nodes that a segment leads to.
#[inline]
fn follow(table: &Table<'_>, number: u32, node: &Node, step: &Step<'_>, reached: &mut Alive) {
    if node.edges != 0 {
        edges(table, number, step, reached);
    }
    if let Some(parameters) = table.list(node.parameters) {
        // Pairs of a kind and a node.
        for pair in 0..parameters.len() / 2 {
            if let (Some(kind), Some(child)) =
                (parameters.at(2 * pair), parameters.at(2 * pair + 1))
            {
                let [class, min, max, _] = kind.to_le_bytes();
                if segment::is_parameter(step.segment, class, min, max) {
                    reached.add(child);
                }
            }
        }
    }
    if node.mixed != 0 {
        prefixes::each(table, node.mixed, step.segment, |list| {
            mixed(table, list, step, reached);
        });
    }
}

/// Literal segments: all edges of this node and text (an enumeration's value may stand beside a literal).
#[inline]
fn edges(table: &Table<'_>, number: u32, step: &Step<'_>, reached: &mut Alive) -> Option<()> {
    let slots = table.section(Section::Edges);
    let mask = (slots.len() / EDGE).checked_sub(1)?;
    let (head, tail) = step.ends;
    let length = step.segment.len();
    let mut slot = edge_hash(number, head, tail, length) as usize >> 7 & mask;
    for _ in 0..=mask {
        let bytes: &[u8; EDGE] = slots.get(slot.wrapping_mul(EDGE)..)?.first_chunk()?;
        let child = u32_at(bytes, 4)?.checked_sub(1)?;
        if u32_at(bytes, 0)? == number
            && u64_at(bytes, 8)? == head
            && u64_at(bytes, 16)? == tail
            && offset_at(bytes, 24)? == length
            && (length <= 16 || text_at(table, offset_at(bytes, 28)?, length) == step.segment)
        {
            reached.add(child);
        }
        slot = slot.wrapping_add(1) & mask;
    }
    None
}

fn text_at<'a>(table: &Table<'a>, offset: usize, length: usize) -> &'a [u8] {
    offset
        .checked_add(length)
        .and_then(|end| table.section(Section::Blob).get(offset..end))
        .unwrap_or_default()
}

/// Segments of literals and parameters: triples of a program, the fewest bytes it takes and a node.
fn mixed(table: &Table<'_>, list: u32, step: &Step<'_>, reached: &mut Alive) -> Option<()> {
    let list = table.list(list)?;
    let text = std::str::from_utf8(step.segment).ok()?;
    for triple in 0..list.len() / 3 {
        let fewest = list.at(triple * 3 + 1)? as usize;
        if step.segment.len() >= fewest && segment::matches(table.blob(list.at(triple * 3)?), text)
        {
            reached.add(list.at(triple * 3 + 2)?);
        }
    }
    Some(())
}
