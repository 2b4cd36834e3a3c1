//! Conditions read from YAML: what their files ask of the check under way.

use std::ops::Range;

use super::Condition;
use crate::diagnostic::Diagnostic;
use crate::model::HostPattern;
use crate::pattern::{Item, Kind, Kinds, PatternError};
use crate::source::Span;
use crate::yaml::{Entry, Scalar};

/// The form of `query`, `header` and `cookie`.
pub(crate) const NAMED_VALUES: &str = "a map of names to values";

/// A name with the place where a condition binds it.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(crate) name: String,
    pub(crate) span: Span,
}

/// The conditions of one map, while they are read.
pub(crate) struct Conditions {
    pub(crate) all: Vec<Condition>,
    pub(crate) bound: Vec<Bound>,
    /// The kind of a parameter without one.
    pub(crate) kind: Kind,
    /// True if no fault was found in them.
    pub(crate) is_whole: bool,
}

/// The check that reads a condition.
pub(crate) trait Reader {
    /// One text or a list of them; empty (and reported) if there is none.
    fn texts<'n>(&mut self, entry: &'n Entry, expected: &str) -> Vec<&'n Scalar>;

    /// The texts of a value of the query, a header or a cookie.
    fn values<'n>(&mut self, entry: &'n Entry) -> Vec<&'n Scalar>;

    /// The entries of a map.
    fn pairs<'n>(&mut self, entry: &'n Entry, expected: &str) -> &'n [Entry];

    /// The moment at which something begins.
    fn moment(&mut self, entry: &Entry) -> Option<i64>;

    /// The moment at which something ends.
    fn end(&mut self, entry: &Entry) -> Option<i64>;

    /// Returns true if a name is a token (RFC 9110, 5.6.2); if not, reports it.
    fn token(&mut self, written: &Scalar, what: &str) -> bool;

    /// Reports a fault.
    fn report(&mut self, diagnostic: Diagnostic);

    /// Reports the faults of a pattern.
    fn pattern_errors(&mut self, written: &Scalar, errors: Vec<PatternError>);

    /// Reports a word that is none of the known ones.
    fn unknown_word(&mut self, what: &str, written: &Scalar, known: &[&str]);

    /// Reports the notation of another system in a value; returns true if that is an error.
    fn foreign_value(&mut self, written: &Scalar) -> bool;

    /// Reports the notation of another system in the name of a query key.
    fn foreign_key(&mut self, key: &Scalar);

    /// Number of errors so far.
    fn errors(&self) -> usize;

    /// The policy's own kinds.
    fn kinds(&self) -> &Kinds;

    /// The place of a part of a text.
    fn span_of(&self, written: &Scalar, at: Range<usize>) -> Span;

    /// Adds the names of a pattern, with their places.
    fn bound(&self, written: &Scalar, items: &[Item], bound: &mut Vec<Bound>);

    /// Adds the names of one condition to those of the others; reports one that is there already.
    fn bind(&mut self, all: &mut Vec<Bound>, more: Vec<Bound>);

    /// Compares a host with the policy's own.
    fn known_host(&mut self, span: Span, host: &HostPattern);
}

/// The value of a pattern, or its faults reported.
pub(super) fn parsed<T>(
    reader: &mut dyn Reader,
    written: &Scalar,
    result: Result<T, Vec<PatternError>>,
) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(errors) => {
            reader.pattern_errors(written, errors);
            None
        }
    }
}
