//! The trie written down: nodes and lists.

use redirect_runtime::index::candidate::{order, rule_of};
use redirect_runtime::index::mixed::ENTRY;
use redirect_runtime::index::segments::front;
use redirect_runtime::index::selector::SELECTED;
use redirect_runtime::pattern::program as op;
use redirect_runtime::table::{
    FEW, LEAF, ONE_ACCEPTED, ONE_EDGE, ONE_PARAMETER, ONE_TAIL, SLASHED,
};

use super::edges::{self, Edges};
use super::selector::{self, list};
use super::trie::{Mixed, Trie};
use crate::lower::blob::{Blob, number};
use crate::model::Rule;

/// Up to this many mixed segments of a node are looked at one by one.
const MOST_FEW: usize = 12;

/// In lists of parameters, any segment.
const ANY: u32 = u32::from_le_bytes([op::SEGMENT, 1, 0, 0]);

/// The sections that a trie becomes.
#[derive(Default)]
pub(in crate::lower) struct Written {
    pub(in crate::lower) nodes: Vec<u8>,
    pub(in crate::lower) edges: Vec<u8>,
    pub(in crate::lower) lists: Vec<u8>,
    /// Whether there is a selector among the lists.
    pub(in crate::lower) selects: bool,
}

impl Written {
    /// Writes candidates as a list or a selector.
    fn candidates(&mut self, candidates: &[u32], rules: &[Rule], blob: &mut Blob) -> u32 {
        let reference = selector::write(candidates, rules, &mut self.lists, blob);
        self.selects |= reference & SELECTED != 0;
        reference
    }
}

impl Trie {
    /// Writes everything; texts go into the blob.
    pub(in crate::lower) fn write(
        self,
        rules: &[Rule],
        names_of: &[u32],
        blob: &mut Blob,
    ) -> Written {
        let mut written = Written::default();
        let all = self.nodes.iter().enumerate();
        let hashed = all.filter(|&(at, _)| matches!(self.edges(at), Edges::Hashed));
        let hashes: Vec<u64> = hashed
            .flat_map(|(at, node)| {
                node.edges
                    .iter()
                    .map(move |(text, _)| edges::hash(at, text))
            })
            .collect();
        written.edges = edges::slots(&hashes);
        for (at, node) in self.nodes.iter().enumerate() {
            let (count, text, child) = match self.edges(at) {
                Edges::Hashed => {
                    for (text, child) in &node.edges {
                        edges::write(&mut written.edges, at, text, *child, blob);
                    }
                    (number(node.edges.len()), "", 0)
                }
                Edges::One(text, child) => (ONE_EDGE + number(text.len()), text, child),
                Edges::Leaf => (LEAF, "", 0),
                Edges::Slashed => (SLASHED, "", 0),
            };
            let (accepted, only, names) = match node.accepted.as_slice() {
                [only] => {
                    let names = names_of.get(rule_of(*only) as usize);
                    (ONE_ACCEPTED, *only, names.copied().unwrap_or(0))
                }
                all => (written.candidates(all, rules, blob), 0, 0),
            };
            let fields = [
                accepted,
                only,
                count,
                parameters(&node.parameters, &mut written.lists),
                tails(&node.tails, rules, &mut written, blob),
                mixed(&node.mixed, &mut written.lists, blob),
            ];
            let (first, second) = front(text.as_bytes());
            for field in fields.into_iter().chain([child, names]) {
                written.nodes.extend_from_slice(&field.to_le_bytes());
            }
            for word in [first, second] {
                written.nodes.extend_from_slice(&word.to_le_bytes());
            }
        }
        written
    }
}

fn parameters(parameters: &[(u32, u32)], lists: &mut Vec<u8>) -> u32 {
    if let [(ANY, child)] = parameters {
        return child | ONE_PARAMETER;
    }
    let flat: Vec<u32> = parameters
        .iter()
        .flat_map(|&(kind, child)| [kind, child])
        .collect();
    list(&flat, lists)
}

fn tails(
    tails: &[(String, Vec<u32>)],
    rules: &[Rule],
    written: &mut Written,
    blob: &mut Blob,
) -> u32 {
    let entries: Vec<(&str, u32)> = tails
        .iter()
        .map(|(prefix, candidates)| {
            let mut sorted = candidates.clone();
            sorted.sort_unstable_by_key(|&candidate| order(candidate));
            // Of a rule that is both proven and not, the proven one comes first and stays.
            sorted.dedup_by_key(|candidate| rule_of(*candidate));
            (prefix.as_str(), written.candidates(&sorted, rules, blob))
        })
        .collect();
    match entries.as_slice() {
        [("", list)] if *list < ONE_TAIL => *list | ONE_TAIL,
        _ => prefixes(entries, &mut written.lists, blob),
    }
}

fn mixed(mixed: &[Mixed], lists: &mut Vec<u8>, blob: &mut Blob) -> u32 {
    if (1..=MOST_FEW).contains(&mixed.len()) && lists.len() < FEW as usize {
        return few(mixed, lists, blob);
    }
    let mut by_prefix: Vec<(&str, Vec<u32>)> = Vec::new();
    let mut ordered: Vec<&Mixed> = mixed.iter().collect();
    ordered.sort_by(|a, b| a.prefix.cmp(&b.prefix));
    for Mixed {
        prefix,
        program,
        fewest,
        child,
        ..
    } in ordered
    {
        let triple = [blob.place(program.clone()), *fewest, *child];
        match by_prefix.last_mut() {
            Some((last, triples)) if last == prefix => triples.extend(triple),
            _ => by_prefix.push((prefix, triple.to_vec())),
        }
    }
    let entries = by_prefix
        .into_iter()
        .map(|(prefix, triples)| (prefix, list(&triples, lists)))
        .collect();
    prefixes(entries, lists, blob)
}

/// Writes mixed segments that are looked at one by one.
fn few(mixed: &[Mixed], lists: &mut Vec<u8>, blob: &mut Blob) -> u32 {
    let offset = number(lists.len() + 1);
    lists.extend_from_slice(&number(mixed.len()).to_le_bytes());
    for one in mixed {
        let front = one.prefix.as_bytes();
        let front = front.get(..front.len().min(8)).unwrap_or(front);
        let back = one.suffix.as_bytes();
        let back = back.get(back.len().saturating_sub(8)..).unwrap_or(back);
        let (mut head, mut tail) = ([0; 8], [0; 8]);
        for (to, from) in head.iter_mut().zip(front) {
            *to = *from;
        }
        for (to, from) in tail.iter_mut().rev().zip(back.iter().rev()) {
            *to = *from;
        }
        let start = lists.len();
        lists.extend_from_slice(&head);
        lists.extend_from_slice(&tail);
        lists.extend_from_slice(&[front.len() as u8, back.len() as u8]);
        lists.extend_from_slice(&(one.fewest.min(0xffff) as u16).to_le_bytes());
        lists.extend_from_slice(&blob.place(one.program.clone()).to_le_bytes());
        lists.extend_from_slice(&one.child.to_le_bytes());
        lists.resize(start + ENTRY, 0);
    }
    offset | FEW
}

/// Writes texts with payloads, sorted, each with the longest other that it extends.
fn prefixes(mut entries: Vec<(&str, u32)>, lists: &mut Vec<u8>, blob: &mut Blob) -> u32 {
    if entries.is_empty() {
        return 0;
    }
    entries.sort_unstable();
    let offset = number(lists.len() + 1);
    lists.extend_from_slice(&number(entries.len()).to_le_bytes());
    // The entries that the current one may extend, the longest last.
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (index, &(text, payload)) in entries.iter().enumerate() {
        while open
            .last()
            .is_some_and(|(_, shorter)| !text.starts_with(shorter))
        {
            open.pop();
        }
        let shorter = open.last().map_or(0, |&(at, _)| number(at + 1));
        let place = blob.place(text.as_bytes().to_vec());
        for field in [place, number(text.len()), shorter, payload] {
            lists.extend_from_slice(&field.to_le_bytes());
        }
        open.push((index, text));
    }
    offset
}
