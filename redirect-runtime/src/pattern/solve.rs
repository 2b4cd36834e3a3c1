//! Matching one pattern: exact, with the priorities of a backtracking expression, in linear time.
//!
//! The positions from which the rest of a program can match are computed from the last item to the first, as sets of
//! bits; then one walk forward takes at each item the choice that the priorities put first among those that can still
//! succeed. Both are linear in the text for every program: no choice is ever taken back.

use super::captures::Captures;
use super::positions::{Positions, words_for};
use super::program::{END, Item, MOST_GROUPS, MOST_NAMES, equal, item, values};
use crate::canonical::delimiters;

/// The most items of a program: names, the ends of groups, and a literal between any two of them.
const MOST_ITEMS: usize = 2 * (MOST_NAMES + 2 * MOST_GROUPS) + 2;

/// Words kept on the stack: enough for texts of up to 63 bytes behind the literal prefix.
const INLINE: usize = 64;

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
    /// True if literals match encoded delimiters too.
    encoded: bool,
}

/// Returns what a program binds in a text that it matches as a whole.
///
/// `fold` lets ASCII letters of literals and enumerations match in either case. Ranges count from the start of
/// `text`, plus `offset`. Linear in the length of the text, and in the program.
pub(super) fn captures(program: &[u8], text: &[u8], fold: bool, offset: usize) -> Option<Captures> {
    let run = Run::new(program, text, fold)?;
    match run.ends_well() {
        true => run.solve(offset),
        false => None,
    }
}

/// Captures of a whole path, encoded delimiters of which literals match as they match the delimiters themselves.
pub(crate) fn encoded_captures(program: &[u8], path: &[u8], fold: bool) -> Option<Captures> {
    let mut run = Run::new(program, path, fold)?;
    run.encoded = true;
    run.solve(0)
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
            encoded: false,
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

    /// Tells whether the text ends with the literal that the program ends with, if it does: nor does that need sets.
    fn ends_well(&self) -> bool {
        let last = self.length.checked_sub(1).and_then(|last| self.item(last));
        let Some(Item::Literal(literal)) = last else {
            return true;
        };
        let start = self.text.len().checked_sub(literal.len());
        let end = start.and_then(|start| self.text.get(start..));
        end.is_some_and(|end| equal(end, literal, self.fold))
    }

    fn solve(&self, offset: usize) -> Option<Captures> {
        let size = words_for(self.text, self.length, self.nullable)?;
        let mut inline = [0; INLINE];
        let mut heap = Vec::new();
        let words = match inline.get_mut(..size) {
            Some(words) => words,
            None => {
                heap.resize(size, 0);
                &mut heap
            }
        };
        let mut positions = Positions::new(self.text, self.length, self.nullable, words)?;
        for index in (0..self.length).rev() {
            self.reach_back(index, &mut positions)?;
        }
        positions
            .holds(0, 0)
            .then(|| self.walk(&positions, offset))?
    }

    /// From the positions behind an item to those before it.
    fn reach_back(&self, index: usize, positions: &mut Positions<'_>) -> Option<()> {
        match self.item(index)? {
            Item::Literal(literal) if self.encoded => {
                positions.before_encoded_text(index, literal, self.fold);
            }
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
    fn walk(&self, positions: &Positions<'_>, offset: usize) -> Option<Captures> {
        let mut captures = Captures::default();
        let (mut index, mut at) = (0usize, 0usize);
        // Whether a group is open that must still consume something.
        let mut owing = false;
        while index < self.length {
            let next = index.checked_add(1)?;
            let start = at;
            let mut bound = None;
            match self.item(index)? {
                Item::Literal(literal) if self.encoded => {
                    at = delimiters::end_of(self.text, at, literal)?;
                }
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
        Some(captures)
    }
}
