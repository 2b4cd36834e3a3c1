//! Strategies of matching a rule's program: chosen by the policy compiler, stored in the rule.

use super::captures::Captures;
use super::program::{Item, equal, item};
use super::{one_pass, rightmost, solve};

/// A way of matching a program. All are exact and linear in the text; the first that takes a program is the fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Each choice is decided by the next byte: one pass without a look back.
    OnePass,
    /// Literals between parameters that take any byte of a segment: each stands as far right as it can. Texts that
    /// hold triplets which a literal could split are left to [`Strategy::Sets`].
    Rightmost,
    /// Any program: the positions from which the rest can match, as sets.
    Sets,
}

impl Strategy {
    /// All of them, the fastest first.
    pub const ALL: [Strategy; 3] = [Strategy::OnePass, Strategy::Rightmost, Strategy::Sets];

    /// The fastest that takes a program, of which it is known whether each choice is decided by the next byte.
    #[must_use]
    pub fn of(program: &[u8], fold: bool, is_one_pass: bool) -> Self {
        if is_one_pass {
            Strategy::OnePass
        } else if rightmost::takes(behind_literal(program).0, fold) {
            Strategy::Rightmost
        } else {
            Strategy::Sets
        }
    }

    /// The number that the table has for it.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Strategy::OnePass => 0,
            Strategy::Rightmost => 1,
            Strategy::Sets => 2,
        }
    }

    /// The strategy of a number; of any other [`Strategy::Sets`], which takes every program.
    #[must_use]
    pub const fn of_number(number: u16) -> Self {
        match number {
            0 => Strategy::OnePass,
            1 => Strategy::Rightmost,
            _ => Strategy::Sets,
        }
    }

    /// Returns what a program binds in a text that it matches as a whole; `fold` lets ASCII letters of literals and
    /// enumerations match in either case. A program that the strategy does not take matches nothing, or as it should.
    pub(crate) fn captures(self, program: &[u8], text: &[u8], fold: bool) -> Option<Captures> {
        if self == Strategy::OnePass {
            return one_pass::captures(program, text, fold);
        }
        // What stands before the first variable needs neither of the others.
        let (program, front) = behind_literal(program);
        let (here, text) = text.split_at_checked(front.len())?;
        if !equal(here, front, fold) {
            return None;
        }
        if self == Strategy::Rightmost {
            if let Some(decided) = rightmost::captures(program, text, fold, front.len()) {
                return decided;
            }
        }
        solve::captures(program, text, fold, front.len())
    }
}

/// The rest of a program behind the literal that it begins with, and the text of that literal.
fn behind_literal(program: &[u8]) -> (&[u8], &[u8]) {
    match item(program) {
        Some((Item::Literal(literal), rest)) => (rest, literal),
        _ => (program, &[]),
    }
}
