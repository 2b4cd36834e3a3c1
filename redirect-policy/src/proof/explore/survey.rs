//! A survey of all rules: which of them destinations can lead to, and the values that they name.

use std::cell::RefCell;
use std::collections::HashMap;

use super::literals::Literals;
use crate::model::{Condition, Rule};
use crate::pattern::{Item, Kind};
use crate::proof::environment::Environment;
use crate::proof::forms::Form;
use crate::proof::site::{Site, literal};

/// The most values of other rules that are tried.
const MOST_VALUES: usize = 48;
/// Steps that it takes to look at a byte of a value.
const BYTE: usize = 6;

/// For rules with conditions a request that meets those of all, once it has been sought.
/// The key also says whether the method must be GET.
pub(super) type Meeting = RefCell<HashMap<(bool, Vec<usize>), Option<Environment>>>;

/// The paths and values of all rules, as far as exploring one of them asks for them.
pub(crate) struct Survey {
    literals: Literals,
    /// True if any rule has conditions.
    pub(super) conditions: bool,
    /// True if any rule asks for a host or a scheme.
    pub(super) origins: bool,
    /// True if any rule asks for a scheme.
    pub(super) schemes: bool,
    /// Values that rules name: of enumerations, and of the lengths of kinds.
    pub(super) values: Vec<String>,
    /// Environments that meet the conditions of several rules.
    pub(super) meeting: Meeting,
}

impl Survey {
    pub(crate) fn of(site: &Site<'_>) -> Self {
        let mut literals = Vec::new();
        let mut values = Vec::new();
        let mut conditions = false;
        let mut has_patterns = false;
        let (mut hosts, mut schemes) = (false, false);
        for (index, rule) in site.policy.rules.iter().enumerate() {
            conditions |= rule.is_conditional();
            for condition in rule.when.iter().chain(rule.unless.iter().flatten()) {
                match condition {
                    Condition::Host(_) => hosts = true,
                    Condition::Scheme(_) => schemes = true,
                    // These are asked for on any origin.
                    Condition::Query { .. }
                    | Condition::NoQuery
                    | Condition::Method(_)
                    | Condition::AnyMethod
                    | Condition::Header { .. }
                    | Condition::Cookie { .. }
                    | Condition::Language(_)
                    | Condition::Accept(_)
                    | Condition::From(_)
                    | Condition::Until(_)
                    | Condition::SiteStatus(_)
                    | Condition::Lookup(_) => {}
                }
            }
            match literal(rule) {
                Some(path) => literals.push((path, index)),
                None => {
                    has_patterns = true;
                    add_values(&rule.source.items, &mut values);
                }
            }
        }
        // Without patterns nobody asks for literals.
        if !has_patterns {
            literals.clear();
        }
        Survey {
            literals: Literals::new(literals.into_iter()),
            conditions,
            origins: hosts || schemes,
            schemes,
            values,
            meeting: Meeting::default(),
        }
    }

    /// Returns the steps that it takes to try all values for each name of a rule.
    pub(super) fn cost_of_values(&self, rule: &Rule) -> usize {
        let names = crate::proof::witness::names(&rule.source.items).len();
        let bytes: usize = self.values.iter().map(String::len).sum();
        names * (bytes + self.values.len()) * BYTE
    }

    /// The rules with patterns that may match a path of one of some forms, in order.
    pub(super) fn patterns(&self, site: &Site<'_>, forms: &[Form]) -> Vec<usize> {
        site.index().meeting(forms, &site.steps)
    }

    /// The rules of nothing but text that may match a path of one of some forms; none if all rules are such.
    pub(super) fn literals(&self, site: &Site<'_>, forms: &[Form]) -> Vec<usize> {
        self.literals.meeting(forms, &site.steps)
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
