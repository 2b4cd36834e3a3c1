//! `redirects expand`: a policy as one file in which every rule stands by itself.

use std::path::Path;

use redirect_policy::check::check;
use redirect_policy::diagnostic::{Diagnostic, Level, render_all};
use redirect_policy::lint;
use redirect_policy::model::Policy;
use redirect_policy::source::Sources;

use super::policy;
use crate::args::{self, Common, Format};
use crate::{Exit, Failure, Io, policy_file};

/// Writes a policy without includes, tables, groups, defaults and prefixes.
///
/// # Errors
/// When the policy cannot be used, cannot be written as one file, or a stream fails.
pub fn run(arguments: &args::Expand, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if let Some(other) = common.format.filter(|format| *format != Format::Human) {
        return Err(Failure::of(format!(
            "`expand` has no format `{}`: a policy is YAML",
            other.word()
        )));
    }
    let path = policy_file::one(arguments.file.as_deref(), common)?;
    let Some(loaded) = policy::readable(&path, common, io)? else {
        return Ok(Exit::Unknown);
    };
    let expanded = expanded(&loaded.compiled.policy, &path)?;
    io.out.write_all(expanded.as_bytes())?;
    Ok(Exit::Clean)
}

/// A policy as one file that means the same; `path` is that of the policy's own file, beside which the files of
/// lookups and inventories lie.
///
/// What is written is read again, so that no policy is given out that another run would refuse.
///
/// # Errors
/// When a rule has no form outside of its table, such as a row of more than a kilobyte.
pub fn expanded(policy: &Policy, path: &Path) -> Result<String, Failure> {
    let text = policy.to_string();
    let mut sources = Sources::default();
    let file = sources.insert(&path.to_string_lossy(), text.as_str());
    let again = check(&mut sources, file);
    let is_lint = |found: &Diagnostic| lint::names().any(|lint| lint == found.code);
    let faults = again.diagnostics.iter();
    let fault = faults
        .filter(|found| found.level == Level::Error && !is_lint(found))
        .cloned();
    let mut faults: Vec<Diagnostic> = fault.collect();
    if !faults.is_empty() {
        let said = render_all(&mut faults, &sources).into_iter().next();
        let said = said.map_or_else(String::new, |(_, text)| text);
        return Err(Failure::of(format!(
            "this policy cannot be written as one file, since a rule of it would be refused there: {said}"
        )));
    }
    if ids(policy) != ids(&again.policy) {
        return Err(Failure::of(
            "internal error: the expanded policy has other rules; please report this policy",
        ));
    }
    Ok(text)
}

fn ids(policy: &Policy) -> Vec<&str> {
    policy.rules.iter().map(|rule| rule.id.as_str()).collect()
}
