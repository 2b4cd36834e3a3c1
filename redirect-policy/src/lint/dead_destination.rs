//! `dead-destination`: with an inventory of what is live, destinations on the site that lead nowhere.

use std::rc::Rc;

use redirect_runtime::Outcome;

use super::coverage::Known;
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Rule};
use crate::pattern::{Item, Template};
use crate::proof::automaton::{Automaton, Reading};
use crate::proof::decide::{Answer, Question};
use crate::proof::destinations::{front, path_pattern};
use crate::proof::environment::{Demands, Environment, meeting};
use crate::proof::follow::next_request;
use crate::proof::pattern_set::PatternSet;
use crate::proof::requests::requests;
use crate::proof::site::{Site, literal};
use crate::proof::universe::Universe;

/// Steps that it takes to compare a destination with a live URL.
const URL: usize = 20;
/// Pairs of letters that two texts are compared by in one step.
const LETTERS: usize = 4;
/// The most live URLs that are searched for the one that was probably meant.
const MOST_SEARCHED: usize = 5_000;

/// Looks at all rules that redirect by themselves, to the site's own hosts.
pub(super) fn check(site: &mut Linter<'_>, known: &Known) {
    if !known.has_live() || site.is_silent(lint::DEAD_DESTINATION) {
        return;
    }
    let mut open: Vec<Sent> = Vec::new();
    site.each_rule(lint::DEAD_DESTINATION, |site, index, rule| {
        let Some(destination) = own_destination(site, rule) else {
            return;
        };
        let Some((request, location, is_answered)) = sent(site, known, index, rule) else {
            return;
        };
        if is_answered || site.steps.are_spent() {
            return;
        }
        if literal(rule).is_some() && destination.pieces.len() < 2 {
            report(site, known, rule, &request, &location, true);
        } else {
            open.push(Sent {
                index,
                items: path_pattern(rule, destination),
                request,
                location,
            });
        }
    });
    let live = reached(site, known, &open);
    let mut left = open.len();
    for (sent, live) in open.iter().zip(live) {
        let Some(rule) = site.rule(sent.index) else {
            continue;
        };
        let spent = site.within_share(left, |site| {
            if !live && !meets_live_pattern(site, known, &sent.items) {
                report(site, known, rule, &sent.request, &sent.location, false);
            }
        });
        left -= 1;
        if spent {
            site.open(
                lint::DEAD_DESTINATION,
                Some(sent.index),
                rule.destination_span(),
            );
        }
    }
}

/// A rule whose destination has names, and one request that leads nowhere.
struct Sent {
    index: usize,
    /// The form of the destination.
    items: Vec<Item>,
    request: String,
    location: String,
}

fn own_destination<'p>(site: &Site<'_>, rule: &'p Rule) -> Option<&'p Template> {
    match &rule.action {
        Action::Redirect {
            destination,
            handler: None,
            ..
        } => {
            let origin = destination.origin.as_ref();
            origin
                .is_none_or(|origin| site.is_own(&origin.host))
                .then_some(destination)
        }
        Action::Redirect { .. } | Action::Gone { .. } | Action::Stop => None,
    }
}

/// A request that the rule wins, where it is sent, and whether that is live or some rule answers there.
fn sent(
    site: &Site<'_>,
    known: &Known,
    index: usize,
    rule: &Rule,
) -> Option<(String, String, bool)> {
    let environment = meeting(Demands::of(rule), &site.steps)?;
    let mut first = None;
    for path in requests(site, index, &environment, 8) {
        let prepared = environment.prepare(&path);
        let found = site.find(&prepared)?;
        let Some(location) = found.location() else {
            continue;
        };
        let answered = is_answered(site, known, location, &environment);
        if answered || first.is_none() {
            first = Some((environment.describe(&path), location.to_owned(), answered));
        }
        if answered {
            break;
        }
    }
    first
}

/// Returns true if a location is live, or a rule redirects or stops there. Live URLs are known without their queries
/// too.
fn is_answered(site: &Site<'_>, known: &Known, location: &str, environment: &Environment) -> bool {
    let location = location.split('#').next().unwrap_or_default();
    let bare = location.split('?').next().unwrap_or_default();
    if known.is_live(location) || known.is_live(bare) {
        return true;
    }
    let Some((target, there)) = next_request(site, location, &Rc::new(environment.clone())) else {
        return true;
    };
    let prepared = there.prepare_target(target);
    let Some(found) = site.find(&prepared) else {
        return true;
    };
    matches!(
        found.outcome(),
        Outcome::Redirect { .. }
            | Outcome::Handler { .. }
            | Outcome::Lookup { .. }
            | Outcome::Stop { .. }
    )
}

/// Tells for each destination with names if some live URL is of its form; true where that is not decided.
fn reached(site: &mut Linter<'_>, known: &Known, open: &[Sent]) -> Vec<bool> {
    let mut live = vec![false; open.len()];
    if open.is_empty() {
        return live;
    }
    let Some(forms) = PatternSet::of(open.iter().map(|sent| sent.items.clone())) else {
        return live;
    };
    for url in known.live_paths() {
        let path = url.split('?').next().unwrap_or_default();
        site.steps.spend(URL);
        for form in forms.matching(path) {
            site.steps.spend(URL);
            if let Some(live) = live.get_mut(form) {
                *live = true;
            }
        }
        if site.steps.are_spent() {
            for sent in open {
                let span = site.rule(sent.index).map(Rule::destination_span);
                site.open(
                    lint::DEAD_DESTINATION,
                    Some(sent.index),
                    span.unwrap_or_default(),
                );
            }
            return vec![true; open.len()];
        }
    }
    live
}

/// Returns true if a live pattern and the form of a destination have a path in common; true also where that is not
/// decided.
fn meets_live_pattern(site: &Site<'_>, known: &Known, items: &[Item]) -> bool {
    let here = Automaton::of(items, Reading::PATH);
    known.live_patterns().iter().any(|pattern| {
        let (own, other) = (front(items), front(&pattern.items));
        site.steps.spend(URL);
        if !own.starts_with(other) && !other.starts_with(own) {
            return false;
        }
        let live = Automaton::of(&pattern.items, Reading::PATH);
        let question = Question {
            universe: Universe::Path,
            must: vec![&here, &live],
            avoid: Vec::new(),
            steps: &site.steps,
        };
        !matches!(question.first(), Answer::None)
    })
}

fn report(
    site: &mut Linter<'_>,
    known: &Known,
    rule: &Rule,
    request: &str,
    location: &str,
    whole: bool,
) {
    let message = match whole {
        true => format!("the destination `{location}` is neither live nor redirected"),
        false => {
            "no live URL is of the form of this destination, and no rule redirects it".to_owned()
        }
    };
    let mut diagnostic = Diagnostic::lint(lint::DEAD_DESTINATION, rule.destination_span(), message)
        .label(format!("{request} is sent to `{location}`"));
    let bare = location.split(['?', '#']).next().unwrap_or_default();
    let steps = &site.steps;
    let paths = known.live_paths().take(MOST_SEARCHED).take_while(|path| {
        steps.spend(1 + bare.len() * path.len() / LETTERS);
        !steps.are_spent()
    });
    // Where the steps do not suffice, that one is not told.
    let search = || crate::diagnostic::suggestion::nearest(bare, paths);
    let (meant, _) = steps.within(steps.left() / 2, || whole.then(search).flatten());
    if let Some(meant) = meant {
        diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
    }
    diagnostic = diagnostic.help("send it to a page that is there, add the page to `coverage.live`, or let the rule say `statusCode: 410`");
    site.report(Some(rule), diagnostic);
}
