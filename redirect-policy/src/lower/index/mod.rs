//! The index of a table: which rules may match a path.

mod edges;
mod filter;
mod literals;
mod selector;
mod states;
mod texts;
mod trie;
mod write;

use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::table::{DELIMITERS, FOLDS, Layout, SECONDS, SELECTS, SPLIT};

use super::encoded;
use super::plan::{Known, Plan};
use super::sections::Sections;
use super::variants::variants;
use crate::model::Rule;
use crate::pattern::program::folded;
use filter::Filter;
use literals::Literal;
use trie::Trie;

/// The sources of all rules, as they are gathered.
#[derive(Default)]
pub(super) struct Index {
    filter: Filter,
    trie: Trie,
    /// Literal paths that match as they stand.
    exact: Vec<Literal>,
    /// Those that match in either case.
    folded: Vec<Literal>,
    folds: bool,
    has_delimiters: bool,
}

impl Index {
    /// Adds the source of a rule; `names` are the offsets plus one of the names of its variants.
    pub(super) fn add(&mut self, number: u32, rule: &Rule, plan: &Plan<'_>, names: &[u32]) {
        self.folds |= rule.fold_case;
        self.has_delimiters |= plan.has_delimiter;
        if let Some(path) = plan.literal {
            self.add_literal(path, number, rule.fold_case);
            return;
        }
        let candidate = match plan.certainty.redirects_all(rule) {
            true => Candidate::of_rule(number).redirecting(),
            false => Candidate::of_rule(number),
        };
        for (variant, &names) in plan.variants.iter().zip(names) {
            match variant.literal() {
                Some(path) => self.add_literal(&path, number, rule.fold_case),
                None => {
                    self.filter.add(variant);
                    self.trie.add(variant, candidate, names, rule.fold_case);
                }
            }
        }
        if plan.has_delimiter {
            let widened = encoded::widened(&rule.source.items);
            for variant in variants(&widened) {
                if variant.literal().is_none() {
                    self.trie.add_encoded(&variant, number);
                }
            }
        }
    }

    fn add_literal(&mut self, path: &str, rule: u32, fold_case: bool) {
        self.filter.add_path(path);
        let literals = match fold_case {
            true => &mut self.folded,
            false => &mut self.exact,
        };
        literals.push(Literal::new(folded(path, fold_case), rule));
    }

    /// Writes the index, and tells rules where the records of their literal paths stand; `None` if it is too large for a
    /// table.
    ///
    /// The record of a literal path holds the patterns that match the path too. The engine's own walk tells them: it is asked
    /// on a table of the sections that are written so far.
    pub(super) fn write(
        self,
        rules: &[Rule],
        known: &mut [Known],
        sections: &mut Sections,
    ) -> Option<()> {
        let has_patterns = !self.trie.is_empty() || !self.folded.is_empty();
        let written = write::write(&self.trie, rules, &mut sections.blob);
        sections.states = written.states;
        // Their offsets share numbers with flags.
        if sections.states.len() > SPLIT as usize {
            return None;
        }
        sections.edges = written.edges;
        sections.lists = written.lists;
        sections.set(SECONDS, self.filter.has_seconds());
        (sections.filter, sections.segments) = self.filter.write();
        sections.set(FOLDS, self.folds);
        sections.set(SELECTS, written.selects);
        sections.set(DELIMITERS, self.has_delimiters);
        // Rules that fold case may match a literal path too: they come before the exact ones, which look them up.
        sections.folded = literals::write(self.folded, rules, known, None, sections);
        if self.exact.is_empty() {
            return Some(());
        }
        let bytes = match has_patterns {
            true => Some(sections.assemble(rules.len(), 0)?),
            false => None,
        };
        let layout = match &bytes {
            Some(bytes) => Some(Layout::read(bytes).ok()?),
            None => None,
        };
        let patterns = layout.as_ref().zip(bytes.as_deref());
        let patterns = patterns.map(|(layout, bytes)| layout.of(bytes));
        sections.literals = literals::write(self.exact, rules, known, patterns.as_ref(), sections);
        Some(())
    }
}
