//! Conditions as the runtime reads them: what the URL says first, so that `Vary` names only what mattered.

use redirect_runtime::condition as op;
use redirect_runtime::table::text::push_bytes;

use super::lookups::{Lookups, Place};
use super::response_options::count;
use crate::model::condition::record::{Headers, Record};
use crate::model::{Condition, Lookup, Rule};
use crate::pattern::program::program;

/// Writes what must hold of a request for a rule, beside its source; `None` when there is nothing.
pub(in crate::lower) fn conditions(
    rule: &Rule,
    name: &dyn Fn(&str) -> u8,
    headers: &mut Headers,
    lookups: &Lookups,
) -> Option<Vec<u8>> {
    if !rule.is_conditional() {
        return None;
    }
    // `*` binds nothing in a condition: the path's alone has a number.
    let name = |of: &str| if of == "*" { u8::MAX } else { name(of) };
    let lookup = |of: &Lookup| match lookups.place(of) {
        Some(Place::Served(number)) => (op::SERVED_LOOKUP, number),
        Some(Place::Compiled(offset)) => (op::LOOKUP, offset),
        // No offset is the largest: no row is found there.
        None => (op::LOOKUP, u32::MAX),
    };
    let mut record = Record::new(&name, headers, &lookup, rule.fold_case);
    let mut when: Vec<Vec<u8>> = list(&rule.when, &mut record);
    if !rule.except.is_empty() {
        // Behind what the site has answered, which stands first.
        when.insert(usize::from(rule.asks_site()), except(rule));
    }
    let mut out = Vec::new();
    push_list(&when, &mut out);
    out.push(count(rule.unless.len()));
    for exempting in rule.unless.iter() {
        push_list(&list(exempting, &mut record), &mut out);
    }
    Some(out)
}

fn push_list(conditions: &[Vec<u8>], out: &mut Vec<u8>) {
    out.push(count(conditions.len()));
    for condition in conditions {
        push_bytes(condition, out);
    }
}

/// Conditions that must all hold; those that differ from client to client come last.
fn list(conditions: &[Condition], record: &mut Record<'_>) -> Vec<Vec<u8>> {
    let mut ordered: Vec<&Condition> = conditions.iter().collect();
    ordered.sort_by_key(|condition| condition.reads());
    let written = ordered.into_iter().map(|condition| {
        condition.record(record);
        record.take()
    });
    // Any method is no condition.
    written.filter(|bytes| !bytes.is_empty()).collect()
}

/// The paths that a rule does not take.
fn except(rule: &Rule) -> Vec<u8> {
    let fold = rule.fold_case;
    let mut out = vec![op::EXCEPT, if fold { op::FOLDED } else { 0 }];
    let length = u16::try_from(rule.except.len()).unwrap_or(u16::MAX);
    out.extend_from_slice(&length.to_le_bytes());
    for source in rule.except.iter() {
        push_bytes(&program(&source.items, fold, &|_| u8::MAX), &mut out);
    }
    out
}
