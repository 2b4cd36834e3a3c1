//! A rule that matched, with what it binds.

mod action;
mod canonical_request;

pub(crate) use action::Action;
pub(crate) use canonical_request::CanonicalRequest;

use std::borrow::Cow;

use super::kept::Kept;
use crate::pattern::{Captures, solve};
use crate::simd::slash_mask::SegmentEnds;
use crate::table::names::{Names, NamesAt};
use crate::table::rule::{FOLD, Rule};

/// A rule that matched.
///
/// The captures of the source are not kept: they are taken from the path when they are asked for, so that a match stays small.
#[derive(Debug)]
pub(crate) struct RuleMatch<'r> {
    pub(crate) rule: Rule<'r>,
    /// The action before the location is compared with the request.
    pub(super) action: Action,
    /// Where its names stand.
    pub(super) names: NamesAt,
    /// Where the first segments of the path end.
    pub(crate) ends: SegmentEnds,
    pub(super) kept: Kept,
}

impl<'r> RuleMatch<'r> {
    /// Makes the match of a rule whose action is known.
    #[inline]
    pub(crate) fn known(rule: Rule<'r>, action: Action, names: NamesAt, ends: SegmentEnds) -> Self {
        RuleMatch {
            rule,
            action,
            names,
            ends,
            kept: Kept::default(),
        }
    }

    /// The names of the rule, with where they are bound.
    #[inline]
    pub(crate) fn names(&self) -> Names<'r> {
        match self.names.known(&self.rule.table) {
            Some(names) => names,
            None => self.rule.names(),
        }
    }

    /// Tells whether a handler decides, or a lookup that the program serves.
    #[inline]
    pub(crate) fn asks(&self) -> bool {
        matches!(self.action, Action::Handler | Action::Lookup)
    }

    /// The path in canonical form, where it is not as it came.
    #[inline]
    pub(crate) fn path(&self) -> Option<&str> {
        self.kept.rest()?.path.as_deref()
    }

    /// The match of a path in canonical form, which is kept where it is not as it came.
    #[inline]
    pub(crate) fn at(mut self, path: Cow<'_, str>) -> Self {
        if let Cow::Owned(path) = path {
            self.keep_path(path);
        }
        self
    }

    /// Keeps a path in canonical form.
    pub(crate) fn keep_path(&mut self, path: String) {
        self.kept.rest_mut().path = Some(path);
    }

    /// Returns what the source binds in a path that it matches.
    pub(crate) fn captures(&self, path: &str) -> Captures {
        let kept = self.kept.rest().and_then(|rest| rest.captures.clone());
        kept.or_else(|| capture(&self.rule, path))
            .unwrap_or_default()
    }

    /// Returns what a name is bound to, where a condition tells, or what the source binds was kept; `None` inside: to nothing.
    #[inline]
    pub(crate) fn kept<'m>(&'m self, number: u8, path: &'m str) -> Option<Option<&'m str>> {
        let rest = self.kept.rest()?;
        if let Some(text) = self.bound(number) {
            // A lookup's row has no value for it, whatever the request said.
            return Some((!text.is_empty()).then_some(text));
        }
        let captures = rest.captures.as_ref()?;
        Some(captures.text_in(path, number))
    }

    /// Returns what a condition binds a name to.
    #[inline]
    pub(crate) fn bound(&self, number: u8) -> Option<&str> {
        let bound = &self.kept.rest()?.bound;
        let (_, text) = bound.iter().find(|(name, _)| *name == number)?;
        Some(text)
    }
}

/// Tells whether a rule's source matches a path.
#[inline(never)]
pub(crate) fn matches(rule: &Rule<'_>, path: &str) -> bool {
    capture(rule, path).is_some()
}

/// Returns what a rule's source binds in a path that it matches.
pub(super) fn capture(rule: &Rule<'_>, path: &str) -> Option<Captures> {
    let program = rule.program()?;
    rule.strategy()
        .captures(program, path.as_bytes(), rule.has(FOLD))
}

/// Returns what a source binds in a path whose encoded delimiters its literals match.
pub(super) fn capture_encoded(rule: &Rule<'_>, path: &str) -> Option<Captures> {
    let Some(program) = rule.program() else {
        // A literal path, which was looked up decoded.
        return Some(Captures::default());
    };
    solve::encoded_captures(program, path.as_bytes(), rule.has(FOLD))
}
