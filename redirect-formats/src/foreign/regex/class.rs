//! Character classes: `[a-z]`, `[^/]`.

use super::{CharSet, Parser, unsupported};
use crate::report::Reason;

impl Parser<'_, '_> {
    /// Reads a class behind its `[`; `written` becomes the class as it was read.
    pub(super) fn class(&mut self, written: &mut String) -> Result<CharSet, Reason> {
        written.push('[');
        let mut set = CharSet::new(self.rest.next_if_eq(&'^').is_some());
        if set.is_negated() {
            written.push('^');
        }
        let mut first = true;
        loop {
            let c = match self.rest.next() {
                None => return Err(unsupported("a class is not closed")),
                Some(']') if !first => break,
                Some('\\') => match self.rest.next() {
                    Some(letter) if set.insert_class(letter) => {
                        written.extend(['\\', letter]);
                        first = false;
                        continue;
                    }
                    Some(c) => c,
                    None => return Err(unsupported("a class is not closed")),
                },
                Some(c) => c,
            };
            first = false;
            written.push(c);
            self.class_member(c, &mut set, written);
        }
        written.push(']');
        Ok(set)
    }

    /// One character of a class, or the range that it begins.
    fn class_member(&mut self, c: char, set: &mut CharSet, written: &mut String) {
        let mut ahead = self.rest.clone();
        if ahead.next() == Some('-') && ahead.peek().is_some_and(|&end| end != ']') {
            self.rest.next();
            let end = match self.rest.next() {
                Some('\\') => self.rest.next(),
                end => end,
            };
            let end = end.unwrap_or(c);
            written.extend(['-', end]);
            set.insert_range(c, end);
        } else {
            set.insert(c);
        }
    }
}
