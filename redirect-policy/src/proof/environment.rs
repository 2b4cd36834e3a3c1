//! A rule's demands on a request beside its path, and the environments that meet them.

use crate::environment::Parts;
pub(crate) use crate::environment::{Environment, Environments, NOW, Prepared, plain, with_query};
pub(crate) use crate::model::condition::host::{host_like, is_host};
use crate::model::{Condition, Rule};
use crate::regular::steps::Steps;

/// Steps that it takes to look at a condition.
const CONDITION: usize = 4;

/// A rule's demands on a request beside its path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demands<'p> {
    pub(crate) when: &'p [Condition],
    pub(crate) unless: &'p [Vec<Condition>],
    /// The method must be GET or HEAD.
    pub(crate) get_only: bool,
    /// ASCII letters of values match in either case.
    pub(crate) fold: bool,
}

impl<'p> Demands<'p> {
    pub(crate) fn of(rule: &'p Rule) -> Self {
        Demands {
            when: &rule.when,
            unless: &rule.unless,
            get_only: rule.get_only(),
            fold: rule.fold_case,
        }
    }

    /// All conditions that are looked at.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &'p Condition> + use<'p> {
        self.when.iter().chain(self.unless.iter().flatten())
    }
}

/// Returns true if an environment meets the demands of a rule.
pub(crate) fn holds(demands: Demands<'_>, environment: &Environment, steps: &Steps) -> bool {
    steps.spend(CONDITION * (1 + demands.when.len() + demands.unless.len()));
    if demands.get_only && !matches!(environment.method.as_str(), "GET" | "HEAD") {
        return false;
    }
    let holds = |one: &Condition| one.holds_in(environment, demands.fold, steps);
    demands.when.iter().all(holds) && !demands.unless.iter().any(|list| list.iter().all(holds))
}

/// An environment that meets demands, found without a search where that is easy; `None` if there is none (or none within
/// bounds).
pub(crate) fn meeting(demands: Demands<'_>, steps: &Steps) -> Option<Environment> {
    let mut environment = Environment::default();
    for condition in demands.when {
        condition.meet(&mut environment);
    }
    if holds(demands, &environment, steps) {
        return Some(environment);
    }
    let mut all = Environments::of(&[demands], steps);
    all.find(|environment| holds(demands, environment, steps))
}

impl<'e> Environments<'e> {
    /// All that the conditions of some rules can tell apart.
    pub(crate) fn of(demands: &[Demands<'_>], steps: &'e Steps) -> Self {
        let mut parts = Parts::default();
        for demand in demands {
            parts.any_method |= !demand.get_only;
            parts.get_only |= demand.get_only;
            for condition in demand.conditions() {
                condition.tell_apart(&mut parts, demand.fold, steps);
            }
        }
        parts.environments(steps)
    }
}
