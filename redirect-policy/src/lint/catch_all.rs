//! `catch-all`: rules that swallow what every site must serve itself.

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::lint::whole_site;
use crate::model::Action;
use crate::pattern::Item;
use crate::proof::environment::{Demands, meeting};
use crate::proof::site::{Site, Standing, literal};

/// Paths that agents ask for on every host: crawlers, and those who issue certificates.
const KEPT: [(&str, &str); 3] = [
    ("/robots.txt", "/robots.txt"),
    ("/.well-known/acme-challenge/x7", "/.well-known/*"),
    ("/.well-known/security.txt", "/.well-known/*"),
];

/// Looks at the rules that match these paths.
pub(super) fn check(site: &mut Linter<'_>) {
    if site.is_silent(lint::CATCH_ALL) && site.policy.rules.iter().all(|rule| rule.allow.is_empty())
    {
        return;
    }
    let mut swallowing: Vec<(usize, Vec<(&str, &str)>)> = Vec::new();
    for (path, kept) in KEPT {
        let rules: Vec<usize> = site.candidates(path).collect();
        let written = rules.chunk_by(|one, next| site.is_same_rule(*one, *next));
        let written: Vec<&[usize]> = written.collect();
        let count = written.len();
        for (done, choices) in written.into_iter().enumerate() {
            let mut found = Vec::new();
            // The choices of one rule have one part of the steps.
            let spent = site.within_share(count - done, |site| {
                for &index in choices {
                    if swallows(site, index, path) {
                        found.push(index);
                    }
                    if site.steps.are_spent() {
                        break;
                    }
                }
            });
            if spent {
                let first = choices.first().copied();
                let span = first.and_then(|first| site.rule(first));
                let span = span.map(|rule| rule.source_span).unwrap_or_default();
                site.open(lint::CATCH_ALL, first, span);
            }
            for index in found {
                match swallowing.iter_mut().find(|(known, _)| *known == index) {
                    Some((_, paths)) => paths.push((path, kept)),
                    None => swallowing.push((index, vec![(path, kept)])),
                }
            }
        }
    }
    swallowing.sort_unstable_by_key(|(index, _)| *index);
    for (index, paths) in swallowing {
        report(site, index, &paths);
    }
}

/// Returns true if a rule that is not made for a path answers it.
fn swallows(site: &Site<'_>, index: usize, path: &str) -> bool {
    let Some(rule) = site.rule(index) else {
        return false;
    };
    let means_it = literal(rule).is_some()
        || names(&rule.source.items, "robots")
        || names(&rule.source.items, ".well-known");
    let harmless = matches!(rule.action, Action::Stop) || rule.asks_site();
    if means_it || harmless || site.passes_on(index) {
        return false;
    }
    meeting(Demands::of(rule), &site.steps)
        .is_some_and(|environment| site.standing(index, path, &environment) == Standing::Wins)
}

fn names(items: &[Item], text: &str) -> bool {
    items.iter().any(|item| match item {
        Item::Literal(literal) => literal.contains(text),
        Item::Group(items) => names(items, text),
        Item::Parameter(_) | Item::Wildcard { .. } => false,
    })
}

fn report(site: &mut Linter<'_>, index: usize, paths: &[(&str, &str)]) {
    let Some(rule) = site.rule(index) else {
        return;
    };
    let Some(environment) = meeting(Demands::of(rule), &site.steps) else {
        return;
    };
    let source = &rule.source.text;
    let message = match (whole_site::takes_every_path(rule), &environment.host) {
        (true, Some(host)) => format!(
            "`{source}` takes every path of `{host}`, even {}",
            shown(paths)
        ),
        (true, None) => format!("`{source}` takes every path, even {}", shown(paths)),
        (false, _) => format!("`{source}` takes {}", shown(paths)),
    };
    let first = paths.first().map(|(path, _)| environment.describe(path));
    let mut exceptions: Vec<&str> = paths.iter().map(|(_, kept)| *kept).collect();
    exceptions.dedup();
    let rules: Vec<String> = exceptions
        .iter()
        .map(|kept| format!("- {{ source: \"{kept}\", action: stop }}"))
        .collect();
    let mut diagnostic = Diagnostic::lint(lint::CATCH_ALL, rule.source_span, message)
        .label(format!("answers {}", first.unwrap_or_default()))
        .help(format!("put in front of it\n{}", rules.join("\n")));
    diagnostic.help.extend(whole_site::uncached(rule));
    site.report(Some(rule), diagnostic);
}

fn shown(paths: &[(&str, &str)]) -> String {
    let mut names: Vec<String> = paths
        .iter()
        .map(|(_, kept)| format!("`{}`", kept.trim_end_matches('*')))
        .collect();
    names.dedup();
    names.join(" and ")
}
