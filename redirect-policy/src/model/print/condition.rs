//! `when` and `unless`.

use super::Printer;
use crate::model::condition::{Spell, host};
use crate::model::{Condition, HostPattern};
use crate::yaml::write::map;

impl Printer<'_> {
    /// Conditions as one map; no two of them have one key.
    pub(super) fn conditions(&self, conditions: &[&Condition]) -> String {
        let spell: Spell<'_> = &|spelling, items| self.spelling(spelling).spelled(items);
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut values: Vec<(&str, Vec<(String, String)>)> = Vec::new();
        for condition in conditions {
            let (name, value) = condition.printed(spell);
            let Some(name) = name else {
                pairs.push((condition.key().to_owned(), value));
                continue;
            };
            let (written, name) = ((name, value), condition.key());
            match values.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => all.push(written),
                None => {
                    // Its place among the others is kept.
                    pairs.push((name.to_owned(), String::new()));
                    values.push((name, vec![written]));
                }
            }
        }
        for (name, all) in values {
            if let Some((_, value)) = pairs.iter_mut().find(|(known, _)| known == name) {
                *value = map(&all);
            }
        }
        map(&pairs)
    }

    pub(super) fn host(&self, host: &HostPattern) -> String {
        host::printed(host, &|spelling, items| {
            self.spelling(spelling).spelled(items)
        })
    }
}
