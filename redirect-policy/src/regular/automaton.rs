//! Patterns as automata over characters, so that languages can be compared and not texts.

mod build;

use super::symbol::{self, Alphabet, SLASH, Symbol};
use crate::pattern::Class;

/// A nondeterministic automaton for the language of a pattern.
///
/// Proofs run unoptimised: what is reached without a character is known beforehand, and all states share two lists.
#[derive(Clone, Debug)]
pub(crate) struct Automaton {
    states: Vec<State>,
    edges: Vec<(Label, u32)>,
    /// For each state those that are reached from it without a character, itself too; only those that can go on.
    closures: Vec<u32>,
    accept: u32,
}

/// A state: the ends of its parts of the two lists, which begin where those of the state before it end.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    edges: u32,
    closure: u32,
}

/// The characters that an edge takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// This one.
    Exact(Symbol),
    /// This one in either case.
    Folded(Symbol),
    /// One byte of a class.
    Byte(Class),
    /// A triplet.
    Triplet,
    /// Anything but `/`.
    NotSlash,
    /// Anything.
    Any,
}

impl Label {
    fn takes(self, symbol: Symbol) -> bool {
        match self {
            Label::Exact(own) => own == symbol,
            Label::Folded(own) => own == symbol || symbol::other_case(own) == Some(symbol),
            Label::Byte(class) => symbol::in_class(class, symbol),
            Label::Triplet => symbol::is_triplet(symbol),
            Label::NotSlash => symbol != SLASH,
            Label::Any => true,
        }
    }
}

/// The way in which the items of a pattern are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Letters of literals and enumerations match in either case.
    pub(crate) fold: bool,
    /// The pattern is that of a host, whose variables match no dot.
    pub(crate) host: bool,
    /// The pattern is that of a path, whose literals match encoded delimiters too.
    pub(crate) path: bool,
}

impl Reading {
    /// That of a path.
    pub(crate) const PATH: Self = Reading {
        fold: false,
        host: false,
        path: true,
    };
}

impl Automaton {
    /// Returns the number of states.
    pub(crate) fn len(&self) -> usize {
        self.states.len()
    }

    /// Tells an alphabet which characters the pattern names.
    pub(crate) fn name_symbols(&self, alphabet: &mut Alphabet) {
        for (label, _) in &self.edges {
            match label {
                Label::Exact(symbol) => alphabet.name(*symbol),
                Label::Folded(symbol) => {
                    alphabet.name(*symbol);
                    if let Some(other) = symbol::other_case(*symbol) {
                        alphabet.name(other);
                    }
                }
                _ => {}
            }
        }
    }

    /// The states at the beginning.
    pub(crate) fn start(&self) -> Vec<u32> {
        let mut states = self.closure(0).to_vec();
        states.sort_unstable();
        states
    }

    /// Adds the states that a state leads to with a character.
    pub(crate) fn step(&self, state: u32, symbol: Symbol, reached: &mut Vec<u32>) {
        for (label, next) in self.edges(state) {
            if label.takes(symbol) {
                for &state in self.closure(*next) {
                    if !reached.contains(&state) {
                        reached.push(state);
                    }
                }
            }
        }
    }

    fn edges(&self, state: u32) -> &[(Label, u32)] {
        let (from, to) = self.ends(state, |state| state.edges);
        self.edges.get(from..to).unwrap_or_default()
    }

    fn closure(&self, state: u32) -> &[u32] {
        let (from, to) = self.ends(state, |state| state.closure);
        self.closures.get(from..to).unwrap_or_default()
    }

    /// Where the part of a state begins and ends in a list.
    fn ends(&self, state: u32, end: impl Fn(&State) -> u32) -> (usize, usize) {
        let at = state as usize;
        let before = at.checked_sub(1).and_then(|before| self.states.get(before));
        let (from, to) = (before.map_or(0, &end), self.states.get(at).map_or(0, &end));
        (from as usize, to as usize)
    }

    /// Tells the characters that lead on from a state, if the pattern names each of them; returns false if it does not.
    pub(crate) fn named(&self, state: u32, mut tell: impl FnMut(Symbol)) -> bool {
        for (label, _) in self.edges(state) {
            match label {
                Label::Exact(symbol) => tell(*symbol),
                _ => return false,
            }
        }
        true
    }

    /// Returns true if a text that ends in a state belongs to the language.
    pub(crate) fn accepts(&self, state: u32) -> bool {
        state == self.accept
    }

    /// Returns true if a whole text belongs to the language.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let mut states = self.start();
        let mut reached = Vec::new();
        for symbol in symbol::symbols(text) {
            for state in &states {
                self.step(*state, symbol, &mut reached);
            }
            reached.sort_unstable();
            reached.dedup();
            std::mem::swap(&mut states, &mut reached);
            reached.clear();
        }
        states.contains(&self.accept)
    }
}
