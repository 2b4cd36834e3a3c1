//! What destinations can lead to.

use std::collections::HashMap;

use super::skeleton::Skeleton;
use super::{MOST_NEXT, joined};
use crate::pattern::{Item, Kind};
use crate::proof::destinations::front;
use crate::proof::site::{Site, literal};

/// How many values that other rules name are tried.
const MOST_VALUES: usize = 48;

/// What destinations can lead to, by the text that sources begin with.
pub(crate) struct Map {
    patterns: Vec<(String, usize)>,
    /// The segments of each pattern.
    skeletons: HashMap<usize, Skeleton>,
    by_front: HashMap<String, Vec<usize>>,
    /// How long the texts are that patterns begin with, the shortest first.
    lengths: Vec<usize>,
    literals: Vec<(String, usize)>,
    /// Whether any rule has conditions.
    pub(super) conditions: bool,
    /// Values that rules name: of enumerations, and of the lengths of kinds.
    pub(super) values: Vec<String>,
    /// What meets the conditions of several rules.
    pub(super) meeting: joined::Meeting,
}

impl Map {
    pub(crate) fn of(site: &Site<'_>) -> Self {
        let mut map = Map {
            patterns: Vec::new(),
            skeletons: HashMap::new(),
            by_front: HashMap::new(),
            lengths: Vec::new(),
            literals: Vec::new(),
            conditions: false,
            values: Vec::new(),
            meeting: joined::Meeting::default(),
        };
        for (index, rule) in site.policy.rules.iter().enumerate() {
            map.conditions |= !rule.when.is_empty() || !rule.unless.is_empty();
            match literal(rule) {
                Some(path) => map.literals.push((path.to_owned(), index)),
                None => {
                    let front = front(&rule.source.items);
                    let front = match rule.fold_case {
                        true => "",
                        false => front,
                    };
                    map.patterns.push((front.to_owned(), index));
                    let skeleton = Skeleton::of(&rule.source.items, rule.fold_case);
                    map.skeletons.insert(index, skeleton);
                    map.by_front
                        .entry(front.to_owned())
                        .or_default()
                        .push(index);
                    add_values(&rule.source.items, &mut map.values);
                }
            }
        }
        // Without patterns nobody asks for literals.
        if map.patterns.is_empty() {
            map.literals.clear();
        }
        map.literals.sort_unstable();
        map.patterns.sort_unstable();
        map.lengths = map.by_front.keys().map(String::len).collect();
        map.lengths.sort_unstable();
        map.lengths.dedup();
        map
    }

    /// The rules with patterns that may match what another pattern does, which begins with a text.
    pub(super) fn next<'m>(
        &'m self,
        front: &'m str,
        skeleton: &'m Skeleton,
    ) -> impl Iterator<Item = usize> + 'm {
        let meets = |index: &usize| {
            let other = self.skeletons.get(index);
            other.is_some_and(|other| other.may_meet(skeleton))
        };
        let lengths = self
            .lengths
            .iter()
            .take_while(|length| **length < front.len());
        let shorter = lengths.filter_map(|length| self.by_front.get(front.get(..*length)?));
        let shorter =
            shorter.flat_map(move |rules| rules.iter().copied().filter(meets).take(MOST_NEXT));
        let from = self
            .patterns
            .partition_point(|(text, _)| text.as_str() < front);
        let longer = self.patterns.iter().skip(from);
        let longer = longer.take_while(move |(text, _)| text.starts_with(front));
        let longer = longer.map(|(_, index)| *index).filter(meets);
        shorter.chain(longer.take(MOST_NEXT))
    }

    /// Whether no rule can match any path that a pattern matches.
    pub(super) fn leads_nowhere(&self, items: &[Item], skeleton: &Skeleton) -> bool {
        let front = front(items);
        // Without patterns literals are not kept: each is looked up.
        !self.patterns.is_empty()
            && redirect_runtime::canonical::is_canonical(front)
            && self.next(front, skeleton).next().is_none()
            && self.literals(front).next().is_none()
    }

    pub(super) fn literals(&self, front: &str) -> impl Iterator<Item = &str> {
        let from = self
            .literals
            .partition_point(|(text, _)| text.as_str() < front);
        let after = self
            .literals
            .iter()
            .skip(from)
            .map(|(text, _)| text.as_str());
        after.take_while(move |text| text.starts_with(front))
    }
}

fn add_values(items: &[Item], values: &mut Vec<String>) {
    for item in items {
        let Item::Parameter(parameter) = item else {
            if let Item::Group(items) = item {
                add_values(items, values);
            }
            continue;
        };
        match &parameter.kind {
            Kind::Enumeration(named) => {
                for value in named {
                    add_value(value.clone(), values);
                }
            }
            Kind::Class { min, max, .. } if *min > 1 || max.is_some_and(|max| max != 19) => {
                for length in [Some(*min), *max].into_iter().flatten() {
                    for text in ["a", "1", "x7"] {
                        let value = text.bytes().cycle().take(usize::from(length));
                        add_value(value.map(char::from).collect(), values);
                    }
                }
            }
            _ => {}
        }
    }
}

fn add_value(value: String, values: &mut Vec<String>) {
    if values.len() < MOST_VALUES && !values.contains(&value) {
        values.push(value);
    }
}
