//! The only walk over a compiled policy: from a canonical path to the rules whose sources match it, in file order.
//!
//! Four steps, each of which ends most of the requests that reach it:
//!
//! 1. two bits for the first eight bytes of the first segment: does a literal rule, or a pattern, begin so at all?
//! 2. one hash of the whole path: a literal rule, with the patterns before and behind it already merged in;
//! 3. a walk over the trie of patterns, one probe a segment for each node that is alive;
//! 4. the program of a rule, for captures and for the few rules that the trie cannot decide.
//!
//! # Lists
//! Everything in the section `Lists` begins with a count of four bytes.
//!
//! * candidates: numbers in ascending order of rules, or a [`selector`];
//! * parameters: pairs of `class | min << 8 | max << 16` and the child node, for segments that are one parameter;
//! * prefixes (tails and mixed segments): entries of 16 bytes (offset of the text in `Blob`, its length, number plus
//!   one of the longest entry that is a proper prefix of this one, payload), sorted by text. The payload of a tail is
//!   a list of candidates, that of a mixed segment a list of triples: program in `Blob`, fewest bytes, child node.

mod candidates;
mod captures;
mod literals;
pub(crate) mod one_pass;
mod positions;
mod prefixes;
pub mod program;
mod rightmost;
pub(crate) mod segment;
pub mod selector;
pub(crate) mod solve;
pub mod steps;
mod trie;

pub use candidates::Candidates;
pub(crate) use captures::Captures;

use crate::request::Request;
use crate::table::{self, BEGINS_LITERAL, BEGINS_PATTERN, Count, Section, Table};
use crate::word::{filter_entry, filter_key};

/// The rules whose sources may match a canonical path that begins with `/`, in file order.
///
/// Of rules that are told apart by exact hosts and query values alone only those come that the request may select;
/// without a request all do. A candidate with [`VERIFY`](table::VERIFY) set has still to be matched by its program.
#[inline]
pub fn candidates<'a>(
    table: &Table<'a>,
    path: &str,
    request: Option<&Request<'_>>,
) -> Candidates<'a> {
    candidates_that(begins(table, path.as_bytes()), table, path, request)
}

/// Those [`candidates`] that begin in one of these ways.
#[inline(always)]
pub(crate) fn candidates_that<'a>(
    begins: u8,
    table: &Table<'a>,
    path: &str,
    request: Option<&Request<'_>>,
) -> Candidates<'a> {
    let path = path.as_bytes();
    let mut found = Candidates::default();
    if begins & BEGINS_LITERAL != 0 {
        if let Some(record) = literals::probe(table, Section::Literals, path) {
            record.add(table, request, &mut found);
            if record.complete {
                return found;
            }
        }
    }
    if begins & BEGINS_PATTERN != 0 {
        trie::walk(table, path, table::ROOT, request, &mut found);
    }
    if begins != 0 && table.has(table::FOLDS) {
        add_folded(table, path, begins, request, &mut found);
    }
    found
}

/// Adds what folds case: kinds take either case, and literals of these rules stand in lower case.
fn add_folded<'a>(
    table: &Table<'a>,
    path: &[u8],
    begins: u8,
    request: Option<&Request<'_>>,
    found: &mut Candidates<'a>,
) {
    // Most paths fit on the stack.
    let mut buffer = [0; LOWERED];
    let heap;
    let lower = match buffer.get_mut(..path.len()) {
        Some(lower) => {
            lower.copy_from_slice(path);
            lower.make_ascii_lowercase();
            &*lower
        }
        None => {
            heap = path.to_ascii_lowercase();
            &heap
        }
    };
    if begins & BEGINS_LITERAL != 0 {
        if let Some(record) = literals::probe(table, Section::Folded, lower) {
            record.add(table, request, found);
        }
    }
    if begins & BEGINS_PATTERN != 0 {
        trie::walk(table, lower, table::FOLDED_ROOT, request, found);
    }
}

/// Up to this many bytes a path is folded without an allocation.
const LOWERED: usize = 256;

/// Whether literal paths, or patterns, begin as a canonical path does: most requests end here.
pub(crate) fn begins(table: &Table<'_>, path: &[u8]) -> u8 {
    let mut begins = if table.has(table::UNFILTERED) {
        BEGINS_PATTERN
    } else {
        0
    };
    let Some((firsts, entries)) = table.section(Section::Filter).split_first_chunk::<32>() else {
        return BEGINS_LITERAL | BEGINS_PATTERN;
    };
    let key = filter_key(path, 1);
    let first = (key & 0xff) as usize;
    if firsts
        .get(first / 8)
        .is_some_and(|byte| byte >> (first % 8) & 1 == 1)
    {
        begins |= BEGINS_PATTERN;
    }
    let entry = filter_entry(key, entries.len().wrapping_mul(4));
    begins
        | entries
            .get(entry / 4)
            .map_or(0, |byte| byte >> (entry % 4 * 2) & 3)
}

/// Whether a length is that of some literal path.
#[inline]
fn is_literal_length(table: &Table<'_>, length: usize) -> bool {
    (table.count(Count::ShortestLiteral) as usize..=table.count(Count::LongestLiteral) as usize)
        .contains(&length)
}
