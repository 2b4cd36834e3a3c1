//! The changes by date.

use redirect_policy::model::{Action, Condition, Rule};
use redirect_policy::timestamp;
use serde::Serialize;

use crate::policy_file::Loaded;

/// A change of one rule at a moment.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Change {
    at: String,
    source: String,
    what: &'static str,
    past: bool,
}

/// The changes in the order of time.
pub(super) fn dates(loaded: &Loaded, now: i64) -> Vec<Change> {
    let rules = loaded.compiled.policy.rules.iter();
    let mut changes: Vec<(i64, Change)> = rules.flat_map(|rule| changes(rule, now)).collect();
    changes.sort();
    changes.dedup();
    changes.into_iter().map(|(_, change)| change).collect()
}

fn changes(rule: &Rule, now: i64) -> Vec<(i64, Change)> {
    let windows = rule.when.iter().filter_map(|condition| match condition {
        Condition::From(at) => Some((*at, "begins")),
        Condition::Until(at) => Some((*at, "ends")),
        _ => None,
    });
    let permanent = match &rule.action {
        Action::Redirect {
            permanent_after: Some(at),
            ..
        } => Some((*at, "becomes permanent")),
        _ => None,
    };
    windows
        .chain(permanent)
        .map(|(at, what)| {
            let change = Change {
                at: timestamp::written(at),
                source: rule.source.text.clone(),
                what,
                past: at <= now,
            };
            (at, change)
        })
        .collect()
}
