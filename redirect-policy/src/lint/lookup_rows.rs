//! Rules with compiled-in lookups, judged row by row: each row stands for one literal rule.

use crate::model::Rule;
use crate::proof::environment::{Demands, Environment, meeting};
use crate::proof::follow::{End, Trip, follow};
use crate::proof::site::Site;
use crate::proof::witness::{Taste, text_with};
use crate::source::Span;

/// Steps that it takes to make the request for a row.
const ROW: usize = 40;

/// A request for each row of the rule's lookup: where the row is written, its path, and what else is asked.
///
/// Of several lookups the rows of the first are gone through that is keyed by the source; of the others the requests
/// meet what they meet. A key that a condition binds gives no requests.
pub(crate) fn requests<'p>(
    site: &Site<'_>,
    rule: &'p Rule,
) -> Option<(Environment, impl Iterator<Item = (Span, String)> + use<'p>)> {
    let environment = meeting(Demands::of(rule), &site.steps)?;
    let bound: Vec<&str> = rule
        .source
        .names()
        .into_iter()
        .map(|bound| bound.name)
        .collect();
    let found = rule
        .lookups()
        .filter(|found| !found.lookup.is_served())
        .find(|found| found.key.iter().all(|key| bound.contains(&key.as_str())))?;
    let paths = found.lookup.rows.iter().map(move |row| {
        let columns = found.lookup.key.iter().zip(&row.key);
        let parts: Vec<String> = columns
            .map(|(column, part)| column.canonical_value(part))
            .collect();
        let value = |name: &str| {
            let place = found.key.iter().position(|key| key == name)?;
            parts.get(place).map(String::as_str)
        };
        let path = text_with(&rule.source.items, Taste::PLAIN, &value);
        (row.span, path)
    });
    Some((environment, paths))
}

/// True if the rule wins the request of some row; also where there are no requests to try.
pub(super) fn wins_some(site: &Site<'_>, index: usize, rule: &Rule) -> bool {
    let Some((environment, mut paths)) = requests(site, rule) else {
        return true;
    };
    paths.any(|(_, path)| {
        site.steps.spend(ROW);
        if site.steps.are_spent() {
            return true;
        }
        let prepared = environment.prepare(&path);
        let Some(found) = site.find(&prepared) else {
            return true;
        };
        found
            .rule()
            .is_some_and(|rule| rule.number() as usize == index)
    })
}

/// The trips of the rows that do not end with their first redirect.
pub(super) fn trips(site: &Site<'_>, rule: &Rule) -> Vec<Trip> {
    let Some((environment, paths)) = requests(site, rule) else {
        return Vec::new();
    };
    let all = paths
        .take_while(|_| !site.steps.are_spent())
        .map(|(row, path)| Trip {
            row: Some(row),
            ..follow(site, environment.target(&path), &environment)
        });
    all.filter(|trip| trip.hops.len() > 1 || is_round(trip))
        .collect()
}

pub(super) fn is_round(trip: &Trip) -> bool {
    matches!(trip.end, End::Back(_) | End::Grows(_))
}
