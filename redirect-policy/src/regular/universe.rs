//! All texts that can come: canonical paths, hosts, values. Everything else is outside of every question.

use super::symbol::{self, DOT, SLASH, Symbol};

/// The texts that a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Universe {
    /// Canonical paths: a `/` first, no dot segments.
    Path,
    /// Host names.
    Host,
    /// Values of queries.
    Query,
    /// Values of headers and cookies.
    Field,
}

/// Before the first character.
const START: u8 = 0;
/// Behind a `/`.
const FRONT: u8 = 1;
/// Behind a segment that is `.` so far.
const ONE_DOT: u8 = 2;
/// Behind a segment that is `..` so far.
const TWO_DOTS: u8 = 3;
/// Inside a segment.
const INSIDE: u8 = 4;

impl Universe {
    /// The state before the first character.
    pub(crate) const START: u8 = START;

    /// The state behind one more character; `None` if no text goes on so.
    pub(crate) fn step(self, state: u8, symbol: Symbol) -> Option<u8> {
        match self {
            Universe::Path => path(state, symbol),
            Universe::Host => host(state, symbol),
            Universe::Query => free(symbol, b""),
            Universe::Field => free(symbol, b"+;\",#"),
        }
    }

    /// Returns true if a text can end here.
    pub(crate) fn ends(self, state: u8) -> bool {
        match self {
            Universe::Path => matches!(state, FRONT | INSIDE),
            Universe::Host => state == INSIDE,
            Universe::Query => true,
            Universe::Field => state != START,
        }
    }
}

fn path(state: u8, symbol: Symbol) -> Option<u8> {
    match (state, symbol) {
        (START, SLASH) | (FRONT | INSIDE, SLASH) => Some(FRONT),
        (START, _) | (ONE_DOT | TWO_DOTS, SLASH) => None,
        (FRONT, DOT) => Some(ONE_DOT),
        (ONE_DOT, DOT) => Some(TWO_DOTS),
        _ => Some(INSIDE),
    }
}

fn host(state: u8, symbol: Symbol) -> Option<u8> {
    let byte = symbol::byte(symbol)?;
    match byte {
        b'.' if state == INSIDE => Some(FRONT),
        b'-' | b'_' if state == INSIDE => Some(INSIDE),
        b'a'..=b'z' | b'0'..=b'9' => Some(INSIDE),
        _ => None,
    }
}

fn free(symbol: Symbol, without: &[u8]) -> Option<u8> {
    let refused = symbol::byte(symbol).is_some_and(|byte| without.contains(&byte));
    (!refused).then_some(INSIDE)
}
