//! What can be proved of a policy before it serves: no dead rule, no loop, no chain, no forgotten URL.
//!
//! One proof a file. Each is decided on the languages that the patterns describe, and everything that is claimed is
//! shown by a request that was played on the very table that ships. What a proof does not decide, it says.

mod automaton;
mod environment;
mod examples;
mod faults;
mod identity;
mod image;
mod levels;
mod loops;
mod moment;
mod question;
mod site;
mod symbol;
mod travel;
mod trip;
mod universe;
mod unreachable;
mod witness;

pub use levels::{Levels, LintArguments};

use crate::diagnostic::Diagnostic;
use crate::document::Sources;
use crate::policy::Policy;
use site::Site;

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
    let Some(mut site) = Site::new(policy, table, sources, levels) else {
        return Vec::new();
    };
    let dead = unreachable::check(&mut site);
    identity::check(&mut site, &dead);
    loops::check(&mut site);
    examples::check(&mut site);
    site.into_diagnostics()
}
