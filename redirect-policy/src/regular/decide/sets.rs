//! Sets of states of the patterns that must not match, made as they are reached.

use std::collections::HashMap;

use crate::regular::automaton::Automaton;
use crate::regular::steps::Steps;
use crate::regular::symbol::Symbol;

/// A step that was not made yet.
const UNKNOWN: u32 = u32::MAX;

/// Sets of states, each with a number.
pub(super) struct Sets<'q> {
    /// The patterns, each with the number of its first state.
    automata: Vec<(&'q Automaton, u32)>,
    sets: Vec<Set>,
    numbers: HashMap<Vec<u32>, u32>,
    /// Number of characters.
    symbols: usize,
    steps: &'q Steps,
}

/// Steps that it takes to go on from a state of a set.
const STATE: usize = 12;

struct Set {
    states: Vec<u32>,
    accepts: bool,
    /// For each character the set that it leads to.
    next: Vec<u32>,
}

impl<'q> Sets<'q> {
    pub(super) fn new(automata: &[&'q Automaton], symbols: usize, steps: &'q Steps) -> Self {
        let mut offset = 0u32;
        let mut placed = Vec::with_capacity(automata.len());
        for automaton in automata {
            placed.push((*automaton, offset));
            let length = u32::try_from(automaton.len()).unwrap_or(u32::MAX);
            offset = offset.saturating_add(length);
        }
        Sets {
            automata: placed,
            sets: Vec::new(),
            numbers: HashMap::new(),
            symbols,
            steps,
        }
    }

    pub(super) fn start(&mut self) -> u32 {
        let mut states = Vec::new();
        for (automaton, offset) in &self.automata {
            states.extend(automaton.start().iter().map(|state| state + offset));
        }
        self.number(states)
    }

    /// The number of a set; a sorted one.
    fn number(&mut self, states: Vec<u32>) -> u32 {
        if let Some(&number) = self.numbers.get(&states) {
            return number;
        }
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let accepts = states.iter().any(|state| {
            self.owner(*state)
                .is_some_and(|(automaton, offset)| automaton.accepts(state - offset))
        });
        self.sets.push(Set {
            states: states.clone(),
            accepts,
            next: Vec::new(),
        });
        self.numbers.insert(states, number);
        number
    }

    fn owner(&self, state: u32) -> Option<(&'q Automaton, u32)> {
        self.automata.get(self.index_of_owner(state)?).copied()
    }

    /// The index of the pattern that a state belongs to.
    fn index_of_owner(&self, state: u32) -> Option<usize> {
        let after = self
            .automata
            .partition_point(|(_, offset)| *offset <= state);
        after.checked_sub(1)
    }

    /// The set behind a character; `rank` is the character's place among all.
    pub(super) fn step(&mut self, number: u32, symbol: Symbol, rank: usize) -> u32 {
        if self.automata.is_empty() {
            return number;
        }
        let Some(set) = self.sets.get_mut(number as usize) else {
            return number;
        };
        if set.next.is_empty() {
            set.next = vec![UNKNOWN; self.symbols];
        }
        match set.next.get(rank) {
            Some(&next) if next != UNKNOWN => return next,
            _ => {}
        }
        let next = self.reached(number, symbol);
        let next = self.number(next);
        let set = self.sets.get_mut(number as usize);
        if let Some(known) = set.and_then(|set| set.next.get_mut(rank)) {
            *known = next;
        }
        next
    }

    fn reached(&self, number: u32, symbol: Symbol) -> Vec<u32> {
        let mut reached = Vec::new();
        let mut own = Vec::new();
        if let Some(set) = self.sets.get(number as usize) {
            self.steps.spend(STATE * (1 + set.states.len()));
            for state in &set.states {
                if let Some((automaton, offset)) = self.owner(*state) {
                    own.clear();
                    automaton.step(state - offset, symbol, &mut own);
                    reached.extend(own.iter().map(|state| state + offset));
                }
            }
        }
        reached.sort_unstable();
        reached.dedup();
        reached
    }

    pub(super) fn accepts(&self, number: u32) -> bool {
        let set = self.sets.get(number as usize);
        set.is_some_and(|set| set.accepts)
    }

    /// For each pattern `true` if it matches a text that ends in a set.
    pub(super) fn matched(&self, number: u32) -> Vec<bool> {
        let mut matched = vec![false; self.automata.len()];
        let states = self
            .sets
            .get(number as usize)
            .map(|set| set.states.as_slice());
        let states = states.unwrap_or_default();
        self.steps.spend(matched.len() + states.len());
        for state in states {
            let index = self.index_of_owner(*state);
            let owner = index.and_then(|index| self.automata.get(index));
            let accepts = owner.is_some_and(|(owner, offset)| owner.accepts(state - offset));
            if let Some(matched) = index.and_then(|index| matched.get_mut(index)) {
                *matched |= accepts;
            }
        }
        matched
    }
}
