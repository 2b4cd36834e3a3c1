//! `redirects expand`: a policy as one file in which every rule stands by itself, or as the code that the macro writes.

mod rust;

use redirect_policy::check::check;
use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::lint;
use redirect_policy::model::Policy;
use redirect_policy::source::Sources;

use super::policy;
use crate::args::{self, Common, Format};
use crate::policy_file::{self, Loaded};
use crate::{Exit, Failure, Io};

pub use rust::rust;

/// Writes a policy without includes, tables, groups, defaults and prefixes; with `--rust` its code.
///
/// # Errors
/// When the policy cannot be used, cannot be written as one file, or a stream fails.
pub fn run(arguments: &args::Expand, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if let Some(other) = common.format.filter(|format| *format != Format::Human) {
        return Err(Failure::of(format!(
            "`expand` has no format `{}`: it writes YAML, and Rust with `--rust`",
            other.word()
        )));
    }
    let path = policy_file::one(arguments.file.as_deref(), common)?;
    if arguments.rust {
        let Some(loaded) = policy::sound(&path, common, io)? else {
            return Ok(Exit::Unknown);
        };
        io.out.write_all(rust(&loaded)?.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let Some(loaded) = policy::readable(&path, common, io)? else {
        return Ok(Exit::Unknown);
    };
    let expanded = expanded(&loaded)?;
    io.out.write_all(expanded.as_bytes())?;
    Ok(Exit::Clean)
}

/// A policy as one file that means the same, to lie beside the policy's own, as the files of lookups and inventories do.
///
/// The text is read again, so that no policy is given out that another run would refuse.
///
/// # Errors
/// When a rule has no form outside of its group or table, such as a row of more than a kilobyte.
pub fn expanded(loaded: &Loaded) -> Result<String, Failure> {
    let (policy, path) = (&loaded.compiled.policy, &loaded.path);
    let text = policy.to_string();
    let mut sources = Sources::default();
    let file = sources.insert(&path.to_string_lossy(), text.as_str());
    let again = check(&mut sources, file);
    let is_lint = |found: &Diagnostic| lint::names().any(|lint| lint == found.code);
    let mut faults = again.diagnostics.iter();
    if let Some(fault) = faults.find(|found| found.level == Level::Error && !is_lint(found)) {
        let before = text.get(..fault.span.start as usize).unwrap_or(&text);
        return Err(Failure::of(format!(
            "this policy cannot be written as one file, since the rule of {} would be refused there: {}",
            place_of_rule(loaded, before),
            fault.message
        )));
    }
    if ids(policy) != ids(&again.policy) {
        return Err(Failure::of(
            "internal error: the expanded policy has other rules; please report this policy",
        ));
    }
    Ok(text)
}

/// The place of the rule that stands last in the first part of the expanded policy.
fn place_of_rule(loaded: &Loaded, before: &str) -> String {
    let begins = |line: &&str| line.trim_start().starts_with("- source: ");
    let number = before.lines().filter(begins).count();
    let rules = &loaded.compiled.policy.rules;
    let Some(rule) = number.checked_sub(1).and_then(|number| rules.get(number)) else {
        return loaded.path.display().to_string();
    };
    let (line, column) = loaded.sources.position(rule.source_span);
    let file = loaded.sources.file(rule.source_span.file);
    let file = file.map_or("", |file| file.shown.as_str());
    format!("{file}:{line}:{column}")
}

fn ids(policy: &Policy) -> Vec<&str> {
    policy.rules.iter().map(|rule| rule.id.as_str()).collect()
}
