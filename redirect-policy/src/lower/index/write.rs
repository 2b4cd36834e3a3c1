//! The states written down, with their edges and lists.

use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::index::segments::front;
use redirect_runtime::index::selector::SELECTED;
use redirect_runtime::index::test::TEST;
use redirect_runtime::simd::hash::edge_bit;
use redirect_runtime::table::{ANYTHING, FEW, FORKS, HASHED, ONE_EDGE, SPLIT, TESTED};

use super::edges;
use super::selector::{self, list};
use super::states::{State, state_offset, states};
use super::trie::{Accepted, Test, Trie};
use crate::lower::blob::{Blob, number};
use crate::model::Rule;

/// Up to this many tests that each lead to a state of their own are looked at one by one.
const MOST_FEW: usize = 12;

/// The sections that a trie becomes.
#[derive(Default)]
pub(in crate::lower) struct Written {
    pub(in crate::lower) states: Vec<u8>,
    pub(in crate::lower) edges: Vec<u8>,
    pub(in crate::lower) lists: Vec<u8>,
    /// True if there is a selector among the lists.
    pub(in crate::lower) selects: bool,
}

/// Writes the states of a trie; texts go into the blob.
pub(in crate::lower) fn write(trie: &Trie, rules: &[Rule], blob: &mut Blob) -> Written {
    let states = states(trie);
    let mut written = Written {
        edges: edges::slots(&hashes(&states)),
        ..Written::default()
    };
    for (at, state) in states.iter().enumerate() {
        written.state(at, state, rules, blob);
    }
    written
}

/// The hashes of all edges that are found by hash.
fn hashes(states: &[State<'_>]) -> Vec<u64> {
    let hashed = states
        .iter()
        .enumerate()
        .filter(|(_, state)| one_edge(state).is_none());
    let of_state = |(at, state): (usize, &State<'_>)| -> Vec<u64> {
        let edges = state.edges.iter();
        edges.map(|(text, _)| edges::hash(at, text)).collect()
    };
    hashed.flat_map(of_state).collect()
}

/// The edge of a state that has one, if it is short.
fn one_edge<'s>(state: &'s State<'_>) -> Option<(&'s str, &'s [u32])> {
    match state.edges.as_slice() {
        [(text, target)] if text.len() <= 16 => Some((text, target)),
        _ => None,
    }
}

impl Written {
    fn state(&mut self, at: usize, state: &State<'_>, rules: &[Rule], blob: &mut Blob) {
        let (first, names, all) = self.accepted(&state.accepted, rules, blob);
        let (mut edges, mut edge_target, mut words) = (0, 0, (0, 0));
        if state.accepts_anything {
            edges = ANYTHING;
        } else if let Some((text, target)) = one_edge(state) {
            edges = ONE_EDGE + number(text.len());
            edge_target = self.target(target);
            words = front(text.as_bytes());
        } else if !state.edges.is_empty() {
            edges = HASHED;
            for (text, target) in &state.edges {
                let target = self.target(target);
                edges::write(&mut self.edges, at, text, target, blob);
                words.0 |= 1 << edge_bit(front(text.as_bytes()), text.len());
            }
        }
        if !state.forks.is_empty() {
            edges |= FORKS;
        }
        let fields = [
            first,
            names,
            all,
            self.target(&state.behind_empty),
            self.behind_other(state, blob),
            self.forks(&state.forks, blob),
            edges,
            edge_target,
        ];
        for field in fields {
            self.states.extend_from_slice(&field.to_le_bytes());
        }
        for word in [words.0, words.1] {
            self.states.extend_from_slice(&u64::to_le_bytes(word));
        }
    }

    /// The first candidate with its names, and the list or selector of all, if there are several.
    fn accepted(
        &mut self,
        accepted: &[Accepted],
        rules: &[Rule],
        blob: &mut Blob,
    ) -> (u32, u32, u32) {
        match accepted {
            [] => (Candidate::NONE.bits(), 0, 0),
            [one] => (one.candidate.bits(), one.names, 0),
            [first, ..] => {
                let all: Vec<Candidate> = accepted.iter().map(|one| one.candidate).collect();
                let all = selector::write(&all, rules, &mut self.lists, blob);
                self.selects |= all & SELECTED != 0;
                (first.candidate.bits(), first.names, all)
            }
        }
    }

    fn target(&mut self, target: &[u32]) -> u32 {
        match target {
            [] => 0,
            [one] => state_offset(*one),
            several => {
                let several: Vec<u32> = several.iter().map(|&state| state_offset(state)).collect();
                list(&several, &mut self.lists) | SPLIT
            }
        }
    }

    /// Where segments lead that no edge has.
    fn behind_other(&mut self, state: &State<'_>, blob: &mut Blob) -> u32 {
        let targets = state.behind_other.iter();
        let targets: Vec<u32> = targets.map(|target| self.target(target)).collect();
        if state.tests.is_empty() {
            return targets.first().copied().unwrap_or(0);
        }
        let offset = number(self.lists.len() + 1);
        self.lists
            .extend_from_slice(&number(state.tests.len()).to_le_bytes());
        for test in &state.tests {
            self.test(test, 0, blob);
        }
        for target in targets {
            self.lists.extend_from_slice(&target.to_le_bytes());
        }
        offset | TESTED
    }

    fn test(&mut self, test: &Test, state: u32, blob: &mut Blob) {
        let front = test.prefix.as_bytes();
        let front = front.get(..front.len().min(8)).unwrap_or(front);
        let back = test.suffix.as_bytes();
        let back = back.get(back.len().saturating_sub(8)..).unwrap_or(back);
        let (mut head, mut tail) = ([0; 8], [0; 8]);
        for (to, from) in head.iter_mut().zip(front) {
            *to = *from;
        }
        for (to, from) in tail.iter_mut().rev().zip(back.iter().rev()) {
            *to = *from;
        }
        let program = match test.ends_decide {
            true => 0,
            false => blob.place(test.program.clone()) + 1,
        };
        let start = self.lists.len();
        self.lists.extend_from_slice(&head);
        self.lists.extend_from_slice(&tail);
        self.lists
            .extend_from_slice(&[front.len() as u8, back.len() as u8]);
        self.lists
            .extend_from_slice(&(test.fewest.min(0xffff) as u16).to_le_bytes());
        self.lists.extend_from_slice(&program.to_le_bytes());
        self.lists.extend_from_slice(&state.to_le_bytes());
        self.lists.resize(start + TEST, 0);
    }

    /// Tests that each lead to a state of their own.
    fn forks(&mut self, forks: &[(&Test, u32)], blob: &mut Blob) -> u32 {
        if (1..=MOST_FEW).contains(&forks.len()) && self.lists.len() < FEW as usize {
            let offset = number(self.lists.len() + 1);
            self.lists
                .extend_from_slice(&number(forks.len()).to_le_bytes());
            for (test, state) in forks {
                self.test(test, state_offset(*state), blob);
            }
            return offset | FEW;
        }
        let mut by_prefix: Vec<(&str, Vec<u32>)> = Vec::new();
        let mut ordered: Vec<&(&Test, u32)> = forks.iter().collect();
        ordered.sort_by(|(a, _), (b, _)| a.prefix.cmp(&b.prefix));
        for (test, state) in ordered {
            let triple = [
                blob.place(test.program.clone()) + 1,
                test.fewest,
                state_offset(*state),
            ];
            match by_prefix.last_mut() {
                Some((last, triples)) if *last == test.prefix => triples.extend(triple),
                _ => by_prefix.push((&test.prefix, triple.to_vec())),
            }
        }
        let entries = by_prefix
            .into_iter()
            .map(|(prefix, triples)| (prefix, list(&triples, &mut self.lists)))
            .collect();
        prefixes(entries, &mut self.lists, blob)
    }
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
