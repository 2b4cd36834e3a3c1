//! The redirect policy language: reads YAML, checks it, and compiles it to the table that
//! `redirect-runtime` serves.
//!
//! The stages, each a module: `yaml` (file to document), `check` (document to [`model`]), `lower` (model to table),
//! [`lint`] (proofs on both). [`compile`] knows their order.
//!
//! ```
//! let policy = redirect_policy::compile_text(
//!     "redirectionPolicy:
//!        version: 0.0.1
//!        rules:
//!          - { source: '/old/:id<int>', destination: '/new/:id' }",
//! )?;
//! assert_eq!(policy.find("/old/1?x=2").location(), Some("/new/1?x=2"));
//! # Ok::<(), redirect_policy::Faults>(())
//! ```
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod check;
pub mod diagnostic;
mod environment;
#[cfg(feature = "expansion")]
pub mod expansion;
pub mod handlers;
mod key;
pub mod keys;
pub mod lint;
#[doc(hidden)]
pub mod lower;
pub mod model;
pub mod pattern;
mod proof;
pub mod reference;
mod regular;
pub mod source;
pub mod timestamp;
#[doc(hidden)]
pub mod yaml;

pub use regular::steps::Budget;

use diagnostic::{Diagnostic, Level};
use handlers::{Handler, ServedLookup};
use lint::{Levels, LintArguments};
use model::Policy;
use source::Sources;

/// A policy after all stages.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// The policy as meant: as much of it as is whole.
    pub policy: Policy,
    /// The handlers that the program must have, those of faulty rules included.
    pub handlers: Vec<Handler>,
    /// The lookups that the program must open, or answer for.
    pub lookups: Vec<ServedLookup>,
    /// Everything that is wrong, or worth a warning.
    pub diagnostics: Vec<Diagnostic>,
    /// The table, unless there are errors.
    pub table: Option<Vec<u8>>,
}

/// Compiles a policy; `file` is the policy's own file in `sources`, into which the files that it names are opened.
pub fn compile(sources: &mut Sources, file: u32) -> Compiled {
    compile_with(sources, file, &LintArguments::default())
}

/// Compiles a policy with levels of lints that go before those of the policy.
pub fn compile_with(sources: &mut Sources, file: u32, arguments: &LintArguments) -> Compiled {
    compile_within(sources, file, arguments, Budget::default())
}

/// Compiles a policy with levels of lints that go before its own, and with so many steps for the proofs.
///
/// Reading, checking and lowering take time that is linear in the size of the policy, and no steps.
pub fn compile_within(
    sources: &mut Sources,
    file: u32,
    arguments: &LintArguments,
    budget: Budget,
) -> Compiled {
    let checked = check::check_with(sources, file, arguments);
    let (handlers, faults) = handlers::handlers(&checked.policy, sources);
    let (lookups, of_lookups) = handlers::served_lookups(&checked.policy, &handlers);
    let mut compiled = Compiled {
        policy: checked.policy,
        handlers,
        lookups,
        diagnostics: checked.diagnostics,
        table: None,
    };
    compiled
        .diagnostics
        .extend(faults.into_iter().chain(of_lookups));
    // A row that an earlier one repeats is left out: the others can be judged all the same.
    let is_whole =
        |one: &Diagnostic| one.level != Level::Error || one.code == lint::DUPLICATE_SOURCE.name;
    if !compiled.diagnostics.iter().all(is_whole) {
        return compiled;
    }
    if let Some(table) = lower::lower(&compiled.policy, sources) {
        let levels = Levels::of(&compiled.policy, arguments);
        let found = lint::analyse_within(&compiled.policy, &table, sources, &levels, budget);
        compiled.diagnostics.extend(found);
        compiled.table = Some(table).filter(|_| !compiled.has_errors());
    }
    compiled
}

impl Compiled {
    /// Returns true if any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error)
    }
}

/// The faults of a policy, rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    /// One text each, as `cargo build` would show it.
    pub rendered: Vec<String>,
}

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.rendered.join("\n"))
    }
}

impl std::error::Error for Faults {}

/// Compiles a policy that is one text, while a program runs.
///
/// # Errors
/// All faults of the policy.
pub fn compile_text(yaml: &str) -> Result<redirect_runtime::Policy, Faults> {
    compile_text_within(yaml, Budget::default())
}

/// Compiles a policy that is one text, while a program runs, with so many steps for the proofs.
///
/// # Errors
/// All faults of the policy. What the budget leaves open is none, unless the policy's `lints` deny `undecided`.
pub fn compile_text_within(yaml: &str, budget: Budget) -> Result<redirect_runtime::Policy, Faults> {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", yaml);
    let mut compiled = compile_within(&mut sources, file, &LintArguments::default(), budget);
    let table = compiled.table.take();
    table
        .and_then(|table| redirect_runtime::Policy::from_bytes(table).ok())
        .ok_or_else(|| Faults {
            rendered: diagnostic::render_all(&mut compiled.diagnostics, &sources)
                .into_iter()
                .filter(|(level, _)| *level == Level::Error)
                .map(|(_, text)| text)
                .collect(),
        })
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
