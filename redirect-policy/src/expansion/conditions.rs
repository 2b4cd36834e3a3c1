//! The conditions of a rule in documentation, in the words of the policy.

use crate::model::{Condition, Rule};

/// ` when ...`, ` unless ...` and ` except ...`; empty for a rule without conditions.
pub(super) fn conditions(rule: &Rule) -> String {
    let mut text = String::new();
    if !rule.when.is_empty() {
        text.push_str(&format!(" when {}", all(&rule.when)));
    }
    for unless in rule.unless.iter() {
        text.push_str(&format!(" unless {}", all(unless)));
    }
    if !rule.except.is_empty() {
        let except: Vec<&str> = rule.except.iter().map(|one| one.text.as_str()).collect();
        text.push_str(&format!(" except {}", except.join(" or ")));
    }
    text
}

fn all(conditions: &[Condition]) -> String {
    let texts: Vec<String> = conditions.iter().map(one).collect();
    texts.join(" and ")
}

fn one(condition: &Condition) -> String {
    let (key, values) = (condition.key(), condition.values().join(" or "));
    match condition.name() {
        Some(name) => format!("{key} {name} = {values}"),
        None => format!("{key} {values}"),
    }
}
