//! A hash map of literal paths: what no matcher of patterns can be asked to beat.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// The literal paths.
pub(super) struct Literals {
    rules: HashMap<String, u32, FixedState>,
}

pub(super) fn build(rules: &Numbered<'_>) -> Made<Literals> {
    let mut literals = HashMap::with_hasher(FixedState::default());
    let mut refused = 0;
    for (number, rule) in rules {
        match rule.path() {
            Some(path) => {
                literals.entry(path.to_owned()).or_insert(*number);
            }
            None => refused += 1,
        }
    }
    (Literals { rules: literals }, refused)
}

impl Lookup for Literals {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        self.rules.get(target.path.as_str()).copied().unwrap_or(0)
    }
}
