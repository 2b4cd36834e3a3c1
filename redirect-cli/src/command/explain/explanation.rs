//! The explanation of one request: the engine's answer, and the reference's reasons.

use http::{HeaderMap, StatusCode};
use redirect_policy::model::Rule;
use redirect_policy::reference::{Bindings, Judgement, Reason, judge};
use redirect_runtime::canonical::canonical_path;
use redirects::{__private::NoHandlers, Decision, Redirector};

use super::canonical_form::changes;
use super::distance::distance;
use super::{Asked, Table};
use crate::policy_file::Loaded;

/// The most matching rules that are followed.
const MOST_MATCHES: usize = 1_000;
/// The most rules that are named for a miss.
const MOST_NEAREST: usize = 3;
/// From this distance on a rule is not near.
const FAR: f64 = 1.3;

/// Why a request gets its answer.
#[derive(Debug)]
pub struct Explanation<'p> {
    /// The request.
    pub asked: Asked,
    /// The host in canonical form, if the request has one.
    pub host: Option<String>,
    /// The path as it came.
    pub path: String,
    /// The path in canonical form.
    pub canonical: String,
    /// The changes of the canonical form, in words.
    pub changes: Vec<String>,
    /// The query as it came.
    pub query: Option<String>,
    /// The engine's answer.
    pub answer: Answer,
    /// The rules that match, in the order in which they are tried, with what they bind; the first is the winner.
    pub matching: Vec<(usize, Bindings)>,
    /// The other rules, with every reason, in the order of the file.
    pub missing: Vec<(usize, Judgement<'p>)>,
    /// For a miss, the rules nearest to the path.
    pub nearest: Vec<Nearby>,
    /// Where engine and reference do not agree: a fault of this project.
    pub difference: Option<String>,
}

/// The engine's answer, as the middleware sends it.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// `redirect`, `gone`, `stop`, `handler`, `lookup` or `passthrough`.
    pub outcome: &'static str,
    /// The rule's number, from 0.
    pub rule: Option<usize>,
    /// The status, if the policy answers.
    pub status: Option<StatusCode>,
    /// The location of a redirect.
    pub location: Option<String>,
    /// True if the location is where the request already is.
    pub already_there: bool,
    /// The handler that decides.
    pub handler: Option<String>,
    /// The lookup that decides, whose rows the program has.
    pub lookup: Option<String>,
    /// The header fields of the answer; of the site's, those that are added.
    pub headers: HeaderMap,
}

/// A rule near a path that nothing matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearby {
    /// The rule's number, from 0.
    pub rule: usize,
    /// The distance in segments: 1 for a segment.
    pub distance: f64,
}

impl<'p> Explanation<'p> {
    /// Asks the engine, and the reference about every rule.
    #[must_use]
    pub fn of(loaded: &'p Loaded, table: Table, asked: &Asked) -> Self {
        let view = asked.view();
        let path = view.path().to_owned();
        let canonical = canonical_path(&path).into_owned();
        let judged: Vec<Judgement<'p>> = loaded
            .compiled
            .policy
            .rules
            .iter()
            .map(|rule| judge(rule, &view, &canonical, &asked.headers))
            .collect();
        let matching = matching(table, asked);
        let answer = answer(table, asked);
        let difference = difference(&loaded.compiled.policy.rules, &matching, &judged);
        let missing: Vec<(usize, Judgement<'p>)> = judged
            .into_iter()
            .enumerate()
            .filter(|(_, judgement)| !matches!(judgement, Judgement::Matches(_)))
            .collect();
        let nearest = match answer.rule {
            Some(_) => Vec::new(),
            None => nearest(&loaded.compiled.policy.rules, &canonical, &missing),
        };
        Explanation {
            host: view.host().map(std::borrow::Cow::into_owned),
            query: view.query().map(str::to_owned),
            changes: changes(&path),
            asked: asked.clone(),
            path,
            canonical,
            answer,
            matching,
            missing,
            nearest,
            difference,
        }
    }

    /// The rules that match but for something beside their source.
    pub fn near(&self) -> impl Iterator<Item = &(usize, Judgement<'p>)> {
        self.missing
            .iter()
            .filter(|(_, judgement)| match judgement {
                Judgement::Misses(reasons) => !matches!(reasons.first(), Some(Reason::Path(_))),
                Judgement::Matches(_) => false,
                Judgement::Undecided => true,
            })
    }
}

/// The rules that match by the engine, each as when those before it pass on.
fn matching(table: Table, asked: &Asked) -> Vec<(usize, Bindings)> {
    let mut matching = Vec::new();
    let mut found = table.find(asked.view());
    while let Some(rule) = found.rule() {
        let bound = found.parameters().map(|(name, value)| {
            let name = if name == "wildcard" { "*" } else { name };
            (name.to_owned(), value.as_str().to_owned())
        });
        matching.push((rule.number() as usize, bound.collect()));
        if matching.len() >= MOST_MATCHES {
            break;
        }
        found.advance();
    }
    matching
}

/// Returns the answer that the middleware would send.
fn answer(table: Table, asked: &Asked) -> Answer {
    let found = table.find(asked.view());
    let outcome = found.outcome();
    let mut answer = Answer {
        outcome: crate::command::resolve::word(outcome),
        rule: found.rule().map(|rule| rule.number() as usize),
        status: found.status(),
        location: found.location().map(str::to_owned),
        already_there: matches!(
            outcome,
            redirect_runtime::Outcome::Stop {
                already_there: true
            }
        ),
        handler: match outcome {
            redirect_runtime::Outcome::Handler { name } => Some(name.to_owned()),
            _ => None,
        },
        lookup: match outcome {
            redirect_runtime::Outcome::Lookup { name } => Some(name.to_owned()),
            _ => None,
        },
        headers: HeaderMap::new(),
    };
    // Handlers are not asked: where one decides, there is no answer yet.
    let redirector = Redirector::with(table, NoHandlers);
    match redirector.answer_match(&found) {
        Some(Decision::Answered(response)) => answer.headers = response.headers().clone(),
        Some(Decision::Site(headers)) => headers.add_to(&mut answer.headers),
        None => {}
    }
    answer
}

/// Where the engine and the reference differ, in words.
fn difference(
    rules: &[Rule],
    matching: &[(usize, Bindings)],
    judged: &[Judgement<'_>],
) -> Option<String> {
    let sorted = |bound: &Bindings| {
        let mut sorted = bound.clone();
        sorted.sort();
        sorted
    };
    let mut engine = matching.iter().peekable();
    for (number, judgement) in judged.iter().enumerate() {
        let by_engine = engine.next_if(|(matched, _)| *matched == number);
        let name = || {
            rules
                .get(number)
                .map_or("", |rule| rule.source.text.as_str())
        };
        match (judgement, by_engine) {
            (Judgement::Matches(expected), Some((_, bound))) => {
                let (expected, bound) = (sorted(expected), sorted(bound));
                if expected != bound {
                    return Some(format!(
                        "for `{}` the engine binds {bound:?} and the reference {expected:?}",
                        name()
                    ));
                }
            }
            (Judgement::Matches(_), None) if matching.len() < MOST_MATCHES => {
                return Some(format!("`{}` matches by the reference alone", name()));
            }
            (Judgement::Misses(_), Some(_)) => {
                return Some(format!("`{}` matches by the engine alone", name()));
            }
            _ => {}
        }
    }
    engine
        .next()
        .map(|(number, _)| format!("the engine's rules are not in order: {number}"))
}

/// The rules whose sources are nearest to a path, the nearest first.
fn nearest(rules: &[Rule], path: &str, missing: &[(usize, Judgement<'_>)]) -> Vec<Nearby> {
    let mut nearest: Vec<Nearby> = Vec::new();
    for (number, judgement) in missing {
        // Those that miss for something else are named with their reasons anyway.
        let by_path = matches!(
            judgement,
            Judgement::Misses(reasons) if matches!(reasons.first(), Some(Reason::Path(_)))
        );
        let most = match nearest.get(MOST_NEAREST - 1) {
            Some(last) => last.distance,
            None => FAR,
        };
        let Some(rule) = rules.get(*number).filter(|_| by_path) else {
            continue;
        };
        if let Some(distance) = distance(&rule.source.items, rule.fold_case, path, most) {
            let rule = *number;
            nearest.push(Nearby { rule, distance });
            nearest.sort_by(|a, b| a.distance.total_cmp(&b.distance));
            nearest.truncate(MOST_NEAREST);
        }
    }
    nearest
}
