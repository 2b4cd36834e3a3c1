//! Policy to table: the last stage, which writes what the runtime reads.

mod blob;
mod certain;
mod dot_segments;
mod encoded;
mod index;
mod locators;
mod rules;
mod self_redirect;
mod token;
mod variants;

use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::table::{
    ASKS_SITE, COUNTS, DELIMITERS, FOLDS, Layout, SECTIONS, SELECTS, SPLIT, assemble,
};

use crate::model::Policy;
use crate::pattern::program;
use crate::source::Sources;
use blob::{Blob, number};
use index::filter::Filter;
use index::literals::{self, Literal};
use index::trie::Trie;
use index::write;
use rules::names::Names;
use token::literal_path;
use variants::variants;

/// Writes a policy as a table; `None` if it would be larger than two gigabytes, where offsets end.
pub fn lower(policy: &Policy, sources: &Sources) -> Option<Vec<u8>> {
    let mut trie = Trie::new();
    let mut filter = Filter::default();
    let mut exact = Vec::new();
    let mut folded = Vec::new();
    let mut certain = Vec::with_capacity(policy.rules.len());
    let mut blob = Blob::default();
    let mut names = Names::default();
    let mut names_of = Vec::with_capacity(policy.rules.len());
    let mut delimiters = false;
    for (index, rule) in policy.rules.iter().enumerate() {
        let at = number(index);
        let has_delimiter = encoded::has_delimiter(&rule.source.items);
        delimiters |= has_delimiter;
        let literals = if rule.fold_case {
            &mut folded
        } else {
            &mut exact
        };
        if let Some(path) = literal_path(&rule.source) {
            filter.add_path(path);
            let path = program::folded(path, rule.fold_case);
            certain.push(certain::of_literal(rule, path.as_str()));
            literals.push(Literal::new(path, at));
            names_of.push(names.write(rule, &[], &mut blob).1);
            continue;
        }
        let variants = variants(&rule.source.items);
        let certainty = certain::of_pattern(rule, &variants);
        let candidate = match certainty.redirects_all(rule) {
            true => Candidate::of_rule(at).redirecting(),
            false => Candidate::of_rule(at),
        };
        let (names_of_variants, names_of_rule) = names.write(rule, &variants, &mut blob);
        names_of.push(names_of_rule);
        for (variant, names) in variants.iter().zip(names_of_variants) {
            match variant.literal() {
                Some(path) => {
                    filter.add_path(&path);
                    literals.push(Literal::new(program::folded(&path, rule.fold_case), at));
                }
                None => {
                    filter.add(variant);
                    trie.add(variant, candidate, names, rule.fold_case);
                }
            }
        }
        if has_delimiter {
            let widened = encoded::widened(&rule.source.items);
            for variant in variants::variants(&widened) {
                if variant.literal().is_none() {
                    trie.add_encoded(&variant, at);
                }
            }
        }
        certain.push(certainty);
    }
    let folds = policy.rules.iter().any(|rule| rule.fold_case);
    let mut parts = Parts::default();
    let only_literals = trie.is_empty() && folded.is_empty();
    let written = write::write(&trie, &policy.rules, &mut blob);
    parts.names = names.texts();
    parts.states = written.states;
    // Their offsets share numbers with flags.
    if parts.states.len() > SPLIT as usize {
        return None;
    }
    parts.edges = written.edges;
    parts.lists = written.lists;
    (parts.filter, parts.segments) = filter.write();
    let asks_site = policy.rules.iter().any(|rule| rule.asks_site());
    for (flag, set) in [
        (FOLDS, folds),
        (SELECTS, written.selects),
        (DELIMITERS, delimiters),
        (ASKS_SITE, asks_site),
    ] {
        parts.flags |= if set { flag } else { 0 };
    }

    let mut records_of = Vec::new();
    let judge = literals::Judge {
        rules: &policy.rules,
        certain: &certain,
    };
    // Rules that fold case may match a literal path too: they come before the exact ones, which look them up.
    if !folded.is_empty() {
        let written = literals::write(folded, judge, None, parts.sections(&mut blob));
        parts.folded = written.slots;
        parts.lengths = written.lengths;
    }
    if !exact.is_empty() {
        let (bytes, layout);
        let patterns = if only_literals {
            None
        } else {
            bytes = parts.assemble(blob.bytes(), policy.rules.len(), 0)?;
            layout = Layout::read(&bytes).ok()?;
            Some(layout.of(&bytes))
        };
        let written = literals::write(exact, judge, patterns.as_ref(), parts.sections(&mut blob));
        parts.literals = written.slots;
        parts.lengths = match parts.lengths {
            (0, 0) => written.lengths,
            (shortest, longest) => (
                shortest.min(written.lengths.0),
                longest.max(written.lengths.1),
            ),
        };
        records_of = written.records_of;
    }
    let policy_at = rules::write(
        policy,
        sources,
        &certain,
        &records_of,
        &names_of,
        &mut blob,
        &mut parts.rules,
    );
    parts.assemble(blob.bytes(), policy.rules.len(), policy_at)
}

/// The sections as they are made.
#[derive(Default)]
struct Parts {
    filter: Vec<u8>,
    segments: Vec<u8>,
    literals: Vec<u8>,
    folded: Vec<u8>,
    records: Vec<u8>,
    edges: Vec<u8>,
    states: Vec<u8>,
    lists: Vec<u8>,
    rules: Vec<u8>,
    names: Vec<u8>,
    flags: u32,
    lengths: (usize, usize),
}

impl Parts {
    fn sections<'s>(&'s mut self, blob: &'s mut Blob) -> literals::Sections<'s> {
        literals::Sections {
            records: &mut self.records,
            lists: &mut self.lists,
            blob,
        }
    }

    /// Puts header and sections together.
    fn assemble(&self, blob: &[u8], rules: usize, policy_at: u32) -> Option<Vec<u8>> {
        let sections: [&[u8]; SECTIONS] = [
            &self.filter,
            &self.segments,
            &self.literals,
            &self.folded,
            &self.records,
            &self.edges,
            &self.states,
            &self.lists,
            &self.rules,
            blob,
            &self.names,
        ];
        let counts: [u32; COUNTS] = [
            number(rules),
            number(self.lengths.0),
            number(self.lengths.1),
            self.flags,
            policy_at,
        ];
        assemble(counts, sections)
    }
}
