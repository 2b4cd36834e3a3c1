//! Regular languages: patterns as automata, what they tell apart, texts that show it, and what that costs.

pub(crate) mod automaton;
pub(crate) mod cut;
pub(crate) mod decide;
pub(crate) mod steps;
pub(crate) mod symbol;
pub(crate) mod universe;
pub(crate) mod witness;
