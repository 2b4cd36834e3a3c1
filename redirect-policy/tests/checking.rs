//! Document to policy: what is refused, where and with which words, and what a sound policy comes to mean.

use redirect_policy::check::{Checked, check};
use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::lint::LintLevel;
use redirect_policy::model::*;
use redirect_policy::pattern::{Item, Kind};
use redirect_policy::source::Sources;

/// Checks a policy in memory, beside other files.
fn checked(policy: &str, files: &[(&str, &str)]) -> (Sources, Checked) {
    let mut sources = Sources::new(env!("CARGO_MANIFEST_DIR"));
    let file = sources.insert("redirects.yml", policy);
    for (name, text) in files {
        sources.insert(name, *text);
    }
    let checked = check(&mut sources, file);
    (sources, checked)
}

/// The policy of a sound text.
fn policy(text: &str, files: &[(&str, &str)]) -> Policy {
    let (_, checked) = checked(text, files);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    checked.policy
}

/// The policy of sound entries of `rules`, indented by four.
fn of_rules(rules: &str) -> Policy {
    policy(&with_rules(rules), &[])
}

fn with_rules(rules: &str) -> String {
    format!("redirectionPolicy:\n  version: 0.0.1\n  rules:\n{rules}")
}

/// A diagnostic on one line: file, line, column, code, message, help.
fn shown(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let (line, column) = sources.position(diagnostic.span);
    let file = &sources.file(diagnostic.span.file).unwrap().shown;
    let help = diagnostic.help.join(" | ");
    let Diagnostic { code, message, .. } = diagnostic;
    format!("{file}:{line}:{column} {code}: {message} [{help}]")
}

#[path = "checking/conditions.rs"]
mod conditions;
#[path = "checking/faults.rs"]
mod faults;
#[path = "checking/meaning.rs"]
mod meaning;
#[cfg(feature = "table")]
#[path = "checking/spreadsheet.rs"]
mod spreadsheet;
#[cfg(feature = "table")]
#[path = "checking/tables.rs"]
mod tables;
