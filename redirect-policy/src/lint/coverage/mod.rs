//! `uncovered-url` and `redirected-live-url`: what was served once is answered, and what is served still is left alone.

mod inventory;
mod live;
mod prefixes;
mod report;

pub(super) use inventory::Known;
pub(super) use live::check as check_live;
pub use report::CoverageReport;

use redirect_runtime::{Match, Request};

use super::whole_site;
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Inventory, Located, Urls};
use crate::pattern::Pattern;
use crate::proof::automaton::{Automaton, Reading};
use crate::proof::decide::{Answer, Question};
use crate::proof::environment;
use crate::proof::site::Site;
use crate::proof::universe::Universe;

/// The most URLs that are named.
const SHOWN: usize = 10;
/// The most questions that are asked about one pattern of old URLs.
const MOST_QUESTIONS: usize = 400;

/// The fate of an old URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// A rule answers, or it is live, or dropped.
    Covered,
    /// Only a rule that takes every path answers.
    CatchAll,
    /// Only handlers are asked, which may pass on.
    Handler,
    Uncovered,
}

/// Reports the old URLs that reach no rule, for each inventory; gives the whole as numbers.
pub(super) fn check(site: &mut Linter<'_>, known: &Known) -> CoverageReport {
    let mut whole = CoverageReport::default();
    for inventory in &site.policy.coverage.old {
        match &inventory.urls {
            Urls::Listed(urls) => {
                let found = listed(site, known, urls);
                if site.steps.are_spent() {
                    site.open(lint::UNCOVERED_URL, None, inventory.span);
                }
                report::uncovered(site, inventory, &found);
                whole.add(found);
            }
            Urls::Matching(pattern) => matching(site, known, inventory, pattern),
        }
    }
    whole.finish();
    whole
}

fn listed(site: &Site<'_>, known: &Known, urls: &[Located<String>]) -> CoverageReport {
    let mut found = CoverageReport {
        urls: urls.len(),
        ..CoverageReport::default()
    };
    for url in urls {
        if site.steps.are_spent() {
            break;
        }
        match fate(site, known, &url.value).0 {
            Fate::Covered => {}
            Fate::CatchAll => found.only_by_catch_all += 1,
            Fate::Handler => found.only_by_handler += 1,
            Fate::Uncovered => found.uncovered.push(url.clone()),
        }
    }
    found.finish();
    found
}

/// Returns a URL's fate, and the rule that decides it. A path is asked for without a host, then on the site's own
/// hosts.
fn fate(site: &Site<'_>, known: &Known, url: &str) -> (Fate, Option<usize>) {
    if known.is_live(url) || known.is_dropped(url) {
        return (Fate::Covered, None);
    }
    let first = judged(site, url, None);
    if first.0 == Fate::Covered || !url.starts_with('/') {
        return first;
    }
    let hosts = site.own_hosts();
    let hosts = hosts.iter().map(|host| judged(site, url, Some(host)));
    hosts
        .chain([first])
        .min_by_key(|(fate, _)| match fate {
            Fate::Covered => 0,
            Fate::CatchAll => 1,
            Fate::Handler => 2,
            Fate::Uncovered => 3,
        })
        .unwrap_or((Fate::Uncovered, None))
}

/// Returns a URL's fate on a host; it is not live, so that the site is asked in vain.
fn judged(site: &Site<'_>, url: &str, host: Option<&str>) -> (Fate, Option<usize>) {
    let request = || environment::plain(url).with_authority(host);
    let first = judge(site, site.ask(request()));
    if first.0 == Fate::Covered {
        return first;
    }
    let mut seconds = site.statuses().map(|status| {
        let second = site.ask(request().with_site_status(status));
        judge(site, second)
    });
    seconds
        .find(|(fate, _)| *fate != Fate::Uncovered)
        .filter(|(fate, _)| first.0 == Fate::Uncovered || *fate == Fate::Covered)
        .unwrap_or(first)
}

fn judge(site: &Site<'_>, first: Match<'_>) -> (Fate, Option<usize>) {
    let mut found = first;
    let mut asked = None;
    loop {
        let Some(rule) = found.rule().map(|rule| rule.number() as usize) else {
            return match asked {
                Some(handler) => (Fate::Handler, Some(handler)),
                None => (Fate::Uncovered, None),
            };
        };
        if found.asks() {
            asked = asked.or(Some(rule));
            found = site.behind(found);
            continue;
        }
        // A rule that leads nowhere answers nothing.
        if site.is_idle(rule) {
            return match asked {
                Some(handler) => (Fate::Handler, Some(handler)),
                None => (Fate::Uncovered, None),
            };
        }
        let whole = site.rule(rule).is_some_and(whole_site::is);
        return match (whole, asked) {
            (false, _) => (Fate::Covered, Some(rule)),
            (true, Some(handler)) => (Fate::Handler, Some(handler)),
            (true, None) => (Fate::CatchAll, Some(rule)),
        };
    }
}

/// The URLs that one rule or inventory covers.
struct Covering {
    rule: Option<usize>,
    language: Automaton,
}

impl Covering {
    fn of_text(path: &str) -> Self {
        Covering {
            rule: None,
            language: Automaton::of_text(path),
        }
    }
}

/// A path of a pattern that is not covered. What a rule excepts is left to the others.
fn uncovered(site: &Site<'_>, own: &Automaton, covering: &[Covering]) -> Answer {
    let ask = |must: Vec<&Automaton>, avoid: Vec<&Automaton>| {
        let question = Question {
            universe: Universe::Path,
            must,
            avoid,
            steps: &site.steps,
        };
        question.first()
    };
    let all = covering.iter().map(|one| &one.language).collect();
    match ask(vec![own], all) {
        Answer::None => {}
        answer => return answer,
    }
    let rules = covering.iter().filter_map(|one| one.rule);
    let excepts: Vec<_> = rules.map(|rule| site.excepts(rule)).collect();
    for (source, language) in excepts.iter().flat_map(|excepts| excepts.iter()) {
        let takes = |one: &&Covering| {
            let excepts = one.rule.map(|rule| site.excepts(rule));
            excepts.is_none_or(|excepts| excepts.iter().all(|(own, _)| own != source))
        };
        let others = covering.iter().filter(takes).map(|one| &one.language);
        match ask(vec![own, language], others.collect()) {
            Answer::None => {}
            answer => return answer,
        }
    }
    Answer::None
}

/// Proves that all URLs which a pattern of old URLs matches are covered: takes rules and inventories away until nothing
/// is left, or something that reaches no rule, which is reported.
fn matching(site: &mut Linter<'_>, known: &Known, inventory: &Inventory, pattern: &Pattern) {
    let own = Automaton::of(&pattern.items, Reading::PATH);
    let mut covering: Vec<Covering> = known
        .patterns()
        .map(|pattern| Covering {
            rule: None,
            language: Automaton::of(&pattern.items, Reading::PATH),
        })
        .collect();
    for _ in 0..MOST_QUESTIONS {
        if site.steps.are_spent() {
            break;
        }
        let path = match uncovered(site, &own, &covering) {
            Answer::None => return,
            Answer::Undecided => break,
            Answer::Found(paths) => match paths.into_iter().next() {
                Some(path) => path,
                None => break,
            },
        };
        match fate(site, known, &path) {
            (Fate::Uncovered, _) => {
                let message = format!(
                    "not all old URLs that `{}` matches reach a rule",
                    pattern.text
                );
                let diagnostic = Diagnostic::lint(lint::UNCOVERED_URL, inventory.span, message)
                    .label(format!("`{path}` reaches none"))
                    .help("add a rule for them, or name them under `live`, or under `dropped` with a reason");
                site.report(None, diagnostic);
                return;
            }
            (_, Some(rule)) => {
                // A rule that does not match this path by its source alone would be asked for ever.
                let automaton = site.automaton(rule);
                site.steps.spend(automaton.len() + path.len());
                covering.push(match automaton.matches(&path) {
                    true => Covering {
                        rule: Some(rule),
                        language: (*automaton).clone(),
                    },
                    false => Covering::of_text(&path),
                });
            }
            (_, None) => covering.push(Covering::of_text(&path)),
        }
    }
    site.open(lint::UNCOVERED_URL, None, inventory.span);
}

/// The path and query of a URL by which two are the same, and its host.
pub(super) fn identity(url: &str) -> (String, Option<String>) {
    let request = Request::from(url);
    let mut key = redirect_runtime::canonical::canonical_path(request.path()).into_owned();
    if let Some(query) = request.query().filter(|query| !query.is_empty()) {
        key.push('?');
        key.push_str(query);
    }
    (key, request.host().map(|host| host.into_owned()))
}
