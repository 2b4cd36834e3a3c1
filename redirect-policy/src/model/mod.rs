//! A policy as meant: the model that proofs read and that lowering turns into a table.

use std::rc::Rc;

pub use crate::pattern::{HostPattern, LanguagePattern};
pub use action::{Action, OnFailure};
pub use condition::{Condition, Reads, ValuePattern};
pub use coverage::{Coverage, Inventory, UrlFile, Urls};
pub use example::{Example, Expect, ExpectedLookup};
pub use lookup::{Column, Lookup, LookupCache, LookupUse, Row as LookupRow, Served};
pub use print::{Annotations, PrintedTable};
pub use query_policy::QueryPolicy;
pub use rule::{FaultyRule, Prefix, ResponseOptions, Rule};

mod action;
mod bindings;
pub(crate) mod condition;
mod coverage;
mod example;
mod lookup;
mod print;
mod query_policy;
mod rule;

use crate::diagnostic::lint::LintLevel;
use crate::pattern::Kinds;
use crate::source::Span;

/// A whole policy: rules in file order, includes and tables spliced in.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
    /// Rules with a fault and a handler, which are not among `rules`.
    pub faulty: Vec<FaultyRule>,
    /// The site's own hosts.
    pub hosts: Vec<Located<HostPattern>>,
    /// Hosts that a handler may send to, canonical.
    pub external_hosts: Vec<Located<String>>,
    /// Levels set in the policy's `lints`.
    pub lints: Vec<(Located<String>, LintLevel)>,
    /// Choices under a name.
    pub kinds: Kinds,
    /// The lookups that are whole.
    pub lookups: Vec<Rc<Lookup>>,
    /// The policy's own examples.
    pub examples: Vec<Example>,
    /// The URLs that must be answered, and those that must not.
    pub coverage: Coverage,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}
