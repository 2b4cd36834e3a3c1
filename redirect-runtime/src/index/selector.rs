//! Many rules for one path, told apart by exact hosts and query values: found by hash instead of one by one.
//!
//! A list of candidates whose offset plus one has [`SELECTED`] set is a selector: a list of numbers, the first the
//! offset plus one of the candidates that cannot be told apart so, then for each shape: 1 if it has a host, the number
//! of its query keys, for each its text's offset in `Blob` and length, the number of slots (a power of two), and the
//! slots, pairs of the high half of a hash and the offset plus one of a list of candidates.

use super::candidates::Candidates;
use crate::request::Request;
use crate::request::context::RequestContext;
use crate::request::query;
use crate::simd::hash;
use crate::table::{List, Section, Table};

/// Set in the offset plus one of a list that is a selector.
pub const SELECTED: u32 = 1 << 31;

/// The hash of a host and of query values, in the order of their keys.
pub fn key_hash<'t>(parts: impl Iterator<Item = &'t [u8]>) -> u64 {
    parts.fold(0, key_hash_on)
}

/// Adds the candidates of a selector that a request selects; all, without a request.
#[inline(never)]
pub(super) fn select<'a>(
    table: &Table<'a>,
    list: List<'a>,
    context: Option<&RequestContext<'_, '_>>,
    found: &mut Candidates<'a>,
) -> Option<()> {
    if let Some(rest) = table.list(list.at(0)?) {
        found.add(rest);
    }
    let host = context.and_then(RequestContext::host);
    let mut at = 1usize;
    while at < list.len() {
        let by_host = list.at(at)? == 1;
        let keys = list.at(at.checked_add(1)?)? as usize;
        let first = at.checked_add(2)?;
        let slots = first.checked_add(keys.checked_mul(2)?)?;
        let count = list.at(slots)? as usize;
        let slots = slots.checked_add(1)?;
        at = slots.checked_add(count.checked_mul(2)?)?;
        // A damaged number of slots would be probed for seconds.
        if at > list.len() {
            return None;
        }
        match context {
            None => all(table, list, slots, count, found),
            Some(context) => {
                let host = host.filter(|_| by_host);
                if by_host && host.is_none() {
                    continue;
                }
                if let Some(hash) = key_of(table, list, first, keys, host, context.request) {
                    probe(table, list, slots, count, hash, found);
                }
            }
        }
    }
    Some(())
}

/// The hash of what a request says of a shape; `None` when it lacks a key.
fn key_of(
    table: &Table<'_>,
    list: List<'_>,
    first: usize,
    keys: usize,
    host: Option<&str>,
    request: &Request<'_>,
) -> Option<u64> {
    let mut state = key_hash(host.into_iter().map(str::as_bytes));
    for number in 0..keys {
        let place = first.checked_add(number.checked_mul(2)?)?;
        let start = list.at(place)? as usize;
        let length = list.at(place.checked_add(1)?)? as usize;
        let key = table
            .section(Section::Blob)
            .get(start..start.checked_add(length)?)?;
        let raw = query::first_value(request.query(), std::str::from_utf8(key).ok()?)?;
        let value = query::canonical_value(raw);
        state = key_hash_on(state, value.as_bytes());
    }
    Some(state)
}

/// One more part of a [`key_hash`].
fn key_hash_on(state: u64, part: &[u8]) -> u64 {
    (state.rotate_left(23) ^ hash::hash(part)).wrapping_mul(hash::MULTIPLIER)
}

fn probe<'a>(
    table: &Table<'a>,
    list: List<'a>,
    slots: usize,
    count: usize,
    hash: u64,
    found: &mut Candidates<'a>,
) -> Option<()> {
    let mask = count.checked_sub(1)?;
    let mut slot = hash as usize & mask;
    for _ in 0..count {
        let at = slots.checked_add(slot.checked_mul(2)?)?;
        let reference = list.at(at.checked_add(1)?)?;
        if reference == 0 {
            return None;
        }
        if list.at(at)? == (hash >> 32) as u32 {
            if let Some(list) = table.list(reference) {
                found.add(list);
            }
        }
        slot = slot.wrapping_add(1) & mask;
    }
    None
}

fn all<'a>(
    table: &Table<'a>,
    list: List<'a>,
    slots: usize,
    count: usize,
    found: &mut Candidates<'a>,
) {
    for slot in 0..count {
        let reference = slots
            .checked_add(slot * 2 + 1)
            .and_then(|at| list.at(at))
            .unwrap_or(0);
        if let Some(list) = table.list(reference) {
            found.add(list);
        }
    }
}
