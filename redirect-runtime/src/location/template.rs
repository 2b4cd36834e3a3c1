//! Templates: what a destination is compiled to, and how it becomes text.
//!
//! A template is a run of ops, ended by [`END`]:
//!
//! | op | operands |
//! |---|---|
//! | [`LITERAL`] | `u16` length, text (encoded) |
//! | [`NAME`] | number of the rule's name, [`PATH`], [`QUERY`] or [`FRAGMENT`] |
//! | [`GROUP`] | `u16` length of what it holds |

use super::guard::path_of;
use super::{LONGEST, LocationError};
use crate::canonical::common_path::is_common;
use crate::canonical::regular_path::is_regular;
use crate::canonical::{push_triplet, triplet};
use crate::simd::chunks::u16_at;
use crate::table::text::text;

/// Closes a template.
pub const END: u8 = 0;

/// Text.
pub const LITERAL: u8 = 1;

/// The value of a name.
pub const NAME: u8 = 2;

/// What is emitted only when a name in it is bound.
pub const GROUP: u8 = 3;

/// Before `?` and `#`.
pub const PATH: u8 = 0;

/// After `?`.
pub const QUERY: u8 = 1;

/// After `#`.
pub const FRAGMENT: u8 = 2;

/// What a name of a template stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// Canonical text that a rule bound: triplets stay.
    Captured(&'v str),
    /// Text from outside: encoded as a value of its place.
    Text {
        /// Any text.
        text: &'v str,
        /// Whether a `/` in it separates segments.
        slashes: bool,
    },
}

/// Appends the ops of a template or of a group.
pub(crate) fn emit<'v>(
    mut ops: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
    out: &mut String,
) -> Result<(), LocationError> {
    loop {
        // Checked on the way, so that no template and no value makes more work than a location is long.
        if out.len() > LONGEST {
            return Err(LocationError::TooLong);
        }
        ops = match ops {
            [] | [END, ..] => return Ok(()),
            [LITERAL, rest @ ..] => {
                let (text, rest) = text(rest).ok_or(LocationError::Template)?;
                out.push_str(text);
                rest
            }
            [NAME, name, part, rest @ ..] => {
                match value(*name) {
                    Some(value) if !value.is_empty() => value.push(*part, out),
                    // `*` may be bound to nothing.
                    Some(Value::Captured("")) => {}
                    _ => return Err(LocationError::MissingName(*name)),
                }
                rest
            }
            [GROUP, rest @ ..] => {
                let length = usize::from(u16_at(rest, 0).ok_or(LocationError::Template)?);
                let (inside, behind) = rest
                    .get(2..)
                    .and_then(|rest| rest.split_at_checked(length))
                    .ok_or(LocationError::Template)?;
                if is_bound(inside, value)? {
                    emit(inside, value, out)?;
                }
                behind
            }
            _ => return Err(LocationError::Template),
        };
    }
}

/// Whether some name inside a group is bound to something, or `*` to anything.
fn is_bound<'v>(
    mut ops: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
) -> Result<bool, LocationError> {
    loop {
        ops = match ops {
            [] | [END, ..] => return Ok(false),
            [LITERAL, rest @ ..] => text(rest).ok_or(LocationError::Template)?.1,
            [NAME, name, _, rest @ ..] => {
                // Only `*` can be captured as nothing.
                match value(*name) {
                    Some(Value::Captured(_)) => return Ok(true),
                    Some(Value::Text { text, .. }) if !text.is_empty() => return Ok(true),
                    _ => {}
                }
                rest
            }
            // The ops of an inner group are looked at as if they were this one's.
            [GROUP, _, _, rest @ ..] => rest,
            _ => return Err(LocationError::Template),
        };
    }
}

impl Value<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Value::Captured(text) | Value::Text { text, .. } => text.is_empty(),
        }
    }

    /// Appends the value, encoded for its part.
    fn push(&self, part: u8, out: &mut String) {
        let (text, captured, slashes) = match self {
            Value::Captured(text) => (*text, true, true),
            Value::Text { text, slashes } => (*text, false, *slashes),
        };
        let mut rest = text.as_bytes();
        let slash = matches!(rest.first(), Some(b'/' | b'\\'));
        // What is common needs no encoding anywhere.
        if !slash && (slashes || !text.contains('/')) && is_common(rest) {
            out.push_str(text);
            return;
        }
        // What is regular in a path was captured from one.
        if !slash && captured && part == PATH && is_regular(rest) {
            out.push_str(text);
            return;
        }
        if slash && captured && part == PATH && path_of(out).bytes().all(|byte| byte == b'/') {
            // At the front of the path a backslash is one of the slashes that become one.
            while let Some((b'/' | b'\\', tail)) = rest.split_first() {
                out.push('/');
                rest = tail;
            }
        }
        while let Some((&byte, tail)) = rest.split_first() {
            let keeps = match byte {
                b'%' => captured && triplet(tail).is_some(),
                b'/' => slashes || part != PATH && captured,
                b'?' => captured && part != PATH,
                b'&' | b'+' | b'=' => part == PATH || part == FRAGMENT,
                b'#' => false,
                b'"' | b'<' | b'>' | b'^' | b'{' | b'|' | b'}' | b'\\' | b'`' => false,
                _ => (0x21..0x7f).contains(&byte),
            };
            if keeps {
                out.push(char::from(byte));
            } else {
                push_triplet(byte, out);
            }
            rest = tail;
        }
    }
}
