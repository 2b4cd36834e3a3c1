//! The project's engine, at four depths.

use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use redirect_policy::lower::lower;
use redirect_policy::model::{Action, Condition, HostPattern, Located, ResponseOptions};
use redirect_policy::model::{Policy as Model, Rule as Meant};
use redirect_policy::source::Sources;
use redirect_policy::source::Span;
use redirect_runtime::table::Layout;
use redirect_runtime::{Match, Policy, Request, index};

use super::Lookup;
use crate::request::Target;
use crate::sets::{Rule, RuleSet};

/// A set as the model that is lowered.
pub fn policy(set: &RuleSet) -> Model {
    let options = Rc::new(ResponseOptions::default());
    let anywhere = Rc::new(Vec::new());
    let mut hosts = std::collections::HashMap::new();
    let rules = set.rules.iter().map(|rule| {
        let when = match &rule.host {
            None => anywhere.clone(),
            Some(host) => hosts
                .entry(host)
                .or_insert_with(|| {
                    Rc::new(vec![Condition::Host(vec![HostPattern::Exact(
                        host.clone(),
                    )])])
                })
                .clone(),
        };
        meant(rule, set.asks, &options, when)
    });
    Model {
        rules: rules.collect(),
        ..Model::default()
    }
}

fn meant(
    rule: &Rule,
    asks: bool,
    options: &Rc<ResponseOptions>,
    when: Rc<Vec<Condition>>,
) -> Meant {
    let span = Span::default();
    let action = Action::Redirect {
        status: 301,
        destination: rule.destination.clone(),
        destination_span: span,
        handler: asks.then(|| Located {
            value: "ask".to_owned(),
            span,
        }),
        on_failure: None,
        permanent_after: None,
    };
    Meant {
        response_options: options.clone(),
        when,
        from_table: rule.path().is_some(),
        ..Meant::new(rule.source.clone(), action)
    }
}

/// The table of a set; `None` if it would be too large.
pub fn table(set: &RuleSet) -> Option<Vec<u8>> {
    lower(&policy(set), &Sources::default())
}

/// Finds the rule and takes what it binds.
#[derive(Clone, Debug)]
pub struct Ours {
    policy: Policy,
}

/// Finds the rule.
#[derive(Clone, Debug)]
pub struct Found(Ours);

/// Finds the rule and renders its location.
#[derive(Clone, Debug)]
pub struct Location(Ours);

/// Asks the index which rules may match; of a candidate that has still to be matched, nothing is asked.
#[derive(Clone, Debug)]
pub struct Candidates {
    layout: Layout,
    table: Arc<[u8]>,
}

impl Ours {
    /// Serves a set.
    pub fn new(set: &RuleSet) -> Option<Self> {
        Some(Ours {
            policy: Policy::from_bytes(table(set)?).ok()?,
        })
    }

    /// Serves a set from a table that is never freed, like one that is part of the program.
    pub fn leaked(set: &RuleSet) -> Option<Self> {
        Some(Ours {
            policy: Policy::from_static(table(set)?.leak()),
        })
    }

    /// Serves a table.
    pub fn from_table(table: Vec<u8>) -> Option<Self> {
        Some(Ours {
            policy: Policy::from_bytes(table).ok()?,
        })
    }

    /// The part of a match that a benchmark looks at.
    #[inline(always)]
    pub fn find<T>(&self, target: &Target, see: impl Fn(&Match<'_>) -> T) -> T {
        match &target.host {
            Some(_) => see(&self.found(target)),
            None => see(&self.policy.find(target.path.as_str())),
        }
    }

    #[inline(never)]
    fn found<'r>(&'r self, target: &'r Target) -> Match<'r> {
        let request = Request::from(target.path.as_str());
        self.policy
            .find(request.with_authority(target.host.as_deref()))
    }

    /// Counts the rules that match a request, passing on from each.
    pub fn pass_on(&self, target: &Target) -> usize {
        let mut found = self.found(target);
        let mut matched = 0;
        while found.rule().is_some() {
            matched += 1;
            found.advance();
        }
        matched
    }
}

fn number(found: &Match<'_>) -> u32 {
    found.rule().map_or(0, |rule| rule.number() + 1)
}

impl Lookup for Ours {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        self.find(target, |found| {
            found.rule().map_or(0, |rule| {
                for (_, captured) in found.parameters() {
                    black_box(captured.as_str());
                }
                rule.number() + 1
            })
        })
    }
}

impl Found {
    /// Serves a set.
    pub fn new(set: &RuleSet) -> Option<Self> {
        Ours::new(set).map(Found)
    }
}

impl Lookup for Found {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        self.0.find(target, number)
    }
}

impl Location {
    /// Renders what an engine finds.
    pub const fn of(engine: Ours) -> Self {
        Location(engine)
    }

    /// Serves a set.
    pub fn new(set: &RuleSet) -> Option<Self> {
        Ours::new(set).map(Location)
    }
}

impl Lookup for Location {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        self.0.find(target, |found| {
            black_box(found.location());
            number(found)
        })
    }
}

impl Candidates {
    /// Serves a set.
    pub fn new(set: &RuleSet) -> Option<Self> {
        let table = table(set)?;
        Some(Candidates {
            layout: Layout::read(&table).ok()?,
            table: table.into(),
        })
    }
}

impl Lookup for Candidates {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        index::candidates(&self.layout.of(&self.table), &target.path, None)
            .next()
            .map_or(0, |candidate| candidate.rule() + 1)
    }
}
