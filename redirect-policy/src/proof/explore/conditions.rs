//! Trips on which several rules with conditions are met: requests that meet all of them.

use super::{RuleTrips, Survey, begins_with, turns};
use crate::model::Action;
use crate::proof::environment::{Demands, Environment, Environments, holds};
use crate::proof::follow::{Trip, follow, next_request};
use crate::proof::site::Site;

/// The most sets of rules that are tried for one rule.
const MOST_TRIES: usize = 12;
/// The most rules of one path that are looked at.
const MOST_THERE: usize = 8;

/// Where a trip ends because a rule asks for something that the request is not, it is tried again with a request
/// that is, as long as the rules met before are met too.
pub(super) fn meet(
    site: &Site<'_>,
    survey: &Survey,
    index: usize,
    path: &str,
    first: Trip,
    found: &mut RuleTrips,
) {
    let mut open: Vec<(Vec<usize>, Trip)> = vec![(vec![index], first)];
    for _ in 0..MOST_TRIES {
        let Some((rules, trip)) = open.pop() else {
            return;
        };
        for next in refusing(site, index, &trip) {
            if rules.contains(&next) || open.len() > MOST_TRIES {
                continue;
            }
            let mut rules = rules.clone();
            rules.push(next);
            let Some(environment) = meeting_all(site, survey, &rules) else {
                continue;
            };
            let trip = follow(site, environment.target(path), &environment);
            if !begins_with(&trip, index) {
                continue;
            }
            if turns(&trip) {
                found.trips.insert(0, trip);
                return;
            }
            open.push((rules, trip));
        }
    }
}

/// The rules whose sources match where a trip ended, but whose conditions did not hold.
fn refusing(site: &Site<'_>, index: usize, trip: &Trip) -> Vec<usize> {
    let Some(last) = trip.hops.last() else {
        return Vec::new();
    };
    let Some((target, there)) = next_request(site, &last.location, &last.environment) else {
        return Vec::new();
    };
    let path = target.split('?').next().unwrap_or_default();
    let path = redirect_runtime::canonical::canonical_path(path);
    let refuses = |next: &usize| {
        *next != index
            && site.rule(*next).is_some_and(|rule| {
                let goes_on = matches!(&rule.action, Action::Redirect { handler: None, .. });
                goes_on && !holds(Demands::of(rule), &there, &site.steps)
            })
    };
    let there: Vec<usize> = site
        .candidates(&path)
        .take(MOST_THERE)
        .filter(refuses)
        .collect();
    let matches = |next: &usize| site.automaton(*next).matches(&path);
    there.into_iter().filter(matches).collect()
}

/// An environment that meets the conditions of all of some rules.
fn meeting_all(site: &Site<'_>, survey: &Survey, rules: &[usize]) -> Option<Environment> {
    // Rules without conditions ask for no more than a method, and most rules are such.
    let is_free = |one: &Demands<'_>| one.when.is_empty() && one.unless.is_empty();
    let demands = |index: &usize| site.rule(*index).map(Demands::of);
    let free: Vec<Demands<'_>> = rules.iter().filter_map(demands).filter(is_free).collect();
    let get_only = free.iter().any(|one| one.get_only);
    let bound = rules
        .iter()
        .filter(|index| demands(index).is_some_and(|one| !is_free(&one)));
    let bound: Vec<usize> = bound.copied().collect();
    let key = (get_only, bound);
    if let Some(known) = survey.meeting.borrow().get(&key) {
        return known.clone();
    }
    let mut all = vec![Demands {
        when: &[],
        unless: &[],
        get_only,
        fold: false,
    }];
    all.extend(key.1.iter().filter_map(demands));
    let meets =
        |environment: &Environment| all.iter().all(|one| holds(*one, environment, &site.steps));
    let environment = Environments::of(&all, &site.steps).find(meets);
    survey.meeting.borrow_mut().insert(key, environment.clone());
    environment
}
