//! Patterns as automata over characters, so that languages can be compared and not texts.

mod build;

use super::symbol::{self, Alphabet, SLASH, Symbol};
use crate::pattern::Class;

/// A nondeterministic automaton for the language of a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Automaton {
    states: Vec<State>,
    accept: u32,
}

/// A state: where each character leads, and the states that are reached without one.
#[derive(Clone, Debug, Default)]
struct State {
    edges: Vec<(Label, u32)>,
    empty: Vec<u32>,
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

/// How the items of a pattern are to be read.
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
    /// How many states there are.
    pub(crate) fn len(&self) -> usize {
        self.states.len()
    }

    /// Tells an alphabet which characters the pattern names.
    pub(crate) fn name_symbols(&self, alphabet: &mut Alphabet) {
        for (label, _) in self.states.iter().flat_map(|state| &state.edges) {
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
        let mut states = Vec::new();
        self.close(0, &mut states);
        states.sort_unstable();
        states
    }

    /// Adds the states that a state leads to with a character.
    pub(crate) fn step(&self, state: u32, symbol: Symbol, reached: &mut Vec<u32>) {
        if let Some(state) = self.states.get(state as usize) {
            for (label, next) in &state.edges {
                if label.takes(symbol) {
                    self.close(*next, reached);
                }
            }
        }
    }

    /// Tells the characters that lead on from a state, if each is one that the pattern names; whether it is so.
    pub(crate) fn named(&self, state: u32, mut tell: impl FnMut(Symbol)) -> bool {
        let Some(state) = self.states.get(state as usize) else {
            return false;
        };
        for (label, _) in &state.edges {
            match label {
                Label::Exact(symbol) => tell(*symbol),
                _ => return false,
            }
        }
        true
    }

    /// Whether a text that ends in a state belongs to the language.
    pub(crate) fn accepts(&self, state: u32) -> bool {
        state == self.accept
    }

    /// Whether a whole text belongs to the language.
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

    /// Adds a state and those reached from it without a character; only those that can go on are kept.
    fn close(&self, state: u32, reached: &mut Vec<u32>) {
        let Some(here) = self.states.get(state as usize) else {
            return;
        };
        let ends = state == self.accept || !here.edges.is_empty();
        if ends && !reached.contains(&state) {
            reached.push(state);
        }
        // Empty steps only lead forward, so that this ends.
        for next in &here.empty {
            self.close(*next, reached);
        }
    }
}
