//! Names of rules that give themselves none: the source, and where another rule has that already what they ask for that
//! the other does not.

use std::collections::HashMap;

use crate::model::{Condition, Rule};

/// Gives each rule without an `id` of its own a name that no rule before it has, where its conditions make one.
pub fn derive_ids(rules: &mut [Rule]) {
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(rules.len());
    for index in 0..rules.len() {
        let (before, rest) = rules.split_at_mut(index);
        let Some(rule) = rest.first_mut() else {
            return;
        };
        if rule.explicit_id {
            continue;
        }
        // The choices of a rule have one name.
        if let Some(last) = before.last().filter(|last| is_same_rule(last, rule)) {
            rule.id.clone_from(&last.id);
            continue;
        }
        match taken.get(&rule.id).and_then(|first| before.get(*first)) {
            Some(first) => rule.id.push_str(&differences(first, rule)),
            None => {
                taken.insert(rule.id.clone(), index);
            }
        }
    }
}

fn is_same_rule(one: &Rule, other: &Rule) -> bool {
    one.entry == other.entry && one.entry != 0 && one.span == other.span
}

/// Returns the conditions of a rule that another does not have, each behind a space, sorted; never with a comma.
fn differences(first: &Rule, rule: &Rule) -> String {
    let (theirs, own) = (facts(first), facts(rule));
    let mut differing: Vec<String> = own
        .iter()
        .filter(|fact| !theirs.contains(fact))
        .map(|(key, value)| format!(" {key}={value}"))
        .collect();
    let lacking = theirs
        .iter()
        .filter(|(key, _)| own.iter().all(|(own, _)| own != key));
    differing.extend(lacking.map(|(key, _)| format!(" {key}=any")));
    differing.sort_unstable();
    differing.dedup();
    differing.concat().replace(',', "%2C")
}

/// Returns the conditions of a rule beside its source.
fn facts(rule: &Rule) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = rule.when.iter().map(fact).collect();
    for list in rule.unless.iter() {
        let all: Vec<String> = list
            .iter()
            .map(fact)
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        facts.push(("unless".to_owned(), all.join("+")));
    }
    if !rule.except.is_empty() {
        let sources: Vec<&str> = rule
            .except
            .iter()
            .map(|source| source.text.as_str())
            .collect();
        facts.push(("except".to_owned(), sources.join("|")));
    }
    if rule.fold_case {
        facts.push(("caseSensitive".to_owned(), "false".to_owned()));
    }
    facts
}

/// A condition as its key and its value.
fn fact(condition: &Condition) -> (String, String) {
    let key = match condition.name() {
        Some(name) => format!("{}.{name}", condition.key()),
        None => condition.key().to_owned(),
    };
    (key, condition.values().join("|"))
}
