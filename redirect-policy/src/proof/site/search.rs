//! Searches on the table that ships, and the steps that they take.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use redirect_runtime::index::candidates;
use redirect_runtime::{Match, Outcome, Request};

use super::Site;
use crate::model::{Condition, Rule};
use crate::pattern::{Class, Item, Kind};
use crate::proof::environment::Prepared;
use crate::proof::forms::Index;

/// Steps that it takes to ask the matcher about a request.
const REQUEST: usize = 60;
/// Steps for each rule that may match its path.
const CANDIDATE: usize = 6;
/// Steps that it takes to match the source of such a rule, beside the length of the path.
const SOURCE: usize = 25;
/// Steps for each byte of a path that a segment is looked into for.
const LOOK: usize = 2;
/// So few different segments are not counted for themselves.
const FEW: usize = 16;
/// So many steps of looking into segments, and the candidates are not counted as well.
const MANY_TESTS: usize = 2_000;
/// The most kinds of paths for which that is remembered.
const MOST_CROWDS: usize = 50_000;
/// Steps for the plainest of its conditions.
const CONDITION: usize = 4;

/// Searches that were made, and what they cost.
#[derive(Default)]
pub(super) struct Search {
    /// The rules that the matcher looks at for the last request.
    last: RefCell<Walk>,
    /// The rules for which the matcher has to look into segments, by their forms.
    tested: OnceCell<Index>,
    /// Steps for looking into segments, by the first segment of a path and the number of them.
    crowds: RefCell<HashMap<(String, usize), usize>>,
    /// Steps for the conditions of each rule.
    costs: OnceCell<Vec<usize>>,
}

/// The rules that may match a request, in order, as far as the steps suffice to look at them.
#[derive(Default)]
struct Walk {
    /// Rules, each with the steps for those up to it.
    rules: Vec<(usize, usize)>,
}

impl Walk {
    /// Steps for the rules up to one; for all of them, without one.
    fn up_to(&self, rule: Option<usize>) -> usize {
        let behind = match rule {
            Some(rule) => self.rules.partition_point(|(known, _)| *known < rule) + 1,
            None => self.rules.len(),
        };
        let last = behind.min(self.rules.len()).checked_sub(1);
        let last = last.and_then(|last| self.rules.get(last));
        last.map_or(0, |(_, steps)| *steps)
    }
}

impl Site<'_> {
    /// Returns the outcome of a request, also where the site is asked first: it is taken to lack what is not said to be
    /// live. `None` if the steps do not suffice.
    pub(crate) fn find<'m>(&'m self, prepared: &'m Prepared) -> Option<Match<'m>> {
        let first = self.ask(prepared.first_request())?;
        if !self.asks_site() || !is_left_to_site(&first) || (self.is_live)(&prepared.url()) {
            return Some(first);
        }
        for status in self.statuses() {
            let second = self.ask(prepared.first_request().with_site_status(status))?;
            if second.rule().is_some() {
                return Some(second);
            }
        }
        Some(first)
    }

    /// Returns the match of a request, by the matcher that ships; `None` if the steps do not suffice.
    pub(crate) fn ask<'r>(&'r self, request: Request<'r>) -> Option<Match<'r>> {
        self.ask_for(request, None)
    }

    /// Returns the match of a request which a rule is expected to win, or an earlier one; `None` if the steps do not
    /// suffice to look at the rules up to it.
    ///
    /// A search is not begun unless they do: it may take more than all the other work of a question.
    pub(crate) fn ask_for<'r>(
        &'r self,
        request: Request<'r>,
        rule: Option<usize>,
    ) -> Option<Match<'r>> {
        if self.steps.are_spent() {
            return None;
        }
        let tests = self.tests(request.path());
        let asked = REQUEST + request.path().len() + tests;
        let walk = match tests < MANY_TESTS {
            true => self.walk(&request, asked),
            false => Walk::default(),
        };
        let wanted = asked + walk.up_to(rule);
        if !self.steps.suffice_for(wanted) {
            self.steps.refuse(REQUEST + walk.rules.len());
            return None;
        }
        let found = self.compiled.find(request);
        let last = found.rule().map(|rule| rule.number() as usize);
        self.steps.owe(asked + walk.up_to(last));
        self.search.last.replace(walk);
        Some(found)
    }

    /// Returns the next match of the request that was asked last; `None` if the steps are spent.
    pub(crate) fn behind<'r>(&self, found: Match<'r>) -> Option<Match<'r>> {
        if self.steps.are_spent() {
            return None;
        }
        let from = found.rule().map(|rule| rule.number() as usize);
        let next = found.next();
        let last = next.rule().map(|rule| rule.number() as usize);
        let walk = self.search.last.borrow();
        let looked = walk.up_to(last).saturating_sub(walk.up_to(from));
        let path = LOOK * next.request().path().len();
        self.steps.owe(REQUEST + path + looked);
        Some(next)
    }

    /// Walks along the rules that may match a request, until looking at them takes more steps than are left.
    fn walk(&self, request: &Request<'_>, asked: usize) -> Walk {
        let mut walk = Walk::default();
        let path = redirect_runtime::canonical::canonical_path(request.path());
        if !path.starts_with('/') {
            return walk;
        }
        let mut source = "";
        let mut steps = 0;
        for candidate in candidates(&self.layout.of(self.table), &path, Some(request)) {
            let index = candidate.rule() as usize;
            let Some(rule) = self.rule(index) else {
                break;
            };
            steps += CANDIDATE + self.cost_of_conditions(index);
            // Rules of one source are matched once.
            if candidate.must_be_matched() && source != rule.source.text {
                source = &rule.source.text;
                steps += SOURCE + path.len();
            }
            walk.rules.push((index, steps));
            if !self.steps.suffice_for(asked + steps) {
                break;
            }
        }
        walk
    }

    /// Steps for the segments of a path that the matcher looks into, whether the rules match then or not. They are
    /// estimated for one path of each first segment and number of segments.
    pub(super) fn tests(&self, path: &str) -> usize {
        let tested = self.search.tested.get_or_init(|| {
            let rules = self.policy.rules.iter().enumerate();
            let tested = rules.filter(|(_, rule)| is_tested(&rule.source.items));
            Index::of(tested.map(|(index, rule)| (rule.source.items.as_slice(), index)))
        });
        if tested.is_empty() {
            return 0;
        }
        let first = path.split('/').nth(1).unwrap_or_default();
        let like = (first.to_owned(), path.split('/').count());
        if let Some(known) = self.search.crowds.borrow().get(&like) {
            return *known;
        }
        let canonical = redirect_runtime::canonical::canonical_path(path);
        let sample = tested.sample(&canonical, &self.steps);
        self.steps.spend(sample.len());
        let rules = sample.iter().map(|(_, count)| count);
        // A few are within what a request takes anyway.
        let segments = tested.tests(&canonical, &self.steps).saturating_sub(FEW);
        let tests = rules.sum::<usize>().max(segments) * (SOURCE + LOOK * path.len());
        let mut crowds = self.search.crowds.borrow_mut();
        if crowds.len() < MOST_CROWDS {
            crowds.insert(like, tests);
        }
        tests
    }

    /// Steps that it takes to see whether the conditions of a rule hold.
    fn cost_of_conditions(&self, index: usize) -> usize {
        let costs = self.search.costs.get_or_init(|| {
            let rules = self.policy.rules.iter();
            rules.map(cost_of_conditions).collect()
        });
        costs.get(index).copied().unwrap_or_default()
    }
}

/// Returns true if the site answers a request, and may be asked how.
pub(super) fn is_left_to_site(found: &Match<'_>) -> bool {
    matches!(
        found.outcome(),
        Outcome::Passthrough
            | Outcome::Stop {
                already_there: true
            }
    )
}

/// Steps that it takes to see whether the conditions of a rule hold.
fn cost_of_conditions(rule: &Rule) -> usize {
    let of_one = |condition: &Condition| CONDITION * condition.cost();
    let unless = rule.unless.iter().flatten();
    let conditions = rule.when.iter().chain(unless).map(of_one);
    conditions.sum::<usize>() + rule.except.len() * SOURCE
}

/// Returns true if the matcher has to look into a segment to tell whether it is one of a pattern: a name of a narrower
/// kind, or one beside other characters of its segment.
fn is_tested(items: &[Item]) -> bool {
    let ends_segment = |next: Option<&Item>| match next {
        None => true,
        Some(Item::Literal(text)) => text.starts_with('/'),
        Some(Item::Group(inner)) => {
            matches!(inner.first(), Some(Item::Literal(text)) if text.starts_with('/'))
        }
        Some(Item::Parameter(_) | Item::Wildcard { .. }) => false,
    };
    let begins_segment = |before: Option<&Item>| match before {
        None => true,
        Some(Item::Literal(text)) => text.ends_with('/'),
        Some(_) => false,
    };
    (0..items.len()).any(|at| {
        let before = at.checked_sub(1).and_then(|before| items.get(before));
        match items.get(at) {
            Some(Item::Parameter(parameter)) => {
                let is_plain = matches!(
                    parameter.kind,
                    Kind::Path
                        | Kind::Class {
                            class: Class::Segment | Class::Any,
                            min: 0 | 1,
                            max: None,
                        }
                );
                !is_plain || !begins_segment(before) || !ends_segment(items.get(at + 1))
            }
            Some(Item::Group(inner)) => is_tested(inner),
            Some(Item::Literal(_) | Item::Wildcard { .. }) | None => false,
        }
    })
}
