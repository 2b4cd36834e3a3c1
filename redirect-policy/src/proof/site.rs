//! The policy under proof beside the table that ships: what each proof asks.

mod search;
mod standing;

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use http::StatusCode;
use redirect_runtime::Request;
use redirect_runtime::index::candidates;
use redirect_runtime::table::Layout;

use super::automaton::{Automaton, Reading};
use super::environment;
use super::forms::Index;
use super::hops::KnownHops;
use super::steps::{Budget, Steps};
use crate::model::{Condition, Policy, Rule, Urls};
use crate::pattern::{Item, Kind, Parameter, Pattern};
use crate::source::{Sources, Span};
use search::Search;
pub(crate) use standing::Standing;

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
    /// The hops that were followed.
    pub(crate) known_hops: KnownHops,
    index: OnceCell<Index>,
    excepts: RefCell<HashMap<usize, Excepts<'p>>>,
    search: Search,
}

/// The sources that a rule does not take, each with its language.
pub(crate) type Excepts<'p> = Rc<[(&'p [Item], Rc<Automaton>)]>;

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
            known_hops: KnownHops::default(),
            index: OnceCell::new(),
            excepts: RefCell::default(),
            search: Search::default(),
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
        one == other || matches!(rules, (Some(one), Some(other)) if one.is_written_with(other))
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

/// The answers of the site that rules ask for, each once.
fn statuses(policy: &Policy) -> Vec<u16> {
    let conditions = policy.rules.iter().flat_map(|rule| rule.when.iter());
    let mut statuses: Vec<u16> = conditions.flat_map(Condition::statuses).copied().collect();
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

/// Returns the number of rules as they were written, rows of lookups, examples and URLs of a policy: a few lines may
/// stand for a hundred thousand choices of conditions.
fn size(policy: &Policy) -> usize {
    let coverage = &policy.coverage;
    let dropped = coverage.dropped.iter().map(|(inventory, _)| inventory);
    let inventories = coverage.old.iter().chain(&coverage.live).chain(dropped);
    let urls = inventories.map(|inventory| match &inventory.urls {
        Urls::Listed(urls) => urls.len(),
        Urls::Matching(_) => 1,
    });
    let written = policy.rules.chunk_by(Rule::is_written_with);
    let of_rules = written.map(|choices| {
        let examples = choices.iter().map(|rule| rule.examples.len());
        1 + examples.sum::<usize>()
    });
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
