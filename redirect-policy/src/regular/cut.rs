//! Patterns cut at a name, and the texts that two of them cut at different reached: where there are none, whatever one of
//! them writes for the name is what the other one reads.

use std::collections::{HashSet, VecDeque};

use super::automaton::{Automaton, Reading};
use super::steps::Steps;
use super::symbol::{self, Alphabet, Symbol};
use super::universe::Universe;
use super::witness::names;
use crate::pattern::Item;

/// Steps that it takes to go on with a character.
const STEP: usize = 8;

/// A pattern in parts: what stands before a name, the name, and what stands behind it.
pub(crate) struct Cut {
    parts: Vec<Automaton>,
}

/// The place of the name among the parts.
const NAME: usize = 1;

/// The state that a text has been read up to: a part, and a state of it.
type Reached = (usize, u32);

/// The answer to the question for texts that are cut in different reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cuts {
    /// Each text is cut in the same place by both.
    Alike,
    /// These texts are not, the shortest first; each with what the first pattern has for the name.
    Different(Vec<(String, String)>),
    /// The steps were spent before it was known.
    Undecided,
}

impl Cut {
    /// A pattern, cut at a name; `None` if it has the name more than once. One that does not have it is all before.
    pub(crate) fn at(items: &[Item], name: &str, reading: Reading) -> Option<Cut> {
        let automaton = |items: &[Item]| Automaton::of(items, reading);
        let count = names(items).into_iter().filter(|own| *own == name).count();
        if count == 0 {
            return Some(Cut {
                parts: vec![automaton(items)],
            });
        }
        let flat = without_groups_around(items, name);
        let at = flat.iter().position(|item| is_named(item, name))?;
        let (before, rest) = flat.split_at_checked(at)?;
        let (own, behind) = rest.split_at_checked(1)?;
        (count == 1).then(|| Cut {
            parts: [before, own, behind].map(automaton).into(),
        })
    }

    fn len(&self) -> usize {
        self.parts.iter().map(Automaton::len).sum()
    }

    fn start(&self) -> Vec<Reached> {
        let mut reached = Vec::new();
        self.enter(0, &mut reached);
        reached
    }

    /// Adds the states at the beginning of a part, and of the next ones where it can be empty.
    fn enter(&self, part: usize, reached: &mut Vec<Reached>) {
        let Some(automaton) = self.parts.get(part) else {
            return;
        };
        self.reach(part, &automaton.start(), reached);
    }

    /// Adds states of a part, and the next part's first ones where it can end.
    fn reach(&self, part: usize, states: &[u32], reached: &mut Vec<Reached>) {
        for state in states {
            if !reached.contains(&(part, *state)) {
                reached.push((part, *state));
            }
        }
        let ends = |automaton: &Automaton| states.iter().any(|state| automaton.accepts(*state));
        if self.parts.get(part).is_some_and(ends) {
            self.enter(part + 1, reached);
        }
    }

    /// The states behind one more character.
    fn step(&self, (part, state): Reached, symbol: Symbol) -> Vec<Reached> {
        let (mut states, mut reached) = (Vec::new(), Vec::new());
        if let Some(automaton) = self.parts.get(part) {
            automaton.step(state, symbol, &mut states);
        }
        self.reach(part, &states, &mut reached);
        reached
    }

    /// True if a text can end here.
    fn ends(&self, (part, state): Reached) -> bool {
        let last = self
            .parts
            .get(part)
            .filter(|_| part + 1 == self.parts.len());
        last.is_some_and(|automaton| automaton.accepts(state))
    }
}

/// Searches paths that both patterns match and cut at different reached; gives at most so many of them.
pub(crate) fn cuts(one: &Cut, other: &Cut, most: usize, steps: &Steps) -> Cuts {
    let mut alphabet = Alphabet::new();
    for automaton in one.parts.iter().chain(&other.parts) {
        automaton.name_symbols(&mut alphabet);
    }
    steps.spend(one.len() + other.len());
    let mut search = Search {
        one,
        other,
        reached: Vec::new(),
        known: HashSet::new(),
        waiting: VecDeque::new(),
    };
    search.run(&alphabet.symbols(), most, steps)
}

/// The states that both patterns are in after a part of a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Read {
    universe: u8,
    one: Reached,
    other: Reached,
    /// A character was of the name in one of them alone: true if that was first so in the first pattern. So a text is
    /// found for either order, whichever the matcher prefers.
    differs: Option<bool>,
}

/// The way to a reading: the number of the one before, the character between, and if that is of the first pattern's name.
type Step = (usize, Symbol, bool);

struct Search<'c> {
    one: &'c Cut,
    other: &'c Cut,
    /// All that was reached, and how.
    reached: Vec<(Read, Option<Step>)>,
    known: HashSet<Read>,
    waiting: VecDeque<usize>,
}

impl Search<'_> {
    fn run(&mut self, symbols: &[Symbol], most: usize, steps: &Steps) -> Cuts {
        for one in self.one.start() {
            for other in self.other.start() {
                let read = Read {
                    universe: Universe::START,
                    one,
                    other,
                    differs: None,
                };
                self.reach(read, None);
            }
        }
        let mut found = Vec::new();
        while let Some(number) = self.waiting.pop_front() {
            let Some(&(read, _)) = self.reached.get(number) else {
                break;
            };
            let is_end =
                read.differs.is_some() && self.one.ends(read.one) && self.other.ends(read.other);
            if is_end && Universe::Path.ends(read.universe) {
                found.push(self.text(number));
                if found.len() == most {
                    break;
                }
            }
            steps.spend(symbols.len() * STEP);
            if steps.are_spent() {
                return Cuts::Undecided;
            }
            for &symbol in symbols {
                self.follow(read, number, symbol);
            }
        }
        match found.is_empty() {
            true => Cuts::Alike,
            false => Cuts::Different(found),
        }
    }

    /// Reads one more character, in all ways.
    fn follow(&mut self, read: Read, number: usize, symbol: Symbol) {
        let Some(universe) = Universe::Path.step(read.universe, symbol) else {
            return;
        };
        let (is_one, is_other) = (read.one.0 == NAME, read.other.0 == NAME);
        let others = self.other.step(read.other, symbol);
        if others.is_empty() {
            return;
        }
        for one in self.one.step(read.one, symbol) {
            for &other in &others {
                let read = Read {
                    universe,
                    one,
                    other,
                    differs: read.differs.or((is_one != is_other).then_some(is_one)),
                };
                self.reach(read, Some((number, symbol, is_one)));
            }
        }
    }

    fn reach(&mut self, read: Read, from: Option<Step>) {
        if self.known.insert(read) {
            self.waiting.push_back(self.reached.len());
            self.reached.push((read, from));
        }
    }

    /// The text that was read, and what the first pattern has for the name.
    fn text(&self, mut number: usize) -> (String, String) {
        let mut characters = Vec::new();
        while let Some((_, Some((before, symbol, is_name)))) = self.reached.get(number) {
            characters.push((*symbol, *is_name));
            number = *before;
        }
        let (mut text, mut name) = (String::new(), String::new());
        for (symbol, is_name) in characters.into_iter().rev() {
            symbol::push(symbol, &mut text);
            if is_name {
                symbol::push(symbol, &mut name);
            }
        }
        (text, name)
    }
}

/// The items of a pattern in which a name is always bound: the groups around it are always there.
fn without_groups_around(items: &[Item], name: &str) -> Vec<Item> {
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Group(inner) if names(inner).contains(&name) => {
                flat.extend(without_groups_around(inner, name));
            }
            item => flat.push(item.clone()),
        }
    }
    flat
}

fn is_named(item: &Item, name: &str) -> bool {
    matches!(item, Item::Parameter(parameter) if parameter.name == name)
}
