//! Trips from every rule: what `loop` and `chain` are judged by.
//!
//! Every loop comes by each of its rules. So each rule is asked with requests that it wins: of all values of its
//! enumerations, of values and lengths that other rules name, and of those that lead it into the source of another
//! rule, which are computed from the two languages.

mod conditions;
mod literals;
mod next_rules;
mod survey;

use super::destinations::path_pattern;
use super::environment::{Demands, Environment, meeting};
use super::follow::{End, Trip, follow};
use super::requests::sample_paths;
use super::site::{Site, Standing, literal};
pub(crate) use next_rules::leads_on;
use next_rules::{MOST_NEXT, NextRules, PATTERN, add_led_on, destination_on};
pub(crate) use survey::Survey;

/// The most requests that a rule is asked with.
const MOST_REQUESTS: usize = 96;
/// Steps that it takes to make a path.
const PATH: usize = 40;
/// The most of the site's own hosts that a rule is asked on.
const MOST_HOSTS: usize = 8;

/// The trips that begin with a rule: requests that it wins, followed.
pub(crate) struct RuleTrips {
    /// Those that are redirected more than once.
    pub(crate) trips: Vec<Trip>,
    /// True if all requests that were tried are.
    pub(crate) always: bool,
    /// True if there may be more that were not looked at.
    pub(crate) cut: bool,
    /// True if more steps would tell more.
    pub(crate) wants_more: bool,
}

/// Finds the trips that begin with a rule; none if it leads off the site, or nowhere that any rule matches.
pub(crate) fn explore(site: &Site<'_>, survey: &Survey, index: usize) -> RuleTrips {
    let mut found = RuleTrips {
        trips: Vec::new(),
        always: true,
        cut: false,
        wants_more: false,
    };
    let Some(rule) = site.rule(index) else {
        return found;
    };
    let Some(destination) = destination_on(site, rule) else {
        return found;
    };
    let Some(environment) = meeting(Demands::of(rule), &site.steps) else {
        found.wants_more = site.steps.are_spent();
        return found;
    };
    site.steps.spend(PATTERN);
    let items = path_pattern(rule, destination);
    let next = NextRules::of(site, survey, &items);
    if site.steps.are_spent() {
        found.wants_more = true;
        return found;
    }
    if next.is_nowhere {
        return found;
    }
    // Those that the rule does not win are told when they are followed.
    site.steps.spend(survey.cost_of_values(rule));
    if site.steps.are_spent() {
        found.wants_more = true;
        return found;
    }
    let mut paths = sample_paths(rule, &survey.values, MOST_REQUESTS);
    site.steps.spend(PATH * paths.len());
    let wins = |path: &String| site.standing(index, path, &environment) == Standing::Wins;
    found.cut = paths.len() >= MOST_REQUESTS && paths.iter().all(wins);
    if literal(rule).is_none() {
        found.cut |= next.patterns.len() > MOST_NEXT;
        found.wants_more = !add_led_on(site, rule, &items, &next, &mut paths);
    }
    let plainest = paths.first().cloned();
    let mut first = None;
    for path in paths {
        let trip = follow(site, environment.target(&path), &environment);
        let is_plainest = first.is_none() && survey.conditions;
        if is_plainest {
            first = Some((path, trip.clone()));
        }
        let grows = matches!(trip.end, End::Grows(_)) && begins_with(&trip, index);
        found.add(index, trip);
        if site.steps.are_spent() {
            found.wants_more = true;
            found.always = false;
            return found;
        }
        // All the others would be followed as far.
        if grows {
            break;
        }
    }
    if let Some((path, trip)) = first.filter(|_| !found.trips.iter().any(turns)) {
        if begins_with(&trip, index) {
            conditions::meet(site, survey, index, &path, trip, &mut found);
        }
    }
    if let Some(path) = plainest.filter(|_| found.trips.is_empty()) {
        found.on_own_hosts(site, survey, index, &path, &environment);
    }
    found
}

/// Returns true if a rule wins the request that a trip begins with.
fn begins_with(trip: &Trip, index: usize) -> bool {
    trip.hops.first().is_some_and(|hop| hop.rule == index)
}

/// Returns true if a trip does not come to an end.
pub(crate) fn turns(trip: &Trip) -> bool {
    matches!(trip.end, End::Back(_) | End::Grows(_) | End::Long)
}

impl RuleTrips {
    /// Looks for a trip that goes on where the request has one of the site's own hosts, or a scheme: a rule that asks for
    /// neither answers on each of them, and a rule that does may redirect again.
    fn on_own_hosts(
        &mut self,
        site: &Site<'_>,
        survey: &Survey,
        index: usize,
        path: &str,
        environment: &Environment,
    ) {
        if environment.host.is_some() || environment.scheme.is_some() || !survey.origins {
            return;
        }
        let schemes: &[Option<&str>] = match survey.schemes {
            true => &[Some("http"), Some("https")],
            false => &[None],
        };
        for host in site.own_hosts().into_iter().take(MOST_HOSTS) {
            for scheme in schemes {
                let there = Environment {
                    host: Some(host.clone()),
                    scheme: scheme.map(str::to_owned),
                    ..environment.clone()
                };
                let trip = follow(site, there.target(path), &there);
                self.add(index, trip);
                if !self.trips.is_empty() || site.steps.are_spent() {
                    self.always = false;
                    return;
                }
            }
        }
    }

    /// Keeps a trip if it begins with the rule and goes on.
    fn add(&mut self, index: usize, trip: Trip) {
        if begins_with(&trip, index) {
            if turns(&trip) || trip.hops.len() > 1 {
                self.trips.push(trip);
            } else {
                self.always = false;
            }
        }
    }
}
