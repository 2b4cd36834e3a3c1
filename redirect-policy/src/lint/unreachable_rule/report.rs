//! The reports of rules that can never match.

use super::cover::Covering;
use super::rest::has_more;
use crate::diagnostic::Diagnostic;
use crate::lint::linter::Linter;
use crate::lint::{self, Cause, duplicate_source};
use crate::model::Rule;
use crate::proof::environment::{Demands, meeting};
use crate::proof::site::Site;

/// Reports a rule with lookups that wins the request of no row.
pub(super) fn no_row(site: &mut Linter<'_>, rule: &Rule) {
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

/// Reports a rule that no request can match.
pub(super) fn impossible(site: &mut Linter<'_>, rule: &Rule) {
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

/// Reports a rule of which earlier ones take all requests.
pub(super) fn covered(site: &mut Linter<'_>, index: usize, rule: &Rule, covering: &[Covering]) {
    let first = covering.first().and_then(|first| site.rule(first.rule));
    if let (Some(first), [covering]) = (first, covering) {
        if duplicate_source::is_duplicate(first, rule) {
            let request = covering.environment.describe(&covering.path);
            return duplicate_source::report(site, rule, first, &request);
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

/// Advice to move the rule to where it would answer, or to remove it.
fn advice(site: &Site<'_>, index: usize, covering: &[Covering]) -> String {
    let narrower = covering
        .iter()
        .all(|covering| has_more(site, covering.rule, index));
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
