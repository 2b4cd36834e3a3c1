//! `cookie`: cookies, each with the value that it must have.

use http::header::{COOKIE, HeaderMap};
use redirect_runtime::condition as op;

use super::asked::canonical;
use super::named::NamedPart;
use super::reader::{Conditions, Reader};
use super::{Condition, Reads, value};
use crate::key::{Key, VALUES, key};
use crate::pattern::Spelling;
use crate::yaml::{Entry, Scalar, write};

pub(crate) const KEY: Key = key(
    "cookie",
    VALUES,
    "Cookies, each with the value that it must have.",
    "{ beta: true }",
);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    value::read_each(entry, reader, found, name, PART.condition);
}

fn name(written: &Scalar, reader: &mut dyn Reader) -> Option<String> {
    reader
        .token(written, "a cookie")
        .then(|| written.text.clone())
}

pub(super) const PART: NamedPart = NamedPart {
    key: KEY.name,
    reads: Reads::Field,
    noun: "the cookie",
    spelling: Spelling::VALUE,
    printed_name: write::key,
    condition: |name, value| Condition::Cookie { name, value },
    record: |name, record| {
        record.kind(op::COOKIE);
        record.header(COOKIE.as_str());
        record.text(name);
    },
    cost: 5,
    pairs: |environment| &environment.cookies,
    pairs_mut: |environment| &mut environment.cookies,
    told_apart: |parts| &mut parts.cookies,
    found: |asked, name| first(asked.headers, name).map(|value| canonical(&value)),
};

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
