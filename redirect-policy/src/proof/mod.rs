//! Proofs about policies: patterns as languages, requests as environments, redirects followed.

pub(crate) mod destinations;
pub(crate) mod dot_segments;
pub(crate) mod environment;
pub(crate) mod explore;
pub(crate) mod follow;
pub(crate) mod forms;
mod hops;
pub(crate) mod pattern_set;
pub(crate) mod requests;
pub(crate) mod site;

pub(crate) use crate::regular::{automaton, decide, steps, universe, witness};
