//! Names bound and headers looked at while conditions are judged.

use crate::pattern::{Captures, program};
use crate::table::policy::header_bit;

/// In what rules looked at: the scheme, which the request does not tell.
pub(crate) const UNKNOWN_SCHEME: u64 = 1 << 62;

/// Findings of conditions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// Names bound outside the path, with their text.
    pub(crate) bound: Vec<(u8, String)>,
    /// The headers looked at, as bits, and [`UNKNOWN_SCHEME`].
    pub(crate) vary: u64,
}

impl Findings {
    /// Notes the header field whose number a condition begins with; returns what follows it.
    #[inline]
    pub(super) fn look_at_field<'a>(&mut self, condition: &'a [u8]) -> Option<&'a [u8]> {
        let (&number, rest) = condition.split_first()?;
        self.vary |= header_bit(usize::from(number));
        Some(rest)
    }

    /// Binds what is captured, as it came, or as the enumerations of a program spell it.
    pub(super) fn bind(&mut self, captures: &Captures, text: &str, spelled_by: Option<&[u8]>) {
        for name in 0..program::MOST_NAMES {
            if let Some(value) = captures.range(name).and_then(|range| text.get(range)) {
                let own = spelled_by.and_then(|by| program::spelling(by, name as u8, value));
                self.bound
                    .push((name as u8, own.unwrap_or(value).to_owned()));
            }
        }
    }
}
