//! Proofs about a policy before it serves: no unreachable rule, no loop, no chain, no forgotten URL.
//!
//! One proof a file. Each is decided on the languages that the patterns describe, and everything that is claimed is
//! shown by a request that was played on the very table that ships. What a proof does not decide, it says.

mod catch_all;
mod chain;
mod coverage;
mod dead_destination;
mod duplicate_id;
mod duplicate_source;
mod failed_example;
mod levels;
mod linter;
mod lookup_rows;
mod loops;
mod open_redirect;
mod permanent;
mod permanent_conditional;
mod permanent_temporary;
mod query_leaves_site;
mod reports;
mod self_redirect;
mod undecided;
mod unreachable_rule;
mod unused_parameter;
mod whole_site;

pub use crate::diagnostic::lint::*;
pub use coverage::{CoverageReport, LiveUrls};
pub use levels::{Levels, LintArguments};
pub(crate) use reports::{Cause, Reports, permission};

use crate::diagnostic::Diagnostic;
use crate::model::{Coverage, Policy};
use crate::proof::steps::Budget;
use crate::source::Sources;
use linter::Linter;

/// Proves what can be proved of a policy, on the table that it was lowered to.
///
/// Gives what is wrong, or worth a warning, each with the level that `levels` says; nothing if `table` is none.
#[must_use]
pub fn analyse(
    policy: &Policy,
    table: &[u8],
    sources: &Sources,
    levels: &Levels,
) -> Vec<Diagnostic> {
    analyse_within(policy, table, sources, levels, Budget::default())
}

/// Proves what can be proved of a policy within a budget; what that leaves open is reported as `undecided`.
#[must_use]
pub fn analyse_within(
    policy: &Policy,
    table: &[u8],
    sources: &Sources,
    levels: &Levels,
    budget: Budget,
) -> Vec<Diagnostic> {
    let Some(mut site) = Linter::new(policy, table, sources, levels, budget) else {
        return Vec::new();
    };
    let known = coverage::Known::of(&policy.coverage);
    if site.asks_site() {
        let known = coverage::Known::of(&policy.coverage);
        site.tell_live(move |url| known.is_live(url));
    }
    let mut found = self_redirect::Found::default();
    site.within_part(1, 5, |site| found = self_redirect::find(site));
    site.tell_idle(&found.idle);
    self_redirect::report(&mut site, &found);
    // What one proof leaves of its part is for those behind it.
    let mut unreachable = Vec::new();
    site.within_part(2, 5, |site| unreachable = unreachable_rule::check(site));
    duplicate_id::check(&mut site, &unreachable);
    site.within_part(2, 3, loops::check);
    site.within_part(1, 4, loops::canonical_key::check);
    site.within_part(1, 4, destinations);
    site.within_part(1, 3, failed_example::check);
    if is_given(&policy.coverage) {
        site.within_part(1, 3, |site| drop(coverage::check(site, &known)));
        site.within_part(1, 3, coverage::check_live);
        site.within_part(1, 2, |site| dead_destination::check(site, &known));
    }
    site.within_part(1, 3, catch_all::check);
    site.within_part(1, 2, permanent_answers);
    unused_parameter::check(&mut site);
    site.into_diagnostics()
}

/// Counts the listed old URLs of a policy by their fate on a table; reports nothing.
#[must_use]
pub fn coverage_of(policy: &Policy, table: &[u8]) -> CoverageReport {
    let levels = Levels::of(policy, &LintArguments::default());
    let sources = Sources::default();
    match Linter::new(policy, table, &sources, &levels, Budget::of_steps(u64::MAX)) {
        Some(mut site) => {
            let found = self_redirect::find(&site);
            site.tell_idle(&found.idle);
            let known = coverage::Known::of(&policy.coverage);
            coverage::check(&mut site, &known)
        }
        None => CoverageReport::default(),
    }
}

/// Looks at the sites that destinations are on.
fn destinations(site: &mut Linter<'_>) {
    site.each_rule(OPEN_REDIRECT, |site, index, rule| {
        query_leaves_site::check_rule(site, index, rule);
        open_redirect::check_rule(site, index, rule);
    });
}

/// Looks at the rules with conditions that answer for ever.
fn permanent_answers(site: &mut Linter<'_>) {
    site.each_rule(PERMANENT_CONDITIONAL, |site, index, rule| {
        if rule.is_conditional() {
            permanent_temporary::check_rule(site, index, rule);
            permanent_conditional::check_rule(site, index, rule);
        }
    });
}

fn is_given(coverage: &Coverage) -> bool {
    !coverage.old.is_empty() || !coverage.live.is_empty() || !coverage.dropped.is_empty()
}
