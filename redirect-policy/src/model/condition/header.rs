//! `header`: header fields, each with the value that it must have.

use redirect_runtime::condition as op;

use super::asked::{Asked, canonical};
use super::facet::Facet;
use super::reader::{Conditions, Reader};
use super::record::Record;
use super::value::{self, ValuePattern};
use super::{Condition, Reads, Spell};
use crate::environment::{Environment, Parts, add_value};
use crate::key::{Key, VALUES, key};
use crate::pattern::backtrack::Bindings;
use crate::pattern::{Item, Spelling};
use crate::regular::steps::Steps;
use crate::yaml::{Entry, Scalar};

pub(crate) const KEY: Key = key(
    "header",
    VALUES,
    "Header fields, each with the value that it must have.",
    "{ sec-ch-ua-mobile: \"?1\" }",
);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let condition = |name, value| Condition::Header { name, value };
    value::read_each(entry, reader, found, name, condition);
}

/// The name of a field (a token: RFC 9110, 5.6.2) in lower case.
fn name(written: &Scalar, reader: &mut dyn Reader) -> Option<String> {
    reader
        .token(written, "a header")
        .then(|| written.text.to_ascii_lowercase())
}

pub(super) struct Header<'c> {
    pub(super) name: &'c str,
    pub(super) value: &'c ValuePattern,
}

impl<'c> Facet<'c> for Header<'c> {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn name(&self) -> Option<&'c str> {
        Some(self.name)
    }

    fn reads(&self) -> Reads {
        Reads::Field
    }

    fn values(&self) -> Vec<String> {
        self.value.texts()
    }

    fn printed(&self, spell: Spell<'_>) -> String {
        self.value.printed(Spelling::VALUE, spell)
    }

    fn words(&self) -> String {
        self.value.words("the header", self.name)
    }

    fn personal(&self) -> Option<String> {
        Some(format!("the header `{}`", self.name))
    }

    fn alternatives(&self) -> Vec<&'c [Item]> {
        self.value.alternatives()
    }

    fn restricted(&self, name: &str, value: &str) -> Option<Condition> {
        Some(Condition::Header {
            name: self.name.to_owned(),
            value: self.value.restricted(name, value),
        })
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::HEADER);
        record.header(self.name);
        record.text(self.name);
        record.value(self.value);
    }

    fn cost(&self) -> usize {
        3 + self.value.patterns().len()
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, fold: bool) {
        add_value(&mut parts.headers, self.name, self.value.patterns(), fold);
    }

    fn holds_in(&self, environment: &Environment, fold: bool, steps: &Steps) -> bool {
        self.value
            .holds_in(&environment.headers, self.name, fold, steps)
    }

    fn meet(&self, environment: &mut Environment) {
        self.value.meet(&mut environment.headers, self.name);
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        asked.field(self.name).map(|value| canonical(&value))
    }

    fn judge(&self, asked: Asked<'_>, fold: bool) -> Option<Bindings> {
        self.value.judge(self.found(asked).as_deref(), fold)
    }
}
