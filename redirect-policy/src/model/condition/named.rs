//! Conditions on the value under a name: of a query key, a header field or a cookie.

use super::asked::Asked;
use super::facet::Facet;
use super::record::Record;
use super::value::ValuePattern;
use super::{Condition, Reads, Spell};
use crate::environment::{Environment, Parts, Values, add_value};
use crate::pattern::backtrack::Bindings;
use crate::pattern::{Item, Spelling};
use crate::regular::steps::Steps;

/// The part of a request that has values under names, as its own file describes it.
pub(super) struct NamedPart {
    pub(super) key: &'static str,
    pub(super) reads: Reads,
    /// The words before the name: `the header`.
    pub(super) noun: &'static str,
    pub(super) spelling: Spelling<'static>,
    /// A name as YAML.
    pub(super) printed_name: fn(&str) -> String,
    pub(super) condition: fn(String, ValuePattern) -> Condition,
    /// Writes the record for a name, up to the value.
    pub(super) record: fn(&str, &mut Record<'_>),
    /// Number of comparisons that it takes to find the value.
    pub(super) cost: usize,
    /// The names and values of an environment.
    pub(super) pairs: fn(&Environment) -> &[(String, String)],
    pub(super) pairs_mut: fn(&mut Environment) -> &mut Vec<(String, String)>,
    /// The values that proofs tell apart.
    pub(super) told_apart: for<'p, 'c> fn(&'p mut Parts<'c>) -> &'p mut Values<'c>,
    /// The first value under a name, in the form in which it is compared.
    pub(super) found: fn(Asked<'_>, &str) -> Option<String>,
}

/// A condition on the value under a name.
pub(super) struct Named<'c> {
    pub(super) part: &'static NamedPart,
    pub(super) name: &'c str,
    pub(super) value: &'c ValuePattern,
}

impl<'c> Facet<'c> for Named<'c> {
    fn key(&self) -> &'static str {
        self.part.key
    }

    fn name(&self) -> Option<&'c str> {
        Some(self.name)
    }

    fn reads(&self) -> Reads {
        self.part.reads
    }

    fn values(&self) -> Vec<String> {
        self.value.texts()
    }

    fn printed(&self, spell: Spell<'_>) -> String {
        self.value.printed(self.part.spelling, spell)
    }

    fn printed_name(&self) -> Option<String> {
        Some((self.part.printed_name)(self.name))
    }

    fn words(&self) -> String {
        self.value.words(self.part.noun, self.name)
    }

    fn personal(&self) -> Option<String> {
        let is_personal = self.part.reads == Reads::Field;
        is_personal.then(|| format!("{} `{}`", self.part.noun, self.name))
    }

    fn alternatives(&self) -> Vec<&'c [Item]> {
        self.value.alternatives()
    }

    fn restricted(&self, name: &str, value: &str) -> Option<Condition> {
        let value = self.value.restricted(name, value);
        Some((self.part.condition)(self.name.to_owned(), value))
    }

    fn record(&self, record: &mut Record<'_>) {
        (self.part.record)(self.name, record);
        record.value(self.value);
    }

    fn cost(&self) -> usize {
        self.part.cost + self.value.patterns().len()
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, fold: bool) {
        let values = (self.part.told_apart)(parts);
        add_value(values, self.name, self.value.patterns(), fold);
    }

    fn holds_in(&self, environment: &Environment, fold: bool, steps: &Steps) -> bool {
        let pairs = (self.part.pairs)(environment);
        self.value.holds_in(pairs, self.name, fold, steps)
    }

    fn meet(&self, environment: &mut Environment) {
        let pairs = (self.part.pairs_mut)(environment);
        self.value.meet(pairs, self.name);
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        (self.part.found)(asked, self.name)
    }

    fn judge(&self, asked: Asked<'_>, fold: bool) -> Option<Bindings> {
        self.value.judge(self.found(asked).as_deref(), fold)
    }
}
