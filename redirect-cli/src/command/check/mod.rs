//! `redirects check`: everything that is wrong with policies, or worth a warning.

mod annotations;
mod fix;
pub mod human;
mod junit;
mod sarif;

use std::io::{self, Write};

use redirect_policy::diagnostic::Level;
use redirect_policy::lint::LintArguments;
use serde_json::json;

use crate::args::{self, Common, Format};
use crate::clock;
use crate::policy_file::{self, Loaded};
use crate::{Exit, Failure, Io};

/// Checks policies and writes what is found.
///
/// # Errors
/// When a policy cannot be read, or a stream fails.
pub fn run(arguments: &args::Check, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let lints = lint_arguments(arguments)?;
    let paths = policy_file::several(&arguments.policies, common)?;
    let policies: Result<Vec<Loaded>, Failure> = paths
        .iter()
        .map(|path| match &arguments.data {
            Some(folder) => Loaded::read_with_data(path, &lints, folder),
            None => Loaded::read(path, &lints),
        })
        .collect();
    let mut policies = policies?;
    if arguments.fix {
        for loaded in &mut policies {
            mend(loaded, &lints, common, io)?;
        }
    }
    let exit = judge(&policies, arguments.deny_warnings);
    write(&policies, exit, common, io.out)?;
    Ok(exit)
}

/// Mends a policy's files, says what was changed, and reads them again.
fn mend(
    loaded: &mut Loaded,
    lints: &LintArguments,
    common: &Common,
    io: &mut Io<'_>,
) -> Result<(), Failure> {
    let fixed = fix::fix(loaded, lints);
    fix::save(&fixed.sources, loaded)?;
    for change in &fixed.changes {
        match common.format {
            Some(Format::Json) => writeln!(io.out, "{}", change.json())?,
            _ if common.quiet => {}
            _ => writeln!(io.err, "{change}")?,
        }
    }
    *loaded = Loaded::read(&loaded.path, lints)?;
    Ok(())
}

/// The levels that `--lint` sets, the last for a lint first.
fn lint_arguments(arguments: &args::Check) -> Result<LintArguments, Failure> {
    let mut lints = LintArguments::default();
    for (name, level) in &arguments.lints {
        lints
            .set(name, *level)
            .map_err(|_| Failure::of(format!("there is no lint `{name}`")))?;
    }
    Ok(lints)
}

/// Returns the exit code: found, if there is an error, or a warning where warnings count.
#[must_use]
pub fn judge(policies: &[Loaded], deny_warnings: bool) -> Exit {
    let mut found = policies
        .iter()
        .flat_map(|loaded| &loaded.compiled.diagnostics);
    match found.any(|found| found.level == Level::Error || deny_warnings) {
        true => Exit::Found,
        false => Exit::Clean,
    }
}

/// Writes all diagnostics in the format that was asked for.
fn write(
    policies: &[Loaded],
    exit: Exit,
    common: &Common,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let now = common.at.unwrap_or_else(clock::now);
    match common.format.unwrap_or(Format::Human) {
        Format::Human => {
            for loaded in policies {
                human::diagnostics(loaded, out)?;
            }
            if !common.quiet {
                writeln!(out, "{}", human::summary(policies, exit, now))?;
            }
            Ok(())
        }
        Format::Json => Ok(lines(policies, exit, now, out)?),
        Format::Github => Ok(annotations::write(policies, out)?),
        Format::Sarif => Ok(writeln!(out, "{}", sarif::log(policies))?),
        Format::Junit => Ok(junit::write(policies, exit, out)?),
        other => Err(Failure::of(format!(
            "`check` has no format `{}`: write human, json, github, sarif or junit",
            other.word()
        ))),
    }
}

/// One JSON object a line: the diagnostics, then a summary.
fn lines(policies: &[Loaded], exit: Exit, now: i64, out: &mut dyn Write) -> io::Result<()> {
    for loaded in policies {
        for diagnostic in &loaded.compiled.diagnostics {
            writeln!(out, "{}", diagnostic.json(&loaded.sources))?;
        }
    }
    let count = human::count(policies, now);
    let summary = json!({
        "kind": "summary",
        "v": 1,
        "policies": policies.len(),
        "rules": count.rules,
        "over": count.over,
        "files": count.files,
        "errors": count.errors,
        "warnings": count.warnings,
        "exit": exit.code(),
    });
    writeln!(out, "{summary}")
}

/// The word for a level.
fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}
