//! `chain`: a destination that is itself redirected, and where it ends.

mod advice;
pub(super) mod rows;

use crate::diagnostic::Diagnostic;
use crate::lint::linter::Linter;
use crate::lint::{self, Cause};
use crate::proof::follow::{End, Trip};

/// The most steps that are drawn.
const DRAWN: usize = 6;

/// Reports a rule whose destination is redirected again by a rule that surely matches.
///
/// `always` says that every request that was tried is. Gives whether there was one.
pub(super) fn check(site: &mut Linter<'_>, index: usize, trips: &[Trip], always: bool) -> bool {
    // A rule that at times leads into itself once more is as it was meant: `/en/*` to `/*`.
    let ends = |trip: &&Trip| {
        matches!(
            trip.end,
            End::Answered | End::Possible | End::Long | End::Open
        ) && trip.hops.len() > 1
            && (always || trip.hops.len() > 3 || trip.hops.iter().any(|hop| hop.rule != index))
    };
    let (Some(trip), Some(rule)) = (trips.iter().find(ends), site.rule(index)) else {
        return false;
    };
    let Some(first) = trip.hops.first() else {
        return false;
    };
    let count = trip.hops.len();
    let message = match trip.end {
        End::Long | End::Open => format!(
            "the destination is redirected more than {} times",
            count - 1
        ),
        _ if count == 2 => "the destination is itself redirected".to_owned(),
        _ => format!("the destination is itself redirected, {} times", count - 1),
    };
    let mut diagnostic = Diagnostic::lint(lint::CHAIN, rule.destination_span(), message)
        .label(format!("leads to `{}`", first.location));
    for hop in trip.hops.iter().skip(1).take(DRAWN) {
        if let Some(rule) = site.rule(hop.rule) {
            diagnostic = diagnostic.related(
                rule.destination_span(),
                format!("redirected again here, to `{}`", hop.location),
            );
        }
    }
    let mut diagnostic = diagnostic
        .help(format!("the trip: {}", drawn(trip)))
        .help(advice::advice(site, index, rule, trip, trips, always))
        .witness(first.environment.url(&first.target))
        .trip(trip.visited());
    if let Some(text) = advice::literal_end(site, rule, trip).filter(|_| always) {
        diagnostic = diagnostic.edit(rule.destination_span(), text);
    }
    let again = trip.hops.get(1).map(|hop| Cause::Rule(hop.rule));
    site.report_caused(rule, again.unwrap_or(Cause::Rule(index)), diagnostic);
    true
}

/// The trip in one line.
fn drawn(trip: &Trip) -> String {
    let mut steps = match trip.hops.first() {
        Some(first) => first.environment.describe_target(&first.target),
        None => String::new(),
    };
    for hop in trip.hops.iter().take(DRAWN) {
        steps.push_str(&format!(" -> `{}`", hop.location));
    }
    if let Some(last) = trip.hops.last().filter(|_| trip.hops.len() > DRAWN) {
        steps.push_str(&format!(" -> ... -> `{}`", last.location));
    }
    steps
}
