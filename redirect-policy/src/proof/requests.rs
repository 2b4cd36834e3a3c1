//! Requests that a rule is asked with: paths made of values of many shapes.

use super::automaton::{Automaton, Reading};
use super::destinations::binder;
use super::environment::Environment;
use super::site::{Site, Standing, literal};
use super::witness::{self, Taste};
use crate::model::Rule;
use crate::pattern::{Item, Kind};

/// The most paths that are tried for one that a rule wins.
const MOST_TRIED: usize = 4;

/// The plainest path by which a rule wins a request with this environment, of the first few that are tried.
pub(crate) fn plainest(site: &Site<'_>, index: usize, environment: &Environment) -> Option<String> {
    let mut paths = requests(site, index, environment, MOST_TRIED).into_iter();
    paths.next()
}

/// Requests that a rule wins, made of values of many shapes; the plainest first, at most `most`.
pub(crate) fn requests(
    site: &Site<'_>,
    index: usize,
    environment: &Environment,
    most: usize,
) -> Vec<String> {
    let Some(rule) = site.rule(index) else {
        return Vec::new();
    };
    let wins = |path: &String| {
        let found = environment.prepare(path);
        site.standing_for(index, &found) == Standing::Wins
    };
    let paths = sample_paths(rule, &[], most);
    paths.into_iter().filter(wins).collect()
}

/// Paths that a rule may match, made of values of many shapes; the plainest first, at most `most`.
pub(crate) fn sample_paths(rule: &Rule, values: &[String], most: usize) -> Vec<String> {
    let items = &rule.source.items;
    let mut paths: Vec<String> = Vec::new();
    let mut add = |path: String| {
        if paths.len() < most && path.starts_with('/') && !paths.contains(&path) {
            paths.push(path);
        }
    };
    if literal(rule).is_some() {
        add(witness::text(items, Taste::PLAIN));
        return paths;
    }
    let names = Names::of(items);
    for values in &DISTINCT {
        add(distinct(items, &names, values));
    }
    for groups in [false, true] {
        for longest in [false, true] {
            for turn in 0..4 {
                add(witness::text(
                    items,
                    Taste {
                        turn,
                        groups,
                        longest,
                    },
                ));
            }
        }
    }
    for turn in 4..enumerated(items).min(64) {
        for groups in [false, true] {
            add(witness::text(
                items,
                Taste {
                    turn,
                    groups,
                    longest: false,
                },
            ));
        }
    }
    for value in values {
        let fits = |name: &str| names.fit(name, value).then_some(value.as_str());
        add(witness::text_with(items, Taste::PLAIN, &fits));
    }
    paths
}

/// Values that differ from name to name, for kinds that take digits and letters, digits, or letters.
const DISTINCT: [[[&str; 4]; 3]; 2] = [
    [
        ["x7", "y8", "z9", "v6"],
        ["7", "8", "9", "6"],
        ["x", "y", "z", "v"],
    ],
    [
        ["k1", "m2", "n3", "p4"],
        ["1", "2", "3", "4"],
        ["k", "m", "n", "p"],
    ],
];

/// A path in which no two names are bound to the same, as far as their kinds allow.
fn distinct(items: &[Item], names: &Names<'_>, values: &[[&'static str; 4]; 3]) -> String {
    let value = |name: &str| {
        let position = names.position(name)?;
        let mut fitting = values
            .iter()
            .filter_map(|row| row.get(position % row.len()));
        fitting.find(|value| names.fit(name, value)).copied()
    };
    witness::text_with(items, Taste::PLAIN, &value)
}

/// The most values that an enumeration of a pattern has.
fn enumerated(items: &[Item]) -> usize {
    let of_item = |item: &Item| match item {
        Item::Parameter(parameter) => match &parameter.kind {
            Kind::Enumeration(values) => values.len(),
            Kind::Class { .. } | Kind::Uuid | Kind::Path => 0,
        },
        Item::Group(items) => enumerated(items),
        Item::Literal(_) | Item::Wildcard { .. } => 0,
    };
    items.iter().map(of_item).max().unwrap_or(0)
}

/// The names of a pattern, each with the language of its kind.
struct Names<'p> {
    languages: Vec<(&'p str, Automaton)>,
}

impl<'p> Names<'p> {
    fn of(items: &'p [Item]) -> Self {
        let language = |name: &'p str| {
            let item = binder(items, name)?;
            Some((name, Automaton::of(&[item], Reading::PATH)))
        };
        let names = witness::names(items).into_iter();
        Names {
            languages: names.filter_map(language).collect(),
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.languages.iter().position(|(known, _)| *known == name)
    }

    /// Returns true if a name can be bound to a value.
    fn fit(&self, name: &str, value: &str) -> bool {
        let mut languages = self.languages.iter();
        languages.any(|(known, language)| *known == name && language.matches(value))
    }
}
