//! The breadth first search for texts, over the states that the universe and all patterns reach.

use std::collections::HashMap;

use super::readings::Readings;
use super::sets::Sets;
use super::{Atom, Question};
use crate::regular::symbol::{self, Alphabet, Symbol};
use crate::regular::universe::Universe;

/// Steps that it takes to begin.
const SEARCH: usize = 200;
/// Steps that it takes to look at a reading.
const READING: usize = 20;
/// Steps that it takes to go on with a character, in the universe or in a pattern.
const STEP: usize = 4;

/// A search through the readings of a text: how far it has been read by the universe and each pattern.
///
/// A reading is a row of numbers: the state of the universe, the number of the set of states of all patterns that must
/// not match, and one state of each that must.
pub(super) struct Search<'q> {
    question: &'q Question<'q>,
    /// The characters in the order in which they are tried.
    symbols: Vec<Symbol>,
    /// The place of each character in that order.
    ranks: Vec<usize>,
    sets: Sets<'q>,
    reached: Readings,
    /// Notes that are written anew for each character.
    notes: Notes,
}

#[derive(Default)]
struct Notes {
    /// The ranks of the characters that may lead on.
    ranks: Vec<usize>,
    /// The states that each pattern reaches.
    choices: Vec<Vec<u32>>,
    /// Which of them is taken.
    taken: Vec<usize>,
    reading: Vec<u32>,
}

impl<'q> Search<'q> {
    pub(super) fn new(question: &'q Question<'q>) -> Self {
        let mut alphabet = Alphabet::new();
        let patterns = question.must.iter().chain(&question.avoid);
        let states: usize = patterns.map(|pattern| pattern.len()).sum();
        question.steps.spend(SEARCH + states);
        for automaton in question.must.iter().chain(&question.avoid) {
            automaton.name_symbols(&mut alphabet);
        }
        let symbols = alphabet.symbols();
        let mut ranks = vec![usize::MAX; symbol::SYMBOLS];
        for (rank, symbol) in symbols.iter().enumerate() {
            if let Some(entry) = ranks.get_mut(usize::from(*symbol)) {
                *entry = rank;
            }
        }
        Search {
            question,
            sets: Sets::new(&question.avoid, symbols.len(), question.steps),
            symbols,
            ranks,
            reached: Readings::new(question.must.len().saturating_add(2)),
            notes: Notes::default(),
        }
    }

    /// The reading of nothing.
    fn begin(&mut self) {
        self.notes.choices = self.question.must.iter().map(|must| must.start()).collect();
        let set = self.sets.start();
        self.reach(Universe::START, set, 0, 0);
    }

    /// A text for each combination of the patterns to avoid that match one.
    pub(super) fn atoms(&mut self) -> Vec<Atom> {
        let mut found: HashMap<Vec<bool>, String> = HashMap::new();
        self.begin();
        let mut here = Vec::new();
        let mut next = 0;
        while let Some(reading) = self.reached.reading(next) {
            here.clear();
            here.extend_from_slice(reading);
            if let Some((universe, set, _)) = parts(&here) {
                if self.question.universe.ends(universe) {
                    let matched = self.sets.matched(set);
                    found.entry(matched).or_insert_with(|| self.text(next));
                }
            }
            if self.question.steps.are_spent() {
                break;
            }
            self.follow(&here, next);
            next += 1;
        }
        found.into_iter().collect()
    }

    /// Up to `most` texts that answer the question, the shortest first.
    pub(super) fn run(&mut self, most: usize) -> Vec<String> {
        let mut found = Vec::new();
        self.begin();
        let mut here = Vec::new();
        let mut next = 0;
        while let Some(reading) = self.reached.reading(next) {
            here.clear();
            here.extend_from_slice(reading);
            if self.ends(&here) {
                found.push(self.text(next));
                if found.len() >= most {
                    break;
                }
            }
            if self.question.steps.are_spent() {
                break;
            }
            self.follow(&here, next);
            next += 1;
        }
        found.dedup();
        found
    }

    fn ends(&self, reading: &[u32]) -> bool {
        let Some((universe, set, states)) = parts(reading) else {
            return false;
        };
        let mut all = self.question.must.iter().zip(states);
        self.question.universe.ends(universe)
            && all.all(|(must, state)| must.accepts(*state))
            && !self.sets.accepts(set)
    }

    /// Reads one more character, in all ways.
    fn follow(&mut self, reading: &[u32], from: usize) {
        let Some((universe, set, states)) = parts(reading) else {
            return;
        };
        let ranks = self.leading_on(states);
        // For each character the universe and each pattern go on.
        let cost = ranks.len() * (1 + states.len()) * STEP;
        self.question.steps.spend(READING + cost);
        for &rank in &ranks {
            let Some(&symbol) = self.symbols.get(rank) else {
                continue;
            };
            let Some(universe) = self.question.universe.step(universe, symbol) else {
                continue;
            };
            if self.choose(states, symbol) {
                let set = self.sets.step(set, symbol, rank);
                self.reach(universe, set, from, symbol);
            }
        }
        self.notes.ranks = ranks;
    }

    /// The ranks of the characters that may lead on: inside a text hardly any does.
    fn leading_on(&mut self, states: &[u32]) -> Vec<usize> {
        let mut ranks = std::mem::take(&mut self.notes.ranks);
        for (must, state) in self.question.must.iter().zip(states) {
            ranks.clear();
            let named = must.named(*state, |symbol| {
                ranks.extend(self.ranks.get(usize::from(symbol)));
            });
            if named {
                ranks.sort_unstable();
                ranks.dedup();
                return ranks;
            }
        }
        ranks.clear();
        ranks.extend(0..self.symbols.len());
        ranks
    }

    /// Notes the states that each pattern reaches with a character; false if one of them reaches none.
    fn choose(&mut self, states: &[u32], symbol: Symbol) -> bool {
        let choices = self.notes.choices.iter_mut();
        let mut patterns = self.question.must.iter().zip(states).zip(choices);
        patterns.all(|((must, state), reached)| {
            reached.clear();
            must.step(*state, symbol, reached);
            !reached.is_empty()
        })
    }

    /// Adds the readings of all ways to take one of the states that each pattern reaches.
    fn reach(&mut self, universe: u8, set: u32, from: usize, symbol: Symbol) {
        let Notes {
            choices,
            taken,
            reading,
            ..
        } = &mut self.notes;
        if choices.iter().any(Vec::is_empty) {
            return;
        }
        taken.clear();
        taken.resize(choices.len(), 0);
        loop {
            reading.clear();
            reading.extend([u32::from(universe), set]);
            let states = choices.iter().zip(taken.iter());
            reading.extend(states.filter_map(|(states, at)| states.get(*at)));
            self.reached.add(reading, from, symbol);
            if !advance(taken, choices) {
                return;
            }
        }
    }

    /// The text that leads to a reading.
    fn text(&self, mut at: usize) -> String {
        let mut symbols = Vec::new();
        while let (Some((universe, ..)), Some((from, symbol))) = (
            self.reached.reading(at).and_then(parts),
            self.reached.step(at),
        ) {
            if universe == Universe::START && symbol == 0 {
                break;
            }
            symbols.push(symbol);
            at = from;
        }
        let mut text = String::with_capacity(symbols.len());
        for symbol in symbols.into_iter().rev() {
            symbol::push(symbol, &mut text);
        }
        text
    }
}

/// The parts of a reading.
fn parts(reading: &[u32]) -> Option<(u8, u32, &[u32])> {
    let (universe, rest) = reading.split_first()?;
    let (set, states) = rest.split_first()?;
    Some((u8::try_from(*universe).ok()?, *set, states))
}

/// Goes on to the next way to take one of each, the last turning fastest; false behind the last way.
fn advance(taken: &mut [usize], choices: &[Vec<u32>]) -> bool {
    for (at, states) in taken.iter_mut().zip(choices).rev() {
        *at += 1;
        if *at < states.len() {
            return true;
        }
        *at = 0;
    }
    false
}
