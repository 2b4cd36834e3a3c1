//! Proofs about policies: patterns as languages, requests as environments, redirects followed.

pub(crate) mod automaton;
pub(crate) mod decide;
pub(crate) mod destinations;
pub(crate) mod environment;
pub(crate) mod explore;
pub(crate) mod faults;
pub(crate) mod follow;
pub(crate) mod forms;
pub(crate) mod site;
pub(crate) mod steps;
mod symbol;
mod trip;
pub(crate) mod universe;
pub(crate) mod witness;
