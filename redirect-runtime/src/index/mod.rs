//! The only walk over a compiled policy: from a canonical path to the rules whose sources match it, in file order.
//!
//! Four steps, each of which ends most of the requests that reach it:
//!
//! 1. the prefilter, two bits for the first eight bytes of the first segment: does a literal rule, or a pattern, begin so
//!    at all?
//! 2. one hash of the whole path: a literal rule, with the patterns before and behind it already merged in;
//! 3. a walk along the segments, one probe each, from state to state: a state accepts rules, each with the locators of
//!    its names;
//! 4. the program of a rule, for captures that have no [`locator`](crate::pattern::locator) and for the few rules that the
//!    walk cannot decide.
//!
//! # Lists
//! Everything in the section `Lists` begins with a count of four bytes.
//!
//! * candidates: numbers in ascending order of rules, or a [`selector`];
//! * states: several that a segment leads to at once;
//! * tests: see [`test`];
//! * prefixes (of many tests): entries of 16 bytes (offset of the text in `Blob`, its length, number plus one of the longest
//!   entry that is a proper prefix of this one, payload), sorted by text.

mod accept;
pub mod candidate;
mod candidates;
mod encoded;
mod literals;
mod prefilter;
mod prefixes;
pub mod segments;
pub mod selector;
mod state;
pub mod test;
mod walk;

pub(crate) use accept::{First, Gather};
pub use candidates::Candidates;
pub(crate) use encoded::is_encoded;
pub(crate) use literals::Record;
pub(crate) use prefilter::Prefilter;

use accept::Accept;

use crate::request::Request;
use crate::request::context::RequestContext;
use crate::table::{self, COMPLETE, Count, Section, Table};
use segments::Path;

/// The rules whose sources may match a canonical path that begins with `/`, in file order.
///
/// Of rules that are told apart by exact hosts and query values alone only those come that the request may select;
/// without a request all do. A candidate that [must be matched](candidate::Candidate::must_be_matched) is matched by its program.
#[inline]
pub fn candidates<'a>(
    table: &Table<'a>,
    path: &str,
    request: Option<&Request<'_>>,
) -> Candidates<'a> {
    gather(table, path, request.map(RequestContext::new).as_ref())
}

/// Gathers the candidates of a path, as [`candidates()`] does, where more may be asked of the request.
#[inline]
pub(crate) fn gather<'a>(
    table: &Table<'a>,
    text: &str,
    context: Option<&RequestContext<'_, '_>>,
) -> Candidates<'a> {
    let bytes = text.as_bytes();
    let prefilter = Prefilter::of(table, bytes);
    let literal = literal(prefilter, table, bytes);
    let path = Path::new(bytes, false);
    let mut found = Candidates::default();
    let mut gather = Gather {
        context,
        found: &mut found,
    };
    find(prefilter, literal.as_ref(), table, &path, &mut gather);
    if is_encoded(table, text) {
        encoded::find(table, text, &mut gather);
    }
    found
}

/// Tells whether a path may be literal in some rule. One branch for both tests: which of
/// them fails is hard to predict.
#[inline(always)]
pub(crate) fn may_be_literal(prefilter: Prefilter, table: &Table<'_>, path: &[u8]) -> bool {
    prefilter.has_literals() & is_literal_length(table, path.len())
}

/// The record of a path as a literal one.
#[inline(always)]
pub(crate) fn record<'a>(table: &Table<'a>, path: &[u8]) -> Option<Record<'a>> {
    literals::probe(table, Section::Literals, path)
}

/// The record of a path as a literal one, if it may be one.
#[inline(always)]
pub(crate) fn literal<'a>(
    prefilter: Prefilter,
    table: &Table<'a>,
    path: &[u8],
) -> Option<Record<'a>> {
    if may_be_literal(prefilter, table, path) {
        record(table, path)
    } else {
        None
    }
}

/// Hands on the candidates of a path of which prefilter and record are known.
#[inline(always)]
pub(crate) fn find<'a>(
    prefilter: Prefilter,
    literal: Option<&Record<'a>>,
    table: &Table<'a>,
    path: &Path<'_>,
    found: &mut impl Accept<'a>,
) {
    if let Some(record) = literal {
        record.add(table, found);
        if record.has(COMPLETE) {
            return;
        }
    }
    if prefilter.has_patterns() {
        walk::walk(*table, *path, table::ROOT, found);
    }
    if !prefilter.is_none() && table.has(table::FOLDS) {
        add_folded(table, *path, prefilter, found);
    }
}

/// Hands on what folds case: kinds take either case, and literals of these rules stand in lower case.
#[inline(never)]
fn add_folded<'a>(
    table: &Table<'a>,
    path: Path<'_>,
    prefilter: Prefilter,
    found: &mut impl Accept<'a>,
) {
    // Most paths fit on the stack.
    let mut buffer = [0; LOWERED];
    let heap;
    let lower = match buffer.get_mut(..path.bytes.len()) {
        Some(lower) => {
            lower.copy_from_slice(path.bytes);
            lower.make_ascii_lowercase();
            &*lower
        }
        None => {
            heap = path.bytes.to_ascii_lowercase();
            &heap
        }
    };
    if prefilter.has_literals() {
        if let Some(record) = literals::probe(table, Section::Folded, lower) {
            record.add(table, found);
        }
    }
    if prefilter.has_patterns() {
        let lower = Path::new(lower, path.plain);
        walk::walk(*table, lower, table::FOLDED_ROOT, found);
    }
}

/// Up to this many bytes a path is folded without an allocation.
const LOWERED: usize = 256;

/// Tells whether a length is that of some literal path.
#[inline]
fn is_literal_length(table: &Table<'_>, length: usize) -> bool {
    let shortest = table.count(Count::ShortestLiteral) as usize;
    let longest = table.count(Count::LongestLiteral) as usize;
    (length >= shortest) & (length <= longest)
}
