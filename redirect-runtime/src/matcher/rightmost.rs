//! Patterns of literals and plain parameters, decided from the right without sets.
//!
//! Where all parameters are of the class of segments and without limits, each takes as much as it can exactly when
//! each literal stands as far right as it can: behind a literal there must be a byte for the parameter, and no `/`.
//! Moving a literal to the left only gives its parameter more bytes, and no fewer `/`. A group at the front is the
//! first choice of all, so that what begins with it goes before what does not; a group at the end that holds a `/`,
//! which no parameter takes, is there or not by the number of `/` in the text.

use super::captures::Captures;
use super::program::{
    CLASS, END, GROUP, GROUP_END, LITERAL, SEGMENT, splits_no_triplet, text as literal_of,
};
use super::{steps, substring};
use crate::bytes::find_byte;
use crate::segments::segment_end;

/// More parts than these, and the pattern is left to the sets.
const MOST_PARTS: usize = 16;

#[derive(Clone, Copy)]
enum Part<'a> {
    Literal(&'a [u8]),
    Parameter(u8),
}

/// Parts in order, no two of a kind side by side.
struct Parts<'a> {
    held: [Part<'a>; MOST_PARTS],
    count: usize,
    /// Whether the text holds no `%`, so that every literal may stand anywhere.
    plain: bool,
    /// Whether letters match in either case.
    fold: bool,
}

impl<'a> Parts<'a> {
    fn add(&mut self, part: Part<'a>) -> Option<()> {
        let last = self.count.checked_sub(1).and_then(|at| self.held.get(at));
        match (last, part) {
            (Some(Part::Literal(_)), Part::Literal(_))
            | (Some(Part::Parameter(_)), Part::Parameter(_)) => return None,
            _ => {}
        }
        *self.held.get_mut(self.count)? = part;
        self.count = self.count.checked_add(1)?;
        Some(())
    }

    /// Whether a literal can be looked for as it stands.
    fn looks_for(&self, literal: &[u8]) -> Option<()> {
        let anywhere = self.plain || splits_no_triplet(literal);
        let folds = self.fold && literal.iter().any(u8::is_ascii_alphabetic);
        (anywhere && !folds).then_some(())
    }

    /// Reads parts up to something else.
    fn read(&mut self, mut program: &'a [u8]) -> Option<&'a [u8]> {
        loop {
            match program {
                [LITERAL, operands @ ..] => {
                    let (text, behind) = literal_of(operands)?;
                    self.looks_for(text)?;
                    self.add(Part::Literal(text))?;
                    program = behind;
                }
                [CLASS, name, SEGMENT, 1, 0, behind @ ..] => {
                    self.add(Part::Parameter(*name))?;
                    program = behind;
                }
                _ => return Some(program),
            }
        }
    }
}

/// What the names are bound to, as ranges that count from the start of `text`, plus `offset`; `None` inside when the
/// text does not match, outside when the pattern is of another shape.
pub(super) fn captures(
    program: &[u8],
    text: &[u8],
    fold: bool,
    offset: usize,
) -> Option<Option<Captures>> {
    steps::count(text.len());
    let plain = find_byte(text, b'%', 0) == text.len();
    for with_front in [true, false] {
        let mut parts = Parts {
            held: [Part::Parameter(0); MOST_PARTS],
            count: 0,
            plain,
            fold,
        };
        let mut rest = parts.read(program)?;
        let has_front = rest.first() == Some(&GROUP) && parts.count <= 1;
        if has_front {
            rest = front(rest.get(1..)?, with_front, &mut parts)?;
        }
        let (end, tail) = tail(rest, &parts)?;
        if end.first() != Some(&END) {
            return None;
        }
        if !tail.is_empty() {
            parts.looks_for(tail)?;
        }
        for cut in [tail, b""] {
            if let Some(body) = text.strip_suffix(cut) {
                if let Some(captures) = place(&parts, body, offset) {
                    return Some(Some(captures));
                }
            }
        }
        if !has_front {
            break;
        }
    }
    Some(None)
}

/// Reads a group and what follows it; with the group's parts or without.
fn front<'a>(group: &'a [u8], present: bool, parts: &mut Parts<'a>) -> Option<&'a [u8]> {
    let before = parts.count;
    // A parameter before the group would choose before the group does.
    if let Some(Part::Parameter(_)) = before.checked_sub(1).and_then(|at| parts.held.get(at)) {
        return None;
    }
    let [GROUP_END, behind @ ..] = parts.read(group)? else {
        return None;
    };
    if !present {
        parts.count = before;
    }
    parts.read(behind)
}

/// A group of one literal with a `/` behind a parameter, at the end; its text, empty when there is none.
fn tail<'a>(program: &'a [u8], parts: &Parts<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let [GROUP, LITERAL, operands @ ..] = program else {
        return Some((program, b""));
    };
    let last = parts.count.checked_sub(1).and_then(|at| parts.held.get(at));
    let (text, behind) = literal_of(operands)?;
    match (last, behind) {
        (Some(Part::Parameter(_)), [GROUP_END, end @ ..]) if text.contains(&b'/') => {
            Some((end, text))
        }
        _ => None,
    }
}

/// Puts each literal as far right as it goes.
fn place(parts: &Parts<'_>, text: &[u8], offset: usize) -> Option<Captures> {
    let mut captures = Captures::default();
    let mut bind = |name, start: usize, end: usize| {
        steps::count(end.saturating_sub(start));
        if start >= end || segment_end(text.get(..end)?, start) < end {
            return None;
        }
        captures.bind(name, start.checked_add(offset)?, end.checked_add(offset)?);
        Some(())
    };
    let mut end = text.len();
    let mut open = None;
    for (at, part) in parts.held.get(..parts.count)?.iter().enumerate().rev() {
        let literal = match part {
            Part::Parameter(name) => {
                open = Some(*name);
                continue;
            }
            Part::Literal(literal) => *literal,
        };
        // A parameter behind the literal needs a byte.
        let limit = end.checked_sub(usize::from(open.is_some()))?;
        let before = text.get(..limit)?;
        let start = match (at, open) {
            (0, _) => before.starts_with(literal).then_some(0)?,
            (_, None) => before
                .ends_with(literal)
                .then(|| limit.checked_sub(literal.len()))??,
            (_, Some(_)) => {
                let found = substring::last(before, literal);
                steps::count(limit - found.unwrap_or(0));
                found?
            }
        };
        let behind = start.checked_add(literal.len())?;
        if let Some(name) = open.take() {
            bind(name, behind, end)?;
        } else if behind != end {
            return None;
        }
        end = start;
    }
    match open {
        Some(name) => bind(name, 0, end)?,
        None if end != 0 => return None,
        None => {}
    }
    Some(captures)
}
