//! `chain` of rows: compiled-in rows whose locations are redirected again.

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::lint::lookup_rows::is_round;
use crate::model::Rule;
use crate::proof::follow::Trip;

/// Reports the rows of a rule whose locations are redirected again, all as one.
pub(in crate::lint) fn check(site: &mut Linter<'_>, index: usize, rule: &Rule, trips: &[Trip]) {
    let chained: Vec<&Trip> = trips.iter().filter(|trip| !is_round(trip)).collect();
    let Some(first) = chained.first() else {
        return;
    };
    let (Some(from), Some(end)) = (first.hops.first(), first.hops.last()) else {
        return;
    };
    let more = match chained.len() {
        1 => String::new(),
        many => format!(" (and so do {} more rows)", many - 1),
    };
    let message = format!(
        "a row of the lookup sends `{}` to `{}`, which is itself redirected{more}",
        from.target, from.location
    );
    let names: Vec<&str> = rule
        .lookups()
        .map(|found| found.lookup.name.value.as_str())
        .collect();
    let drawn: Vec<&str> = first.hops.iter().map(|hop| hop.location.as_str()).collect();
    let mut diagnostic = Diagnostic::lint(lint::CHAIN, rule.destination_span(), message)
        .label(format!("leads to `{}`", from.location))
        .help(format!(
            "the trip: `{}` -> `{}`",
            from.target,
            drawn.join("` -> `")
        ))
        .help(format!(
            "write the values of `{}` into that row of `{}`",
            end.location,
            names.join("`, `")
        ))
        .witness(from.environment.url(&from.target))
        .trip(first.visited());
    if let Some(row) = first.row {
        diagnostic = diagnostic.related(row, "this row");
    }
    let other = first.hops.iter().find(|hop| hop.rule != index);
    if let Some(other) = other.and_then(|hop| site.rule(hop.rule)) {
        diagnostic = diagnostic.related(other.destination_span(), "redirected again here");
    }
    site.report(Some(rule), diagnostic);
}
