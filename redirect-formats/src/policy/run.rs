//! Runs of literal rows, which a table holds better.

use std::collections::HashSet;

use super::{Action, PolicyRule};

/// Fewer literal rows than this stay rules.
const SHORTEST_TABLE: usize = 20;

/// Rules that stand alone, and rules that become one table.
pub(crate) enum Run<'a> {
    Rules(Vec<&'a PolicyRule>),
    Table(Vec<&'a PolicyRule>),
}

/// Cuts the rules into runs; without `tables` there is one.
pub(crate) fn runs(rules: &[PolicyRule], tables: bool) -> Vec<Run<'_>> {
    if !tables {
        return vec![Run::Rules(rules.iter().collect())];
    }
    let mut out = Vec::new();
    let mut rows: Vec<&PolicyRule> = Vec::new();
    let mut paths: HashSet<&str> = HashSet::new();
    for rule in rules {
        let fits = rows.first().is_none_or(|first| first.traits == rule.traits);
        match &rule.row {
            Some(row) if fits => {
                paths.insert(&row.path);
                rows.push(rule);
            }
            // A literal `stop` that no row so far touches may as well come first.
            None if rule.action == Action::Stop
                && is_literal(&rule.source)
                && !paths.contains(rule.source.as_str()) =>
            {
                out.push(Run::Rules(vec![rule]));
            }
            other => {
                finish(&mut rows, &mut out);
                paths.clear();
                match other {
                    Some(row) => {
                        paths.insert(&row.path);
                        rows.push(rule);
                    }
                    None => out.push(Run::Rules(vec![rule])),
                }
            }
        }
    }
    finish(&mut rows, &mut out);
    out
}

fn is_literal(source: &str) -> bool {
    !source.contains([':', '(', '*', '\\'])
}

fn finish<'a>(rows: &mut Vec<&'a PolicyRule>, out: &mut Vec<Run<'a>>) {
    let rows = std::mem::take(rows);
    out.push(if rows.len() < SHORTEST_TABLE {
        Run::Rules(rows)
    } else {
        Run::Table(rows)
    });
}
