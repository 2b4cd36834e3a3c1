//! The names that conditions bind, and the values that they can have.

use super::Condition;
use crate::pattern::{Item, Kind, Parameter, Pattern};

impl Condition {
    /// The names that the condition binds, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        if let Some((name, _)) = self.facet(|of| of.set()) {
            return vec![name];
        }
        let mut found = Vec::new();
        for items in self.facet(|of| of.alternatives()) {
            parameters(items, true, &mut found);
        }
        let names = found.into_iter();
        names.map(|(parameter, _)| &*parameter.name).collect()
    }

    /// The names that a condition binds, as a pattern of nothing but parameters; those that are bound only at times
    /// (in a group, or by some of several alternatives) stand in a group. `*` binds nothing in a condition.
    pub fn bindings(&self) -> Option<Pattern> {
        match self.facet(|of| of.set()) {
            Some((name, values)) => Some(pattern(vec![Item::Parameter(Parameter {
                name: name.to_owned(),
                kind: Kind::Enumeration(values),
                explicit_kind: true,
                at: 0..0,
            })])),
            None => joined(&self.facet(|of| of.alternatives())),
        }
    }

    /// The values that a name can have, if the condition binds it to one of them whenever it holds.
    pub(crate) fn choices(&self, name: &str) -> Option<Vec<String>> {
        self.facet(|of| of.choices(name))
    }

    /// The condition where a name that it may bind has one value.
    pub(crate) fn restricted(&self, name: &str, value: &str) -> Condition {
        self.facet(|of| of.restricted(name, value))
            .unwrap_or_else(|| self.clone())
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

/// The parameters of some items, each with whether it is certain to be bound.
pub(in crate::model) fn parameters<'p>(
    items: &'p [Item],
    certain: bool,
    found: &mut Vec<(&'p Parameter, bool)>,
) {
    for item in items {
        match item {
            Item::Parameter(parameter) => found.push((parameter, certain)),
            Item::Group(items) => parameters(items, false, found),
            Item::Literal(_) | Item::Wildcard { .. } => {}
        }
    }
}

/// The values of a name that each of several patterns binds.
pub(super) fn choices(patterns: &[&[Item]], name: &str) -> Option<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for items in patterns {
        for value in choice(items, name)? {
            if !all.contains(&value) {
                all.push(value);
            }
        }
    }
    (!all.is_empty()).then_some(all)
}

/// The values of a name that stands in no group.
pub(crate) fn choice(items: &[Item], name: &str) -> Option<Vec<String>> {
    items.iter().find_map(|item| match item {
        Item::Parameter(parameter) if parameter.name == name => match &parameter.kind {
            Kind::Enumeration(values) => Some(values.clone()),
            _ => None,
        },
        _ => None,
    })
}

/// Returns true if a name of a pattern can have a value, which it then always has.
pub(crate) fn restrict(items: &mut [Item], name: &str, value: &str) -> bool {
    for item in items {
        if let Item::Parameter(parameter) = item {
            if parameter.name == name {
                let Kind::Enumeration(values) = &mut parameter.kind else {
                    return false;
                };
                values.retain(|known| known == value);
                return !values.is_empty();
            }
        }
    }
    true
}
