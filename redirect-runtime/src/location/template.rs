//! Templates to text.

use super::guard::path_of;
use super::{LONGEST, LocationError};
use crate::canonical::common_path::is_common;
use crate::canonical::regular_path::is_regular;
use crate::canonical::{push_triplet, triplet};
use crate::table::template::{FRAGMENT, Op, PATH, VALUE, first};

/// The value of a name in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// Canonical text that a rule bound: triplets stay.
    Captured(&'v str),
    /// Text from outside: encoded as a value of its place.
    Text {
        /// Any text.
        text: &'v str,
        /// True if a `/` in it separates segments.
        slashes: bool,
    },
}

/// Returns true if a template holds neither names nor groups.
pub(crate) fn is_literal(mut ops: &[u8]) -> bool {
    loop {
        match first(ops) {
            Some((Op::End, _)) => return true,
            Some((Op::Literal(_), rest)) => ops = rest,
            _ => return false,
        }
    }
}

/// Groups within groups: the language allows as many, and a damaged table gets no more.
const MOST_NESTED: u8 = 33;

/// Appends the text of a template, or of what a group holds.
pub(crate) fn emit<'v>(
    ops: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
    out: &mut String,
) -> Result<(), LocationError> {
    emit_within(MOST_NESTED, ops, value, out)
}

fn emit_within<'v>(
    levels: u8,
    mut ops: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
    out: &mut String,
) -> Result<(), LocationError> {
    loop {
        // Checked on the way, so that no template and no value makes more work than a location is long.
        if out.len() > LONGEST {
            return Err(LocationError::TooLong);
        }
        let (op, rest) = first(ops).ok_or(LocationError::Template)?;
        match op {
            Op::End => return Ok(()),
            Op::Literal(text) => out.push_str(text),
            Op::Name { number, part } => match value(number) {
                Some(value) if !value.is_empty() => value.push(part, out),
                // `*` may be bound to nothing.
                Some(Value::Captured("")) => {}
                _ => return Err(LocationError::MissingName(number)),
            },
            Op::Group(inside) => {
                let levels = levels.checked_sub(1).ok_or(LocationError::Template)?;
                if is_bound(levels, inside, value)? {
                    emit_within(levels, inside, value, out)?;
                }
            }
        }
        ops = rest;
    }
}

/// Tells whether some name inside a group is bound to something, or `*` to anything.
fn is_bound<'v>(
    levels: u8,
    mut ops: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
) -> Result<bool, LocationError> {
    loop {
        let (op, rest) = first(ops).ok_or(LocationError::Template)?;
        match op {
            Op::End => return Ok(false),
            Op::Literal(_) => {}
            // Only `*` can be captured as nothing.
            Op::Name { number, .. } => match value(number) {
                Some(Value::Captured(_)) => return Ok(true),
                Some(Value::Text { text, .. }) if !text.is_empty() => return Ok(true),
                _ => {}
            },
            Op::Group(inside) => {
                let levels = levels.checked_sub(1).ok_or(LocationError::Template)?;
                if is_bound(levels, inside, value)? {
                    return Ok(true);
                }
            }
        }
        ops = rest;
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
        let (part, slashes) = match part {
            VALUE => (PATH, false),
            part => (part, slashes),
        };
        let mut rest = text.as_bytes();
        let slash = matches!(rest.first(), Some(b'/' | b'\\'));
        // What is common needs no encoding anywhere.
        if !slash && (slashes || !text.contains('/')) && is_common(rest) {
            out.push_str(text);
            return;
        }
        // What is regular in a path was captured from one.
        if !slash && captured && slashes && part == PATH && is_regular(rest) {
            out.push_str(text);
            return;
        }
        if slash
            && captured
            && slashes
            && part == PATH
            && path_of(out).bytes().all(|byte| byte == b'/')
        {
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
