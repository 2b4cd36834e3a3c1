//! Actions: what rules do with the requests that they match.

use super::canonical_request::renders;
use crate::table::rule::{ASKS, Rule};

/// The action of a rule that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The rule redirects, unless its location is where the request already is.
    Redirect,
    Gone,
    Stop,
    /// A handler decides.
    Handler,
    /// A lookup decides that the program serves.
    Lookup,
}

impl Action {
    /// Returns the action of a rule that has no location of its own to render.
    #[inline]
    pub(in crate::matched) fn without_location(rule: &Rule<'_>) -> Option<Self> {
        if rule.has(ASKS) {
            return Some(Action::Handler);
        }
        match rule.status() {
            None => Some(Action::Stop),
            Some(410 | 451) => Some(Action::Gone),
            Some(_) => None,
        }
    }

    /// Returns the action of a rule for a GET request whose path of moderate length it matches, where nothing else counts.
    #[inline]
    pub(crate) fn of_path(rule: &Rule<'_>, path: &str) -> Option<Self> {
        if rule.is_conditional() {
            return None;
        }
        match Action::without_location(rule) {
            None if renders(rule, path) => Some(Action::Redirect),
            action => action,
        }
    }
}
