//! Repetitions of a part of an expression: `?`, `*`, `+` and counts in braces.

use super::{Parser, Repeat, unsupported};
use crate::report::Reason;

impl Parser<'_, '_> {
    /// The quantifier that stands here, if one does.
    pub(super) fn quantifier(&mut self) -> Result<Option<Repeat>, Reason> {
        let repeat = match self.rest.peek() {
            Some('?') => Repeat {
                min: 0,
                max: Some(1),
            },
            Some('*') => Repeat::MANY,
            Some('+') => Repeat::SOME,
            Some('{') => return self.counted().map(Some),
            _ => return Ok(None),
        };
        self.rest.next();
        Ok(Some(repeat))
    }

    /// `{n}`, `{n,}` or `{n,m}`.
    fn counted(&mut self) -> Result<Repeat, Reason> {
        let mut inner = String::new();
        self.rest.next();
        while let Some(c) = self.rest.next_if(|&c| c != '}') {
            inner.push(c);
        }
        self.rest.next();
        let bad = || unsupported(format!("`{{{inner}}}` is not a count"));
        let (min, max) = inner.split_once(',').unwrap_or((&inner, &inner));
        let min = min.parse().map_err(|_| bad())?;
        let max = match max {
            "" => None,
            max => Some(max.parse().map_err(|_| bad())?),
        };
        if min > 255 || max.is_some_and(|max| max > 255 || max == 0 || max < min) {
            return Err(bad());
        }
        Ok(Repeat { min, max })
    }
}
