//! The decision of a rule that matched.

use super::target::renders;
use crate::table::rule::{ASKS, Rule};

/// The decision of a rule that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutcomeKind {
    Redirect,
    Gone,
    Stop {
        already_there: bool,
    },
    Handler,
    /// A lookup that the program serves.
    Lookup,
}

impl OutcomeKind {
    /// Returns the decision of a rule that has no location of its own to render.
    #[inline(always)]
    pub(in crate::matched) fn without_location(rule: &Rule<'_>) -> Option<Self> {
        if rule.has(ASKS) {
            return Some(OutcomeKind::Handler);
        }
        match rule.status() {
            None => Some(OutcomeKind::Stop {
                already_there: false,
            }),
            Some(410 | 451) => Some(OutcomeKind::Gone),
            Some(_) => None,
        }
    }

    /// Returns the decision of a rule for a GET request whose path of moderate length it matches, where nothing else counts.
    #[inline(always)]
    pub(crate) fn of_path(rule: &Rule<'_>, path: &str) -> Option<Self> {
        if rule.is_conditional() {
            return None;
        }
        match OutcomeKind::without_location(rule) {
            None if renders(rule, path) => Some(OutcomeKind::Redirect),
            kind => kind,
        }
    }
}
