//! `unreachable-rule` and `duplicate-source`: rules that earlier ones leave nothing for.
//!
//! For each rule a request is made that it matches; nearly all win it on the matcher that ships, which ends the
//! question. Otherwise the rule that wins is taken as part of a cover, and a request is sought that the rule matches
//! and the cover does not: until one is won, or there is none. So rules are compared only where they overlap.

mod cover;
mod literals;
mod report;
mod rest;
mod rows;

use std::cell::OnceCell;
use std::collections::HashMap;

use super::lookup_rows;
use crate::lint;
use crate::lint::linter::Linter;
use crate::proof::site::Site;
use cover::{Cover, Verdict};
use literals::wins_at_once;

/// Reports all rules that can never match; gives their indices.
pub(super) fn check(site: &mut Linter<'_>) -> Vec<usize> {
    let mut unreachable = Vec::new();
    if site.is_silent(lint::UNREACHABLE_RULE) && site.is_silent(lint::DUPLICATE_SOURCE) {
        return unreachable;
    }
    of_lookups(site, &mut unreachable);
    let choices = OnceCell::new();
    for (index, verdict) in verdicts(site) {
        let Some(rule) = site.rule(index) else {
            continue;
        };
        match verdict {
            Verdict::Reachable => {}
            Verdict::Impossible => {
                unreachable.push(index);
                // Of the choices of one rule some may exclude what its group asks for.
                let choices = choices.get_or_init(|| count_choices(site));
                if rule.from_table || choices.get(&rule.entry).is_none_or(|count| *count < 2) {
                    report::impossible(site, rule);
                }
            }
            Verdict::Covered(covering) => {
                unreachable.push(index);
                report::covered(site, index, rule, &covering);
            }
            Verdict::Undecided => site.open(lint::UNREACHABLE_RULE, Some(index), rule.source_span),
        }
    }
    unreachable.sort_unstable();
    unreachable
}

/// Reports the rules with lookups that win the request of no row.
fn of_lookups(site: &mut Linter<'_>, unreachable: &mut Vec<usize>) {
    let rules = site.policy.rules.iter().enumerate();
    let rules: Vec<_> = rules.filter(|(_, rule)| rule.has_rows()).collect();
    for (done, &(index, rule)) in rules.iter().enumerate() {
        let mut wins = true;
        // Half of the steps are for the rules without lookups.
        let spent = site.within_share(2 * (rules.len() - done), |site| {
            wins = lookup_rows::wins_some(site, index, rule);
        });
        if spent {
            site.open(lint::UNREACHABLE_RULE, Some(index), rule.source_span);
        } else if !wins {
            unreachable.push(index);
            report::no_row(site, rule);
        }
    }
}

/// Counts the rules that were written as one entry with several choices.
fn count_choices(site: &Site<'_>) -> HashMap<u32, usize> {
    let mut choices = HashMap::new();
    for rule in site.policy.rules.iter().filter(|rule| rule.entry != 0) {
        *choices.entry(rule.entry).or_default() += 1;
    }
    choices
}

/// Returns the verdicts on all rules that may be unreachable, in order.
fn verdicts(site: &Site<'_>) -> Vec<(usize, Verdict)> {
    let rows = OnceCell::new();
    let mut verdicts = Vec::new();
    let rules = 0..site.policy.rules.len();
    site.steps.in_rounds(rules, |index, one| {
        let verdict = || match site.rule(index) {
            Some(rule) if !rule.has_rows() && !wins_at_once(site, &rows, index) => {
                Cover::new(site, index, rule).verdict()
            }
            _ => Verdict::Reachable,
        };
        let (verdict, spent) = site.steps.within(one.most, verdict);
        let is_left = spent && !one.is_last;
        if !is_left && !matches!(verdict, Verdict::Reachable) {
            verdicts.push((index, verdict));
        }
        is_left
    });
    verdicts.sort_unstable_by_key(|(index, _)| *index);
    verdicts
}
