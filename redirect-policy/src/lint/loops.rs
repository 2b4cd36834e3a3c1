//! `loop` and `chain`: redirects that lead to redirects.

pub(super) mod canonical_key;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use super::{chain, lookup_rows};
use crate::diagnostic::Diagnostic;
use crate::lint::linter::Linter;
use crate::lint::{self, Cause};
use crate::model::Rule;
use crate::proof::explore::{RuleTrips, Survey, explore, leads_on};
use crate::proof::follow::{End, Hop, Trip};
use crate::proof::site::Site;
use crate::source::Span;

/// The most steps of a trip that are drawn.
const DRAWN: usize = 12;

/// Follows the destinations of all rules.
pub(super) fn check(site: &mut Linter<'_>) {
    if site.is_silent(lint::LOOP) && site.is_silent(lint::CHAIN) {
        return;
    }
    let survey = Survey::of(site);
    let mut known: HashMap<Vec<usize>, usize> = HashMap::new();
    let mut loops: Vec<Trip> = Vec::new();
    let steps = Rc::clone(&site.steps);
    steps.in_rounds(0..site.policy.rules.len(), |index, one| {
        let (found, spent) = steps.within(one.most, || rule_trips(site, &survey, index));
        if (spent || found.wants_more) && !one.is_last {
            return true;
        }
        let mut looped = false;
        for trip in &found.trips {
            if let Some(round) = round(trip) {
                looped = true;
                let mut rules: Vec<usize> = round.iter().map(|hop| hop.rule).collect();
                rules.sort_unstable();
                rules.dedup();
                match known.entry(rules) {
                    Entry::Vacant(new) => {
                        new.insert(loops.len());
                        loops.push(trip.clone());
                    }
                    // The trip of a row that is on the way round says more: the row is what is mended.
                    Entry::Occupied(first) => {
                        if let Some(first) = loops.get_mut(*first.get()) {
                            if row_on(first).is_none() && row_on(trip).is_some() {
                                first.clone_from(trip);
                            }
                        }
                    }
                }
            }
        }
        let chained = match site.rule(index).filter(|rule| rule.has_rows()) {
            Some(rule) => {
                chain::rows::check(site, index, rule, &found.trips);
                !found.trips.is_empty()
            }
            None => !looped && chain::check(site, index, &found.trips, found.always),
        };
        let is_open = found.cut || found.wants_more || spent;
        if is_open && !looped && !chained {
            let rule = site.rule(index);
            let span = rule.map_or_else(Span::default, Rule::destination_span);
            site.open(lint::LOOP, Some(index), span);
        }
        false
    });
    report_all(site, &loops);
}

/// Reports loops; those that have a rule in common are one report, of the rule that they do not share.
fn report_all(site: &mut Linter<'_>, loops: &[Trip]) {
    let mut on: HashMap<usize, usize> = HashMap::new();
    for hop in loops.iter().filter_map(round).flatten() {
        *on.entry(hop.rule).or_default() += 1;
    }
    for trip in loops {
        let Some(round) = round(trip) else { continue };
        let shared = round
            .iter()
            .map(|hop| hop.rule)
            .max_by_key(|rule| (on.get(rule).copied(), *rule));
        report(site, trip, round, shared.unwrap_or_default());
    }
}

/// The trips that a rule begins: of one with compiled-in rows, those of its rows.
fn rule_trips(site: &Site<'_>, survey: &Survey, index: usize) -> RuleTrips {
    match site.rule(index).filter(|rule| rule.has_rows()) {
        Some(rule) => {
            let leads_on = leads_on(site, survey, rule);
            let trips = leads_on.then(|| lookup_rows::trips(site, rule));
            RuleTrips {
                trips: trips.unwrap_or_default(),
                always: false,
                cut: false,
                wants_more: site.steps.are_spent(),
            }
        }
        None => explore(site, survey, index),
    }
}

/// The row that a trip begins with, if the trip comes back to its request.
fn row_on(trip: &Trip) -> Option<Span> {
    trip.row.filter(|_| trip.end == End::Back(0))
}

/// The hops of a trip that come round.
fn round(trip: &Trip) -> Option<&[Hop]> {
    match trip.end {
        End::Back(from) | End::Grows(from) => trip.hops.get(from..),
        End::Answered | End::Possible | End::Long | End::Open => None,
    }
}

fn report(site: &mut Linter<'_>, trip: &Trip, round: &[Hop], shared: usize) {
    let mut rules = round.iter().filter_map(|hop| site.rule(hop.rule));
    if rules.any(|rule| site.level(lint::LOOP, Some(rule)).is_none()) {
        return;
    }
    let (grows, row) = (matches!(trip.end, End::Grows(_)), row_on(trip));
    let steps = in_order(round, grows, shared);
    let Some(start) = steps.first() else { return };
    let Some(rule) = site.rule(start.rule) else {
        return;
    };
    let request = start.environment.describe_target(&start.target);
    let message = match (grows, steps.len()) {
        (true, _) => format!("{request} is redirected for ever, to an ever longer path"),
        (false, 1) => format!("{request} is redirected to itself"),
        (false, more) => format!("{request} comes back to itself after {more} redirects"),
    };
    let diagnostic = Diagnostic::lint(lint::LOOP, rule.destination_span(), message);
    let visited = steps.iter().take(DRAWN).map(|hop| hop.location.clone());
    let witness = start.environment.url(&start.target);
    let trip = [witness.clone()].into_iter().chain(visited).collect();
    let diagnostic = with_steps(site, diagnostic, &steps)
        .help(drawn(&steps, grows))
        .witness(witness)
        .trip(trip);
    let diagnostic = match row {
        Some(row) => diagnostic.related(row, "by this row"),
        None => diagnostic,
    };
    let diagnostic = diagnostic.help(match grows {
        true => "let the source leave out what the destination adds, or put a rule with `action: stop` for it in front",
        false if row.is_some() => {
            "remove the row, or write the values of the page as it is now into it"
        }
        false => "remove one of these rules, or send one of them to where the page is now",
    });
    site.report_caused(rule, Cause::Rule(shared), diagnostic);
}

/// The hops once round, from the rule that stands first in the file and is not the one that is shared, if there is
/// another; those of a trip that grows as they come.
fn in_order(round: &[Hop], grows: bool, shared: usize) -> Vec<&Hop> {
    let place = |at: &usize| round.get(*at).map(|hop| (hop.rule == shared, hop.rule));
    let first = match grows {
        true => None,
        false => (0..round.len()).min_by_key(place),
    };
    let steps = round.iter().cycle().skip(first.unwrap_or(0));
    steps.take(round.len()).collect()
}

/// Labels the destinations of the rules of a trip, each once.
fn with_steps(site: &Site<'_>, mut diagnostic: Diagnostic, steps: &[&Hop]) -> Diagnostic {
    let mut once: Vec<usize> = Vec::new();
    for (number, hop) in steps.iter().enumerate().take(DRAWN) {
        if once.contains(&hop.rule) {
            continue;
        }
        once.push(hop.rule);
        let label = format!("step {}: to `{}`", number + 1, hop.location);
        match (number, site.rule(hop.rule)) {
            (0, _) => diagnostic = diagnostic.label(label),
            (_, Some(rule)) => diagnostic = diagnostic.related(rule.destination_span(), label),
            _ => {}
        }
    }
    diagnostic
}

/// The trip in one line a step.
fn drawn(steps: &[&Hop], grows: bool) -> String {
    let mut text = String::from("the trip: ");
    let shown = match grows {
        true => steps.len().min(3),
        false => steps.len().min(DRAWN),
    };
    for (number, hop) in steps.iter().enumerate().take(shown) {
        if number == 0 {
            text.push_str(&format!("`{}`", hop.target));
        }
        text.push_str(&format!(" -> `{}`", hop.location));
    }
    if grows {
        text.push_str(" -> and so on");
    } else if steps.len() > shown {
        text.push_str(&format!(" -> ... ({} steps in all)", steps.len()));
    }
    text
}
