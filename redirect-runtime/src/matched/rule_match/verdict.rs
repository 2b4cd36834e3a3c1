//! What a rule says once it has matched.

use super::target::renders;
use crate::table::rule::{ASKS, Rule};

/// What a rule says once it has matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Redirect,
    Gone,
    Stop { already_there: bool },
    Ask,
}

impl Verdict {
    /// What a rule says that has no location of its own to render.
    #[inline(always)]
    pub(in crate::matched) fn without_location(rule: &Rule<'_>) -> Option<Self> {
        if rule.has(ASKS) {
            return Some(Verdict::Ask);
        }
        match rule.status() {
            None => Some(Verdict::Stop {
                already_there: false,
            }),
            Some(410 | 451) => Some(Verdict::Gone),
            Some(_) => None,
        }
    }

    /// What a rule says to a GET request whose path of moderate length it matches, where nothing else counts.
    #[inline(always)]
    pub(crate) fn of_path(rule: &Rule<'_>, path: &str) -> Option<Self> {
        if rule.is_conditional() {
            return None;
        }
        match Verdict::without_location(rule) {
            None if renders(rule, path) => Some(Verdict::Redirect),
            verdict => verdict,
        }
    }
}
