//! The names that conditions bind.

use crate::pattern::{Class, Item, Kind, Parameter, Pattern};

use super::{Condition, LanguagePattern, Rule};

impl Rule {
    /// The names that the rule's conditions bind, beside those of its source: one pattern for each condition that
    /// binds any. See [`Condition::bindings`].
    pub fn bindings(&self) -> Vec<Pattern> {
        self.when.iter().filter_map(Condition::bindings).collect()
    }
}

impl Rule {
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

impl Condition {
    /// The names that the condition binds, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for items in self.alternatives() {
            parameters(items, true, &mut found);
        }
        let names = found.into_iter().map(|(parameter, _)| &*parameter.name);
        match self {
            Condition::Language(LanguagePattern::Best { name, .. }) => vec![name],
            _ => names.collect(),
        }
    }

    /// The names that a condition binds, as a pattern of nothing but parameters; those that are bound only at times
    /// (in a group, or by some of several alternatives) stand in a group. `*` binds nothing in a condition.
    pub fn bindings(&self) -> Option<Pattern> {
        if let Some(language) = self.language_set() {
            return Some(pattern(vec![Item::Parameter(language)]));
        }
        let alternatives = self.alternatives();
        joined(&alternatives)
    }
}

fn pattern(items: Vec<Item>) -> Pattern {
    Pattern {
        text: String::new(),
        items,
    }
}

/// The parameters of all alternatives, each once; certain only if every alternative is certain to bind it.
fn joined(alternatives: &[&[Item]]) -> Option<Pattern> {
    let mut names: Vec<(&Parameter, usize)> = Vec::new();
    for items in alternatives {
        let mut found = Vec::new();
        parameters(items, true, &mut found);
        for (parameter, certain) in found {
            let certain = usize::from(certain);
            match names.iter_mut().find(|(p, _)| p.name == parameter.name) {
                Some((_, times)) => *times += certain,
                None => names.push((parameter, certain)),
            }
        }
    }
    if names.is_empty() {
        return None;
    }
    let item = |(parameter, times): (&Parameter, usize)| {
        let item = Item::Parameter(parameter.clone());
        if times == alternatives.len() {
            item
        } else {
            Item::Group(vec![item])
        }
    };
    Some(pattern(names.into_iter().map(item).collect()))
}

fn parameters<'p>(items: &'p [Item], certain: bool, found: &mut Vec<(&'p Parameter, bool)>) {
    for item in items {
        match item {
            Item::Parameter(parameter) => found.push((parameter, certain)),
            Item::Group(items) => parameters(items, false, found),
            Item::Literal(_) | Item::Wildcard { .. } => {}
        }
    }
}
