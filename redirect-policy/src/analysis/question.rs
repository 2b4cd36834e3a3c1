//! Questions about languages: is there a text that all of some patterns match and none of others?

use std::collections::HashMap;

use super::automaton::Automaton;
use super::symbol::{self, Alphabet, Symbol};
use super::universe::Universe;

/// Is there a text of a universe that each pattern of `must` matches and none of `avoid`?
#[derive(Clone, Debug)]
pub(super) struct Question<'q> {
    pub(super) universe: Universe,
    pub(super) must: Vec<&'q Automaton>,
    pub(super) avoid: Vec<&'q Automaton>,
    /// How many states may be looked at.
    pub(super) budget: usize,
}

/// What is known of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// These texts, the shortest first; and whether there are no others that differ in more than the runs that kinds
    /// allow.
    Found(Vec<String>),
    /// There is none.
    None,
    /// The budget was spent before one was found.
    Undecided,
}

/// How a text has been read so far: the universe, one state of each pattern that must match, the number of the set
/// of states of all others.
type Reading = (u8, Vec<u32>, u32);

impl Question<'_> {
    /// The first text.
    pub(super) fn first(&self) -> Answer {
        self.texts(1)
    }

    /// Up to `most` texts, by breadth first search over the states that are reached; sets are made when they are
    /// needed.
    pub(super) fn texts(&self, most: usize) -> Answer {
        let mut search = Search::new(self);
        let found = search.run(most);
        if !found.is_empty() {
            Answer::Found(found)
        } else if search.spent {
            Answer::Undecided
        } else {
            Answer::None
        }
    }
}

struct Search<'q> {
    question: &'q Question<'q>,
    symbols: Vec<Symbol>,
    sets: Sets<'q>,
    /// Each reading with the one before it and the character between them.
    reached: Vec<(Reading, usize, Symbol)>,
    known: HashMap<Reading, ()>,
    spent: bool,
}

impl<'q> Search<'q> {
    fn new(question: &'q Question<'q>) -> Self {
        let mut alphabet = Alphabet::new();
        for automaton in question.must.iter().chain(&question.avoid) {
            automaton.name_symbols(&mut alphabet);
        }
        Search {
            question,
            symbols: alphabet.symbols(),
            sets: Sets::new(&question.avoid),
            reached: Vec::new(),
            known: HashMap::new(),
            spent: false,
        }
    }

    fn run(&mut self, most: usize) -> Vec<String> {
        let mut found = Vec::new();
        let starts: Vec<Vec<u32>> = self.question.must.iter().map(|must| must.start()).collect();
        let set = self.sets.start();
        for states in combinations(&starts) {
            self.reach((Universe::START, states, set), 0, 0);
        }
        let mut next = 0;
        while let Some((reading, ..)) = self.reached.get(next) {
            let reading = reading.clone();
            if self.ends(&reading) {
                found.push(self.text(next));
                if found.len() >= most {
                    break;
                }
            }
            if self.reached.len() > self.question.budget || self.sets.len() > self.question.budget {
                self.spent = true;
                break;
            }
            self.follow(&reading, next);
            next += 1;
        }
        found.dedup();
        found
    }

    fn ends(&self, (universe, states, set): &Reading) -> bool {
        let all = |(must, state): (&&Automaton, &u32)| must.accepts(*state);
        self.question.universe.ends(*universe)
            && self.question.must.iter().zip(states).all(all)
            && !self.sets.accepts(*set)
    }

    fn follow(&mut self, (universe, states, set): &Reading, from: usize) {
        // Inside a text hardly any character leads on.
        let mut patterns = self.question.must.iter().zip(states);
        let named = patterns.find_map(|(must, state)| must.named(*state));
        for index in 0..self.symbols.len() {
            let Some(&symbol) = self.symbols.get(index) else {
                continue;
            };
            if named.as_ref().is_some_and(|named| !named.contains(&symbol)) {
                continue;
            }
            let Some(universe) = self.question.universe.step(*universe, symbol) else {
                continue;
            };
            let mut choices = Vec::with_capacity(states.len());
            for (must, state) in self.question.must.iter().zip(states) {
                let mut reached = Vec::new();
                must.step(*state, symbol, &mut reached);
                if reached.is_empty() {
                    break;
                }
                choices.push(reached);
            }
            if choices.len() < states.len() {
                continue;
            }
            let set = self.sets.step(*set, symbol);
            for states in combinations(&choices) {
                self.reach((universe, states, set), from, symbol);
            }
        }
    }

    fn reach(&mut self, reading: Reading, from: usize, symbol: Symbol) {
        if self.known.insert(reading.clone(), ()).is_none() {
            self.reached.push((reading, from, symbol));
        }
    }

    /// The text that leads to a reading.
    fn text(&self, mut at: usize) -> String {
        let mut symbols = Vec::new();
        while let Some(((universe, ..), from, symbol)) = self.reached.get(at) {
            if *universe == Universe::START && *symbol == 0 {
                break;
            }
            symbols.push(*symbol);
            at = *from;
        }
        let mut text = String::with_capacity(symbols.len());
        for symbol in symbols.into_iter().rev() {
            symbol::push(symbol, &mut text);
        }
        text
    }
}

/// All ways to take one of each.
fn combinations(choices: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::with_capacity(choices.len())];
    for choice in choices {
        let mut longer = Vec::with_capacity(all.len() * choice.len());
        for taken in &all {
            for state in choice {
                let mut taken: Vec<u32> = taken.clone();
                taken.push(*state);
                longer.push(taken);
            }
        }
        all = longer;
    }
    all
}

/// Sets of states of the patterns that must not match, each with a number, made as they are reached.
struct Sets<'q> {
    automata: Vec<(&'q Automaton, u32)>,
    sets: Vec<(Vec<u32>, bool)>,
    numbers: HashMap<Vec<u32>, u32>,
    steps: HashMap<(u32, Symbol), u32>,
}

impl<'q> Sets<'q> {
    fn new(automata: &[&'q Automaton]) -> Self {
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
            steps: HashMap::new(),
        }
    }

    fn len(&self) -> usize {
        self.sets.len()
    }

    fn start(&mut self) -> u32 {
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
        self.sets.push((states.clone(), accepts));
        self.numbers.insert(states, number);
        number
    }

    fn owner(&self, state: u32) -> Option<(&'q Automaton, u32)> {
        let after = self
            .automata
            .partition_point(|(_, offset)| *offset <= state);
        self.automata.get(after.checked_sub(1)?).copied()
    }

    fn step(&mut self, set: u32, symbol: Symbol) -> u32 {
        if let Some(&next) = self.steps.get(&(set, symbol)) {
            return next;
        }
        let mut reached = Vec::new();
        let mut own = Vec::new();
        if let Some((states, _)) = self.sets.get(set as usize) {
            for state in states {
                if let Some((automaton, offset)) = self.owner(*state) {
                    own.clear();
                    automaton.step(state - offset, symbol, &mut own);
                    reached.extend(own.iter().map(|state| state + offset));
                }
            }
        }
        reached.sort_unstable();
        reached.dedup();
        let next = self.number(reached);
        self.steps.insert((set, symbol), next);
        next
    }

    fn accepts(&self, set: u32) -> bool {
        self.sets
            .get(set as usize)
            .is_some_and(|(_, accepts)| *accepts)
    }
}
