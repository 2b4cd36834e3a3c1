//! Literal paths: groups of slots and records, each record with the patterns that match its path merged in.

use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::index::candidates;
use redirect_runtime::simd::hash::{hash, next_slot, slot_of, tag};
use redirect_runtime::table::{COMPLETE, HELD, PLACES, REDIRECTS_ALL, SELECTED, TAGS, Table, UNIT};

use super::selector;
use crate::lower::blob::number;
use crate::lower::plan::Known;
use crate::lower::sections::Sections;
use crate::lower::token::literal_path;
use crate::model::Rule;

/// The most candidates that a record holds beside the rule's own for the search to end there.
const MOST_MERGED: usize = 4;

/// Number of the eight slots of a group that are filled, on average.
const FILLED: usize = 5;

/// The most candidates that a record holds itself: so many that the records of a group lie within reach of one another.
const MOST_HELD: usize = 4096;
const _: () = assert!(MOST_HELD <= HELD as usize);

/// One literal path of one rule.
pub(super) struct Literal {
    hash: u64,
    path: String,
    rule: u32,
}

impl Literal {
    pub(super) fn new(path: String, rule: u32) -> Self {
        Literal {
            hash: hash(path.as_bytes()),
            path,
            rule,
        }
    }
}

/// Writes the records of paths, and returns their slots; none, where there are no paths. `patterns` is the policy's table without
/// literals, if it has patterns that may match these paths.
pub(super) fn write(
    mut literals: Vec<Literal>,
    rules: &[Rule],
    known: &mut [Known],
    patterns: Option<&Table<'_>>,
    sections: &mut Sections,
) -> Vec<u8> {
    literals.sort_unstable_by(|a, b| (a.hash, &a.path, a.rule).cmp(&(b.hash, &b.path, b.rule)));
    let paths: Vec<&[Literal]> = literals
        .chunk_by(|a, b| a.hash == b.hash && a.path == b.path)
        .collect();
    let (mut slots, mut all_places) = (Vec::new(), Vec::new());
    for group in grouped(&paths) {
        let (mut tags, mut places) = ([0; TAGS], [0; PLACES]);
        let base = aligned(&mut sections.records);
        put(&mut places, 0, &number(base).to_le_bytes());
        for (slot, path) in group.into_iter().enumerate() {
            let Some(first) = path.first() else { continue };
            let offset = aligned(&mut sections.records);
            // A group of the longest paths and lists does not reach that far.
            let distance = ((offset - base) / UNIT).min(0xffff) as u16;
            put(&mut tags, slot, &[tag(first.hash)]);
            put(&mut places, 4 + 2 * slot, &distance.to_le_bytes());
            let length = first.path.len();
            let (shortest, longest) = sections.lengths.unwrap_or((length, length));
            sections.lengths = Some((shortest.min(length), longest.max(length)));
            let own = path.iter().map(|literal| Candidate::of_rule(literal.rule));
            let mut own: Vec<Candidate> = own.collect();
            own.dedup();
            for candidate in &own {
                if let Some(known) = known.get_mut(candidate.rule() as usize) {
                    known.record = Some(number(offset));
                }
            }
            add_record(&first.path, own, (rules, known), patterns, sections);
        }
        slots.extend_from_slice(&tags);
        all_places.extend_from_slice(&places);
    }
    slots.append(&mut all_places);
    slots
}

/// Where the next record begins.
fn aligned(records: &mut Vec<u8>) -> usize {
    records.resize(records.len().next_multiple_of(UNIT), 0);
    records.len()
}

/// Writes the record of a path that is literal in these rules.
fn add_record(
    path: &str,
    own: Vec<Candidate>,
    (rules, known): (&[Rule], &[Known]),
    patterns: Option<&Table<'_>>,
    sections: &mut Sections,
) {
    let (all, complete) = merged(path, own, patterns);
    let mut elsewhere = selector::selector(&all, rules, &mut sections.lists, &mut sections.blob);
    if all.len() > MOST_HELD {
        elsewhere = elsewhere.or_else(|| Some(selector::list_of(&all, &mut sections.lists)));
    }
    let mut flags = 0;
    if complete {
        flags |= COMPLETE;
    }
    if elsewhere.is_some() {
        flags |= SELECTED;
    } else if complete && redirects_all(&all, rules, known) {
        flags |= REDIRECTS_ALL;
    }
    let held: Vec<u32> = match elsewhere {
        Some(reference) => vec![reference],
        None => all.iter().map(|candidate| candidate.bits()).collect(),
    };
    write_record(path, &held, flags, &mut sections.records);
}

/// The groups of slots, each with the paths that it points at: as many groups as are needed.
fn grouped<'l>(paths: &[&'l [Literal]]) -> Vec<Vec<&'l [Literal]>> {
    let count = paths.len().div_ceil(FILLED);
    let mut groups = vec![Vec::new(); count];
    for &path in paths {
        let Some(first) = path.first() else { continue };
        let mut number = slot_of(first.hash, count);
        while groups
            .get(number)
            .is_some_and(|group: &Vec<_>| group.len() == TAGS)
        {
            number = next_slot(number, count);
        }
        if let Some(group) = groups.get_mut(number) {
            group.push(path);
        }
    }
    groups
}

fn put(target: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = target.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// Returns true if the first of these candidates of a complete list redirects whatever reads the path.
fn redirects_all(candidates: &[Candidate], rules: &[Rule], known: &[Known]) -> bool {
    let Some(&first) = candidates.first() else {
        return false;
    };
    let index = first.rule() as usize;
    let (rule, known) = (rules.get(index), known.get(index));
    rule.zip(known).is_some_and(|(rule, known)| {
        !first.must_be_matched()
            && known.certainty.redirects_all(rule)
            && literal_path(&rule.source).is_some()
    })
}

/// A path's own candidates with those of the patterns, if these are few; and whether these are all.
fn merged(path: &str, own: Vec<Candidate>, patterns: Option<&Table<'_>>) -> (Vec<Candidate>, bool) {
    let Some(table) = patterns else {
        return (own, true);
    };
    let limit = own.len() + MOST_MERGED;
    let mut all = own.clone();
    all.extend(candidates(table, path, None).take(limit + 1));
    all.sort_unstable_by_key(|candidate| candidate.order());
    all.dedup_by_key(|candidate| candidate.rule());
    if all.len() <= limit {
        (all, true)
    } else {
        (own, false)
    }
}

fn write_record(path: &str, held: &[u32], flags: u16, records: &mut Vec<u8>) {
    let count = held.len().min(MOST_HELD) as u16;
    records.extend_from_slice(&(path.len().min(0xffff) as u16).to_le_bytes());
    records.extend_from_slice(&(count | flags).to_le_bytes());
    let first = held.first().copied().unwrap_or_default();
    records.extend_from_slice(&first.to_le_bytes());
    records.extend_from_slice(path.as_bytes());
    if count != 1 {
        for candidate in held.iter().take(MOST_HELD) {
            records.extend_from_slice(&candidate.to_le_bytes());
        }
    }
}
