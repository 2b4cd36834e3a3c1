//! Where rules lead: destinations as patterns, and requests whose destination is a given path.

use redirect_runtime::Request;
use redirect_runtime::canonical::delimiters;

use super::automaton::{Automaton, Reading};
use super::environment::Environment;
use super::site::Site;
use super::witness::{self, Taste};
use crate::lower::lower;
use crate::model::{Action, Policy, Rule};
use crate::pattern::{Item, Kind, Parameter, Part, Pattern, Piece, Template};
use crate::source::Sources;

/// The paths that a destination can be, as the items of a source: its names match what they match in the source or
/// the conditions, names from elsewhere anything. More paths than it can be, as its delimiters may be encoded or not.
pub(crate) fn image(rule: &Rule, destination: &Template) -> Vec<Item> {
    let bindings = rule.bindings();
    let looked_up = |name: &str| {
        let mut values = rule.lookups().flat_map(|found| &found.lookup.values);
        let value = values.find(|value| value.name.value == name)?;
        Some(Item::Parameter(Parameter {
            name: name.to_owned(),
            kind: value.kind.clone(),
            explicit_kind: true,
            at: 0..0,
        }))
    };
    let kind = |name: &str| {
        let own = looked_up(name).or_else(|| kind_of(&rule.source.items, name));
        own.or_else(|| {
            bindings
                .iter()
                .find_map(|bound| kind_of(&bound.items, name))
        })
    };
    let mut items = Vec::new();
    push(&destination.pieces, &kind, &mut items);
    if !begins_with_slash(&items) {
        items.insert(0, Item::Literal("/".to_owned()));
    }
    items
}

/// Returns true if every path of a pattern begins with a slash of its own, whichever of its groups are absent.
fn begins_with_slash(items: &[Item]) -> bool {
    match items.split_first() {
        Some((Item::Literal(text), _)) => text.starts_with('/'),
        Some((Item::Group(inner), rest)) => begins_with_slash(inner) && begins_with_slash(rest),
        Some((Item::Wildcard { .. }, _)) => true,
        Some((Item::Parameter(_), _)) | None => false,
    }
}

fn push(pieces: &[Piece], kind: &dyn Fn(&str) -> Option<Item>, items: &mut Vec<Item>) {
    for piece in pieces {
        match piece {
            Piece::Literal {
                text,
                part: Part::Path,
            } => items.push(Item::Literal(delimiters::decoded(text).into_owned())),
            Piece::Parameter {
                name,
                part: Part::Path,
                at,
            } => items.push(kind(name).unwrap_or_else(|| {
                Item::Parameter(Parameter {
                    name: name.clone(),
                    kind: Kind::Path,
                    explicit_kind: true,
                    at: at.clone(),
                })
            })),
            Piece::Group(pieces) => {
                let mut inside = Vec::new();
                push(pieces, kind, &mut inside);
                if !inside.is_empty() {
                    items.push(Item::Group(inside));
                }
            }
            _ => {}
        }
    }
}

/// The item that binds a name.
fn kind_of(items: &[Item], name: &str) -> Option<Item> {
    items.iter().find_map(|item| match item {
        Item::Literal(_) => None,
        Item::Parameter(parameter) => (parameter.name == name).then(|| item.clone()),
        Item::Wildcard { .. } => (name == "*").then(|| item.clone()),
        Item::Group(items) => kind_of(items, name),
    })
}

/// The text that all texts of a pattern begin with.
pub(crate) fn front(items: &[Item]) -> &str {
    match items.first() {
        Some(Item::Literal(text)) => text,
        _ => "",
    }
}

/// A reader of the paths that a rule's destination can be.
pub(crate) struct Reader<'r> {
    rule: &'r Rule,
    /// A policy whose one rule matches what the destination can be, as the runtime serves it.
    image: Option<redirect_runtime::Policy>,
}

impl<'r> Reader<'r> {
    pub(crate) fn of(rule: &'r Rule, image: &[Item]) -> Self {
        let table = lower(&watching([image.to_vec()]), &Sources::default());
        let image = table.and_then(|table| redirect_runtime::Policy::from_bytes(table).ok());
        Reader { rule, image }
    }

    /// A path that the rule sends to another: the other one is read by the destination, and what its names are bound
    /// to goes into the source. The matcher has to say whether it does.
    pub(crate) fn path_to(&self, there: &str) -> Option<String> {
        let found = self.image.as_ref()?.find(Request::from(there));
        found.rule()?;
        let bound = found.parameters().map(|(name, value)| {
            let name = if name == "wildcard" { "*" } else { name };
            (name.to_owned(), value.as_str().to_owned())
        });
        let values: Vec<(String, String)> = bound.collect();
        let value = |name: &str| {
            let bound = values.iter().find(|(known, _)| known == name);
            bound.map(|(_, value)| value.as_str())
        };
        let items = &self.rule.source.items;
        Some(witness::text_with(items, Taste::PLAIN, &value))
    }
}

/// A policy that only looks: a rule that passes on for each pattern.
pub(crate) fn watching(patterns: impl IntoIterator<Item = Vec<Item>>) -> Policy {
    let handler = crate::model::Located {
        value: "watch".to_owned(),
        span: Default::default(),
    };
    let rule = |items: Vec<Item>| {
        let source = Pattern {
            text: String::new(),
            items: joined(items),
        };
        let action = Action::Gone {
            status: 410,
            handler: Some(handler.clone()),
            on_failure: None,
        };
        Rule::new(source, action)
    };
    Policy {
        rules: patterns.into_iter().map(rule).collect(),
        ..Policy::default()
    }
}

/// Literals that meet are one, as in sources.
fn joined(items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        match (joined.last_mut(), item) {
            (Some(Item::Literal(front)), Item::Literal(text)) => front.push_str(&text),
            (_, item) => joined.push(item),
        }
    }
    joined
}

/// Requests that a rule wins, made of values of many shapes; the plainest first, at most `most`.
pub(crate) fn requests(
    site: &Site<'_>,
    index: usize,
    environment: &Environment,
    values: &[String],
    most: usize,
) -> Vec<String> {
    let Some(rule) = site.rule(index) else {
        return Vec::new();
    };
    let wins = |path: &String| {
        let found = environment.prepare(path);
        site.standing_for(index, &found) == super::site::Standing::Wins
    };
    let paths = shapes(rule, values, most);
    paths.into_iter().filter(wins).collect()
}

/// Paths that a rule may match, made of values of many shapes; the plainest first, at most `most`.
pub(crate) fn shapes(rule: &Rule, values: &[String], most: usize) -> Vec<String> {
    let items = &rule.source.items;
    let mut paths: Vec<String> = Vec::new();
    let mut add = |path: String| {
        if paths.len() < most && path.starts_with('/') && !paths.contains(&path) {
            paths.push(path);
        }
    };
    if super::site::literal(rule).is_some() {
        add(witness::text(items, Taste::PLAIN));
        return paths;
    }
    let names = Names::of(items);
    for values in &APART {
        add(apart(items, &names, values));
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
        let groups = false;
        let longest = false;
        add(witness::text(
            items,
            Taste {
                turn,
                groups,
                longest,
            },
        ));
        add(witness::text(
            items,
            Taste {
                turn,
                groups: true,
                longest,
            },
        ));
    }
    for value in values {
        let fits = |name: &str| names.fit(name, value).then_some(value.as_str());
        add(witness::text_with(items, Taste::PLAIN, &fits));
    }
    paths
}

/// Values that differ from name to name, for kinds that take digits and letters, digits, or letters.
const APART: [[[&str; 4]; 3]; 2] = [
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
fn apart(items: &[Item], names: &Names<'_>, values: &[[&'static str; 4]; 3]) -> String {
    let value = |name: &str| {
        let place = names.place(name)?;
        let mut fitting = values.iter().filter_map(|row| row.get(place % row.len()));
        fitting.find(|value| names.fit(name, value)).copied()
    };
    witness::text_with(items, Taste::PLAIN, &value)
}

/// The most values that an enumeration of a pattern has.
fn enumerated(items: &[Item]) -> usize {
    let of_item = |item: &Item| match item {
        Item::Parameter(parameter) => match &parameter.kind {
            Kind::Enumeration(values) => values.len(),
            _ => 0,
        },
        Item::Group(items) => enumerated(items),
        _ => 0,
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
            let item = kind_of(items, name)?;
            Some((name, Automaton::of(&[item], Reading::PATH)))
        };
        let names = witness::names(items).into_iter();
        Names {
            languages: names.filter_map(language).collect(),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.languages.iter().position(|(known, _)| *known == name)
    }

    /// Returns true if a name can be bound to a value.
    fn fit(&self, name: &str, value: &str) -> bool {
        let mut languages = self.languages.iter();
        languages.any(|(known, language)| *known == name && language.matches(value))
    }
}
