//! Destinations that lead straight to where a trip ends, for whoever mends a `chain`.

use redirect_runtime::canonical::is_unreserved;

use crate::model::{Action, QueryPolicy, Rule};
use crate::pattern;
use crate::proof::automaton::{Automaton, Reading};
use crate::proof::decide::{Answer, Question};
use crate::proof::destinations::path_pattern;
use crate::proof::environment::Environment;
use crate::proof::follow::{End, Hop, Trip};
use crate::proof::site::{Site, literal};
use crate::proof::universe::Universe;
use crate::yaml::write::quoted;

/// The most rules before the one that redirects again that are looked at for an advice.
const MOST_EARLIER: usize = 64;

/// Says what to write instead of a destination that is redirected again: at best one that leads every request to its end.
///
/// `always` says that every request that was tried is redirected again.
pub(super) fn advice(
    site: &Site<'_>,
    index: usize,
    rule: &Rule,
    trip: &Trip,
    trips: &[Trip],
    always: bool,
) -> String {
    let whole =
        whole(site, rule, trip, trips).filter(|_| always && takes_all(site, index, rule, trips));
    match (whole, always) {
        (Some(text), _) if rule.from_table => format!("write `{text}` in this cell"),
        (Some(text), _) => format!("write `destination: {}`", quoted(&text)),
        (None, true) => format!(
            "send it to where it ends; for this request that is `{}`",
            trip.hops.last().map_or("", |last| &last.location)
        ),
        (None, false) => match on_own_host(rule, trip) {
            Some(whole) => format!(
                "write `destination: {}`, which saves the second hop",
                quoted(&whole)
            ),
            None => "only some of its destinations are redirected again: let the second rule leave them out, or send both rules to where the pages are now".to_owned(),
        },
    }
}

/// The destination with the origin that a second rule adds and nothing else: a whole URL saves that hop.
fn on_own_host(rule: &Rule, trip: &Trip) -> Option<String> {
    let [first, second] = trip.hops.as_slice() else {
        return None;
    };
    let Action::Redirect { destination, .. } = &rule.action else {
        return None;
    };
    let origin = second.location.strip_suffix(first.location.as_str())?;
    let is_origin = origin.contains("://") && first.location.starts_with('/');
    let plain = rule.prefix.is_none() && !rule.from_table && destination.text.starts_with('/');
    (is_origin && plain).then(|| format!("{origin}{}", destination.text))
}

/// The destination, as it is written in the file, that sends a literal source straight to the end of its trip; nothing
/// unless every request of the rule ends there, for as long.
pub(super) fn literal_end(site: &Site<'_>, rule: &Rule, trip: &Trip) -> Option<String> {
    let is_literal = |rule: &Rule| literal(rule).is_some();
    let plain = |hop: &Hop| {
        site.rule(hop.rule).is_some_and(|rule| {
            let stays = rule.response_options.query == QueryPolicy::Keep && rule.unless.is_empty();
            is_literal(rule) && stays && rule.when.is_empty()
        })
    };
    let lasts = |hop: &Hop| {
        let action = site.rule(hop.rule).map(|rule| &rule.action);
        matches!(
            action,
            Some(Action::Redirect {
                status: 301 | 308,
                permanent_after: None,
                handler: None,
                ..
            })
        )
    };
    let last = &trip.hops.last()?.location;
    let is_sure = trip.end == End::Answered
        && trip.hops.iter().all(plain)
        && !is_put_behind_prefix(rule, last)
        && trip.hops.iter().skip(1).all(lasts)
        && is_plain(trip)
        // What follows `?` or `#` would stand before the request's own query.
        && trip.hops.iter().all(|hop| !hop.location.contains(['?', '#']));
    let text = is_sure.then(|| escaped(rule, last))?;
    match (site.is_shared(rule.destination_span()), rule.from_table) {
        (true, _) => None,
        (false, true) => (!text.contains(['"', ',', ';', '\t'])).then_some(text),
        (false, false) => Some(quoted(&text)),
    }
}

/// Returns true if a trip begins with a request of which a rule asks no more than its path.
fn is_plain(trip: &Trip) -> bool {
    let first = trip.hops.first();
    first.is_some_and(|hop| *hop.environment == Environment::default())
}

/// Returns true if a location, written as the rule's destination, would lead elsewhere: behind its group's prefix.
fn is_put_behind_prefix(rule: &Rule, location: &str) -> bool {
    rule.prefix.is_some() && location.starts_with('/')
}

/// Returns true if the rule that redirects again takes every path that the first one can lead to, in whatever trip: so
/// that the trips that were tried speak for all.
fn takes_all(site: &Site<'_>, index: usize, rule: &Rule, trips: &[Trip]) -> bool {
    if literal(rule).is_some() {
        return true;
    }
    let Action::Redirect { destination, .. } = &rule.action else {
        return false;
    };
    let Some(second) = trips.first().and_then(|trip| trip.hops.get(1)) else {
        return false;
    };
    let second = second.rule;
    let is_pair = |trip: &Trip| {
        let rules: Vec<usize> = trip.hops.iter().map(|hop| hop.rule).collect();
        rules == [index, second]
    };
    if second > MOST_EARLIER || !trips.iter().all(is_pair) {
        return false;
    }
    let here = Automaton::of(&path_pattern(rule, destination), Reading::PATH);
    let there = site.automaton(second);
    // An earlier rule may take some of them first.
    let mut earlier = (0..second).filter(|other| *other != index);
    is_none(site, vec![&here], vec![&there])
        && earlier.all(|other| is_none(site, vec![&here, &site.automaton(other)], Vec::new()))
}

/// Returns true if it is decided that there is no such path.
fn is_none(site: &Site<'_>, must: Vec<&Automaton>, avoid: Vec<&Automaton>) -> bool {
    let question = Question {
        universe: Universe::Path,
        must,
        avoid,
        steps: &site.steps,
    };
    matches!(question.first(), Answer::None)
}

/// A destination that leads to the end of every trip, if the trips show one.
fn whole(site: &Site<'_>, rule: &Rule, trip: &Trip, trips: &[Trip]) -> Option<String> {
    if matches!(trip.end, End::Long | End::Open) {
        return None;
    }
    let last = &trip.hops.last()?.location;
    if is_put_behind_prefix(rule, last) {
        return None;
    }
    if rule
        .source
        .items
        .iter()
        .all(|item| matches!(item, pattern::Item::Literal(_)))
    {
        return is_plain(trip).then(|| escaped(rule, last));
    }
    // Of some trips each shows a text with names in place of values; they must agree, and the values differ.
    let mut agreed: Option<(String, Vec<String>)> = None;
    let mut confirmed = false;
    for trip in trips {
        let first = trip.hops.first()?;
        let values = captured(site, &first.target, &first.environment)?;
        let last = &trip.hops.last()?.location;
        if trip.end != End::Answered || values.is_empty() {
            return None;
        }
        // Other characters may be encoded on the way, and equal values cannot be told apart.
        let telling = values
            .iter()
            .all(|(_, value)| !value.is_empty() && value.bytes().all(is_unreserved))
            && values
                .windows(2)
                .all(|pair| matches!(pair, [(_, a), (_, b)] if a != b));
        if !telling {
            continue;
        }
        let text = with_names(rule, last, &values);
        match &agreed {
            None => agreed = Some((text, values.into_iter().map(|(_, value)| value).collect())),
            Some((known, others)) => {
                if *known != text {
                    return None;
                }
                confirmed |= values
                    .iter()
                    .zip(others)
                    .all(|((_, value), other)| value != other);
            }
        }
    }
    agreed.filter(|_| confirmed).map(|(text, _)| text)
}

fn captured(
    site: &Site<'_>,
    target: &str,
    environment: &Environment,
) -> Option<Vec<(String, String)>> {
    let prepared = environment.prepare_target(target.to_owned());
    let found = site.ask(prepared.request())?;
    found.rule()?;
    let mut values: Vec<(String, String)> = found
        .parameters()
        .map(|(name, value)| (name.to_owned(), value.as_str().to_owned()))
        .collect();
    values.sort_by(|(_, a), (_, b)| (b.len(), b).cmp(&(a.len(), a)));
    Some(values)
}

/// A location with names in place of the values that they are bound to.
fn with_names(rule: &Rule, location: &str, values: &[(String, String)]) -> String {
    let (origin, mut rest) = split_origin(location);
    let mut text = origin.to_owned();
    while !rest.is_empty() {
        let bound = values
            .iter()
            .find(|(_, value)| !value.is_empty() && rest.starts_with(value.as_str()));
        match bound.filter(|_| text.ends_with(['/', '-', '.', '=', '_', '~'])) {
            Some((name, value)) => {
                match name.as_str() {
                    "wildcard" => text.push('*'),
                    name => {
                        text.push(':');
                        text.push_str(name);
                    }
                }
                rest = rest.get(value.len()..).unwrap_or_default();
            }
            None => {
                let mut characters = rest.chars();
                if let Some(next) = characters.next() {
                    text.push_str(&escaped(rule, next.encode_utf8(&mut [0; 4])));
                }
                rest = characters.as_str();
            }
        }
    }
    text
}

/// Text as it is written in a destination: rows of tables need no escapes.
fn escaped(rule: &Rule, location: &str) -> String {
    let (origin, rest) = split_origin(location);
    let rest = match rule.from_table {
        true => rest.to_owned(),
        false => pattern::escaped(rest),
    };
    [origin, &rest].concat()
}

/// Scheme and authority of a location, which need no escapes, and the rest.
fn split_origin(location: &str) -> (&str, &str) {
    let scheme = location.find("://").filter(|_| !location.starts_with('/'));
    let authority = scheme.map_or(0, |at| at + 3);
    let rest = location.get(authority..).unwrap_or_default();
    let length = match scheme {
        Some(_) => rest.find(['/', '?', '#']).unwrap_or(rest.len()),
        None => 0,
    };
    location
        .split_at_checked(authority + length)
        .unwrap_or(("", location))
}
