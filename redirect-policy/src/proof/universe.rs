//! What can come at all: canonical paths, hosts, values. Everything else is outside of every question.

use super::symbol::{self, DOT, SLASH, STRAY, Symbol};

/// The texts that a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Universe {
    /// Canonical paths: a `/` first, no dot segments, no `%` before two hexadecimal digits.
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
/// Added for each character since a stray `%` that could still make a triplet of it.
const AFTER_STRAY: u8 = 8;

impl Universe {
    /// The state before the first character.
    pub(crate) const START: u8 = START;

    /// The state behind one more character; `None` if no text goes on so.
    pub(crate) fn step(self, state: u8, symbol: Symbol) -> Option<u8> {
        let stray = after_stray(state, symbol)?;
        let state = match self {
            Universe::Path => path(state % AFTER_STRAY, symbol)?,
            Universe::Host => host(state % AFTER_STRAY, symbol)?,
            Universe::Query => free(symbol, b"&+#")?,
            Universe::Field => free(symbol, b"+;\",#")?,
        };
        Some(state + stray * AFTER_STRAY)
    }

    /// Whether a text can end here.
    pub(crate) fn ends(self, state: u8) -> bool {
        match self {
            Universe::Path => matches!(state % AFTER_STRAY, FRONT | INSIDE),
            Universe::Host => state % AFTER_STRAY == INSIDE,
            Universe::Query => true,
            Universe::Field => state != START,
        }
    }
}

fn after_stray(state: u8, symbol: Symbol) -> Option<u8> {
    if symbol == STRAY {
        return Some(1);
    }
    let digit = symbol::byte(symbol).is_some_and(|byte| byte.is_ascii_hexdigit());
    match state / AFTER_STRAY {
        1 if digit => Some(2),
        2 if digit => None,
        _ => Some(0),
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
