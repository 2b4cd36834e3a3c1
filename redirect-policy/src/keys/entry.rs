//! Keys of the other entries of `rules`: groups, includes and tables.

use super::condition::{EXCEPT, UNLESS, WHEN};
use super::inherited::INHERITED;
use super::rule::{ALLOW, ID, NOTE};
use super::{Form, Map, key};

/// A group.
pub static GROUP: Map = Map {
    name: "a group",
    doc: "Entries that share conditions and other keys.",
    keys: &[
        key(
            "group",
            Form::Either(&[Form::Text, Form::Map(&GROUP)]),
            "A name for people.",
            "mobile site",
        ),
        key(
            "rules",
            Form::Entries,
            "The entries of the group.",
            "[{ source: \"/old\", destination: \"/new\" }]",
        ),
        key(
            "prefix",
            Form::Either(PREFIXES),
            "The text before every source and relative destination of the group; a map where the two differ.",
            "\"/shop/\"",
        ),
        WHEN,
        EXCEPT,
    ],
    inherited: INHERITED,
    required: &[],
};

const PREFIXES: &[Form] = &[Form::Text, Form::Map(&PREFIX)];

/// The prefix of a group, where sources and destinations differ.
pub static PREFIX: Map = Map {
    name: "`prefix`",
    doc: "The texts before the sources of a group, and before its destinations.",
    keys: &[
        key(
            "source",
            Form::Text,
            "Before every source of the group, and every `except`.",
            "\"/(:l<locale>/)\"",
        ),
        key(
            "destination",
            Form::Text,
            "Before every relative destination of the group; may be an origin.",
            "\"https://www.example.com/\"",
        ),
    ],
    inherited: &[],
    required: &[],
};

/// An include.
pub static INCLUDE: Map = Map {
    name: "an `include`",
    doc: "The entries of another file, in this place.",
    keys: &[key(
        "include",
        Form::Text,
        "A file with a list of entries, relative to this file.",
        "teams/jobs.yml",
    )],
    inherited: &[],
    required: &["include"],
};

/// A table.
pub static TABLE: Map = Map {
    name: "a table",
    doc: "Rows of literal text from a CSV file: `source`, `destination` and, if needed, `statusCode` and `host`.",
    keys: &[
        key(
            "table",
            Form::Text,
            "A CSV file, relative to this file.",
            "legacy.csv",
        ),
        WHEN,
        UNLESS,
        EXCEPT,
        ID,
        NOTE,
        ALLOW,
    ],
    inherited: INHERITED,
    required: &["table"],
};
