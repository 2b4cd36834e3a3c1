//! Entries of `rules`: the rules that were written as one are printed as one.

use std::rc::Rc;

use crate::model::{Action, Condition, Example, Rule};

/// An entry as it is printed.
pub(super) struct Entry<'p> {
    /// The rule, but for its conditions.
    pub(super) rule: &'p Rule,
    /// Its stable name.
    pub(super) id: &'p str,
    /// The choices of conditions.
    pub(super) choices: Vec<Layers<'p>>,
    /// The answer where the lookups have no row.
    pub(super) missing: Option<&'p Action>,
    /// The requests that the entry must answer.
    pub(super) examples: &'p [Example],
}

/// The maps of conditions that hold together, the outermost first: one, unless a key stands twice.
pub(super) type Layers<'p> = Vec<Vec<&'p Condition>>;

/// The entries that rules stand in, in their order.
pub(super) fn entries(rules: &[Rule]) -> Vec<Entry<'_>> {
    let written = written(rules);
    let mut out = Vec::with_capacity(written.len());
    let mut rest = written.as_slice();
    while let Some(first) = rest.first() {
        let (choices, behind) = split_where(rest, |other| !first.is_choice_with(other));
        let (missing, behind) = split_where(behind, |other| !first.misses_to(other));
        rest = behind;
        let layers: Vec<Layers<'_>> = choices.iter().map(|one| layers(&one.rule.when)).collect();
        let is_list = layers.len() < 2 || layers.iter().all(|layers| layers.len() < 2);
        // A rule after which the site answers has no query policy, and the one behind it may have.
        let is_one =
            |missing: &Written<'_>| missing.rule.response_options == first.rule.response_options;
        if is_list && missing.iter().all(is_one) {
            out.push(Entry {
                rule: first.rule,
                id: first.id,
                choices: layers,
                missing: missing.first().map(|missing| &missing.rule.action),
                examples: choices.last().map_or(&[], |last| last.examples),
            });
            continue;
        }
        // No entry says all of this.
        out.extend(choices.iter().chain(missing).map(Written::alone));
    }
    out
}

/// The rules that a slice begins with, up to the first of which something holds; the first is always among them.
fn split_where<'s, 'p>(
    rules: &'s [Written<'p>],
    ends: impl Fn(&Written<'p>) -> bool,
) -> (&'s [Written<'p>], &'s [Written<'p>]) {
    let end = rules.iter().position(ends).unwrap_or(rules.len());
    rules.split_at_checked(end).unwrap_or((rules, &[]))
}

/// A rule as it was written, before it stood for each host that it can send to.
struct Written<'p> {
    rule: &'p Rule,
    id: &'p str,
    examples: &'p [Example],
}

fn written(rules: &[Rule]) -> Vec<Written<'_>> {
    let mut out: Vec<Written<'_>> = Vec::with_capacity(rules.len());
    let mut before: Option<&Rc<Rule>> = None;
    for rule in rules {
        let examples = rule.examples.as_slice();
        let whole = rule.unsplit.as_ref();
        let continues = before
            .zip(whole)
            .is_some_and(|(one, other)| Rc::ptr_eq(one, other));
        match out.last_mut().filter(|_| continues) {
            Some(last) => last.examples = examples,
            None => out.push(Written {
                rule: whole.map_or(rule, |whole| whole),
                id: &rule.id,
                examples,
            }),
        }
        before = whole;
    }
    out
}

impl<'p> Written<'p> {
    fn is_one_entry(&self, other: &Written<'_>) -> bool {
        let (one, other) = (self.rule, other.rule);
        one.entry != 0 && one.entry == other.entry && one.span == other.span
    }

    /// Returns true if two rules are choices of one entry.
    fn is_choice_with(&self, other: &Written<'_>) -> bool {
        std::ptr::eq(self, other)
            || self.is_one_entry(other) && self.rule.has_lookup() == other.rule.has_lookup()
    }

    /// Returns true if another rule says what is answered where this one's lookups have no row.
    fn misses_to(&self, other: &Written<'_>) -> bool {
        self.is_one_entry(other) && self.rule.has_lookup() && !other.rule.has_lookup()
    }

    fn alone(&self) -> Entry<'p> {
        Entry {
            rule: self.rule,
            id: self.id,
            choices: vec![layers(&self.rule.when)],
            missing: None,
            examples: self.examples,
        }
    }
}

/// Conditions in maps, in which no key stands twice.
fn layers(when: &[Condition]) -> Layers<'_> {
    let mut layers: Layers<'_> = Vec::new();
    let conditions = when.iter();
    for condition in conditions.filter(|one| !matches!(one, Condition::Lookup(_))) {
        // Conditions of one key keep their order.
        let is_alike = |other: &&Condition| other.key() == condition.key();
        let last = layers.iter().rposition(|layer| layer.iter().any(is_alike));
        let index = last.unwrap_or_default();
        let fits = layers
            .get_mut(index)
            .filter(|layer| !layer.iter().any(|other| is_one_key(other, condition)));
        match fits {
            Some(layer) => layer.push(condition),
            None => match layers.get_mut(index.saturating_add(1)) {
                Some(layer) => layer.push(condition),
                None => layers.push(vec![condition]),
            },
        }
    }
    layers
}

/// Returns true if two conditions cannot stand in one map.
fn is_one_key(one: &Condition, other: &Condition) -> bool {
    let is_one_name = match (one.name(), other.name()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    is_one_name && one.key() == other.key()
}
