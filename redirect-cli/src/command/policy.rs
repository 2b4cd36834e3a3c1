//! The policy of a command, and why a command that needs one goes without.

use std::path::Path;

use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::lint::{self, LintArguments};
use redirect_policy::lower;

use super::check::human;
use crate::args::Common;
use crate::clock;
use crate::policy_file::Loaded;
use crate::style::{RESET, WARNING};
use crate::{Exit, Failure, Io};

/// Loads a policy for a command that needs one without errors; `None`, and all of them on standard error, if it has any.
///
/// # Errors
/// When the file cannot be read, or standard error cannot be written.
pub(super) fn sound(
    path: &Path,
    common: &Common,
    io: &mut Io<'_>,
) -> Result<Option<Loaded>, Failure> {
    let loaded = Loaded::read(path, &LintArguments::default())?;
    let has_errors = loaded.compiled.has_errors();
    if has_errors || common.verbose {
        human::diagnostics(&loaded, io.err)?;
    }
    if has_errors {
        let now = common.at.unwrap_or_else(clock::now);
        writeln!(
            io.err,
            "{}",
            human::summary(std::slice::from_ref(&loaded), Exit::Found, now)
        )?;
    }
    Ok((!has_errors).then_some(loaded))
}

/// Loads a policy for a command that shows how it works: what the proofs find is no hindrance, and counted on standard
/// error. `None` if rules could not be read.
///
/// # Errors
/// As [`sound`].
pub(super) fn readable(
    path: &Path,
    common: &Common,
    io: &mut Io<'_>,
) -> Result<Option<Loaded>, Failure> {
    let mut loaded = Loaded::read(path, &LintArguments::default())?;
    let diagnostics = &loaded.compiled.diagnostics;
    let is_lint = |found: &Diagnostic| lint::names().any(|lint| lint == found.code);
    let of_form = |found: &Diagnostic| found.level == Level::Error && !is_lint(found);
    if diagnostics.iter().any(of_form) {
        return sound(path, common, io);
    }
    let errors = diagnostics
        .iter()
        .filter(|found| found.level == Level::Error);
    let errors = errors.count();
    if errors > 0 {
        loaded.compiled.table = lower::lower(&loaded.compiled.policy, &loaded.sources);
        if !common.quiet {
            let errors = human::plural(errors, "error");
            writeln!(
                io.err,
                "{WARNING}note:{RESET} `redirects check` finds {errors} in {}",
                path.display()
            )?;
        }
    }
    Ok(Some(loaded))
}
