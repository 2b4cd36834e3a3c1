//! The ways in which each part of a request can be: one for each that conditions tell apart.

use super::choice::Choice;
use super::parts::Parts;
use crate::pattern::{HostPattern, Item, Kind, Parameter, Pattern};
use crate::regular::automaton::{Automaton, Reading};
use crate::regular::decide::atoms;
use crate::regular::steps::Steps;
use crate::regular::universe::Universe;

/// The most languages, or media types, that are combined; of more only so many.
const MOST_COMBINED: usize = 6;

impl Parts<'_> {
    /// The choices for each part, and `true` if they are all that can be told apart.
    pub(super) fn dimensions(mut self, steps: &Steps) -> (Vec<Vec<Choice>>, bool) {
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
        if !self.timestamps.is_empty() {
            dimensions.push(timestamps(&mut self.timestamps));
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

/// Adds the choices for one key: absent, and a value for each way in which patterns tell values apart. Returns true if
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

/// A host for each way in which patterns tell hosts apart.
fn hosts(patterns: &[&HostPattern], steps: &Steps) -> (Vec<String>, bool) {
    let automata: Vec<Automaton> = patterns
        .iter()
        .map(|pattern| match pattern {
            HostPattern::Exact(host) => Automaton::of_text(host),
            HostPattern::Subdomains(suffix) => Automaton::of(
                &[
                    Item::Parameter(Parameter {
                        name: String::new(),
                        kind: Kind::Path,
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

/// A value for each way in which patterns tell values apart.
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

/// The languages that the client accepts: each set of those that conditions name, with each of them, or another, first.
fn languages(known: &mut Vec<&str>) -> (Vec<Choice>, bool) {
    known.sort_by_cached_key(|tag| tag.to_ascii_lowercase());
    known.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    let complete = known.len() <= MOST_COMBINED;
    known.truncate(MOST_COMBINED);
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

/// The media types that the client likes equally: each set of those that conditions name.
fn types(known: &mut Vec<&str>) -> (Vec<Choice>, bool) {
    known.sort_unstable();
    known.dedup();
    let complete = known.len() <= MOST_COMBINED;
    known.truncate(MOST_COMBINED);
    let named = |set: u32| {
        let chosen = known.iter().enumerate();
        let chosen = chosen.filter(|(at, _)| set >> at & 1 == 1);
        Choice::Types(chosen.map(|(_, one)| (*one).to_owned()).collect())
    };
    ((0..1u32 << known.len()).map(named).collect(), complete)
}

/// A time before all boundaries, and each boundary itself.
fn timestamps(boundaries: &mut Vec<i64>) -> Vec<Choice> {
    boundaries.sort_unstable();
    boundaries.dedup();
    let first = boundaries.first().map(|first| first.saturating_sub(1));
    first
        .into_iter()
        .chain(boundaries.iter().copied())
        .map(Choice::Now)
        .collect()
}
