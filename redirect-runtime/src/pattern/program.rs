//! Programs: what a pattern is compiled to, as bytes.
//!
//! The pattern's items one after the other, ended by [`END`]:
//!
//! | op | operands |
//! |---|---|
//! | [`LITERAL`] | `u16` length, text |
//! | [`CLASS`] | name, class, fewest bytes, most bytes (0: no limit) |
//! | [`UUID`], [`PATH`], [`WILDCARD`] | name |
//! | [`ENUMERATION`] | name, `u16` number of values, each with `u16` length and text |
//! | [`GROUP`], [`NULLABLE_GROUP`] | (closed by [`GROUP_END`]) |

use crate::simd::chunks::{read_bytes, u16_at};

/// Closes a program.
pub const END: u8 = 0;
/// Text.
pub const LITERAL: u8 = 1;
/// A parameter of characters of one class.
pub const CLASS: u8 = 2;
/// A parameter that is a UUID.
pub const UUID: u8 = 3;
/// A parameter of whole segments.
pub const PATH: u8 = 4;
/// A parameter of given values.
pub const ENUMERATION: u8 = 5;
/// `*`.
pub const WILDCARD: u8 = 6;
/// Opens a group that cannot match nothing.
pub const GROUP: u8 = 7;
/// Opens a group whose items can all match nothing: present only if it consumes something.
pub const NULLABLE_GROUP: u8 = 8;
/// Closes a group.
pub const GROUP_END: u8 = 9;

/// Any byte but `/`.
pub const SEGMENT: u8 = 0;
/// `A-Z a-z 0-9 - _ ~ %` and space.
pub const SLUG: u8 = 1;
/// `0-9`.
pub const INT: u8 = 2;
/// `0-9 A-F a-f`.
pub const HEX: u8 = 3;
/// `A-Z a-z`.
pub const ALPHA: u8 = 4;
/// `A-Z a-z 0-9`.
pub const ALNUM: u8 = 5;
/// Any byte.
pub const ANY: u8 = 6;

/// Any byte: a segment in a value, where `/` is an ordinary character.
pub const VALUE: u8 = 7;

/// The most names that a rule can bind.
pub const MOST_NAMES: usize = 32;
/// The most groups of a pattern.
pub const MOST_GROUPS: usize = 16;

/// Tells whether a byte belongs to a class.
#[inline]
pub const fn in_class(class: u8, byte: u8) -> bool {
    match class {
        SEGMENT => byte != b'/',
        SLUG => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'%' | b' '),
        INT => byte.is_ascii_digit(),
        HEX => byte.is_ascii_hexdigit(),
        ALPHA => byte.is_ascii_alphabetic(),
        ALNUM => byte.is_ascii_alphanumeric(),
        VALUE | ANY => true,
        _ => false,
    }
}

/// An item of a program.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item<'a> {
    Literal(&'a [u8]),
    Class {
        name: u8,
        class: u8,
        min: usize,
        max: usize,
    },
    Uuid(u8),
    Path(u8),
    Enumeration(u8, &'a [u8]),
    Wildcard(u8),
    Group {
        nullable: bool,
    },
    GroupEnd,
}

/// Reads one item and what follows it.
pub(crate) fn item(program: &[u8]) -> Option<(Item<'_>, &[u8])> {
    let (&op, rest) = program.split_first()?;
    match (op, rest) {
        (LITERAL, _) => {
            let (text, rest) = read_bytes(rest)?;
            Some((Item::Literal(text), rest))
        }
        (CLASS, [name, class, min, max, rest @ ..]) => Some((
            Item::Class {
                name: *name,
                class: *class,
                min: usize::from(*min),
                max: if *max == 0 {
                    usize::MAX
                } else {
                    usize::from(*max)
                },
            },
            rest,
        )),
        (UUID, [name, rest @ ..]) => Some((Item::Uuid(*name), rest)),
        (PATH, [name, rest @ ..]) => Some((Item::Path(*name), rest)),
        (WILDCARD, [name, rest @ ..]) => Some((Item::Wildcard(*name), rest)),
        (ENUMERATION, [name, values @ ..]) => {
            let count = u16_at(values, 0)?;
            let mut rest = values.get(2..)?;
            for _ in 0..count {
                rest = read_bytes(rest)?.1;
            }
            Some((Item::Enumeration(*name, values), rest))
        }
        (GROUP, rest) => Some((Item::Group { nullable: false }, rest)),
        (NULLABLE_GROUP, rest) => Some((Item::Group { nullable: true }, rest)),
        (GROUP_END, rest) => Some((Item::GroupEnd, rest)),
        _ => None,
    }
}

/// The values of an enumeration in order.
pub(crate) fn values(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    (0..u16_at(bytes, 0).unwrap_or(0)).map_while(move |_| {
        let (value, tail) = read_bytes(rest)?;
        rest = tail;
        Some(value)
    })
}

/// Returns an enumeration's spelling of what a name is bound to, where letters match in either case.
pub(crate) fn spelling<'p>(mut program: &'p [u8], name: u8, bound: &str) -> Option<&'p str> {
    while let Some((next, rest)) = item(program) {
        program = rest;
        let Item::Enumeration(number, bytes) = next else {
            continue;
        };
        if number == name {
            // Values may differ in case alone: then the one that was asked for is meant.
            let bound = bound.as_bytes();
            let value = values(bytes)
                .find(|value| *value == bound)
                .or_else(|| values(bytes).find(|value| value.eq_ignore_ascii_case(bound)))?;
            return std::str::from_utf8(value).ok();
        }
    }
    None
}

/// Tells whether a literal stands at the front of an equally long text.
#[inline]
pub(crate) fn equal(text: &[u8], literal: &[u8], fold: bool) -> bool {
    text == literal || fold && text.eq_ignore_ascii_case(literal)
}

/// Tells whether a literal that stands in a text, wherever it does, begins and ends at no position within a triplet: a
/// triplet is indivisible. It begins with no digit of one, and ends with no beginning of one.
#[inline]
pub fn splits_no_triplet(literal: &[u8]) -> bool {
    let starts = literal
        .first()
        .is_some_and(|first| !first.is_ascii_hexdigit());
    starts && !literal.iter().rev().take(2).any(|&byte| byte == b'%')
}
