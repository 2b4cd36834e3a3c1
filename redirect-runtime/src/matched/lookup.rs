//! The rows that a rule's lookups find for what it has captured.

use std::borrow::Cow;

use super::bindings::Bindings;
use super::captured::Captured;
use super::rule_match::RuleMatch;
use crate::condition::{self, SERVED_LOOKUP};
use crate::simd::chunks::u32_at;
use crate::table::lookup::{FoundRow, Lookup};

impl RuleMatch<'_> {
    /// Binds the rows of the rule's lookups; `None` where one of them has none, so that the rule does not match.
    #[inline(never)]
    pub(super) fn look_up(&mut self, conditions: &[u8], path: &str) -> Option<()> {
        let found = look_up(self, conditions, path)?;
        let rest = self.kept.rest_mut();
        // The row's value stands for the request's.
        rest.bound
            .retain(|(name, _)| found.bound.iter().all(|(other, _)| other != name));
        rest.bound.extend(found.bound);
        rest.row_status = found.status;
        rest.awaits_lookup = found.awaits;
        Some(())
    }

    /// True if a lookup that the program serves has to be asked.
    #[inline]
    pub(super) fn awaits_lookup(&self) -> bool {
        self.kept.rest().is_some_and(|rest| rest.awaits_lookup)
    }

    /// The 410 or 451 of a lookup's row.
    #[inline]
    pub(super) fn row_status(&self) -> Option<u16> {
        self.kept.rest()?.row_status
    }
}

/// The values that the lookups of a rule add to its match.
#[derive(Debug, Default)]
struct Found {
    /// Numbers of names with canonical text.
    bound: Vec<(u8, String)>,
    /// A row's own 410 or 451.
    status: Option<u16>,
    /// The program has to be asked for the next one.
    awaits: bool,
}

/// Asks the lookups of a rule, in order; `None` where one of them has no row, so that the rule does not match.
///
/// A row's own status ends the search for values: nothing is rendered then. So does a lookup that the program serves:
/// what stands behind it waits for its row.
fn look_up(rule_match: &RuleMatch<'_>, conditions: &[u8], path: &str) -> Option<Found> {
    let mut found = Found::default();
    for (kind, operands) in condition::lookups(conditions) {
        if kind == SERVED_LOOKUP {
            found.awaits = true;
            return Some(found);
        }
        let row = find(rule_match, operands, path, &found.bound)?;
        if row.status.is_some() {
            found.status = row.status;
            return Some(found);
        }
        let (_, names) = parts(operands)?;
        for (name, value) in names.iter().zip(row.values()) {
            // The row's value stands for the request's, also where the row has none.
            found.bound.retain(|(bound, _)| bound != name);
            found
                .bound
                .push((*name, value.unwrap_or_default().to_owned()));
        }
    }
    Some(found)
}

/// The numbers of the names that make the key, and of those that the values bind.
pub(super) fn parts(operands: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&count, rest) = operands.get(4..)?.split_first()?;
    let (key, rest) = rest.split_at_checked(usize::from(count))?;
    let (_, names) = rest.split_first()?;
    Some((key, names))
}

fn find<'t>(
    rule_match: &RuleMatch<'t>,
    operands: &[u8],
    path: &str,
    bound: &[(u8, String)],
) -> Option<FoundRow<'t>> {
    let lookup = Lookup::read(rule_match.rule.table.blob(u32_at(operands, 0)?))?;
    let (names, _) = parts(operands)?;
    let bindings = Bindings::of(rule_match, path);
    let mut key: Vec<Cow<'_, str>> = Vec::with_capacity(names.len());
    for (number, name) in names.iter().enumerate() {
        let own = bound.iter().find(|(bound, _)| bound == name);
        let captured = match own {
            Some((_, text)) => Captured::new(text),
            None => Captured::new(bindings.spelled(*name)?),
        };
        // A key that cannot be decoded is in no file.
        let text = captured.decode().ok()?;
        key.push(Cow::Owned(lookup.part(number, text).into_owned()));
    }
    lookup.find(&key)
}
