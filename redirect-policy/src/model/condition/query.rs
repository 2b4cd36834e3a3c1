//! `query`: keys of the query, each with the value that it must have, or no query at all.

use redirect_runtime::canonical::triplet;
use redirect_runtime::condition as op;
use redirect_runtime::request::query::canonical_value;

use super::asked::{Asked, if_true};
use super::facet::Facet;
use super::named::NamedPart;
use super::reader::{Conditions, Reader};
use super::record::Record;
use super::value::{self, ValuePattern};
use super::{Condition, Reads, Spell};
use crate::environment::{Environment, Parts};
use crate::key::{Form, Key, VALUES, key};
use crate::pattern::Spelling;
use crate::pattern::backtrack::Bindings;
use crate::regular::steps::Steps;
use crate::yaml::{Entry, Scalar, Style, Value, write};

pub(crate) const KEY: Key = key(
    "query",
    Form::Either(&[VALUES, Form::Word(&["none"])]),
    "Keys of the query, each with the value that it must have: text, a pattern that binds, `true` (there) or `false` (not there). They are used up. `none` is no query at all.",
    "{ id: \":id<int>\" }",
);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let is_none = |written: &Scalar| written.style != Style::Null && written.text == "none";
    if matches!(&entry.value.value, Value::Scalar(written) if is_none(written)) {
        found.all.push(Condition::NoQuery);
        return;
    }
    let condition = |key, value: ValuePattern| Condition::Query {
        key,
        value: value.of_query(),
    };
    value::read_each(entry, reader, found, name, condition);
}

fn name(written: &Scalar, reader: &mut dyn Reader) -> Option<String> {
    reader.foreign_key(written);
    Some(form_decoded(&written.text))
}

/// A key or value of a query as a form writes it. Bytes that are no UTF-8 become U+FFFD, as in the WHATWG parser.
pub(crate) fn form_decoded(text: &str) -> String {
    String::from_utf8_lossy(&form_bytes(text)).into_owned()
}

/// The bytes of a form's text: `+` is a space, triplets are the bytes they name.
fn form_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, triplet(tail)) {
            (b'%', Some(value)) => {
                bytes.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    bytes
}

pub(super) const PART: NamedPart = NamedPart {
    key: KEY.name,
    reads: Reads::Target,
    noun: "the query's",
    spelling: Spelling::QUERY,
    printed_name,
    condition: |key, value| Condition::Query { key, value },
    record: |key, record| {
        record.kind(op::QUERY);
        record.text(key);
    },
    cost: 3,
    pairs: |environment| &environment.query,
    pairs_mut: |environment| &mut environment.query,
    told_apart: |parts| &mut parts.queries,
    found: first,
};

/// A key as a form writes it, and `*` so that it is taken for no wildcard.
fn printed_name(key: &str) -> String {
    let key = key.replace('%', "%25").replace('+', "%2B");
    write::key(&key.replace('*', "%2A"))
}

/// The first value of a key.
fn first(asked: Asked<'_>, key: &str) -> Option<String> {
    let pairs = asked.request.query()?.split('&');
    let (_, value) = pairs
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .find(|(raw, _)| form_bytes(raw) == key.as_bytes())?;
    Some(canonical_value(value).into_owned())
}

/// The request has no query, or an empty one.
pub(super) struct NoQuery;

impl<'c> Facet<'c> for NoQuery {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Target
    }

    fn values(&self) -> Vec<String> {
        vec!["none".to_owned()]
    }

    fn printed(&self, _: Spell<'_>) -> String {
        "none".to_owned()
    }

    fn words(&self) -> String {
        "there must be no query".to_owned()
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::NO_QUERY);
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.no_query = true;
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        environment.query.is_empty()
    }

    fn meet(&self, _: &mut Environment) {}

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        let query = asked.request.query()?;
        query
            .split('&')
            .any(|pair| !pair.is_empty())
            .then(|| query.to_owned())
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        if_true(self.found(asked).is_none())
    }
}
