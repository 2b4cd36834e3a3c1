//! Parts of a pattern, and the places that they have in a text when each literal stands as far right as it can.

use crate::pattern::captures::Captures;
use crate::pattern::program::{CLASS, LITERAL, SEGMENT, splits_no_triplet};
use crate::pattern::{steps, substring};
use crate::simd::chunks::read_bytes;
use crate::simd::find::segment_end;

/// More parts than these, and the pattern is left to the sets.
const MOST_PARTS: usize = 16;

/// A literal, or a parameter by the number of its name.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Literal(&'a [u8]),
    Parameter(u8),
}

impl Part<'_> {
    pub(super) fn has_slash(&self) -> bool {
        matches!(self, Part::Literal(text) if text.contains(&b'/'))
    }
}

/// Parts in order, no two of a kind side by side.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    held: [Part<'a>; MOST_PARTS],
    pub(super) count: usize,
    /// True if the text holds no `%`, so that every literal may stand anywhere.
    pub(super) plain: bool,
    /// True if letters match in either case.
    pub(super) fold: bool,
}

/// Where the parts begin in a text, and behind them where the last one ends.
pub(super) type Starts = [usize; MOST_PARTS + 1];

impl<'a> Parts<'a> {
    /// No parts yet.
    pub(super) const fn new(plain: bool, fold: bool) -> Self {
        Parts {
            held: [Part::Parameter(0); MOST_PARTS],
            count: 0,
            plain,
            fold,
        }
    }

    fn add(&mut self, part: Part<'a>) -> Option<()> {
        match (self.last(), part) {
            (Some(Part::Literal(_)), Part::Literal(_))
            | (Some(Part::Parameter(_)), Part::Parameter(_)) => return None,
            _ => {}
        }
        *self.held.get_mut(self.count)? = part;
        self.count = self.count.checked_add(1)?;
        Some(())
    }

    pub(super) fn held(&self) -> &[Part<'a>] {
        self.held.get(..self.count).unwrap_or_default()
    }

    pub(super) fn last(&self) -> Option<Part<'a>> {
        self.held().last().copied()
    }

    /// Tells whether a literal can be looked for as it stands.
    pub(super) fn looks_for(&self, literal: &[u8]) -> Option<()> {
        let anywhere = self.plain || splits_no_triplet(literal);
        let folds = self.fold && literal.iter().any(u8::is_ascii_alphabetic);
        (anywhere && !folds).then_some(())
    }

    /// Reads parts up to something else.
    pub(super) fn read(&mut self, mut program: &'a [u8]) -> Option<&'a [u8]> {
        loop {
            match program {
                [LITERAL, operands @ ..] => {
                    let (text, behind) = read_bytes(operands)?;
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

    /// Puts each literal as far right as it goes.
    pub(super) fn place(&self, text: &[u8]) -> Option<Starts> {
        let mut starts = [0; MOST_PARTS + 1];
        *starts.get_mut(self.count)? = text.len();
        let mut end = text.len();
        // Whether a parameter stands behind the literal; it needs a byte.
        let mut open = false;
        for (at, part) in self.held().iter().enumerate().rev() {
            let Part::Literal(literal) = part else {
                open = true;
                continue;
            };
            let limit = end.checked_sub(usize::from(open))?;
            let before = text.get(..limit)?;
            let start = match (at, open) {
                (0, _) => before.starts_with(literal).then_some(0)?,
                (_, false) => before
                    .ends_with(literal)
                    .then(|| limit.checked_sub(literal.len()))??,
                (_, true) => {
                    let found = substring::last(before, literal);
                    steps::count(limit - found.unwrap_or(0));
                    found?
                }
            };
            let behind = start.checked_add(literal.len())?;
            if open && !is_value(text, behind, end) || !open && behind != end {
                return None;
            }
            *starts.get_mut(at.checked_add(1)?)? = behind;
            *starts.get_mut(at)? = start;
            (end, open) = (start, false);
        }
        let whole = if open {
            is_value(text, 0, end)
        } else {
            end == 0
        };
        whole.then_some(starts)
    }

    /// Binds the names of parameters to where they stand in a text that begins at `offset`.
    pub(super) fn bind(
        &self,
        starts: &Starts,
        offset: usize,
        captures: &mut Captures,
    ) -> Option<()> {
        let ranges = starts.iter().zip(starts.iter().skip(1));
        for (part, (start, end)) in self.held().iter().zip(ranges) {
            if let Part::Parameter(name) = part {
                captures.bind(*name, start.checked_add(offset)?, end.checked_add(offset)?);
            }
        }
        Some(())
    }
}

/// Tells whether a parameter can take what stands between two positions: something, without `/`.
fn is_value(text: &[u8], start: usize, end: usize) -> bool {
    steps::count(end.saturating_sub(start));
    let front = text.get(..end).unwrap_or_default();
    start < end && segment_end(front, start) >= end
}
