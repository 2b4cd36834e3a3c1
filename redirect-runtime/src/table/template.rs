//! Templates: what a destination is compiled to.
//!
//! A template is a run of ops, ended by `END`:
//!
//! | op | operands |
//! |---|---|
//! | `LITERAL` | a text (encoded) |
//! | `NAME` | number of the rule's name, [`PATH`], [`VALUE`], [`QUERY`] or [`FRAGMENT`] |
//! | `GROUP` | `u16` length of what it holds, and ops |

use super::text::{push_bytes, push_text, text};
use crate::simd::chunks::read_bytes;

/// Closes a template.
const END: u8 = 0;

/// A literal.
const LITERAL: u8 = 1;

/// The value of a name.
const NAME: u8 = 2;

/// A group: emitted only when a name in it is bound.
const GROUP: u8 = 3;

/// Before `?` and `#`.
pub const PATH: u8 = 0;

/// After `?`.
pub const QUERY: u8 = 1;

/// After `#`.
pub const FRAGMENT: u8 = 2;

/// Before `?` and `#`, each `/` encoded: the value of a query, a header or a cookie.
pub const VALUE: u8 = 3;

/// An op of a template.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Op<'a> {
    /// Nothing follows.
    End,
    /// Text, encoded.
    Literal(&'a str),
    /// The value of a name in a part of the location.
    Name { number: u8, part: u8 },
    /// A group: emitted only when a name in it is bound.
    Group(&'a [u8]),
}

/// Reads the first op, and what follows it; `None` where the template is damaged.
#[inline]
pub(crate) fn first(ops: &[u8]) -> Option<(Op<'_>, &[u8])> {
    match ops {
        [] | [END, ..] => Some((Op::End, &[])),
        [LITERAL, rest @ ..] => {
            let (text, rest) = text(rest)?;
            Some((Op::Literal(text), rest))
        }
        [NAME, number, part, rest @ ..] => {
            let (number, part) = (*number, *part);
            Some((Op::Name { number, part }, rest))
        }
        [GROUP, rest @ ..] => {
            let (inside, rest) = read_bytes(rest)?;
            Some((Op::Group(inside), rest))
        }
        _ => None,
    }
}

/// A template as it is written.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    ops: Vec<u8>,
}

impl Writer {
    /// Adds text, which is encoded already.
    pub fn literal(&mut self, text: &str) {
        self.ops.push(LITERAL);
        push_text(text, &mut self.ops);
    }

    /// Adds the value of a name in a part of the location: [`PATH`], [`VALUE`], [`QUERY`] or [`FRAGMENT`].
    pub fn name(&mut self, number: u8, part: u8) {
        self.ops.extend([NAME, number, part]);
    }

    /// Adds a group.
    pub fn group(&mut self, inside: &Writer) {
        self.ops.push(GROUP);
        push_bytes(&inside.ops, &mut self.ops);
    }

    /// The bytes of the template.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.ops.push(END);
        self.ops
    }
}
