//! The names that the conditions of a rule bind.

use crate::pattern::{Class, Kind, Parameter, Pattern};

use super::condition::binding::parameters;
use super::{Condition, Rule};

impl Rule {
    /// The names that the rule's conditions bind, beside those of its source: one pattern for each condition that
    /// binds any. See [`Condition::bindings`].
    pub fn bindings(&self) -> Vec<Pattern> {
        self.when.iter().filter_map(Condition::bindings).collect()
    }

    /// The names that values bind as segments, in which `/` is an ordinary character: a path has it encoded.
    pub fn names_of_values(&self) -> Vec<String> {
        let patterns = self.bindings();
        let mut found = Vec::new();
        for Pattern { items, .. } in &patterns {
            parameters(items, true, &mut found);
        }
        let is_value = |(parameter, _): &(&Parameter, bool)| {
            matches!(
                parameter.kind,
                Kind::Class {
                    class: Class::Value,
                    ..
                }
            )
        };
        let names = found.into_iter().filter(is_value);
        names.map(|(parameter, _)| parameter.name.clone()).collect()
    }
}
