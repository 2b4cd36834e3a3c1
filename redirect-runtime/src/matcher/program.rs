//! Matching one pattern: exact, with the priorities of a backtracking expression, in linear time.
//!
//! A program is the pattern's items as bytes, ended by [`END`]:
//!
//! | op | operands |
//! |---|---|
//! | [`LITERAL`] | `u16` length, text |
//! | [`CLASS`] | name, class, fewest bytes, most bytes (0: no limit) |
//! | [`UUID`], [`PATH`], [`WILDCARD`] | name |
//! | [`ENUMERATION`] | name, `u16` number of values, each with `u16` length and text |
//! | [`GROUP`], [`NULLABLE_GROUP`] | (closed by [`GROUP_END`]) |
//!
//! The positions from which the rest of a program can match are computed from the last item to the first, as sets of
//! bits; then one walk forward takes at each item the choice that the priorities put first among those that can still
//! succeed. Both are linear in the text for every program: no choice is ever taken back.

use super::positions::Positions;
use super::{rightmost, steps};
use crate::word::u16_at;

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

/// The most names that a rule can bind.
pub const MOST_NAMES: usize = 32;
/// The most groups of a pattern.
pub const MOST_GROUPS: usize = 16;
/// The most items of a program: names, the ends of groups, and a literal between any two of them.
const MOST_ITEMS: usize = 2 * (MOST_NAMES + 2 * MOST_GROUPS) + 2;

/// Whether a byte belongs to a class.
#[inline]
pub const fn in_class(class: u8, byte: u8) -> bool {
    match class {
        SEGMENT => byte != b'/',
        SLUG => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'%' | b' '),
        INT => byte.is_ascii_digit(),
        HEX => byte.is_ascii_hexdigit(),
        ALPHA => byte.is_ascii_alphabetic(),
        ALNUM => byte.is_ascii_alphanumeric(),
        _ => false,
    }
}

/// What the names of a rule are bound to: ranges of a text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captures {
    /// Start and end of the first names; a name that is not bound starts at `u32::MAX`.
    first: [(u32, u32); FEW_NAMES],
    /// The others, for the rare rule that has more.
    more: Vec<(u32, u32)>,
}

/// Rules with up to this many names are matched without an allocation.
const FEW_NAMES: usize = 8;
const UNBOUND: (u32, u32) = (u32::MAX, 0);

impl Default for Captures {
    fn default() -> Self {
        Captures {
            first: [UNBOUND; FEW_NAMES],
            more: Vec::new(),
        }
    }
}

impl Captures {
    /// The range that a name is bound to.
    #[inline]
    pub fn range(&self, name: usize) -> Option<std::ops::Range<usize>> {
        let held = match name.checked_sub(FEW_NAMES) {
            None => self.first.get(name),
            Some(name) => self.more.get(name),
        };
        let (start, end) = *held?;
        (start != u32::MAX).then_some(start as usize..end as usize)
    }

    #[inline]
    pub(crate) fn bind(&mut self, name: u8, start: usize, end: usize) {
        let name = usize::from(name);
        if name >= MOST_NAMES {
            return;
        }
        let held = match name.checked_sub(FEW_NAMES) {
            None => self.first.get_mut(name),
            Some(name) => {
                self.more.resize(MOST_NAMES - FEW_NAMES, UNBOUND);
                self.more.get_mut(name)
            }
        };
        if let Some(range) = held {
            *range = (start as u32, end as u32);
        }
    }
}

/// An item of a program.
#[derive(Clone, Copy, Debug)]
enum Item<'a> {
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
fn item(program: &[u8]) -> Option<(Item<'_>, &[u8])> {
    let (&op, rest) = program.split_first()?;
    match (op, rest) {
        (LITERAL, _) => {
            let (text, rest) = text(rest)?;
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
                rest = text(rest)?.1;
            }
            Some((Item::Enumeration(*name, values), rest))
        }
        (GROUP, rest) => Some((Item::Group { nullable: false }, rest)),
        (NULLABLE_GROUP, rest) => Some((Item::Group { nullable: true }, rest)),
        (GROUP_END, rest) => Some((Item::GroupEnd, rest)),
        _ => None,
    }
}

/// Reads a length and a text.
pub(super) fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::from(u16_at(bytes, 0)?);
    bytes.get(2..)?.split_at_checked(length)
}

/// The values of an enumeration in order.
fn values(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    (0..u16_at(bytes, 0).unwrap_or(0)).map_while(move |_| {
        let (value, tail) = text(rest)?;
        rest = tail;
        Some(value)
    })
}

/// How an enumeration spells what a name is bound to, where letters match in either case.
pub(crate) fn spelling<'p>(mut program: &'p [u8], name: u8, bound: &str) -> Option<&'p str> {
    while let Some((next, rest)) = item(program) {
        program = rest;
        let Item::Enumeration(number, bytes) = next else {
            continue;
        };
        if number == name {
            let value = values(bytes).find(|value| value.eq_ignore_ascii_case(bound.as_bytes()))?;
            return std::str::from_utf8(value).ok();
        }
    }
    None
}

/// A program with the text that it is matched against.
struct Run<'a> {
    program: &'a [u8],
    /// Where each item begins.
    starts: [u16; MOST_ITEMS],
    /// For each item that opens a group, the index of its end.
    ends: [u8; MOST_ITEMS],
    length: usize,
    nullable: bool,
    text: &'a [u8],
    fold: bool,
}

/// Matches a whole text and tells what the names are bound to.
///
/// `fold` lets ASCII letters of literals and enumerations match in either case. Ranges count from the start of
/// `text`, plus `offset`. Linear in the length of the text, and in the program.
pub fn captures(
    program: &[u8],
    text: &[u8],
    fold: bool,
    offset: usize,
    captures: &mut Captures,
) -> bool {
    if !fold && offset == 0 {
        if let Some(decided) = rightmost::captures(program, text) {
            return decided.map(|found| *captures = found).is_some();
        }
    }
    // What stands before the first variable needs no sets.
    let (program, text, offset) = match item(program) {
        Some((Item::Literal(literal), rest)) => {
            let Some((front, behind)) = text.split_at_checked(literal.len()) else {
                return false;
            };
            if !equal(front, literal, fold) {
                return false;
            }
            (rest, behind, offset.saturating_add(literal.len()))
        }
        _ => (program, text, offset),
    };
    match Run::new(program, text, fold) {
        Some(run) => run.solve(offset, captures).is_some(),
        None => false,
    }
}

/// The same for a program each of whose choices is decided by the next byte, without sets.
///
/// A run of a class ends where the class does, a group is present when its first byte is there, `*` takes the rest.
pub fn captures_in_one_pass(
    mut program: &[u8],
    text: &[u8],
    fold: bool,
    captures: &mut Captures,
) -> bool {
    let mut at = 0;
    let mut groups = 0usize;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some((next, behind)) = item(program) else {
            return program.first() == Some(&END) && rest.is_empty() && groups == 0;
        };
        program = behind;
        let (name, length) = match next {
            Item::Literal(literal) => {
                let here = rest.get(..literal.len());
                if !here.is_some_and(|here| equal(here, literal, fold)) {
                    return false;
                }
                at += literal.len();
                continue;
            }
            Item::Class {
                name,
                class,
                min,
                max,
            } => {
                let length = run(rest, class);
                if length < min || length > max {
                    return false;
                }
                (name, length)
            }
            Item::Wildcard(name) => (name, rest.len()),
            Item::Group { .. } => {
                if enters(behind, rest, fold) {
                    groups += 1;
                } else {
                    match behind_group(behind) {
                        Some(behind) => program = behind,
                        None => return false,
                    }
                }
                continue;
            }
            Item::GroupEnd if groups > 0 => {
                groups -= 1;
                continue;
            }
            _ => return false,
        };
        steps::count(length);
        captures.bind(name, at, at.saturating_add(length));
        at = at.saturating_add(length);
    }
}

/// The length of the run of a class that a text begins with.
#[inline]
fn run(text: &[u8], class: u8) -> usize {
    if class == SEGMENT {
        return crate::word::segment_end(text, 0);
    }
    text.iter()
        .position(|&byte| !in_class(class, byte))
        .unwrap_or(text.len())
}

/// Whether a text begins with the literal that a group begins with, as far as one byte tells.
fn enters(group: &[u8], text: &[u8], fold: bool) -> bool {
    match (item(group), text.first()) {
        (Some((Item::Literal([first, ..]), _)), Some(byte)) => {
            first == byte || fold && first.eq_ignore_ascii_case(byte)
        }
        _ => false,
    }
}

/// What follows the group whose items begin here.
fn behind_group(mut program: &[u8]) -> Option<&[u8]> {
    let mut depth = 1usize;
    while depth > 0 {
        let (next, rest) = item(program)?;
        program = rest;
        match next {
            Item::Group { .. } => depth = depth.checked_add(1)?,
            Item::GroupEnd => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some(program)
}

#[inline]
fn equal(text: &[u8], literal: &[u8], fold: bool) -> bool {
    text == literal || fold && text.eq_ignore_ascii_case(literal)
}

impl<'a> Run<'a> {
    fn new(program: &'a [u8], text: &'a [u8], fold: bool) -> Option<Self> {
        let mut run = Run {
            program,
            starts: [0; MOST_ITEMS],
            ends: [0; MOST_ITEMS],
            length: 0,
            nullable: false,
            text,
            fold,
        };
        let mut open = [0u8; MOST_GROUPS];
        let mut depth = 0usize;
        let mut rest = program;
        while rest.first().is_some_and(|&op| op != END) {
            let start = program.len().checked_sub(rest.len())?;
            let (next, tail) = item(rest)?;
            match next {
                Item::Group { nullable } => {
                    run.nullable |= nullable;
                    *open.get_mut(depth)? = u8::try_from(run.length).ok()?;
                    depth = depth.checked_add(1)?;
                }
                Item::GroupEnd => {
                    depth = depth.checked_sub(1)?;
                    let opened = usize::from(*open.get(depth)?);
                    *run.ends.get_mut(opened)? = u8::try_from(run.length).ok()?;
                }
                _ => {}
            }
            *run.starts.get_mut(run.length)? = u16::try_from(start).ok()?;
            run.length = run.length.checked_add(1)?;
            rest = tail;
        }
        (depth == 0).then_some(run)
    }

    /// The item at an index.
    #[inline]
    fn item(&self, index: usize) -> Option<Item<'a>> {
        let start = usize::from(*self.starts.get(index)?);
        Some(item(self.program.get(start..)?)?.0)
    }

    fn solve(&self, offset: usize, captures: &mut Captures) -> Option<()> {
        let mut positions = Positions::new(self.text, self.length, self.nullable)?;
        for index in (0..self.length).rev() {
            self.reach_back(index, &mut positions)?;
        }
        positions
            .holds(0, 0)
            .then(|| self.walk(&positions, offset, captures))?
    }

    /// From the positions behind an item to those before it.
    fn reach_back(&self, index: usize, positions: &mut Positions<'_>) -> Option<()> {
        match self.item(index)? {
            Item::Literal(literal) => positions.before_text(index, literal, self.fold),
            Item::Class {
                class, min, max, ..
            } => positions.before_class(index, class, min, max),
            Item::Uuid(_) => positions.before_uuid(index),
            Item::Path(_) => positions.before_path(index),
            Item::Enumeration(_, bytes) => {
                for value in values(bytes) {
                    positions.before_text(index, value, self.fold);
                }
            }
            Item::Wildcard(_) => positions.before_wildcard(index),
            Item::GroupEnd => positions.before_group_end(index),
            Item::Group { nullable } => {
                let end = usize::from(*self.ends.get(index)?);
                positions.before_group(index, end.checked_add(1)?, nullable);
            }
        }
        Some(())
    }

    /// Takes at each item the first choice that can still succeed.
    fn walk(
        &self,
        positions: &Positions<'_>,
        offset: usize,
        captures: &mut Captures,
    ) -> Option<()> {
        let (mut index, mut at) = (0usize, 0usize);
        // Whether a group is open that must still consume something.
        let mut owing = false;
        while index < self.length {
            let next = index.checked_add(1)?;
            let start = at;
            let mut bound = None;
            match self.item(index)? {
                Item::Literal(literal) => at = at.checked_add(literal.len())?,
                Item::Class {
                    name,
                    class,
                    min,
                    max,
                } => {
                    at = positions.last_after_class(next, at, class, min, max)?;
                    bound = Some(name);
                }
                Item::Uuid(name) => {
                    at = at.checked_add(36)?;
                    bound = Some(name);
                }
                Item::Path(name) => {
                    at = positions.last_after_path(next, at)?;
                    bound = Some(name);
                }
                Item::Enumeration(name, bytes) => {
                    let value = values(bytes).find(|value| {
                        positions.text_at(at, value, self.fold)
                            && positions.holds(next, at.saturating_add(value.len()))
                    })?;
                    at = at.checked_add(value.len())?;
                    bound = Some(name);
                }
                Item::Wildcard(name) => {
                    at = positions.first_after_wildcard(next, at, owing)?;
                    bound = Some(name);
                }
                Item::Group { nullable } => {
                    if positions.enters_group(index, at, nullable) {
                        owing = nullable;
                    } else {
                        index = usize::from(*self.ends.get(index)?);
                    }
                }
                Item::GroupEnd => {}
            }
            if at != start {
                owing = false;
            }
            if let Some(name) = bound {
                captures.bind(
                    name,
                    start.saturating_add(offset),
                    at.saturating_add(offset),
                );
            }
            index = index.checked_add(1)?;
        }
        Some(())
    }
}
