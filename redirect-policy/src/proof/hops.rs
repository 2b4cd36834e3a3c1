//! Trips: requests that were followed from redirect to redirect, hop by hop.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::environment::Environment;
use crate::source::Span;

/// The most targets that are remembered.
const MOST_KNOWN: usize = 50_000;
/// The most bytes of their texts.
const MOST_BYTES: usize = 32 << 20;

/// One redirect of a trip.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) rule: usize,
    /// The path with its query that was asked for.
    pub(crate) target: String,
    /// The request beside its target.
    pub(crate) environment: Rc<Environment>,
    /// Where it was sent.
    pub(crate) location: String,
}

/// A request followed to its end.
#[derive(Clone, Debug)]
pub(crate) struct Trip {
    pub(crate) hops: Vec<Hop>,
    pub(crate) end: End,
    /// The row of a lookup whose request it begins with.
    pub(crate) row: Option<Span>,
}

impl Trip {
    /// A trip that begins with no row's request.
    pub(crate) fn new(hops: Vec<Hop>, end: End) -> Self {
        Trip {
            hops,
            end,
            row: None,
        }
    }

    /// The first request and the locations that follow it.
    pub(crate) fn visited(&self) -> Vec<String> {
        let first = self.hops.first();
        let first = first.map(|hop| hop.environment.url(&hop.target));
        let locations = self.hops.iter().map(|hop| hop.location.clone());
        first.into_iter().chain(locations).collect()
    }
}

/// The end of a trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Someone answers: the site, another site, or a rule that says that it is gone.
    Answered,
    /// A handler decides, so that nothing more is certain.
    Possible,
    /// It comes back to where it was at this hop.
    Back(usize),
    /// It is longer with each round from this hop on.
    Grows(usize),
    /// It was not followed to the end: it is very long.
    Long,
    /// It was not followed to the end: the steps were spent.
    Open,
}

/// The hops that were asked for: many trips come by one.
#[derive(Debug, Default)]
pub(crate) struct KnownHops {
    by_target: RefCell<HashMap<String, Answers>>,
    /// The bytes of all targets and locations.
    bytes: Cell<usize>,
}

/// The answers to one target, by the environment of the request.
type Answers = Vec<(Rc<Environment>, Result<Hop, End>)>;

impl KnownHops {
    pub(super) fn get(
        &self,
        target: &str,
        environment: &Rc<Environment>,
    ) -> Option<Result<Hop, End>> {
        let by_target = self.by_target.borrow();
        let known = by_target.get(target)?.iter();
        let mut known =
            known.filter(|(known, _)| Rc::ptr_eq(known, environment) || known == environment);
        known.next().map(|(_, answer)| answer.clone())
    }

    pub(super) fn add(
        &self,
        target: &str,
        environment: &Rc<Environment>,
        answer: &Result<Hop, End>,
    ) {
        let mut by_target = self.by_target.borrow_mut();
        let location = answer.as_ref().map_or(0, |hop| hop.location.len());
        let bytes = self.bytes.get() + 2 * target.len() + location;
        if by_target.len() < MOST_KNOWN && bytes < MOST_BYTES {
            self.bytes.set(bytes);
            let known = by_target.entry(target.to_owned()).or_default();
            known.push((Rc::clone(environment), answer.clone()));
        }
    }
}
