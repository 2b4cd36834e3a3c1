//! Trips on which several rules with conditions are met: requests that meet all of them.

use super::Departures;
use crate::analysis::environment::{Demands, Environment, Environments, holds};
use crate::analysis::site::Site;
use crate::analysis::trip::{Trip, follow, next_request};
use crate::policy::Action;

/// How many sets of rules are tried for one rule.
const MOST_TRIES: usize = 12;
/// How many rules of one path are looked at.
const MOST_THERE: usize = 8;

/// Where a trip ends because a rule asks for something that the request is not, it is tried again with a request
/// that is, as long as the rules met before are met too.
pub(super) fn depart(
    site: &Site<'_>,
    index: usize,
    path: &str,
    environment: &Environment,
    departures: &mut Departures,
) {
    let first = follow(site, environment.target(path), environment);
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
            let Some(environment) = meeting_all(site, &rules) else {
                continue;
            };
            let trip = follow(site, environment.target(path), &environment);
            if trip.hops.first().is_none_or(|hop| hop.rule != index) {
                continue;
            }
            if super::turns(&trip) {
                departures.trips.insert(0, trip);
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
                goes_on && !holds(Demands::of(rule), &there)
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
fn meeting_all(site: &Site<'_>, rules: &[usize]) -> Option<Environment> {
    let demands: Vec<Demands<'_>> = rules
        .iter()
        .filter_map(|index| site.rule(*index).map(Demands::of))
        .collect();
    let mut all = Environments::of(&demands);
    all.find(|environment| demands.iter().all(|one| holds(*one, environment)))
}
