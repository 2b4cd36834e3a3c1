//! The policy under proof beside the table that ships: what each proof asks.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use redirect_runtime::Request;
use redirect_runtime::index::candidate::rule_of;
use redirect_runtime::index::candidates;
use redirect_runtime::table::Layout;

use super::automaton::{Automaton, Reading};
use super::environment::{Environment, Prepared};
use super::steps::Steps;
use crate::diagnostic::{Diagnostic, Level};
use crate::lint::Levels;
use crate::model::{Policy, Rule};
use crate::pattern::Item;
use crate::source::{Sources, Span};

/// How many matching rules are looked at for one request.
const MOST_MATCHES: usize = 2_000;

/// What the proofs are about, and what they have found.
pub(crate) struct Site<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) sources: &'p Sources,
    levels: &'p Levels,
    /// The table that ships, as the runtime serves it.
    pub(crate) compiled: redirect_runtime::Policy,
    /// What the proofs may still cost.
    pub(crate) steps: Steps,
    table: &'p [u8],
    layout: Layout,
    automata: RefCell<HashMap<usize, Rc<Automaton>>>,
    /// Destinations that several rules have in one place: their file is read more than once.
    shared: OnceCell<HashSet<Span>>,
    found: Vec<Diagnostic>,
}

/// How a rule stands for one request, by the matcher that ships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No earlier rule ends the search.
    Wins,
    /// This earlier rule does.
    Shadowed(usize),
    /// The rule does not match.
    Fails,
    /// So many rules match that it was not found out.
    Crowded,
}

impl<'p> Site<'p> {
    /// A site; `None` if the table is none.
    pub(crate) fn new(
        policy: &'p Policy,
        table: &'p [u8],
        sources: &'p Sources,
        levels: &'p Levels,
    ) -> Option<Self> {
        Some(Site {
            policy,
            sources,
            levels,
            compiled: redirect_runtime::Policy::from_bytes(table).ok()?,
            steps: Steps::new(u64::MAX),
            table,
            layout: Layout::read(table).ok()?,
            automata: RefCell::default(),
            shared: OnceCell::new(),
            found: Vec::new(),
        })
    }

    /// All that was found.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }

    pub(crate) fn rule(&self, index: usize) -> Option<&'p Rule> {
        self.policy.rules.get(index)
    }

    pub(crate) fn level(&self, lint: &str, rule: Option<&Rule>) -> Option<Level> {
        self.levels.level(lint, rule)
    }

    /// Whether a lint is silenced everywhere, so that its proof need not be made.
    pub(crate) fn is_silent(&self, lint: &str) -> bool {
        self.level(lint, None).is_none()
    }

    /// Reports at the level that a lint has at a rule.
    pub(crate) fn report(&mut self, rule: Option<&Rule>, mut diagnostic: Diagnostic) {
        if let Some(level) = self.level(diagnostic.code, rule) {
            diagnostic.level = level;
            self.found.push(diagnostic);
        }
    }

    /// Says that something was not decided: always a warning, silenced with the lint.
    pub(crate) fn undecided(
        &mut self,
        lint: &'static str,
        rule: Option<&Rule>,
        span: Span,
        message: String,
    ) {
        if self.level(lint, rule).is_some() {
            let mut diagnostic = Diagnostic::error(lint, span, message).help(format!(
                "look at it yourself, then write `allow: [{lint}]` at the rule to silence this"
            ));
            diagnostic.level = Level::Warning;
            self.found.push(diagnostic);
        }
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
        let automaton = Rc::new(automaton);
        let known = Rc::clone(&automaton);
        self.automata.borrow_mut().insert(index, known);
        automaton
    }

    /// The first rule that may match a path, whatever else the request is; by the index alone.
    pub(crate) fn first_candidate(&self, path: &str) -> Option<usize> {
        let candidate = candidates(&self.layout.of(self.table), path, None).next()?;
        Some(rule_of(candidate) as usize)
    }

    /// The first rule that may match a request; by the index alone.
    pub(crate) fn first_candidate_of(&self, path: &str, request: &Request<'_>) -> Option<usize> {
        let candidate = candidates(&self.layout.of(self.table), path, Some(request)).next()?;
        Some(rule_of(candidate) as usize)
    }

    /// All rules that may match a path, whatever else the request is.
    pub(crate) fn candidates(&self, path: &str) -> impl Iterator<Item = usize> {
        candidates(&self.layout.of(self.table), path, None)
            .map(|candidate| rule_of(candidate) as usize)
    }

    /// How a rule stands for a request, by the matcher that ships.
    pub(crate) fn standing(&self, index: usize, path: &str, environment: &Environment) -> Standing {
        self.standing_for(index, &environment.prepare(path))
    }

    pub(crate) fn standing_for(&self, index: usize, prepared: &Prepared) -> Standing {
        let mut found = self.compiled.find(prepared.request());
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
                return match self.matches_later(found, index) {
                    Some(true) => Standing::Shadowed(number),
                    Some(false) => Standing::Fails,
                    None => Standing::Crowded,
                };
            }
            found = found.next();
        }
        Standing::Crowded
    }

    fn matches_later(&self, found: redirect_runtime::Match<'_>, index: usize) -> Option<bool> {
        let mut found = found;
        for _ in 0..MOST_MATCHES {
            found = found.next();
            match found.rule().map(|rule| rule.number() as usize) {
                Some(number) if number == index => return Some(true),
                Some(number) if number < index => {}
                _ => return Some(false),
            }
        }
        None
    }

    /// Whether a host is one of the site's own.
    pub(crate) fn is_own(&self, host: &str) -> bool {
        self.policy.hosts.iter().any(|own| own.value == host)
    }

    /// Whether a rule may pass on although it matches: its handler may say so.
    pub(crate) fn passes_on(&self, index: usize) -> bool {
        self.rule(index)
            .is_some_and(|rule| rule.handler().is_some())
    }

    /// Whether several rules have their destination in one place of a file, so that an edit would change all of them.
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

/// The path of a source that is nothing but text and matches only as it is written, its delimiters encoded or not.
pub(crate) fn literal(rule: &Rule) -> Option<&str> {
    match rule.source.items.as_slice() {
        [Item::Literal(text)] if !rule.fold_case => Some(text),
        _ => None,
    }
}
