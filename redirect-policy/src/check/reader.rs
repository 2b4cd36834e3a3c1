//! The check as the files of conditions see it.
//!
//! A condition reads itself, in the model, which knows nothing of the check: [`Reader`] is the seam, and its methods stand
//! here together because a trait has one `impl`. Each is a method of the check that stands with its own kind.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::model::HostPattern;
use crate::model::condition::reader::{Bound, Reader};
use crate::pattern::{Item, Kinds, PatternError};
use crate::source::Span;
use crate::yaml::{Entry, Scalar};

use super::{Checker, values};

impl Reader for Checker<'_> {
    fn texts<'n>(&mut self, entry: &'n Entry, expected: &str) -> Vec<&'n Scalar> {
        self.texts(entry, expected)
    }

    fn values<'n>(&mut self, entry: &'n Entry) -> Vec<&'n Scalar> {
        self.texts(entry, values::ANY_VALUE)
    }

    fn pairs<'n>(&mut self, entry: &'n Entry, expected: &str) -> &'n [Entry] {
        self.entries(entry, expected)
    }

    fn moment(&mut self, entry: &Entry) -> Option<i64> {
        self.moment(entry)
    }

    fn end(&mut self, entry: &Entry) -> Option<i64> {
        self.end(entry)
    }

    fn token(&mut self, written: &Scalar, what: &str) -> bool {
        self.token(written, what)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.report(diagnostic);
    }

    fn pattern_errors(&mut self, written: &Scalar, errors: Vec<PatternError>) {
        self.pattern_errors(written, errors);
    }

    fn unknown_word(&mut self, what: &str, written: &Scalar, known: &[&str]) {
        self.unknown_word(what, written, known);
    }

    fn foreign_value(&mut self, written: &Scalar) -> bool {
        self.foreign_value(written)
    }

    fn foreign_key(&mut self, key: &Scalar) {
        self.foreign_key(key);
    }

    fn errors(&self) -> usize {
        self.errors
    }

    fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    fn span_of(&self, written: &Scalar, at: Range<usize>) -> Span {
        written.span_of(self.sources, at)
    }

    fn bound(&self, written: &Scalar, items: &[Item], bound: &mut Vec<Bound>) {
        self.bound(written, items, bound);
    }

    fn bind(&mut self, all: &mut Vec<Bound>, more: Vec<Bound>) {
        self.bind(all, more);
    }

    fn known_host(&mut self, span: Span, host: &HostPattern) {
        self.known_host(span, host);
    }
}
