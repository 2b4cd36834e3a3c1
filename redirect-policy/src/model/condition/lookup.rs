//! A lookup that has a row for what the rule binds. It is written beside the rule, not in `when`.

use super::asked::{Asked, if_true};
use super::facet::Facet;
use super::record::Record;
use super::{Reads, Spell};
use crate::environment::{Environment, Parts};
use crate::model::LookupUse;
use crate::pattern::Item;
use crate::pattern::backtrack::Bindings;
use crate::regular::steps::Steps;

pub(super) struct Row<'c>(pub(super) &'c LookupUse);

impl<'c> Facet<'c> for Row<'c> {
    fn key(&self) -> &'static str {
        "lookup"
    }

    fn reads(&self) -> Reads {
        Reads::Row
    }

    fn values(&self) -> Vec<String> {
        vec![self.0.lookup.name.value.clone()]
    }

    fn printed(&self, _: Spell<'_>) -> String {
        // It is printed beside the rule.
        String::new()
    }

    fn words(&self) -> String {
        let while_running = match self.0.lookup.is_served() {
            true => " while the program runs",
            false => "",
        };
        format!(
            "the lookup `{}` must have a row for `:{}`{while_running}",
            self.0.lookup.name.value,
            self.0.key.join("` and `:")
        )
    }

    fn absent(&self) -> &'static str {
        "it has none"
    }

    fn personal(&self) -> Option<String> {
        // Its rows change with the program.
        None
    }

    fn alternatives(&self) -> Vec<&'c [Item]> {
        vec![&self.0.bound]
    }

    fn choices(&self, _: &str) -> Option<Vec<String>> {
        // No row may choose a host.
        None
    }

    fn record(&self, record: &mut Record<'_>) {
        record.lookup(&self.0.lookup);
        record.names(self.0.key.iter().map(String::as_str));
        let values = self.0.lookup.values.iter();
        record.names(values.map(|value| value.name.value.as_str()));
    }

    fn cost(&self) -> usize {
        5
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.lookups.insert(self.0.identity());
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        environment.found.contains(&self.0.identity())
    }

    fn meet(&self, environment: &mut Environment) {
        environment.found.push(self.0.identity());
    }

    fn found(&self, _: Asked<'_>) -> Option<String> {
        None
    }

    fn judge(&self, _: Asked<'_>, _: bool) -> Option<Bindings> {
        // Judged with what the source and all others bind.
        if_true(true)
    }
}
