//! What can be proved of a policy before it serves: no dead rule, no loop, no chain, no forgotten URL.
//!
//! One proof a file. Each is decided on the languages that the patterns describe, and everything that is claimed is
//! shown by a request that was played on the very table that ships. What a proof does not decide, it says.

mod catch_all;
mod coverage;
mod dead_destination;
mod departure;
mod duplicate_id;
mod failed_example;
mod levels;
mod linter;
mod lookup_rows;
mod loops;
mod permanent;
mod reports;
mod self_redirect;
mod unreachable;
mod unused_parameter;

pub use crate::diagnostic::lint::*;
pub use coverage::CoverageReport;
pub use levels::{Levels, LintArguments};
pub(crate) use reports::{Cause, Reports, permission};

use crate::diagnostic::Diagnostic;
use crate::model::{Coverage, Policy};
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
    let Some(mut site) = Linter::new(policy, table, sources, levels) else {
        return Vec::new();
    };
    let known = coverage::Known::of(&policy.coverage);
    if site.asks_site() {
        let known = coverage::Known::of(&policy.coverage);
        site.tell_live(move |url| known.is_live(url));
    }
    let idle = self_redirect::find(&site);
    site.tell_idle(&idle);
    self_redirect::report(&mut site, &idle);
    let dead = unreachable::check(&mut site);
    duplicate_id::check(&mut site, &dead);
    loops::check(&mut site);
    departure::check(&mut site);
    failed_example::check(&mut site);
    if is_given(&policy.coverage) {
        coverage::check(&mut site, &known);
        coverage::check_live(&mut site);
        dead_destination::check(&mut site, &known);
    }
    catch_all::check(&mut site);
    permanent::check(&mut site);
    unused_parameter::check(&mut site);
    site.into_diagnostics()
}

/// How the listed old URLs of a policy fare on a table, as numbers; nothing is reported.
#[must_use]
pub fn coverage_of(policy: &Policy, table: &[u8]) -> CoverageReport {
    let levels = Levels::of(policy, &LintArguments::default());
    let sources = Sources::default();
    match Linter::new(policy, table, &sources, &levels) {
        Some(mut site) => {
            let idle = self_redirect::find(&site);
            site.tell_idle(&idle);
            let known = coverage::Known::of(&policy.coverage);
            coverage::check(&mut site, &known)
        }
        None => CoverageReport::default(),
    }
}

fn is_given(coverage: &Coverage) -> bool {
    !coverage.old.is_empty() || !coverage.live.is_empty() || !coverage.dropped.is_empty()
}
