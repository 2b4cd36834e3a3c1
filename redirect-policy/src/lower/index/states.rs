//! The trie made deterministic: a state is the set of all nodes that the same segments lead to.
//!
//! Sets can be many more than nodes. Beyond a budget a set becomes several states of one node each, which the walk
//! visits one after another; the trie itself is then the bound.

use std::collections::{BTreeMap, HashMap};

use super::trie::{Accepted, ENCODED_ROOT, FOLDED_ROOT, Node, ROOT, Test, Trie};
use crate::lower::blob::number;
use redirect_runtime::index::test::MOST_TESTS;
use redirect_runtime::pattern::segment::matches as matches_segment;
use redirect_runtime::table::STATE;

/// The offset of a state, by its number.
pub(super) fn state_offset(state: u32) -> u32 {
    state.saturating_mul(number(STATE))
}

/// The most states for each node, and edges for each edge.
const MOST_TIMES: usize = 8;
/// The most states and edges beside those.
const FEW: usize = 256;
/// The most candidates of a state of several nodes: what many rules accept is not copied.
const MOST_ACCEPTED: usize = 32;

/// The states that a segment leads to: none, one, or several that never meet again.
pub(in crate::lower) type Target = Vec<u32>;

/// A state.
#[derive(Default)]
pub(in crate::lower) struct State<'t> {
    /// In file order, each rule once.
    pub(in crate::lower) accepted: Vec<Accepted>,
    /// True if whatever follows is accepted, and nothing else.
    pub(in crate::lower) accepts_anything: bool,
    /// Where literal segments lead that are not empty.
    pub(in crate::lower) edges: Vec<(&'t str, Target)>,
    /// Where an empty segment leads.
    pub(in crate::lower) behind_empty: Target,
    /// The tests that tell where other segments lead.
    pub(in crate::lower) tests: Vec<&'t Test>,
    /// Where they lead, for each combination of passed tests.
    pub(in crate::lower) behind_other: Vec<Target>,
    /// Tests that lead to a state of their own.
    pub(in crate::lower) forks: Vec<(&'t Test, u32)>,
}

/// The states as they are found.
pub(in crate::lower) struct States<'t> {
    trie: &'t Trie,
    /// The nodes of each state, sorted.
    nodes: Vec<Vec<u32>>,
    numbers: HashMap<Vec<u32>, u32>,
    /// The edges of the states that are wanted.
    edges: usize,
    most_states: usize,
    most_edges: usize,
}

/// All states of a trie: those of the roots first.
pub(in crate::lower) fn states(trie: &Trie) -> Vec<State<'_>> {
    let edges: usize = trie.nodes.iter().map(|node| node.edges.len()).sum();
    let mut states = States {
        trie,
        nodes: Vec::new(),
        numbers: HashMap::new(),
        edges: 0,
        most_states: MOST_TIMES * trie.nodes.len() + FEW,
        most_edges: MOST_TIMES * edges + FEW,
    };
    // The roots come first, as the walk expects them.
    for root in [ROOT, FOLDED_ROOT, ENCODED_ROOT] {
        states.nodes.push(vec![root]);
    }
    let mut all = Vec::new();
    while let Some(nodes) = states.nodes.get(all.len()) {
        let nodes = nodes.clone();
        all.push(states.state(&nodes));
    }
    all
}

impl<'t> States<'t> {
    fn node(&self, number: u32) -> Option<&'t Node> {
        self.trie.nodes.get(number as usize)
    }

    fn state(&mut self, numbers: &[u32]) -> State<'t> {
        let nodes: Vec<&Node> = numbers.iter().filter_map(|&at| self.node(at)).collect();
        let mut state = State {
            accepted: accepted(&nodes),
            accepts_anything: nodes.iter().all(|node| node.spans),
            ..State::default()
        };
        if state.accepts_anything {
            return state;
        }
        let spanning = numbers.iter().zip(&nodes).filter(|(_, node)| node.spans);
        let mut rest: Vec<u32> = spanning.map(|(&number, _)| number).collect();
        rest.extend(nodes.iter().filter_map(|node| node.rest));
        let mut other = rest.clone();
        other.extend(nodes.iter().filter_map(|node| node.any));
        let tests: Vec<&Test> = nodes.iter().flat_map(|node| &node.tests).collect();
        // Too many are left to the walk: only in a state of one node.
        let forks = tests.len() > MOST_TESTS;
        let decided: &[&Test] = if forks { &[] } else { &tests };

        let mut edges: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (text, child) in nodes.iter().flat_map(|node| &node.edges) {
            edges.entry(text).or_default().push(*child);
        }
        for (text, mut children) in edges {
            if text.is_empty() {
                rest.extend(children);
                continue;
            }
            let passed = decided.iter().filter(|test| test.passes(text));
            children.extend(passed.map(|test| test.child));
            children.extend(&other);
            let target = self.target(children);
            state.edges.push((text, target));
        }
        state.behind_empty = self.target(rest);
        for passed in 0..1_usize << decided.len() {
            let is_passed = |at: &usize| passed >> at & 1 == 1;
            let passed: Vec<&Test> = (0..decided.len())
                .filter(is_passed)
                .filter_map(|at| decided.get(at).copied())
                .collect();
            let mut children = other.clone();
            if can_all_pass(&passed) {
                children.extend(passed.iter().map(|test| test.child));
            }
            let target = self.target(children);
            state.behind_other.push(target);
        }
        if forks {
            for test in tests {
                let target = self.target(vec![test.child]);
                state.forks.extend(target.first().map(|&at| (test, at)));
            }
        } else {
            state.tests = tests;
        }
        state
    }

    /// The states for a set of nodes.
    fn target(&mut self, mut nodes: Vec<u32>) -> Target {
        nodes.sort_unstable();
        nodes.dedup();
        if let Some(&known) = self.numbers.get(&nodes) {
            return vec![known];
        }
        if nodes.len() > 1 && !self.is_moderate(&nodes) {
            let one = |node| self.target(vec![node]);
            return nodes.into_iter().flat_map(one).collect();
        }
        if nodes.is_empty() {
            return Vec::new();
        }
        let number = number(self.nodes.len());
        // Counted as soon as the state is wanted: one state may want as many as it has edges.
        self.edges += self.edges_of(&nodes);
        self.nodes.push(nodes.clone());
        self.numbers.insert(nodes, number);
        vec![number]
    }

    /// Returns true if a set of nodes may be a state: within the budget, and with few tests and candidates.
    fn is_moderate(&self, numbers: &[u32]) -> bool {
        let nodes = || numbers.iter().filter_map(|&node| self.node(node));
        let tests: usize = nodes().map(|node| node.tests.len()).sum();
        let accepted: usize = nodes().map(|node| node.accepted.len()).sum();
        tests <= MOST_TESTS
            && accepted <= MOST_ACCEPTED
            && self.nodes.len() < self.most_states
            && self.edges + self.edges_of(numbers) < self.most_edges
    }

    /// The edges of a set of nodes, those of one text counted apart.
    fn edges_of(&self, numbers: &[u32]) -> usize {
        let nodes = numbers.iter().filter_map(|&node| self.node(node));
        nodes.map(|node| node.edges.len()).sum()
    }
}

impl Test {
    /// Returns true if a segment passes.
    fn passes(&self, text: &str) -> bool {
        matches_segment(&self.program, text.as_bytes(), false)
    }
}

/// Returns true if one segment can pass all of these tests, as far as their ends tell.
fn can_all_pass(tests: &[&Test]) -> bool {
    let begin = |one: &Test, other: &Test| one.prefix.starts_with(&other.prefix);
    let end = |one: &Test, other: &Test| one.suffix.ends_with(&other.suffix);
    tests.iter().all(|one| {
        tests.iter().all(|other| {
            (begin(one, other) || begin(other, one)) && (end(one, other) || end(other, one))
        })
    })
}

/// Returns the rules that nodes accept: in file order, of each rule the proven candidate, with its names where all
/// nodes bind them alike.
fn accepted(nodes: &[&Node]) -> Vec<Accepted> {
    let all = nodes.iter().flat_map(|node| &node.accepted);
    let mut all: Vec<Accepted> = all.copied().collect();
    all.sort_by_key(|accepted| accepted.candidate.order());
    let rules = all.chunk_by(|a, b| a.candidate.rule() == b.candidate.rule());
    rules
        .filter_map(|same| {
            let first = *same.first()?;
            let alike = same.iter().all(|other| other.names == first.names);
            Some(Accepted {
                names: if alike { first.names } else { 0 },
                ..first
            })
        })
        .collect()
}
