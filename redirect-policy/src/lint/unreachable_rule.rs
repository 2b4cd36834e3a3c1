//! `unreachable-rule` and `duplicate-source`: rules that earlier ones leave nothing for.
//!
//! For each rule a request is made that it matches; nearly all win it on the matcher that ships, which ends the
//! question. Otherwise the rule that wins is taken as part of a cover, and a request is sought that the rule matches
//! and the cover does not: until one is won, or there is none. So rules are compared only where they overlap.

mod cover;
mod rows;

use std::cell::OnceCell;
use std::collections::HashMap;

use super::lookup_rows;
use crate::diagnostic::Diagnostic;
use crate::lint::linter::Linter;
use crate::lint::{self, Cause};
use crate::model::{Condition, HostPattern, Rule, ValuePattern};
use crate::pattern::Item;
use crate::proof::environment::{Demands, meeting, plain, with_query};
use crate::proof::site::{Site, literal};
use cover::{Cover, Covering, Verdict};
use rows::Rows;

/// Reports all rules that can never match; gives their indices.
pub(super) fn check(site: &mut Linter<'_>) -> Vec<usize> {
    let mut dead = Vec::new();
    if site.is_silent(lint::UNREACHABLE_RULE) && site.is_silent(lint::DUPLICATE_SOURCE) {
        return dead;
    }
    of_lookups(site, &mut dead);
    let choices = OnceCell::new();
    for (index, verdict) in verdicts(site) {
        let Some(rule) = site.rule(index) else {
            continue;
        };
        match verdict {
            Verdict::Alive => {}
            Verdict::Impossible => {
                dead.push(index);
                // Of the choices of one rule some may exclude what its group asks for.
                let choices = choices.get_or_init(|| count_choices(site));
                if rule.from_table || choices.get(&rule.entry).is_none_or(|count| *count < 2) {
                    impossible(site, rule);
                }
            }
            Verdict::Dead(covering) => {
                dead.push(index);
                report(site, index, rule, &covering);
            }
            Verdict::Undecided => site.open(lint::UNREACHABLE_RULE, Some(index), rule.source_span),
        }
    }
    dead.sort_unstable();
    dead
}

/// Reports the rules with lookups that win the request of no row.
fn of_lookups(site: &mut Linter<'_>, dead: &mut Vec<usize>) {
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
            dead.push(index);
            no_row(site, rule);
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

/// Returns the verdicts on all rules that are not alive, in order.
fn verdicts(site: &Site<'_>) -> Vec<(usize, Verdict)> {
    let rows = OnceCell::new();
    let mut verdicts = Vec::new();
    let rules = 0..site.policy.rules.len();
    site.steps.in_rounds(rules, |index, one| {
        let verdict = || match site.rule(index) {
            Some(rule) if !rule.has_rows() && !wins_at_once(site, &rows, index) => {
                Cover::new(site, index, rule).verdict()
            }
            _ => Verdict::Alive,
        };
        let (verdict, spent) = site.steps.within(one.most, verdict);
        let is_left = spent && !one.is_last;
        if !is_left && !matches!(verdict, Verdict::Alive) {
            verdicts.push((index, verdict));
        }
        is_left
    });
    verdicts.sort_unstable_by_key(|(index, _)| *index);
    verdicts
}

/// Returns true if a rule of nothing but text wins its path: the index alone says so, or one request if the rule asks
/// for no more than a host and values of the query.
fn wins_at_once<'p>(site: &Site<'p>, rows: &OnceCell<Rows<'p>>, index: usize) -> bool {
    let Some(rule) = site
        .rule(index)
        .filter(|rule| rule.unless.is_empty() && rule.except.is_empty())
    else {
        return false;
    };
    let Some(path) = literal(rule) else {
        return false;
    };
    if rule.when.is_empty() {
        return site.first_candidate(path) == Some(index);
    }
    let Some((target, host)) = plain_request(path, &rule.when) else {
        return false;
    };
    let request = || plain(&target).with_authority(host);
    // The index finds nothing before it, or else some rule there may ask for something else.
    if site.first_candidate_of(path, &request()) == Some(index) {
        return true;
    }
    if rows.get_or_init(|| Rows::of(site)).wins(index, rule) {
        return true;
    }
    let found = site.ask_for(request(), Some(index));
    found
        .and_then(|found| found.rule())
        .is_some_and(|rule| rule.number() as usize == index)
}

/// A target and a host that meet conditions, if these are exact hosts and query values, each key once.
fn plain_request<'p>(path: &str, when: &'p [Condition]) -> Option<(String, Option<&'p str>)> {
    let mut host = None;
    let mut query: Vec<(&str, &str)> = Vec::new();
    for condition in when {
        match condition {
            Condition::Host(hosts) if host.is_none() => match hosts.first()? {
                HostPattern::Exact(exact) => host = Some(exact.as_str()),
                _ => return None,
            },
            Condition::Query {
                key,
                value: ValuePattern::OneOf(patterns),
            } if query.iter().all(|(known, _)| known != key) => {
                // Folded or not, a value meets itself.
                let value = match patterns.first()?.items.as_slice() {
                    [] => "",
                    [Item::Literal(text)] => text,
                    _ => return None,
                };
                query.push((key, value));
            }
            _ => return None,
        }
    }
    Some((with_query(path, query.into_iter()), host))
}

fn no_row(site: &mut Linter<'_>, rule: &Rule) {
    let names: Vec<&str> = rule
        .lookups()
        .map(|found| found.lookup.name.value.as_str())
        .collect();
    let message = format!(
        "no row of `{}` leads `{}` anywhere: earlier rules take them all, or there is none",
        names.join("`, `"),
        rule.source.text
    );
    let diagnostic = Diagnostic::lint(lint::UNREACHABLE_RULE, rule.source_span, message)
        .label("never answers")
        .help("move the rule before those that take its requests, or remove it");
    site.report(Some(rule), diagnostic);
}

fn impossible(site: &mut Linter<'_>, rule: &Rule) {
    let source = &rule.source.text;
    let except: Vec<&str> = rule.except.iter().map(|one| one.text.as_str()).collect();
    let is_excepted = !except.is_empty() && meeting(Demands::of(rule), &site.steps).is_some();
    let (message, help) = match is_excepted {
        true => (
            format!(
                "no request can match `{source}`: its exceptions take them all (`{}`)",
                except.join("`, `")
            ),
            "remove the rule, or make `except` narrower (that of a group holds for all its rules)",
        ),
        false => (
            format!("no request can match `{source}`: its conditions exclude each other"),
            "remove the rule, or one of its conditions (a group adds its own to them)",
        ),
    };
    let diagnostic = Diagnostic::lint(lint::UNREACHABLE_RULE, rule.source_span, message)
        .label("never matches")
        .help(help);
    site.report(Some(rule), diagnostic);
}

fn report(site: &mut Linter<'_>, index: usize, rule: &Rule, covering: &[Covering]) {
    let first = covering.first().and_then(|first| site.rule(first.rule));
    if let (Some(first), [covering]) = (first, covering) {
        if is_duplicate(first, rule) {
            return duplicate(site, rule, first, covering);
        }
    }
    let source = &rule.source.text;
    let message = match covering.len() {
        1 => format!("`{source}` can never match: an earlier rule matches all that it does"),
        more => format!(
            "`{source}` can never match: {more} earlier rules together match all that it does"
        ),
    };
    let mut diagnostic =
        Diagnostic::lint(lint::UNREACHABLE_RULE, rule.source_span, message).label("never reached");
    for Covering {
        rule: earlier,
        path,
        environment,
    } in covering
    {
        if let Some(earlier) = site.rule(*earlier) {
            let request = environment.describe(path);
            diagnostic = diagnostic.related(
                earlier.source_span,
                format!("first matched here, such as {request}"),
            );
        }
    }
    let before_site = covering.iter().any(|covering| {
        let earlier = site.rule(covering.rule);
        earlier.is_some_and(|earlier| rule.asks_site() && !earlier.asks_site())
    });
    diagnostic = diagnostic.help(match before_site {
        true => "rules without `siteStatus` are tried before the site is asked: give the other rule a `siteStatus` too, or remove this one".to_owned(),
        false => advice(site, index, covering),
    });
    match covering {
        [one] => site.report_caused(rule, Cause::Rule(one.rule), diagnostic),
        _ => site.report(Some(rule), diagnostic),
    }
}

/// Where the rule would do what it says, or that it has nothing to say.
fn advice(site: &Site<'_>, index: usize, covering: &[Covering]) -> String {
    let narrower = covering
        .iter()
        .all(|covering| cover::has_more(site, covering.rule, index));
    let first = covering
        .iter()
        .filter_map(|covering| site.rule(covering.rule))
        .min_by_key(|rule| rule.source_span);
    match first.filter(|_| narrower) {
        Some(first)
            if site
                .rule(index)
                .is_some_and(|rule| rule.span.file == first.span.file) =>
        {
            format!(
                "move this rule above line {} (`{}`), or remove it",
                site.line(first.span),
                first.source.text
            )
        }
        Some(first) => format!(
            "move this rule before `{}`, or remove it",
            first.source.text
        ),
        None => "remove this rule, or the earlier one".to_owned(),
    }
}

/// Returns true if two rules ask for the same of a request.
fn is_duplicate(first: &Rule, second: &Rule) -> bool {
    first.source.items == second.source.items
        && first.fold_case == second.fold_case
        && first.when == second.when
        && first.unless == second.unless
        && first.except == second.except
}

fn duplicate(site: &mut Linter<'_>, rule: &Rule, first: &Rule, covering: &Covering) {
    // Rows of one table were compared while it was read.
    if rule.from_table && first.from_table && rule.span.file == first.span.file {
        return;
    }
    let source = &rule.source.text;
    let conditions = match !rule.is_conditional() {
        true => "",
        false => " with the same conditions",
    };
    let request = covering.environment.describe(&covering.path);
    let diagnostic = Diagnostic::lint(
        lint::DUPLICATE_SOURCE,
        rule.source_span,
        format!(
            "the source `{source}` is there already{conditions}, in line {}",
            site.line(first.source_span)
        ),
    )
    .label("never reached")
    .related(
        first.source_span,
        format!("first matched here, such as {request}"),
    )
    .help("remove one of the two rules, or give this one a condition that the first does not have");
    site.report(Some(rule), diagnostic);
}
