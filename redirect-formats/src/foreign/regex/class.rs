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
                    Some(c) => self.escaped(c)?,
                    None => return Err(unsupported("a class is not closed")),
                },
                Some(c) => c,
            };
            first = false;
            written.push(c);
            self.class_member(c, &mut set, written)?;
        }
        written.push(']');
        Ok(set)
    }

    /// One character of a class, or the range that it begins.
    fn class_member(
        &mut self,
        c: char,
        set: &mut CharSet,
        written: &mut String,
    ) -> Result<(), Reason> {
        let mut ahead = self.rest.clone();
        if ahead.next() == Some('-') && ahead.peek().is_some_and(|&end| end != ']') {
            self.rest.next();
            let end = match self.rest.next() {
                Some('\\') => match self.rest.next() {
                    Some(c) => self.escaped(c)?,
                    None => return Err(unsupported("a class is not closed")),
                },
                end => end.unwrap_or(c),
            };
            written.extend(['-', end]);
            set.insert_range(c, end);
        } else {
            set.insert(c);
        }
        Ok(())
    }

    /// The character that stands for `\\` and this one: `\\x2D`, `\\t`, or itself.
    pub(super) fn escaped(&mut self, c: char) -> Result<char, Reason> {
        Ok(match c {
            'x' => {
                let mut ahead = self.rest.clone();
                let digits: String = ahead.by_ref().take(2).collect();
                let code = u8::from_str_radix(&digits, 16)
                    .ok()
                    .filter(|_| digits.len() == 2);
                self.rest = ahead;
                char::from(code.ok_or_else(|| unsupported("`\\x` without two hexadecimal digits"))?)
            }
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            c if c.is_ascii_alphanumeric() => {
                return Err(unsupported(format!("`\\{c}` has no kind")));
            }
            c => c,
        })
    }
}
