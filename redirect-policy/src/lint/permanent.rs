//! Answers that clients keep for ever.

use crate::model::{Action, Rule};
use crate::proof::environment::{Demands, Environment, Environments, holds};
use crate::proof::requests::plainest;
use crate::proof::site::{Site, Standing};

/// The status, if clients may keep the answer for ever.
pub(super) fn permanent_status(rule: &Rule) -> Option<u16> {
    let status = match &rule.action {
        Action::Redirect { status, .. } | Action::Gone { status, .. } => *status,
        Action::Stop => return None,
    };
    matches!(status, 301 | 308 | 410).then_some(status)
}

/// A request that a rule wins, in a person's words; `change` makes it one that the report is about.
pub(super) fn witness(
    site: &Site<'_>,
    index: usize,
    rule: &Rule,
    change: &dyn Fn(&Environment) -> Environment,
) -> Option<String> {
    let demands = Demands::of(rule);
    let fitting = Environments::of(&[demands], &site.steps)
        .map(|environment| change(&environment))
        .find(|environment| holds(demands, environment, &site.steps))?;
    let path = plainest(site, index, &fitting)?;
    let wins = site.standing(index, &path, &fitting) == Standing::Wins;
    wins.then(|| fitting.describe(&path))
}
