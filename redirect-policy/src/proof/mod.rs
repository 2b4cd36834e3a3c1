//! Proofs about policies: patterns as languages, requests as environments, redirects followed.

pub(crate) mod destinations;
pub(crate) mod environment;
pub(crate) mod explore;
pub(crate) mod faults;
pub(crate) mod follow;
pub(crate) mod forms;
pub(crate) mod site;
mod trip;

pub(crate) use crate::regular::{automaton, decide, steps, universe, witness};
