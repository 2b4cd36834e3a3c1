//! Questions about languages: is there a text that all of some patterns match and none of others?

mod readings;
mod search;
mod sets;

use super::automaton::Automaton;
use super::steps::Steps;
use super::universe::Universe;
use search::Search;

/// Asks for a text of a universe that each pattern of `must` matches and none of `avoid`.
#[derive(Clone, Debug)]
pub(crate) struct Question<'q> {
    pub(crate) universe: Universe,
    pub(crate) must: Vec<&'q Automaton>,
    pub(crate) avoid: Vec<&'q Automaton>,
    /// The steps that it may take.
    pub(crate) steps: &'q Steps,
}

/// The answer to a question, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// These texts, the shortest first.
    Found(Vec<String>),
    /// There is none.
    None,
    /// The steps were spent before one was found.
    Undecided,
}

impl Question<'_> {
    /// The first text.
    pub(crate) fn first(&self) -> Answer {
        self.texts(1)
    }

    /// Up to `most` texts, by breadth first search over the states that are reached; sets are made when they are
    /// needed.
    pub(crate) fn texts(&self, most: usize) -> Answer {
        let mut search = Search::new(self);
        let found = search.run(most);
        if !found.is_empty() {
            Answer::Found(found)
        } else if self.steps.are_spent() {
            Answer::Undecided
        } else {
            Answer::None
        }
    }
}

/// A text, behind one `bool` for each pattern: true if it matches the text.
pub(crate) type Atom = (Vec<bool>, String);

/// Finds the shortest text of a universe for each combination of patterns that match one; those that the first patterns
/// match come first. With `false` if the steps were spent before all were found.
pub(crate) fn atoms(
    universe: Universe,
    patterns: &[Automaton],
    steps: &Steps,
) -> (Vec<Atom>, bool) {
    let question = Question {
        universe,
        must: Vec::new(),
        avoid: patterns.iter().collect(),
        steps,
    };
    let mut atoms = Search::new(&question).atoms();
    atoms.sort_by(|(one, _), (other, _)| other.cmp(one));
    (atoms, !steps.are_spent())
}
