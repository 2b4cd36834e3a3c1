//! Literal paths: groups of slots and records, each record with the patterns that match its path merged in.

use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::index::candidates;
use redirect_runtime::simd::hash::{hash, next_slot, slot_of, tag};
use redirect_runtime::table::{COMPLETE, HELD, PLACES, REDIRECTS_ALL, SELECTED, TAGS, Table, UNIT};

use super::selector;
use crate::lower::blob::{Blob, number};
use crate::lower::certain::Certainty;
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
pub(in crate::lower) struct Literal {
    hash: u64,
    path: String,
    rule: u32,
}

impl Literal {
    pub(in crate::lower) fn new(path: String, rule: u32) -> Self {
        Literal {
            hash: hash(path.as_bytes()),
            path,
            rule,
        }
    }
}

/// Slots, and where each rule's first record stands.
#[derive(Default)]
pub(in crate::lower) struct Written {
    pub(in crate::lower) slots: Vec<u8>,
    /// Rule and offset of a record of it.
    pub(in crate::lower) records_of: Vec<(u32, u32)>,
    /// The shortest and the longest path in bytes.
    pub(in crate::lower) lengths: (usize, usize),
}

/// Writes the records of paths; `patterns` is the policy's table without literals, if it has patterns that may match
/// these paths.
pub(in crate::lower) fn write(
    mut literals: Vec<Literal>,
    judge: Judge<'_>,
    patterns: Option<&Table<'_>>,
    mut sections: Sections<'_>,
) -> Written {
    literals.sort_unstable_by(|a, b| (a.hash, &a.path, a.rule).cmp(&(b.hash, &b.path, b.rule)));
    let paths: Vec<&[Literal]> = literals
        .chunk_by(|a, b| a.hash == b.hash && a.path == b.path)
        .collect();
    let mut written = Written {
        lengths: (usize::MAX, 0),
        ..Written::default()
    };
    let mut all_places = Vec::new();
    for group in grouped(&paths) {
        let (mut tags, mut places) = ([0; TAGS], [0; PLACES]);
        let base = aligned(sections.records);
        put(&mut places, 0, &number(base).to_le_bytes());
        for (slot, path) in group.into_iter().enumerate() {
            let Some(first) = path.first() else { continue };
            let offset = aligned(sections.records);
            // A group of the longest paths and lists does not reach that far.
            let distance = ((offset - base) / UNIT).min(0xffff) as u16;
            put(&mut tags, slot, &[tag(first.hash)]);
            put(&mut places, 4 + 2 * slot, &distance.to_le_bytes());
            written.lengths.0 = written.lengths.0.min(first.path.len());
            written.lengths.1 = written.lengths.1.max(first.path.len());
            let own = path.iter().map(|literal| Candidate::of_rule(literal.rule));
            let mut own: Vec<Candidate> = own.collect();
            own.dedup();
            let records_of = own.iter().map(|own| (own.rule(), number(offset)));
            written.records_of.extend(records_of);
            add_record(&first.path, own, judge, patterns, &mut sections);
        }
        written.slots.extend_from_slice(&tags);
        all_places.extend_from_slice(&places);
    }
    written.slots.extend_from_slice(&all_places);
    written
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
    judge: Judge<'_>,
    patterns: Option<&Table<'_>>,
    sections: &mut Sections<'_>,
) {
    let (all, complete) = merged(path, own, patterns);
    let mut elsewhere = selector::selector(&all, judge.rules, sections.lists, sections.blob);
    if all.len() > MOST_HELD {
        elsewhere = elsewhere.or_else(|| Some(selector::list_of(&all, sections.lists)));
    }
    let mut flags = 0;
    if complete {
        flags |= COMPLETE;
    }
    if elsewhere.is_some() {
        flags |= SELECTED;
    } else if complete && judge.redirects_all(&all) {
        flags |= REDIRECTS_ALL;
    }
    let held: Vec<u32> = match elsewhere {
        Some(reference) => vec![reference],
        None => all.iter().map(|candidate| candidate.bits()).collect(),
    };
    write_record(path, &held, flags, sections.records);
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

/// Facts about rules, taken from the policy.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Judge<'p> {
    pub(in crate::lower) rules: &'p [Rule],
    pub(in crate::lower) certain: &'p [Certainty],
}

impl Judge<'_> {
    /// Returns true if the first of these candidates of a complete list redirects whatever reads the path.
    fn redirects_all(&self, candidates: &[Candidate]) -> bool {
        let Some(&first) = candidates.first() else {
            return false;
        };
        let index = first.rule() as usize;
        let (rule, certain) = (self.rules.get(index), self.certain.get(index));
        rule.zip(certain).is_some_and(|(rule, certain)| {
            !first.must_be_matched()
                && certain.redirects_all(rule)
                && literal_path(&rule.source).is_some()
        })
    }
}

/// The sections that records are written to.
pub(in crate::lower) struct Sections<'s> {
    pub(in crate::lower) records: &'s mut Vec<u8>,
    pub(in crate::lower) lists: &'s mut Vec<u8>,
    pub(in crate::lower) blob: &'s mut Blob,
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
