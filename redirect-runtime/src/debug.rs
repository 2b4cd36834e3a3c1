//! `Debug` of the public types: a few lines each, whatever the policy holds.

use std::fmt::{self, Debug, Formatter};

use crate::matched::Match;
use crate::policy::Policy;
use crate::request::Request;
use crate::table::rule::Rule;

/// The most bytes of a text that are shown.
const SHOWN: usize = 120;

/// A text of which only the beginning is shown.
#[doc(hidden)]
pub struct Excerpt<'a>(pub &'a str);

impl Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.len() <= SHOWN {
            return self.0.fmt(f);
        }
        let mut end = SHOWN;
        while !self.0.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let front = self.0.get(..end).unwrap_or_default();
        write!(f, "{front:?}... ({} bytes)", self.0.len())
    }
}

impl Debug for Policy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("rules", &self.rules().len())
            .field("handlers", &self.handlers().count())
            .finish_non_exhaustive()
    }
}

impl Debug for Rule<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("id", &Excerpt(self.id()))
            .field("file", &Excerpt(self.file()))
            .field("line", &self.line())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl Debug for Request<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", self.method())
            .field("scheme", &self.scheme())
            .field("host", &self.host().as_deref().map(Excerpt))
            .field("path", &Excerpt(self.path()))
            .field("query", &self.query().map(Excerpt))
            .finish_non_exhaustive()
    }
}

impl Debug for Match<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Match")
            .field("path", &Excerpt(self.request().path()))
            .field("rule", &self.rule().as_ref().map(|rule| Excerpt(rule.id())))
            .field("status", &self.status())
            .field("location", &self.location().map(Excerpt))
            .finish_non_exhaustive()
    }
}
