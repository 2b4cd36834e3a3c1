//! `cookie`: cookies, each with the value that it must have.

use http::header::{COOKIE, HeaderMap};
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
    "cookie",
    VALUES,
    "Cookies, each with the value that it must have.",
    "{ beta: true }",
);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let condition = |name, value| Condition::Cookie { name, value };
    value::read_each(entry, reader, found, name, condition);
}

fn name(written: &Scalar, reader: &mut dyn Reader) -> Option<String> {
    reader
        .token(written, "a cookie")
        .then(|| written.text.clone())
}

pub(super) struct Cookie<'c> {
    pub(super) name: &'c str,
    pub(super) value: &'c ValuePattern,
}

impl<'c> Facet<'c> for Cookie<'c> {
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
        self.value.words("the cookie", self.name)
    }

    fn personal(&self) -> Option<String> {
        Some(format!("the cookie `{}`", self.name))
    }

    fn alternatives(&self) -> Vec<&'c [Item]> {
        self.value.alternatives()
    }

    fn restricted(&self, name: &str, value: &str) -> Option<Condition> {
        Some(Condition::Cookie {
            name: self.name.to_owned(),
            value: self.value.restricted(name, value),
        })
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::COOKIE);
        record.header(COOKIE.as_str());
        record.text(self.name);
        record.value(self.value);
    }

    fn cost(&self) -> usize {
        5 + self.value.patterns().len()
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, fold: bool) {
        add_value(&mut parts.cookies, self.name, self.value.patterns(), fold);
    }

    fn holds_in(&self, environment: &Environment, fold: bool, steps: &Steps) -> bool {
        self.value
            .holds_in(&environment.cookies, self.name, fold, steps)
    }

    fn meet(&self, environment: &mut Environment) {
        self.value.meet(&mut environment.cookies, self.name);
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        first(asked.headers, self.name).map(|value| canonical(&value))
    }

    fn judge(&self, asked: Asked<'_>, fold: bool) -> Option<Bindings> {
        self.value.judge(self.found(asked).as_deref(), fold)
    }
}

/// The first cookie of a name (RFC 6265, 5.4).
fn first(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE);
    let pairs = lines
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
}
