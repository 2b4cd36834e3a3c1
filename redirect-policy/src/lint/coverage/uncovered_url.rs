//! `uncovered-url`: an old URL that reaches no rule.

use redirect_runtime::Match;

use super::{CoverageReport, Known, report};
use crate::diagnostic::Diagnostic;
use crate::lint::linter::Linter;
use crate::lint::{self, whole_site};
use crate::model::{Inventory, Located, Urls};
use crate::pattern::Pattern;
use crate::proof::automaton::{Automaton, Reading};
use crate::proof::decide::{Answer, Question};
use crate::proof::environment;
use crate::proof::site::Site;
use crate::proof::universe::Universe;

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
pub(in crate::lint) fn check(site: &mut Linter<'_>, known: &Known) -> CoverageReport {
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
        match fate(site, known, &url.value) {
            None => break,
            Some((Fate::Covered, _)) => {}
            Some((Fate::CatchAll, _)) => found.only_by_catch_all += 1,
            Some((Fate::Handler, _)) => found.only_by_handler += 1,
            Some((Fate::Uncovered, _)) => found.uncovered.push(url.clone()),
        }
    }
    found.finish();
    found
}

/// A URL's fate, and the rule that decides it.
type Judgement = (Fate, Option<usize>);

/// Returns a URL's fate; `None` if the steps do not suffice. A path is asked for without a host, then on the site's own
/// hosts.
fn fate(site: &Site<'_>, known: &Known, url: &str) -> Option<Judgement> {
    if known.is_live(url) || known.is_dropped(url) {
        return Some((Fate::Covered, None));
    }
    let mut best = judged(site, url, None)?;
    if best.0 == Fate::Covered || !url.starts_with('/') {
        return Some(best);
    }
    let rank = |(fate, _): &Judgement| match fate {
        Fate::Covered => 0,
        Fate::CatchAll => 1,
        Fate::Handler => 2,
        Fate::Uncovered => 3,
    };
    for host in site.own_hosts().iter().rev() {
        let there = judged(site, url, Some(host))?;
        if rank(&there) <= rank(&best) {
            best = there;
        }
    }
    Some(best)
}

/// Returns a URL's fate on a host; it is not live, so that the site is asked in vain.
fn judged(site: &Site<'_>, url: &str, host: Option<&str>) -> Option<Judgement> {
    let request = || environment::plain(url).with_authority(host);
    let first = judge(site, site.ask(request())?)?;
    if first.0 == Fate::Covered {
        return Some(first);
    }
    for status in site.statuses() {
        let second = site.ask(request().with_site_status(status))?;
        let second = judge(site, second)?;
        if second.0 != Fate::Uncovered {
            let is_better = first.0 == Fate::Uncovered || second.0 == Fate::Covered;
            return Some(if is_better { second } else { first });
        }
    }
    Some(first)
}

fn judge(site: &Site<'_>, first: Match<'_>) -> Option<Judgement> {
    let mut found = first;
    let mut asked = None;
    let by_handler = |asked: Option<usize>| match asked {
        Some(handler) => (Fate::Handler, Some(handler)),
        None => (Fate::Uncovered, None),
    };
    loop {
        let Some(rule) = found.rule().map(|rule| rule.number() as usize) else {
            return Some(by_handler(asked));
        };
        if found.asks() {
            asked = asked.or(Some(rule));
            found = site.behind(found)?;
            continue;
        }
        // A rule that leads nowhere answers nothing.
        if site.is_idle(rule) {
            return Some(by_handler(asked));
        }
        let whole = site.rule(rule).is_some_and(whole_site::takes_every_path);
        return Some(match (whole, asked) {
            (false, _) => (Fate::Covered, Some(rule)),
            (true, Some(handler)) => (Fate::Handler, Some(handler)),
            (true, None) => (Fate::CatchAll, Some(rule)),
        });
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
        let Some(fate) = fate(site, known, &path) else {
            break;
        };
        match fate {
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
