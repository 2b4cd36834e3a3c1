//! The lookups that a rule waits for, as whoever serves the policy asks them.

use std::borrow::Cow;

use super::Match;
use super::lookup::parts;
use crate::condition::{self, SERVED_LOOKUP};
use crate::simd::chunks::u32_at;
use crate::table::lookup::Lookup;
use crate::table::policy;
use crate::table::rule::Rule;

/// A lookup that a rule waits for: one that the program serves, or a compiled-in one behind it.
#[derive(Clone, Copy, Debug)]
pub struct LookupStep<'r> {
    rule: Rule<'r>,
    is_served: bool,
    operands: &'r [u8],
}

/// A row of a compiled-in lookup.
#[derive(Clone, Debug)]
pub struct CompiledRow<'r> {
    /// 410 or 451, in place of the rule's answer.
    pub status: Option<u16>,
    /// The values in order, canonical text of a path.
    pub values: Vec<Option<&'r str>>,
}

impl<'r> Match<'r> {
    /// The lookups that the rule waits for, in order; none unless one that the program serves has to be asked.
    #[doc(hidden)]
    pub fn lookup_steps(&self) -> impl Iterator<Item = LookupStep<'r>> + use<'r> {
        let waiting = self.rule_match();
        let waiting = waiting.filter(|(rule_match, _)| rule_match.awaits_lookup());
        let rule = waiting.map(|(rule_match, _)| rule_match.rule);
        let lookups = rule.into_iter().flat_map(|rule| {
            let all = condition::lookups(rule.conditions().unwrap_or_default());
            all.map(move |(kind, operands)| LookupStep {
                rule,
                is_served: kind == SERVED_LOOKUP,
                operands,
            })
        });
        lookups.skip_while(|step| !step.is_served)
    }
}

impl Rule<'_> {
    /// True if the rule asks a lookup.
    #[doc(hidden)]
    pub fn has_lookup(&self) -> bool {
        let conditions = self.conditions().unwrap_or_default();
        condition::lookups(conditions).next().is_some()
    }
}

impl<'r> LookupStep<'r> {
    /// The name of a lookup that the program serves; `None` for a compiled-in one.
    #[must_use]
    pub fn name(&self) -> Option<&'r str> {
        let number = u32_at(self.operands, 0).filter(|_| self.is_served)?;
        let mut all = policy::lookups(&self.rule.table);
        Some(all.nth(number as usize)?.0)
    }

    /// The numbers of the rule's names that make the key.
    #[must_use]
    pub fn key(&self) -> &'r [u8] {
        parts(self.operands).map_or(&[], |(key, _)| key)
    }

    /// The numbers of the rule's names that the values bind, in order.
    #[must_use]
    pub fn values(&self) -> &'r [u8] {
        parts(self.operands).map_or(&[], |(_, values)| values)
    }

    /// The row of a compiled-in lookup for the decoded parts of its key.
    #[must_use]
    pub fn row(&self, key: &[Cow<'_, str>]) -> Option<CompiledRow<'r>> {
        let place = u32_at(self.operands, 0).filter(|_| !self.is_served)?;
        let lookup = Lookup::read(self.rule.table.blob(place))?;
        let parts = key.iter().cloned().enumerate();
        let key: Vec<Cow<'_, str>> = parts
            .map(|(number, part)| lookup.part(number, part))
            .collect();
        let row = lookup.find(&key)?;
        Some(CompiledRow {
            status: row.status,
            values: row.values().take(self.values().len()).collect(),
        })
    }
}
