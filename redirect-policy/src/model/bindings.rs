//! The names that conditions bind.

use crate::pattern::{Item, Kind, Parameter, Pattern};

use super::{Condition, HostPattern, LanguagePattern, Rule, ValuePattern};

impl Rule {
    /// The names that the rule's conditions bind, beside those of its source: one pattern for each condition that
    /// binds any. See [`Condition::bindings`].
    pub fn bindings(&self) -> Vec<Pattern> {
        self.when.iter().filter_map(Condition::bindings).collect()
    }
}

impl Condition {
    /// The names that a condition binds, as a pattern of nothing but parameters; those that are bound only at times
    /// (in a group, or by some of several alternatives) stand in a group. `*` binds nothing in a condition.
    pub fn bindings(&self) -> Option<Pattern> {
        let alternatives: Vec<&[Item]> = match self {
            Condition::Host(hosts) => hosts.iter().map(items_of_host).collect(),
            Condition::Query { value, .. }
            | Condition::Header { value, .. }
            | Condition::Cookie { value, .. } => match value {
                ValuePattern::OneOf(patterns) => {
                    patterns.iter().map(|p| p.items.as_slice()).collect()
                }
                ValuePattern::Present(_) => return None,
            },
            Condition::Language(LanguagePattern::Best { name, of }) => {
                return Some(pattern(vec![Item::Parameter(language(name, of))]));
            }
            _ => return None,
        };
        joined(&alternatives)
    }
}

fn items_of_host(host: &HostPattern) -> &[Item] {
    match host {
        HostPattern::Binding(pattern) => &pattern.items,
        HostPattern::Exact(_) | HostPattern::Subdomains(_) => &[],
    }
}

fn language(name: &str, of: &[String]) -> Parameter {
    let mut values = of.to_vec();
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    Parameter {
        name: name.to_owned(),
        kind: Kind::Enumeration(values),
        explicit_kind: true,
        at: 0..0,
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
