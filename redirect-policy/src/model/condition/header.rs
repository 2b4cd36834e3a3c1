//! `header`: header fields, each with the value that it must have.

use redirect_runtime::condition as op;

use super::asked::canonical;
use super::named::NamedPart;
use super::reader::{Conditions, Reader};
use super::{Condition, Reads, value};
use crate::key::{Key, VALUES, key};
use crate::pattern::Spelling;
use crate::yaml::{Entry, Scalar, write};

pub(crate) const KEY: Key = key(
    "header",
    VALUES,
    "Header fields, each with the value that it must have.",
    "{ sec-ch-ua-mobile: \"?1\" }",
);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    value::read_each(entry, reader, found, name, PART.condition);
}

/// The name of a field (a token: RFC 9110, 5.6.2) in lower case.
fn name(written: &Scalar, reader: &mut dyn Reader) -> Option<String> {
    reader
        .token(written, "a header")
        .then(|| written.text.to_ascii_lowercase())
}

pub(super) const PART: NamedPart = NamedPart {
    key: KEY.name,
    reads: Reads::Field,
    noun: "the header",
    spelling: Spelling::VALUE,
    printed_name: write::key,
    condition: |name, value| Condition::Header { name, value },
    record: |name, record| {
        record.kind(op::HEADER);
        record.header(name);
        record.text(name);
    },
    cost: 3,
    pairs: |environment| &environment.headers,
    pairs_mut: |environment| &mut environment.headers,
    told_apart: |parts| &mut parts.headers,
    found: |asked, name| asked.field(name).map(|value| canonical(&value)),
};
