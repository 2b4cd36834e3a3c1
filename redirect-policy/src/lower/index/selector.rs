//! Long lists of candidates to selectors: rules told apart by exact hosts and query values are found by hash.

use std::borrow::Cow;
use std::collections::BTreeMap;

use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::index::selector::{SELECTED, key_hash};

use super::texts::texts;
use crate::lower::blob::{Blob, number};
use crate::model::{Condition, Rule, ValuePattern};
use crate::pattern::{HostPattern, Item, Pattern};

/// Shorter lists are tried one by one.
const LONG: usize = 8;
/// More shapes than these, and the rules of the rarest are tried one by one.
const MOST_SHAPES: usize = 8;
/// A rule that takes more hosts and values than these is told apart without some of them.
const MOST_DEMANDS: usize = 64;

/// One way to meet the demands of a rule on host and query, as far as they are exact.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Demand<'p> {
    host: Option<Cow<'p, str>>,
    /// Keys, sorted, with their values.
    query: Vec<(&'p str, Cow<'p, str>)>,
}

/// The presence of a host, and the keys.
type Shape<'p> = (bool, Vec<&'p str>);

impl<'p> Demand<'p> {
    /// All ways to meet the demands of a rule, all of one shape: one for each of its hosts, with each of its values.
    fn all(rule: &'p Rule) -> Vec<Self> {
        let mut demands = vec![Demand::default()];
        for condition in rule.when.iter() {
            match condition {
                Condition::Host(hosts) => {
                    if let Some(hosts) = exact_hosts(hosts) {
                        multiply(&mut demands, hosts, |demand, host| {
                            demand.host = Some(host);
                        });
                    }
                }
                Condition::Query {
                    key,
                    value: ValuePattern::OneOf(patterns),
                } if !rule.fold_case => {
                    if let Some(values) = exact_values(patterns) {
                        multiply(&mut demands, values, |demand, value| {
                            demand.query.push((key, value));
                        });
                    }
                }
                // These are looked at once the rule is found.
                Condition::Query { .. }
                | Condition::NoQuery
                | Condition::Method(_)
                | Condition::AnyMethod
                | Condition::Header { .. }
                | Condition::Cookie { .. }
                | Condition::Language(_)
                | Condition::Accept(_)
                | Condition::Scheme(_)
                | Condition::From(_)
                | Condition::Until(_)
                | Condition::SiteStatus(_)
                | Condition::Lookup(_) => {}
            }
        }
        for demand in &mut demands {
            demand.query.sort_unstable();
        }
        demands.sort_unstable();
        demands.dedup();
        demands
    }

    fn shape(&self) -> Shape<'p> {
        let keys = self.query.iter().map(|(key, _)| *key).collect();
        (self.host.is_some(), keys)
    }

    fn hash(&self) -> u64 {
        let host = self.host.iter().map(|host| host.as_bytes());
        let values = self.query.iter().map(|(_, value)| value.as_bytes());
        key_hash(host.chain(values))
    }
}

/// Adds each of some texts to each demand, unless there would be too many.
fn multiply<'p>(
    demands: &mut Vec<Demand<'p>>,
    texts: Vec<Cow<'p, str>>,
    add: impl Fn(&mut Demand<'p>, Cow<'p, str>),
) {
    if demands.len() * texts.len() > MOST_DEMANDS {
        return;
    }
    let with = |demand: &Demand<'p>, text: &Cow<'p, str>| {
        let mut demand = demand.clone();
        add(&mut demand, text.clone());
        demand
    };
    *demands = demands
        .iter()
        .flat_map(|demand| texts.iter().map(|text| with(demand, text)))
        .collect();
}

/// The hosts that conditions take, if they are few and known as a whole.
fn exact_hosts(patterns: &[HostPattern]) -> Option<Vec<Cow<'_, str>>> {
    let mut hosts = Vec::new();
    for pattern in patterns {
        match pattern {
            HostPattern::Exact(host) => hosts.push(Cow::Borrowed(host.as_str())),
            HostPattern::Subdomains(_) => return None,
            // Hosts are compared in lower case.
            HostPattern::Binding(pattern) => {
                let all = texts(&pattern.items, MOST_DEMANDS)?;
                hosts.extend(all.iter().map(|text| text.to_ascii_lowercase().into()));
            }
        }
    }
    Some(hosts)
}

/// The values that patterns take, if they are few and known as a whole.
fn exact_values(patterns: &[Pattern]) -> Option<Vec<Cow<'_, str>>> {
    let mut values = Vec::new();
    for pattern in patterns {
        match pattern.items.as_slice() {
            [Item::Literal(text)] => values.push(Cow::Borrowed(text.as_str())),
            items => {
                let all = texts(items, MOST_DEMANDS)?;
                values.extend(all.into_iter().map(Cow::Owned));
            }
        }
    }
    Some(values)
}

/// Writes candidates as a list, or as a selector if that helps; the offset plus one, 0 for none.
pub(in crate::lower) fn write(
    candidates: &[Candidate],
    rules: &[Rule],
    lists: &mut Vec<u8>,
    blob: &mut Blob,
) -> u32 {
    match selector(candidates, rules, lists, blob) {
        Some(reference) => reference,
        None => list_of(candidates, lists),
    }
}

/// Writes a selector for a long list; `None` where the rules cannot be told apart.
pub(in crate::lower) fn selector(
    candidates: &[Candidate],
    rules: &[Rule],
    lists: &mut Vec<u8>,
    blob: &mut Blob,
) -> Option<u32> {
    if candidates.len() <= LONG {
        return None;
    }
    let mut shapes: BTreeMap<Shape<'_>, Vec<(u64, Candidate)>> = BTreeMap::new();
    for &candidate in candidates {
        let rule = rules.get(candidate.rule() as usize)?;
        for demand in Demand::all(rule) {
            let hash = demand.hash();
            let members = shapes.entry(demand.shape()).or_default();
            members.push((hash, candidate));
        }
    }
    let mut rest = shapes.remove(&(false, Vec::new())).unwrap_or_default();
    let mut shapes: Vec<_> = shapes.into_iter().collect();
    shapes.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    for (_, members) in shapes.drain(shapes.len().min(MOST_SHAPES)..) {
        rest.extend(members);
    }
    let mut rest: Vec<Candidate> = rest.into_iter().map(|(_, candidate)| candidate).collect();
    rest.sort_unstable_by_key(|candidate| candidate.order());
    rest.dedup();
    if rest.len() * 2 > candidates.len() {
        return None;
    }
    let mut numbers = vec![list_of(&rest, lists)];
    for ((by_host, keys), members) in shapes {
        numbers.extend([u32::from(by_host), number(keys.len())]);
        for key in keys {
            numbers.push(blob.place(key.as_bytes().to_vec()));
            numbers.push(number(key.len()));
        }
        slots(members, lists, &mut numbers);
    }
    Some(list(&numbers, lists) | SELECTED)
}

/// Appends the slots of a shape.
fn slots(mut members: Vec<(u64, Candidate)>, lists: &mut Vec<u8>, numbers: &mut Vec<u32>) {
    members.sort_unstable_by_key(|&(hash, candidate)| (hash, candidate.order()));
    members.dedup();
    let groups: Vec<&[(u64, Candidate)]> = members.chunk_by(|a, b| a.0 == b.0).collect();
    let count = slots_for(groups.len());
    let mut slots = vec![(0, 0); count];
    for group in groups {
        let Some(&(hash, _)) = group.first() else {
            continue;
        };
        let candidates: Vec<Candidate> = group.iter().map(|&(_, candidate)| candidate).collect();
        let reference = list_of(&candidates, lists);
        let mut slot = hash as usize & (count - 1);
        while slots.get(slot).is_some_and(|&(_, taken)| taken != 0) {
            slot = (slot + 1) & (count - 1);
        }
        if let Some(target) = slots.get_mut(slot) {
            *target = ((hash >> 32) as u32, reference);
        }
    }
    numbers.push(number(count));
    numbers.extend(slots.into_iter().flat_map(|(tag, list)| [tag, list]));
}

/// Writes a list of candidates and gives its offset plus one; 0 for an empty one.
pub(in crate::lower) fn list_of(candidates: &[Candidate], lists: &mut Vec<u8>) -> u32 {
    let bits: Vec<u32> = candidates
        .iter()
        .map(|candidate| candidate.bits())
        .collect();
    list(&bits, lists)
}

/// Writes a list and gives its offset plus one; 0 for an empty one.
pub(in crate::lower) fn list(numbers: &[u32], lists: &mut Vec<u8>) -> u32 {
    if numbers.is_empty() {
        return 0;
    }
    let offset = number(lists.len() + 1);
    lists.extend_from_slice(&number(numbers.len()).to_le_bytes());
    for number in numbers {
        lists.extend_from_slice(&number.to_le_bytes());
    }
    offset
}

/// A power of two that leaves a quarter of the slots empty at least; none for nothing.
fn slots_for(entries: usize) -> usize {
    if entries == 0 {
        return 0;
    }
    (entries + entries / 4 + 1).next_power_of_two()
}
