//! Document to policy: every rule of the language is checked here, one function each, and every fault is reported.
//!
//! A fault never stops the check: what can still be read is read, so that one build shows all faults together. Rules
//! that are whole go into the policy; of the others, those with a handler are remembered, so that the code generated
//! for the handler does not disappear with them.

mod action;
mod authority;
mod bindings;
mod choices;
mod conditions;
mod coverage;
#[cfg(feature = "table")]
mod csv;
mod document;
mod entries;
mod examples;
mod exceptions;
mod foreign_keys;
mod foreign_notation;
mod headers;
mod ids;

mod keys;
mod kinds;
mod lints;
mod lookup;
mod on_failure;
mod own_hosts;
mod prefix;
mod query_policy;
mod reader;
mod recover;
mod remarks;
mod rule;
mod scope;
mod timestamp;
mod unrelated;
mod values;

pub use ids::derive_ids;

use crate::diagnostic::{Diagnostic, Level};
use crate::lint::{Levels, LintArguments};
use crate::model::{Located, Policy};
use crate::pattern::{Kinds, PatternError};
use crate::source::{Sources, Span};
use crate::yaml::{Scalar, single_quoted};

/// The result of a check: as much of the policy as is whole, and all that is wrong with the rest.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The rules without a fault, in the order in which they are tried.
    pub policy: Policy,
    /// Everything that is wrong, by file and place; empty for a sound policy.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a policy and checks it against the language.
///
/// `file` is the policy's own file; the files that it includes are opened into `sources` on the way, so that every
/// file a policy depends on can be tracked.
///
/// # Errors
///
/// Faults are the [`Checked::diagnostics`], all of them; the rules that are whole are in the policy even so.
///
/// ```
/// use redirect_policy::{check::check, source::Sources};
///
/// let mut sources = Sources::default();
/// let text = "redirectionPolicy:\n  version: 0.0.1\n  rules:\n    - { source: /a, destinaton: /b }\n";
/// let file = sources.insert("redirects.yml", text.to_owned());
/// let checked = check(&mut sources, file);
/// assert_eq!(checked.diagnostics[0].code, "unknown-key");
/// assert_eq!(checked.diagnostics[0].help, ["write `destination`"]);
/// ```
pub fn check(sources: &mut Sources, file: u32) -> Checked {
    check_with(sources, file, &LintArguments::default())
}

/// Checks a policy as [`check()`] does, with levels of lints that go before those of the policy.
pub fn check_with(sources: &mut Sources, file: u32, arguments: &LintArguments) -> Checked {
    let mut checker = Checker {
        sources,
        checked: Checked::default(),
        levels: Levels::before(arguments),
        other_hosts: Vec::new(),
        allowing: Allowing::default(),
        errors: 0,
        open: vec![file],
        kinds: Kinds::default(),
        faulty_lookups: Vec::new(),
        entries_seen: 0,
        included: 0,
    };
    checker.document(file);
    let mut checked = checker.checked;
    derive_ids(&mut checked.policy.rules);
    for rule in &mut checked.policy.rules {
        conditions::order(rule);
        action::without_answer(rule);
    }
    // Keys are read in an order of their own; people read a file from the top.
    let diagnostics = &mut checked.diagnostics;
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start));
    checked
}

/// The lints that an entry allows, and where one would write them.
#[derive(Default)]
struct Allowing {
    lints: Vec<Located<String>>,
    /// True if `allow` stands beside a table; `None` where there is no place for it.
    in_table: Option<bool>,
}

/// A check under way.
struct Checker<'s> {
    sources: &'s mut Sources,
    checked: Checked,
    /// The levels of lints, for those that are found here.
    levels: Levels,
    /// Hosts of conditions that are none of the policy's own.
    other_hosts: Vec<(Span, String)>,
    /// The lints that the entry being read allows.
    allowing: Allowing,
    /// Number of errors among the diagnostics: a part of the document is whole if it stays as it was.
    errors: usize,
    /// The file being checked, and before it those that included it.
    open: Vec<u32>,
    /// The policy's own kinds.
    kinds: Kinds,
    /// Lookups with a fault: what is said of their rules would be noise.
    faulty_lookups: Vec<String>,
    /// Number of rules and tables that were seen.
    entries_seen: u32,
    /// Number of `include` that were followed.
    included: usize,
}

impl Checker<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        if diagnostic.level == Level::Error {
            self.errors += 1;
        }
        self.checked.diagnostics.push(diagnostic);
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::error(code, span, message));
    }

    /// Puts the faults of a pattern to the places in the file where its text is written.
    fn pattern_errors(&mut self, written: &Scalar, errors: Vec<PatternError>) {
        for error in errors {
            let diagnostic = self.placed(written, error);
            self.report(diagnostic);
        }
    }

    fn placed(&self, written: &Scalar, error: PatternError) -> Diagnostic {
        let span = written.span_of(self.sources, error.at);
        let mut diagnostic = Diagnostic::error(error.code, span, error.message).label(error.label);
        let file = self.sources.file(written.span.file);
        let start = usize::try_from(written.span.start).unwrap_or(usize::MAX);
        let raw = file.and_then(|file| file.text.get(start..));
        let is_double = raw.is_some_and(|raw| raw.starts_with('"'));
        let in_yaml = |help: String| match is_double {
            true => quoted_where_escaped(&help),
            false => help,
        };
        diagnostic.help.extend(error.help.map(in_yaml));
        diagnostic
    }

    /// The value of a pattern, or its faults reported.
    fn parsed<T>(&mut self, written: &Scalar, result: Result<T, Vec<PatternError>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(errors) => {
                self.pattern_errors(written, errors);
                None
            }
        }
    }
}

/// A help whose texts with a backslash stand in single quotes: in double ones YAML would read it itself.
fn quoted_where_escaped(help: &str) -> String {
    let parts = help.split('`').enumerate().map(|(number, part)| {
        let is_whole = number % 2 == 1 && part.len() > 2 && !part.starts_with('\'');
        match is_whole && part.contains('\\') {
            true => single_quoted(part),
            false => part.to_owned(),
        }
    });
    parts.collect::<Vec<String>>().join("`")
}
