//! The only walk over a compiled policy: from a canonical path to the rules whose sources match it, in file order.
//!
//! Four steps, each of which ends most of the requests that reach it:
//!
//! 1. two bits for the first eight bytes of the first segment: does a literal rule, or a pattern, begin so at all?
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

use accept::Accept;

use crate::request::Request;
use crate::request::context::RequestContext;
use crate::table::{
    self, BEGINS_LITERAL, BEGINS_PATTERN, COMPLETE, Count, SECONDS, Section, Table,
};
use segments::{Path, filter_key, second_filter_key, second_segment};

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
    let begins = begins(table, bytes);
    let literal = literal(begins, table, bytes);
    let path = Path::new(bytes, false);
    let mut found = Candidates::default();
    let mut gather = Gather {
        context,
        found: &mut found,
    };
    find(begins, literal.as_ref(), table, &path, &mut gather);
    if is_encoded(table, text) {
        encoded::find(table, text, &mut gather);
    }
    found
}

/// Tells whether a path that begins in one of these ways may be literal in some rule. One branch for both tests: which of
/// them fails is hard to predict.
#[inline(always)]
pub(crate) fn may_be_literal(begins: u8, table: &Table<'_>, path: &[u8]) -> bool {
    (begins & BEGINS_LITERAL != 0) & is_literal_length(table, path.len())
}

/// The record of a path as a literal one.
#[inline(always)]
pub(crate) fn record<'a>(table: &Table<'a>, path: &[u8]) -> Option<Record<'a>> {
    literals::probe(table, Section::Literals, path)
}

/// The record of a path as a literal one, if it may be one.
#[inline(always)]
pub(crate) fn literal<'a>(begins: u8, table: &Table<'a>, path: &[u8]) -> Option<Record<'a>> {
    if may_be_literal(begins, table, path) {
        record(table, path)
    } else {
        None
    }
}

/// Hands on the candidates of a path whose first look (how it begins, its record as a literal path) is behind it.
#[inline(always)]
pub(crate) fn find<'a>(
    begins: u8,
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
    if begins & BEGINS_PATTERN != 0 {
        walk::walk(*table, *path, table::ROOT, found);
    }
    if begins != 0 && table.has(table::FOLDS) {
        add_folded(table, *path, begins, found);
    }
}

/// Hands on what folds case: kinds take either case, and literals of these rules stand in lower case.
#[inline(never)]
fn add_folded<'a>(table: &Table<'a>, path: Path<'_>, begins: u8, found: &mut impl Accept<'a>) {
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
    if begins & BEGINS_LITERAL != 0 {
        if let Some(record) = literals::probe(table, Section::Folded, lower) {
            record.add(table, found);
        }
    }
    if begins & BEGINS_PATTERN != 0 {
        let lower = Path::new(lower, path.plain);
        walk::walk(*table, lower, table::FOLDED_ROOT, found);
    }
}

/// Up to this many bytes a path is folded without an allocation.
const LOWERED: usize = 256;

/// Tells whether literal paths, or patterns, begin as a canonical path does: most requests end here.
#[inline(always)]
pub(crate) fn begins(table: &Table<'_>, path: &[u8]) -> u8 {
    let key = filter_key(path, 1);
    let begins = table.begins(key);
    if begins & BEGINS_PATTERN != 0 || !table.is_open(key) {
        return begins;
    }
    begins | begins_open(table, path)
}

/// [`BEGINS_PATTERN`], if a pattern whose first segment is not literal may begin as a path does, by its second segment.
#[inline(never)]
fn begins_open(table: &Table<'_>, path: &[u8]) -> u8 {
    let start = match table.has(SECONDS) {
        true => second_segment(path),
        false => None,
    };
    let begins = start.map(|start| table.begins(second_filter_key(path, start)));
    begins.unwrap_or(BEGINS_PATTERN) & BEGINS_PATTERN
}

/// Returns the ways in which literal paths and patterns begin by the whole first segment, which takes a longer look.
#[inline]
pub(crate) fn begins_segment(table: &Table<'_>, path: &Path<'_>, begins: u8) -> u8 {
    if table.length(Section::Segments) == 0 {
        return begins;
    }
    let length = path.segment(&mut path.from(1));
    let front = path.front(1, length);
    table.begins_segment(front, length, begins)
}

/// Tells whether a length is that of some literal path.
#[inline]
fn is_literal_length(table: &Table<'_>, length: usize) -> bool {
    let shortest = table.count(Count::ShortestLiteral) as usize;
    let longest = table.count(Count::LongestLiteral) as usize;
    (length >= shortest) & (length <= longest)
}
