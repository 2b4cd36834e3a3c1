//! `redirected-live-url`: a page that is there cannot be reached.

use std::collections::BTreeMap;

use redirect_runtime::Outcome;

use super::SHOWN;
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Urls};
use crate::proof::automaton::{Automaton, Reading};
use crate::proof::decide::{Answer, Question};
use crate::proof::environment::{Demands, Environment, holds, plain};
use crate::proof::site::{Site, Standing, literal};
use crate::proof::universe::Universe;
use crate::source::Span;

/// Steps that it takes to find out that a live pattern and a rule begin differently.
const PAIR: usize = 3;
/// The most common paths of two patterns that are tried.
const MOST_TEXTS: usize = 4;

/// A live URL and where it is listed.
type Page = (String, Span);

/// Reports each rule that takes live URLs away.
pub(in crate::lint) fn check(site: &mut Linter<'_>) {
    let mut taken: BTreeMap<usize, Vec<Page>> = BTreeMap::new();
    for inventory in &site.policy.coverage.live {
        match &inventory.urls {
            Urls::Listed(urls) => {
                for url in urls {
                    if site.steps.are_spent() {
                        break;
                    }
                    if let Some(rule) = taking(site, &url.value) {
                        let pages = taken.entry(rule).or_default();
                        pages.push((url.value.clone(), url.span));
                    }
                }
            }
            Urls::Matching(_) => {}
        }
    }
    let complete = patterns(site, &mut taken);
    for (rule, pages) in taken {
        report(site, rule, &pages);
    }
    if !complete || site.steps.are_spent() {
        if let Some(inventory) = site.policy.coverage.live.first() {
            site.open(lint::REDIRECTED_LIVE_URL, None, inventory.span);
        }
    }
}

/// The rule that redirects a live URL, or says that it is gone; a path is asked for without a host and, if only
/// rules for hosts are there, on all of the site's own.
fn taking(site: &Site<'_>, url: &str) -> Option<usize> {
    let rule = |request| {
        let found = site.ask(request)?;
        match found.outcome() {
            Outcome::Redirect { .. } | Outcome::Gone { .. } => {
                found.rule().map(|rule| rule.number() as usize)
            }
            Outcome::Stop { .. }
            | Outcome::Handler { .. }
            | Outcome::Lookup { .. }
            | Outcome::Passthrough => None,
        }
    };
    let anywhere = rule(plain(url));
    if anywhere.is_some() || !url.starts_with('/') {
        return anywhere;
    }
    let hosts = site.own_hosts();
    let each: Option<Vec<usize>> = hosts
        .iter()
        .map(|host| rule(plain(url).with_authority(Some(host))))
        .collect();
    each?.first().copied()
}

/// Live patterns: a path that is common to one and to a rule, and that the rule wins.
fn patterns(site: &Site<'_>, taken: &mut BTreeMap<usize, Vec<Page>>) -> bool {
    let environment = Environment::default();
    let mut complete = true;
    for inventory in &site.policy.coverage.live {
        let Urls::Matching(pattern) = &inventory.urls else {
            continue;
        };
        let live = Automaton::of(&pattern.items, Reading::PATH);
        let front = crate::proof::destinations::front(&pattern.items);
        for (index, rule) in site.policy.rules.iter().enumerate() {
            site.steps.spend(PAIR);
            if site.steps.are_spent() {
                return false;
            }
            let redirects = !matches!(rule.action, Action::Stop) && !rule.asks();
            let own = crate::proof::destinations::front(&rule.source.items);
            let meets = own.starts_with(front) || front.starts_with(own) || rule.fold_case;
            if !redirects || !meets || !holds(Demands::of(rule), &environment, &site.steps) {
                continue;
            }
            let paths = match literal(rule) {
                Some(path) if takes_text(site, &live, path) => vec![path.to_owned()],
                Some(_) => continue,
                None => match common(site, &live, index) {
                    Answer::Found(paths) => paths,
                    Answer::None => continue,
                    Answer::Undecided => {
                        complete = false;
                        continue;
                    }
                },
            };
            let won = paths
                .into_iter()
                .find(|path| takes(site, index, path, &environment));
            if let Some(path) = won {
                taken.entry(index).or_default().push((path, inventory.span));
            }
        }
    }
    complete
}

/// Returns true if a live pattern matches the path of a rule.
fn takes_text(site: &Site<'_>, live: &Automaton, path: &str) -> bool {
    site.steps.spend(live.len() + path.len());
    live.matches(path)
}

fn common(site: &Site<'_>, live: &Automaton, index: usize) -> Answer {
    let source = site.automaton(index);
    let excepts = site.excepts(index);
    Question {
        universe: Universe::Path,
        must: vec![live, &source],
        avoid: excepts.iter().map(|(_, except)| &**except).collect(),
        steps: &site.steps,
    }
    .texts(MOST_TEXTS)
}

/// Returns true if a rule wins a path, and sends it elsewhere.
fn takes(site: &Site<'_>, index: usize, path: &str, environment: &Environment) -> bool {
    let prepared = environment.prepare(path);
    let Some(found) = site.find(&prepared) else {
        return false;
    };
    let moves = matches!(
        found.outcome(),
        Outcome::Redirect { .. } | Outcome::Gone { .. }
    );
    moves && site.standing(index, path, environment) == Standing::Wins
}

fn report(site: &mut Linter<'_>, index: usize, pages: &[Page]) {
    let (Some(rule), Some((first, place))) = (site.rule(index), pages.first()) else {
        return;
    };
    let message = match pages.len() {
        1 => format!("`{}` takes a live URL away", rule.source.text),
        more => format!("`{}` takes {more} live URLs away", rule.source.text),
    };
    let mut diagnostic = Diagnostic::lint(lint::REDIRECTED_LIVE_URL, rule.source_span, message)
        .label(format!("matches `{first}`"))
        .related(*place, "live by this");
    if pages.len() > 1 {
        let mut some: Vec<String> = pages
            .iter()
            .take(SHOWN)
            .map(|(page, _)| format!("`{page}`"))
            .collect();
        if pages.len() > SHOWN {
            some.push(format!("and {} more", pages.len() - SHOWN));
        }
        diagnostic = diagnostic.help(format!("these are\n{}", some.join("\n")));
    }
    diagnostic = diagnostic.help(format!(
        "put `- {{ source: \"{}\", action: stop }}` in front, or take it off the live URLs",
        first.split('?').next().unwrap_or_default()
    ));
    site.report(Some(rule), diagnostic);
}
