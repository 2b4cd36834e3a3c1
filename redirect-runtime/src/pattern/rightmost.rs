//! Patterns of literals and plain parameters, decided from the right without sets.
//!
//! Where all parameters are of the class of segments and without limits, each takes as much as it can exactly when
//! each literal stands as far right as it can: behind a literal there must be a byte for the parameter, and no `/`.
//! Moving a literal to the left only gives its parameter more bytes, and no fewer `/`.
//!
//! A group at the front is the first choice of all: it is there if it can be, with what follows. What follows matches
//! with the groups behind it whenever it does without them, and only then, if it begins with a parameter: that takes
//! what they would. So group by group is decided, each by itself. A group at the end that holds a `/`, which no parameter
//! takes, is there or not by the number of `/` in the text, unless a group at the front holds one too; one behind a
//! parameter that holds none is never there.

mod parts;

use super::captures::Captures;
use super::program::{END, GROUP, GROUP_END, LITERAL};
use super::steps;
use crate::simd::chunks::read_bytes;
use crate::simd::find::find_byte;
use parts::{Part, Parts};

/// The most groups at the front that are looked at.
const MOST_GROUPS: usize = 8;

/// A program of this shape, taken apart.
struct Shape<'a> {
    /// The items of each group at the front.
    groups: [&'a [u8]; MOST_GROUPS],
    count: usize,
    /// The rest behind them, as a program and as parts.
    program: &'a [u8],
    rest: Parts<'a>,
    /// The text of a group at the end, empty when there is none.
    tail: &'a [u8],
}

impl<'a> Shape<'a> {
    /// The shape of a program for texts that hold no `%`, or for any.
    fn of(program: &'a [u8], plain: bool, fold: bool) -> Option<Self> {
        let none = Parts::new(plain, fold);
        let mut groups = [program; MOST_GROUPS];
        let (mut count, mut program, mut has_slash) = (0, program, false);
        while let [GROUP, inside @ ..] = program {
            let mut group = none;
            let [GROUP_END, behind @ ..] = group.read(inside)? else {
                return None;
            };
            has_slash |= group.held().iter().any(Part::has_slash);
            *groups.get_mut(count)? = inside;
            count += 1;
            program = behind;
        }
        let mut rest = none;
        let behind = rest.read(program)?;
        let (end, tail) = tail(never_there(behind, &rest), &rest)?;
        // What follows groups has to take what they take.
        let takes = matches!(rest.held().first(), Some(Part::Parameter(_))) && !has_slash;
        if end.first() != Some(&END) || count > 1 && !takes || has_slash && !tail.is_empty() {
            return None;
        }
        if !tail.is_empty() {
            rest.looks_for(tail)?;
        }
        Some(Shape {
            groups,
            count,
            program,
            rest,
            tail,
        })
    }
}

/// Tells whether a program is of this shape.
pub(super) fn takes(program: &[u8], fold: bool) -> bool {
    Shape::of(program, true, fold).is_some()
}

/// Returns what the names are bound to, as ranges that count from the start of `text`, plus `offset`; `None` inside when the
/// text does not match, outside when the program is of another shape, or a literal of it could split a triplet.
pub(super) fn captures(
    program: &[u8],
    text: &[u8],
    fold: bool,
    offset: usize,
) -> Option<Option<Captures>> {
    steps::count(text.len());
    let plain = find_byte(text, b'%', 0) == text.len();
    let shape = Shape::of(program, plain, fold)?;
    let groups = shape.groups.get(..shape.count)?;
    for cut in [shape.tail, b""] {
        if let Some(body) = text.strip_suffix(cut) {
            let decided = decide(groups, shape.program, &shape.rest, body, offset)?;
            if decided.is_some() {
                return Some(decided);
            }
        }
    }
    Some(None)
}

/// Returns the program behind the groups that are never there: behind a parameter, which takes what they would before they can.
fn never_there<'a>(mut program: &'a [u8], parts: &Parts<'a>) -> &'a [u8] {
    let is_behind_parameter = matches!(parts.last(), Some(Part::Parameter(_)));
    while let (true, [GROUP, inside @ ..]) = (is_behind_parameter, program) {
        let mut group = Parts::new(true, false);
        let Some([GROUP_END, behind @ ..]) = group.read(inside) else {
            break;
        };
        if group.held().iter().any(Part::has_slash) {
            break;
        }
        program = behind;
    }
    program
}

/// A group of one literal with a `/` behind a parameter, at the end; its text, empty when there is none.
fn tail<'a>(program: &'a [u8], parts: &Parts<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let [GROUP, LITERAL, operands @ ..] = program else {
        return Some((program, b""));
    };
    let (text, behind) = read_bytes(operands)?;
    match (parts.last(), behind) {
        (Some(Part::Parameter(_)), [GROUP_END, end @ ..]) if text.contains(&b'/') => {
            Some((end, text))
        }
        _ => None,
    }
}

/// Takes group by group what can be there with the rest, of which the program is `program`; `None` outside when there
/// are too many parts.
fn decide<'a>(
    groups: &[&'a [u8]],
    program: &'a [u8],
    rest: &Parts<'a>,
    text: &[u8],
    offset: usize,
) -> Option<Option<Captures>> {
    let mut captures = Captures::default();
    let mut start = 0;
    let mut is_decided = false;
    for group in groups {
        let mut parts = Parts::new(rest.plain, rest.fold);
        parts.read(group)?;
        let own = parts.count;
        parts.read(program)?;
        let left = text.get(start..)?;
        let found = parts.place(left);
        is_decided = found.is_some();
        if let Some(starts) = found {
            parts.bind(&starts, offset.checked_add(start)?, &mut captures)?;
            start = start.checked_add(*starts.get(own)?)?;
        }
    }
    if !is_decided {
        let Some(starts) = rest.place(text.get(start..)?) else {
            return Some(None);
        };
        rest.bind(&starts, offset.checked_add(start)?, &mut captures)?;
    }
    Some(Some(captures))
}
