//! The parts of requests that conditions tell apart, and all environments that differ in them: one for each way in which
//! the conditions can hold.

use std::collections::BTreeSet;

use super::{Environment, Languages};
use crate::pattern::{HostPattern, Item, Pattern};
use crate::regular::automaton::{Automaton, Reading};
use crate::regular::decide::atoms;
use crate::regular::steps::Steps;
use crate::regular::universe::Universe;

/// The most environments that are tried.
const MOST: usize = 65_536;
/// Steps that it takes to make one, and for each of its parts.
const ENVIRONMENT: usize = 10;
/// More languages than these are combined only in part.
const MOST_LANGUAGES: usize = 6;

/// The environments, one after another; the plainest first.
#[derive(Clone, Debug)]
pub(crate) struct Environments<'e> {
    steps: &'e Steps,
    dimensions: Vec<Vec<Choice>>,
    next: usize,
    count: usize,
    /// True if these are all.
    pub(crate) complete: bool,
}

/// One way in which one part of a request can be.
#[derive(Clone, Debug)]
enum Choice {
    Host(Option<String>),
    Method(String),
    Scheme(Option<String>),
    Query(String, Option<String>),
    Header(String, Option<String>),
    Cookie(String, Option<String>),
    Languages(Vec<String>),
    Types(Vec<String>),
    Now(i64),
    SiteStatus(Option<u16>),
    Found(String, bool),
}

impl Choice {
    fn apply(&self, to: &mut Environment) {
        let mut pair = |pairs: fn(&mut Environment) -> &mut Vec<(String, String)>,
                        key: &String,
                        value: &Option<String>| {
            if let Some(value) = value {
                pairs(to).push((key.clone(), value.clone()));
            }
        };
        match self {
            Choice::Query(key, value) => pair(|to| &mut to.query, key, value),
            Choice::Header(key, value) => pair(|to| &mut to.headers, key, value),
            Choice::Cookie(key, value) => pair(|to| &mut to.cookies, key, value),
            Choice::Host(host) => to.host.clone_from(host),
            Choice::Method(method) => to.method.clone_from(method),
            Choice::Scheme(scheme) => to.scheme.clone_from(scheme),
            Choice::Languages(tags) => to.languages = Languages { tags: tags.clone() },
            Choice::Types(types) => to.types.clone_from(types),
            Choice::Now(now) => to.now = *now,
            Choice::SiteStatus(status) => to.site_status = *status,
            Choice::Found(lookup, found) => to.found.extend(found.then(|| lookup.clone())),
        }
    }
}

impl Iterator for Environments<'_> {
    type Item = Environment;

    fn next(&mut self) -> Option<Environment> {
        if self.next >= self.count || self.steps.are_spent() {
            return None;
        }
        self.steps.spend(ENVIRONMENT * (1 + self.dimensions.len()));
        let mut rest = self.next;
        self.next += 1;
        let mut environment = Environment::default();
        for choices in &self.dimensions {
            let length = choices.len().max(1);
            if let Some(choice) = choices.get(rest % length) {
                choice.apply(&mut environment);
            }
            rest /= length;
        }
        Some(environment)
    }
}

/// Names with the patterns that tell their values apart, each with whether ASCII letters match in either case.
pub(crate) type Values<'p> = Vec<(&'p str, Vec<(&'p [Item], bool)>)>;

/// The parts of a request that conditions look at, with what they tell apart in each.
#[derive(Default)]
pub(crate) struct Parts<'p> {
    pub(crate) any_method: bool,
    pub(crate) get_only: bool,
    pub(crate) hosts: Vec<&'p HostPattern>,
    pub(crate) methods: Vec<&'p str>,
    pub(crate) schemes: bool,
    pub(crate) queries: Values<'p>,
    pub(crate) no_query: bool,
    pub(crate) headers: Values<'p>,
    pub(crate) cookies: Values<'p>,
    pub(crate) languages: Vec<&'p str>,
    pub(crate) types: Vec<&'p str>,
    pub(crate) moments: Vec<i64>,
    pub(crate) statuses: Vec<u16>,
    pub(crate) lookups: BTreeSet<String>,
}

impl Parts<'_> {
    /// All environments that differ in these parts.
    pub(crate) fn environments(self, steps: &Steps) -> Environments<'_> {
        let (dimensions, complete) = self.dimensions(steps);
        let product = dimensions.iter().fold(1usize, |product, choices| {
            product.saturating_mul(choices.len())
        });
        Environments {
            steps,
            dimensions,
            next: 0,
            count: product.min(MOST),
            complete: complete && product <= MOST && !steps.are_spent(),
        }
    }

    fn dimensions(mut self, steps: &Steps) -> (Vec<Vec<Choice>>, bool) {
        let mut complete = true;
        let mut dimensions = vec![self.methods()];
        if !self.hosts.is_empty() {
            let (hosts, all) = hosts(&self.hosts, steps);
            complete &= all;
            let some = hosts.into_iter().map(|host| Choice::Host(Some(host)));
            dimensions.push([Choice::Host(None)].into_iter().chain(some).collect());
        }
        if self.schemes {
            let schemes = [None, Some("https"), Some("http")];
            dimensions.push(
                schemes
                    .map(|scheme| Choice::Scheme(scheme.map(str::to_owned)))
                    .into(),
            );
        }
        for (key, patterns) in &self.queries {
            complete &= keyed(
                key,
                patterns,
                Universe::Query,
                Choice::Query,
                &mut dimensions,
                steps,
            );
        }
        if self.no_query {
            let other = ["x7", "y8", "z9"]
                .into_iter()
                .find(|other| self.queries.iter().all(|(key, _)| key != other));
            let other = other.unwrap_or("x7-x7");
            let values = [None, Some("1")].map(|value| value.map(str::to_owned));
            dimensions.push(
                values
                    .map(|value| Choice::Query(other.to_owned(), value))
                    .into(),
            );
        }
        for (key, patterns) in &self.headers {
            complete &= keyed(
                key,
                patterns,
                Universe::Field,
                Choice::Header,
                &mut dimensions,
                steps,
            );
        }
        for (key, patterns) in &self.cookies {
            complete &= keyed(
                key,
                patterns,
                Universe::Field,
                Choice::Cookie,
                &mut dimensions,
                steps,
            );
        }
        if !self.languages.is_empty() {
            let (languages, all) = languages(&mut self.languages);
            complete &= all;
            dimensions.push(languages);
        }
        if !self.types.is_empty() {
            let (types, all) = types(&mut self.types);
            complete &= all;
            dimensions.push(types);
        }
        if !self.statuses.is_empty() {
            self.statuses.sort_unstable();
            self.statuses.dedup();
            let some = self.statuses.iter().copied().map(Some);
            dimensions.push(
                [None]
                    .into_iter()
                    .chain(some)
                    .map(Choice::SiteStatus)
                    .collect(),
            );
        }
        for lookup in self.lookups {
            dimensions.push(
                [false, true]
                    .map(|found| Choice::Found(lookup.clone(), found))
                    .into(),
            );
        }
        if !self.moments.is_empty() {
            dimensions.push(moments(&mut self.moments));
        }
        (dimensions, complete)
    }

    fn methods(&mut self) -> Vec<Choice> {
        let named = !self.methods.is_empty();
        let mut methods = vec!["GET"];
        if self.methods.contains(&"HEAD") {
            methods.push("HEAD");
        }
        self.methods
            .retain(|method| !matches!(*method, "GET" | "HEAD"));
        self.methods.sort_unstable();
        self.methods.dedup();
        methods.extend(&self.methods);
        // Where all rules take all methods, or only GET, there is nothing to tell apart.
        if self.any_method && (self.get_only || named) {
            let others = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"];
            methods.extend(
                others
                    .into_iter()
                    .find(|other| !self.methods.contains(other)),
            );
        }
        methods
            .into_iter()
            .map(|method| Choice::Method(method.to_owned()))
            .collect()
    }
}

/// Adds the choices for one key: absent, and a value for each way in which patterns tell values apart. Says whether
/// these are all.
fn keyed(
    key: &str,
    patterns: &[(&[Item], bool)],
    universe: Universe,
    choice: fn(String, Option<String>) -> Choice,
    dimensions: &mut Vec<Vec<Choice>>,
    steps: &Steps,
) -> bool {
    let (values, all) = values_of(patterns, universe, steps);
    let values = [None].into_iter().chain(values.into_iter().map(Some));
    dimensions.push(values.map(|value| choice(key.to_owned(), value)).collect());
    all
}

/// Adds the patterns that tell the values of a name apart.
pub(crate) fn add_value<'p>(
    values: &mut Values<'p>,
    name: &'p str,
    patterns: &'p [Pattern],
    fold: bool,
) {
    let place = match values.iter().position(|(known, _)| *known == name) {
        Some(place) => place,
        None => {
            values.push((name, Vec::new()));
            values.len() - 1
        }
    };
    if let Some((_, known)) = values.get_mut(place) {
        for pattern in patterns {
            let pattern = (pattern.items.as_slice(), fold);
            if !known.contains(&pattern) {
                known.push(pattern);
            }
        }
    }
}

/// Adds a pair, unless its name has one.
pub(crate) fn add_pair(pairs: &mut Vec<(String, String)>, name: &str, value: String) {
    if !pairs.iter().any(|(known, _)| known == name) {
        pairs.push((name.to_owned(), value));
    }
}

/// A pattern of hosts, no name of which spans labels.
pub(crate) fn host_automaton(pattern: &Pattern) -> Automaton {
    Automaton::of(
        &pattern.items,
        Reading {
            fold: true,
            host: true,
            path: false,
        },
    )
}

fn hosts(patterns: &[&HostPattern], steps: &Steps) -> (Vec<String>, bool) {
    let automata: Vec<Automaton> = patterns
        .iter()
        .map(|pattern| match pattern {
            HostPattern::Exact(host) => Automaton::of_text(host),
            HostPattern::Subdomains(suffix) => Automaton::of(
                &[
                    Item::Parameter(crate::pattern::Parameter {
                        name: String::new(),
                        kind: crate::pattern::Kind::Path,
                        explicit_kind: true,
                        at: 0..0,
                    }),
                    Item::Literal(suffix.clone()),
                ],
                Reading::default(),
            ),
            HostPattern::Binding(pattern) => host_automaton(pattern),
        })
        .collect();
    texts(&automata, Universe::Host, steps)
}

fn values_of(
    patterns: &[(&[Item], bool)],
    universe: Universe,
    steps: &Steps,
) -> (Vec<String>, bool) {
    let automata: Vec<Automaton> = patterns
        .iter()
        .map(|&(items, fold)| {
            Automaton::of(
                items,
                Reading {
                    fold,
                    ..Reading::default()
                },
            )
        })
        .collect();
    texts(&automata, universe, steps)
}

/// A text for each combination of patterns that some text matches; those that none matches come last.
fn texts(patterns: &[Automaton], universe: Universe, steps: &Steps) -> (Vec<String>, bool) {
    let (atoms, all) = atoms(universe, patterns, steps);
    (atoms.into_iter().map(|(_, text)| text).collect(), all)
}

/// Which languages are accepted, and which of them first.
fn languages(known: &mut Vec<&str>) -> (Vec<Choice>, bool) {
    known.sort_by_cached_key(|tag| tag.to_ascii_lowercase());
    known.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    let complete = known.len() <= MOST_LANGUAGES;
    known.truncate(MOST_LANGUAGES);
    let other = ["en", "fr", "eo", "la", "vo"]
        .into_iter()
        .find(|other| !known.iter().any(|tag| tag.starts_with(other)))
        .unwrap_or("tlh");
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for set in 0..1u32 << known.len() {
        let members = || {
            let chosen = known
                .iter()
                .enumerate()
                .filter(move |(at, _)| set >> at & 1 == 1);
            chosen.map(|(_, tag)| (*tag).to_owned())
        };
        for first in members() {
            let rest = members().filter(|tag| *tag != first);
            all.push([first.clone()].into_iter().chain(rest).collect());
        }
        all.push([other.to_owned()].into_iter().chain(members()).collect());
    }
    (all.into_iter().map(Choice::Languages).collect(), complete)
}

/// Which media types are named; those that are, are liked equally.
fn types(known: &mut Vec<&str>) -> (Vec<Choice>, bool) {
    known.sort_unstable();
    known.dedup();
    let complete = known.len() <= MOST_LANGUAGES;
    known.truncate(MOST_LANGUAGES);
    let named = |set: u32| {
        let chosen = known.iter().enumerate();
        let chosen = chosen.filter(|(at, _)| set >> at & 1 == 1);
        Choice::Types(chosen.map(|(_, one)| (*one).to_owned()).collect())
    };
    ((0..1u32 << known.len()).map(named).collect(), complete)
}

/// A moment before each boundary and one at it.
fn moments(boundaries: &mut Vec<i64>) -> Vec<Choice> {
    boundaries.sort_unstable();
    boundaries.dedup();
    let first = boundaries.first().map(|first| first.saturating_sub(1));
    first
        .into_iter()
        .chain(boundaries.iter().copied())
        .map(Choice::Now)
        .collect()
}
