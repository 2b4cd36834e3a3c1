//! The parts of requests that conditions look at, with what they tell apart in each.

use std::collections::BTreeSet;

use super::product::Environments;
use crate::pattern::{HostPattern, Item, Pattern};
use crate::regular::steps::Steps;

/// Names with the patterns that tell their values apart; `true` beside a pattern if its letters match in either case.
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
    pub(crate) timestamps: Vec<i64>,
    pub(crate) statuses: Vec<u16>,
    pub(crate) lookups: BTreeSet<String>,
}

impl Parts<'_> {
    /// All environments that differ in these parts.
    pub(crate) fn environments(self, steps: &Steps) -> Environments<'_> {
        let (dimensions, complete) = self.dimensions(steps);
        Environments::new(dimensions, complete, steps)
    }
}

/// Adds the patterns that tell the values of a name apart.
pub(crate) fn add_value<'p>(
    values: &mut Values<'p>,
    name: &'p str,
    patterns: &'p [Pattern],
    fold: bool,
) {
    let index = match values.iter().position(|(known, _)| *known == name) {
        Some(index) => index,
        None => {
            values.push((name, Vec::new()));
            values.len() - 1
        }
    };
    if let Some((_, known)) = values.get_mut(index) {
        for pattern in patterns {
            let pattern = (pattern.items.as_slice(), fold);
            if !known.contains(&pattern) {
                known.push(pattern);
            }
        }
    }
}
