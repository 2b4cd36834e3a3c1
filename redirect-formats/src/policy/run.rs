//! Runs of literal rows, which a table holds better.

use std::collections::HashSet;
use std::ops::Range;

use redirect_policy::model::Action;
use redirect_policy::pattern::Item;

use crate::entry::Entry;

/// Fewer literal rows than this stay rules.
const SHORTEST_TABLE: usize = 20;

/// Gathers rows into runs, and returns those that are long enough for a table. A literal `stop` that no row so far
/// touches moves in front of the run that it interrupts.
pub(super) fn gathered(entries: &mut Vec<Entry>) -> Vec<Range<usize>> {
    let mut runs = Runs::default();
    for entry in std::mem::take(entries) {
        runs.push(entry);
    }
    runs.finish();
    *entries = runs.out;
    runs.tables
}

#[derive(Default)]
struct Runs {
    out: Vec<Entry>,
    tables: Vec<Range<usize>>,
    /// The run so far.
    rows: Vec<Entry>,
    /// The paths of its rows, without slashes at their ends.
    paths: HashSet<String>,
}

impl Runs {
    fn push(&mut self, entry: Entry) {
        let fits = self
            .rows
            .first()
            .is_none_or(|first| is_alike(first, &entry));
        if entry.row.is_some() {
            if !fits {
                self.finish();
            }
            self.paths.insert(entry.front().to_owned());
            self.rows.push(entry);
            return;
        }
        let is_stop = matches!(entry.rule.action, Action::Stop) && is_literal(&entry);
        if !is_stop || self.paths.contains(entry.front()) {
            self.finish();
        }
        self.out.push(entry);
    }

    fn finish(&mut self) {
        let start = self.out.len();
        self.out.append(&mut self.rows);
        self.paths.clear();
        if self.out.len() - start >= SHORTEST_TABLE {
            self.tables.push(start..self.out.len());
        }
    }
}

/// Returns true if two rows can stand in one table.
fn is_alike(one: &Entry, other: &Entry) -> bool {
    one.optional_slash == other.optional_slash
        && one.rule.fold_case == other.rule.fold_case
        && one.rule.response_options == other.rule.response_options
        && one.rule.asks_site() == other.rule.asks_site()
}

/// Returns true if a rule has one path, with or without a slash at its end.
fn is_literal(entry: &Entry) -> bool {
    let slash = [Item::Literal("/".to_owned())];
    match entry.rule.source.items.as_slice() {
        [Item::Literal(_)] => true,
        [Item::Literal(_), Item::Group(inner)] => *inner == slash,
        _ => false,
    }
}
