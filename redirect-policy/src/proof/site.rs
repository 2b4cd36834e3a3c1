//! The policy under proof beside the table that ships: what each proof asks.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use http::StatusCode;
use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::index::candidates;
use redirect_runtime::table::Layout;
use redirect_runtime::{Match, Outcome, Request};

use super::automaton::{Automaton, Reading};
use super::environment::{self, Environment, Prepared};
use super::forms::Index;
use super::steps::{Budget, Steps};
use super::trip::Known;
use crate::model::{Condition, Policy, Rule, Urls, ValuePattern};
use crate::pattern::{Class, Item, Kind, Parameter, Pattern};
use crate::source::{Sources, Span};

/// The most matching rules that are looked at for one request.
const MOST_MATCHES: usize = 2_000;
/// Steps that it takes to ask the matcher about a request.
const REQUEST: usize = 60;
/// Steps for each rule that may match its path.
const CANDIDATE: usize = 6;
/// Steps that it takes to match the source of such a rule, beside the length of the path.
const SOURCE: usize = 25;
/// Steps for each byte of a path that a segment is looked into for.
const LOOK: usize = 2;
/// Where looking into segments takes so many steps, the candidates are not counted as well.
const MANY_TESTS: usize = 2_000;
/// The most kinds of paths for which that is remembered.
const MOST_CROWDS: usize = 50_000;
/// Steps for the plainest of its conditions.
const CONDITION: usize = 4;
/// The longest text that a kind with a limit takes unless lengths are written.
const USUAL_LIMIT: u8 = 19;

/// The policy and its table, as proofs see them.
pub(crate) struct Site<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) sources: &'p Sources,
    /// The table that ships, as the runtime serves it.
    pub(crate) compiled: redirect_runtime::Policy,
    /// The steps that proofs may still take.
    pub(crate) steps: Rc<Steps>,
    table: &'p [u8],
    layout: Layout,
    automata: RefCell<HashMap<usize, Rc<Automaton>>>,
    /// Destinations that several rules have in one place: their file is read more than once.
    shared: OnceCell<HashSet<Span>>,
    /// The answers of the site that rules ask for.
    statuses: Vec<u16>,
    /// Rules that redirect no request.
    idle: HashSet<usize>,
    /// Returns true if the site has a URL, as far as the policy says so.
    is_live: Box<dyn Fn(&str) -> bool + 'p>,
    longest_limit: OnceCell<u8>,
    /// Redirects that were followed.
    pub(crate) known: Known,
    index: OnceCell<Index>,
    excepts: RefCell<HashMap<usize, Excepts<'p>>>,
    /// Candidates that the matcher has still to look at for the last request, the last first, once they are asked for.
    behind: RefCell<Option<Vec<Candidate>>>,
    /// The rules for which the matcher has to look into segments, by their forms.
    tested: OnceCell<Index>,
    /// Steps for looking into segments, by the first segment of a path and the number of them.
    crowds: RefCell<HashMap<(String, usize), usize>>,
    /// Steps for the conditions of each rule.
    costs: OnceCell<Vec<usize>>,
}

/// The sources that a rule does not take, each with its language.
pub(crate) type Excepts<'p> = Rc<[(&'p [Item], Rc<Automaton>)]>;

/// The standing of a rule for one request, by the matcher that ships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No earlier rule ends the search.
    Wins,
    /// This earlier rule does.
    Shadowed(usize),
    /// The rule does not match.
    Fails,
    /// The steps were spent before it was found out.
    Undecided,
}

impl<'p> Site<'p> {
    /// A site; `None` if the table is none.
    pub(crate) fn new(
        policy: &'p Policy,
        table: &'p [u8],
        sources: &'p Sources,
        budget: Budget,
    ) -> Option<Self> {
        Some(Site {
            policy,
            sources,
            compiled: redirect_runtime::Policy::from_bytes(table).ok()?,
            steps: Rc::new(Steps::new(budget.steps(size(policy)))),
            table,
            layout: Layout::read(table).ok()?,
            automata: RefCell::default(),
            shared: OnceCell::new(),
            statuses: statuses(policy),
            idle: HashSet::new(),
            is_live: Box::new(|_| false),
            longest_limit: OnceCell::new(),
            known: Known::default(),
            index: OnceCell::new(),
            excepts: RefCell::default(),
            behind: RefCell::default(),
            tested: OnceCell::new(),
            crowds: RefCell::default(),
            costs: OnceCell::new(),
        })
    }

    /// Returns true if some rule is asked only once the site has answered.
    pub(crate) fn asks_site(&self) -> bool {
        !self.statuses.is_empty()
    }

    /// The answers of the site that rules ask for.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = StatusCode> + '_ {
        let statuses = self.statuses.iter();
        statuses.filter_map(|&status| StatusCode::from_u16(status).ok())
    }

    /// Tells which rules redirect no request.
    pub(crate) fn tell_idle(&mut self, rules: &[usize]) {
        self.idle = rules.iter().copied().collect();
    }

    /// Returns true if a rule redirects no request.
    pub(crate) fn is_idle(&self, index: usize) -> bool {
        self.idle.contains(&index)
    }

    /// Tells which URLs the site has.
    pub(crate) fn tell_live(&mut self, is_live: impl Fn(&str) -> bool + 'p) {
        self.is_live = Box::new(is_live);
    }

    /// Returns the outcome of a request, also where the site is asked first: it is taken to lack what is not said to be
    /// live.
    pub(crate) fn find<'m>(&'m self, prepared: &'m Prepared) -> Match<'m> {
        let first = self.ask(prepared.first_request());
        if !self.asks_site() || !is_left_to_site(&first) || (self.is_live)(&prepared.url()) {
            return first;
        }
        let mut seconds = self.statuses().filter_map(|status| {
            let request = prepared.first_request().with_site_status(status);
            let second = self.ask(request);
            second.rule().is_some().then_some(second)
        });
        seconds.next().unwrap_or(first)
    }

    pub(crate) fn rule(&self, index: usize) -> Option<&'p Rule> {
        self.policy.rules.get(index)
    }

    /// The language of a rule's source.
    pub(crate) fn automaton(&self, index: usize) -> Rc<Automaton> {
        if let Some(known) = self.automata.borrow().get(&index) {
            return Rc::clone(known);
        }
        let automaton = match self.rule(index) {
            Some(rule) => Automaton::of(
                &rule.source.items,
                Reading {
                    fold: rule.fold_case,
                    ..Reading::PATH
                },
            ),
            None => Automaton::of(&[], Reading::default()),
        };
        self.steps.spend(automaton.len());
        let automaton = Rc::new(automaton);
        let known = Rc::clone(&automaton);
        self.automata.borrow_mut().insert(index, known);
        automaton
    }

    /// The sources that a rule does not take, each with its language.
    pub(crate) fn excepts(&self, index: usize) -> Excepts<'p> {
        let Some(rule) = self.rule(index).filter(|rule| !rule.except.is_empty()) else {
            return Rc::new([]);
        };
        self.steps.spend(rule.except.len());
        if let Some(known) = self.excepts.borrow().get(&index) {
            return Rc::clone(known);
        }
        let reading = Reading {
            fold: rule.fold_case,
            ..Reading::PATH
        };
        let language = |source: &'p Pattern| {
            let language = Automaton::of(&source.items, reading);
            self.steps.spend(language.len());
            (source.items.as_slice(), Rc::new(language))
        };
        let excepts: Excepts<'p> = rule.except.iter().map(language).collect();
        let known = Rc::clone(&excepts);
        self.excepts.borrow_mut().insert(index, known);
        excepts
    }

    /// The first rule that may match a path, whatever else the request is; by the index alone.
    pub(crate) fn first_candidate(&self, path: &str) -> Option<usize> {
        let candidate = candidates(&self.layout.of(self.table), path, None).next()?;
        Some(candidate.rule() as usize)
    }

    /// The first rule that may match a request; by the index alone.
    pub(crate) fn first_candidate_of(&self, path: &str, request: &Request<'_>) -> Option<usize> {
        let candidate = candidates(&self.layout.of(self.table), path, Some(request)).next()?;
        Some(candidate.rule() as usize)
    }

    /// All rules that may match a path, whatever else the request is.
    pub(crate) fn candidates(&self, path: &str) -> impl Iterator<Item = usize> {
        candidates(&self.layout.of(self.table), path, None)
            .map(|candidate| candidate.rule() as usize)
    }

    /// Returns the standing of a rule for a request, by the matcher that ships.
    pub(crate) fn standing(&self, index: usize, path: &str, environment: &Environment) -> Standing {
        self.standing_for(index, &environment.prepare(path))
    }

    pub(crate) fn standing_for(&self, index: usize, prepared: &Prepared) -> Standing {
        // A search that the steps do not suffice for is not begun.
        let tests = self.tests(prepared.first_request().path());
        if u64::try_from(tests).is_ok_and(|tests| tests > self.steps.left()) {
            self.steps.spend(tests);
        }
        if self.steps.are_spent() {
            return Standing::Undecided;
        }
        if self.rule(index).is_some_and(Rule::asks_site) {
            if let Some(first) = self.ending_first_search(prepared) {
                return match self.reaches(self.ask(prepared.request()), index) {
                    Some(true) => Standing::Shadowed(first),
                    Some(false) => Standing::Fails,
                    None => Standing::Undecided,
                };
            }
        }
        let mut found = self.ask(prepared.request());
        if self.steps.are_spent() {
            return Standing::Undecided;
        }
        for _ in 0..MOST_MATCHES {
            let Some(number) = found.rule().map(|rule| rule.number() as usize) else {
                return Standing::Fails;
            };
            if number == index {
                return Standing::Wins;
            }
            if number > index {
                return Standing::Fails;
            }
            if !self.passes_on(number) {
                // A rule that does not match is not shadowed.
                return match self.reaches(self.behind(found), index) {
                    Some(true) => Standing::Shadowed(number),
                    Some(false) => Standing::Fails,
                    None => Standing::Undecided,
                };
            }
            found = self.behind(found);
            if self.steps.are_spent() {
                return Standing::Undecided;
            }
        }
        Standing::Undecided
    }

    /// The rule that answers a request before the site is asked.
    fn ending_first_search(&self, prepared: &Prepared) -> Option<usize> {
        let mut found = self.ask(prepared.first_request());
        for _ in 0..MOST_MATCHES {
            let number = found.rule()?.number() as usize;
            if !self.passes_on(number) {
                return (!is_left_to_site(&found)).then_some(number);
            }
            found = self.behind(found);
        }
        None
    }

    /// Returns true if a rule is among a match and those behind it; `None` where that is not decided.
    fn reaches(&self, found: Match<'_>, index: usize) -> Option<bool> {
        let mut found = found;
        for _ in 0..MOST_MATCHES {
            match found.rule().map(|rule| rule.number() as usize) {
                Some(number) if number == index => return Some(true),
                Some(number) if number < index && !self.steps.are_spent() => {
                    found = self.behind(found);
                }
                Some(number) if number < index => return None,
                _ => return Some(false),
            }
        }
        None
    }

    /// The match of a request, by the matcher that ships; takes the steps of the search.
    pub(crate) fn ask<'r>(&'r self, request: Request<'r>) -> Match<'r> {
        let found = self.compiled.find(request);
        *self.behind.borrow_mut() = None;
        let request = found.request();
        let tests = self.tests(request.path());
        self.steps.spend(REQUEST + request.path().len() + tests);
        if !self.steps.are_spent() && tests < MANY_TESTS {
            let last = found.rule().map(|rule| rule.number() as usize);
            self.each_candidate(request, |all| self.charge(all, last, request));
        }
        found
    }

    /// The next match of the request that was asked last; takes the steps of the search.
    pub(crate) fn behind<'r>(&self, found: Match<'r>) -> Match<'r> {
        let from = found.rule().map(|rule| rule.number() as usize);
        let next = found.next();
        let request = next.request();
        self.steps.spend(REQUEST + LOOK * request.path().len());
        if self.steps.are_spent() || self.tests(request.path()) >= MANY_TESTS {
            return next;
        }
        let mut behind = self.behind.borrow_mut();
        let rest = behind.get_or_insert_with(|| {
            let mut rest = Vec::new();
            self.each_candidate(request, |all| rest.extend(all));
            self.steps.spend(rest.len());
            rest.reverse();
            rest
        });
        let is_before = |one: &Candidate| from.is_some_and(|from| one.rule() as usize <= from);
        while rest.last().is_some_and(is_before) {
            rest.pop();
        }
        let last = next.rule().map(|rule| rule.number() as usize);
        self.charge(&mut rest.iter().rev().copied(), last, request);
        next
    }

    /// Steps for the segments of a path that the matcher looks into, whether the rules match then or not. They are
    /// estimated for one path of each first segment and number of segments.
    fn tests(&self, path: &str) -> usize {
        let tested = self.tested.get_or_init(|| {
            let rules = self.policy.rules.iter().enumerate();
            let tested = rules.filter(|(_, rule)| is_tested(&rule.source.items));
            Index::of(tested.map(|(index, rule)| (rule.source.items.as_slice(), index)))
        });
        if tested.is_empty() {
            return 0;
        }
        let first = path.split('/').nth(1).unwrap_or_default();
        let like = (first.to_owned(), path.split('/').count());
        if let Some(known) = self.crowds.borrow().get(&like) {
            return *known;
        }
        let canonical = redirect_runtime::canonical::canonical_path(path);
        let sample = tested.sample(&canonical);
        self.steps.spend(sample.len());
        let rules = sample.iter().map(|(_, count)| count);
        let tests = rules.sum::<usize>() * (SOURCE + LOOK * path.len());
        let mut crowds = self.crowds.borrow_mut();
        if crowds.len() < MOST_CROWDS {
            crowds.insert(like, tests);
        }
        tests
    }

    /// Hands on the candidates for the path of a request.
    fn each_candidate(
        &self,
        request: &Request<'_>,
        hand: impl FnOnce(&mut dyn Iterator<Item = Candidate>),
    ) {
        let path = redirect_runtime::canonical::canonical_path(request.path());
        if path.starts_with('/') {
            let table = self.layout.of(self.table);
            hand(&mut candidates(&table, &path, Some(request)));
        }
    }

    /// Takes the steps for the rules that the matcher has looked at: candidates up to the rule that it has found.
    fn charge(
        &self,
        candidates: &mut dyn Iterator<Item = Candidate>,
        last: Option<usize>,
        request: &Request<'_>,
    ) {
        let mut source = "";
        let mut steps = 0;
        for candidate in candidates {
            let index = candidate.rule() as usize;
            let Some(rule) = self.rule(index) else {
                break;
            };
            steps += CANDIDATE + self.cost_of_conditions(index);
            // Rules of one source are matched once.
            if candidate.must_be_matched() && source != rule.source.text {
                source = &rule.source.text;
                steps += SOURCE + request.path().len();
            }
            if last.is_some_and(|last| index >= last) {
                break;
            }
        }
        self.steps.spend(steps);
    }

    /// Steps that it takes to see whether the conditions of a rule hold.
    fn cost_of_conditions(&self, index: usize) -> usize {
        let costs = self.costs.get_or_init(|| {
            let rules = self.policy.rules.iter();
            rules.map(cost_of_conditions).collect()
        });
        costs.get(index).copied().unwrap_or_default()
    }

    /// The rules that are no mere text, by their forms.
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let rules = self.policy.rules.iter().enumerate();
            let patterns = rules.filter(|(_, rule)| literal(rule).is_none());
            Index::of(patterns.map(|(index, rule)| (rule.source.items.as_slice(), index)))
        })
    }

    /// Returns true if two rules were written as one: choices of its conditions, or hosts of its destination.
    pub(crate) fn is_same_rule(&self, one: usize, other: usize) -> bool {
        let rules = (self.rule(one), self.rule(other));
        one == other
            || matches!(rules, (Some(one), Some(other))
                if one.entry != 0 && one.entry == other.entry && one.span == other.span)
    }

    /// The most bytes that a kind with a limit takes, of all kinds that sources name.
    pub(crate) fn longest_limit(&self) -> usize {
        let longest = self.longest_limit.get_or_init(|| {
            let rules = self.policy.rules.iter();
            let limits = rules.map(|rule| longest_limit(&rule.source.items));
            limits.max().unwrap_or_default().max(USUAL_LIMIT)
        });
        usize::from(*longest)
    }

    /// Returns true if a host is one of the site's own.
    pub(crate) fn is_own(&self, host: &str) -> bool {
        let mut own = self.policy.hosts.iter();
        own.any(|own| environment::is_host(&own.value, host))
    }

    /// One of the site's own hosts for each of the forms that `hosts` names.
    pub(crate) fn own_hosts(&self) -> Vec<String> {
        let own = self.policy.hosts.iter();
        own.map(|own| environment::host_like(&own.value)).collect()
    }

    /// True if a rule may pass on although its source and conditions match: its handler may say so, or a lookup have no
    /// row.
    pub(crate) fn passes_on(&self, index: usize) -> bool {
        self.rule(index)
            .is_some_and(|rule| rule.asks() || rule.has_lookup())
    }

    /// Returns true if several rules have their destination in one place of a file, so that an edit would change all of
    /// them.
    pub(crate) fn is_shared(&self, destination: Span) -> bool {
        let shared = self.shared.get_or_init(|| {
            let mut once = HashSet::new();
            let spans = self.policy.rules.iter().map(Rule::destination_span);
            spans.filter(|span| !once.insert(*span)).collect()
        });
        shared.contains(&destination)
    }

    /// The line of a rule's source, for people.
    pub(crate) fn line(&self, span: Span) -> usize {
        self.sources.position(span).0
    }
}

/// Steps that it takes to see whether the conditions of a rule hold.
fn cost_of_conditions(rule: &Rule) -> usize {
    let of_one = |condition: &Condition| match condition {
        Condition::Host(hosts) => CONDITION * (1 + hosts.len()),
        Condition::Query { value, .. } => 3 * CONDITION + cost_of_value(value),
        Condition::Header { value, .. } => 3 * CONDITION + cost_of_value(value),
        Condition::Cookie { value, .. } => 5 * CONDITION + cost_of_value(value),
        Condition::Language(_) => 10 * CONDITION,
        Condition::Accept(types) => 3 * CONDITION * (1 + types.len()),
        Condition::Lookup(_) => 5 * CONDITION,
        Condition::Method(_)
        | Condition::AnyMethod
        | Condition::NoQuery
        | Condition::SiteStatus(_)
        | Condition::Scheme(_)
        | Condition::From(_)
        | Condition::Until(_) => CONDITION,
    };
    let unless = rule.unless.iter().flatten();
    let conditions = rule.when.iter().chain(unless).map(of_one);
    conditions.sum::<usize>() + rule.except.len() * SOURCE
}

/// Steps that it takes to compare a value with those that a condition asks for.
fn cost_of_value(value: &ValuePattern) -> usize {
    match value {
        ValuePattern::Present(_) => 0,
        ValuePattern::OneOf(patterns) => CONDITION * patterns.len(),
    }
}

/// Returns true if the site answers a request, and may be asked how.
fn is_left_to_site(found: &Match<'_>) -> bool {
    matches!(
        found.outcome(),
        Outcome::Passthrough
            | Outcome::Stop {
                already_there: true
            }
    )
}

/// The answers of the site that rules ask for, each once.
fn statuses(policy: &Policy) -> Vec<u16> {
    let conditions = policy.rules.iter().flat_map(|rule| rule.when.iter());
    let asked = conditions.filter_map(|condition| match condition {
        Condition::SiteStatus(statuses) => Some(statuses),
        _ => None,
    });
    let mut statuses: Vec<u16> = asked.flatten().copied().collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// The most bytes that a kind with a limit takes in a pattern.
fn longest_limit(items: &[Item]) -> u8 {
    let limits = items.iter().map(|item| match item {
        Item::Parameter(Parameter {
            kind: Kind::Class { max: Some(max), .. },
            ..
        }) => *max,
        Item::Group(inner) => longest_limit(inner),
        _ => 0,
    });
    limits.max().unwrap_or_default()
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

/// Returns the number of rules, rows of lookups, examples and URLs of a policy.
fn size(policy: &Policy) -> usize {
    let coverage = &policy.coverage;
    let dropped = coverage.dropped.iter().map(|(inventory, _)| inventory);
    let inventories = coverage.old.iter().chain(&coverage.live).chain(dropped);
    let urls = inventories.map(|inventory| match &inventory.urls {
        Urls::Listed(urls) => urls.len(),
        Urls::Matching(_) => 1,
    });
    let of_rules = policy.rules.iter().map(|rule| 1 + rule.examples.len());
    let rows = policy.lookups.iter().map(|lookup| lookup.rows.len());
    policy.examples.len() + of_rules.chain(urls).chain(rows).sum::<usize>()
}

/// The path of a source that is nothing but text and matches only as it is written, its delimiters encoded or not.
pub(crate) fn literal(rule: &Rule) -> Option<&str> {
    match rule.source.items.as_slice() {
        [Item::Literal(text)] if !rule.fold_case => Some(text),
        _ => None,
    }
}
