//! Keys of a lookup.

use super::{Form, Map, key};

/// The rows of a fallback that are remembered.
pub static LOOKUP_CACHE: Map = Map {
    name: "`cache`",
    doc: "The rows of a fallback that are remembered.",
    keys: &[
        key("rows", Form::AnyNumber, "The number of rows.", "10000"),
        key(
            "for",
            Form::Duration,
            "The time that they are remembered.",
            "5m",
        ),
    ],
    inherited: &[],
    required: &["rows", "for"],
};

/// A lookup.
pub static LOOKUP: Map = Map {
    name: "a lookup",
    doc: "A table that rules ask by a key: its rows give them names.",
    keys: &[
        key(
            "key",
            Form::Named(&Form::Text),
            "The names that a row is found by, with their kinds.",
            "{ dbId: int }",
        ),
        key(
            "values",
            Form::Named(&Form::Text),
            "The names that a row gives, with their kinds; a `?` behind a name says that it may be empty. Without values the lookup is a set.",
            "{ nodeId: alnum, \"title?\": segment }",
        ),
        key(
            "rows",
            Form::Named(&Form::Either(&[Form::Text, Form::Named(&Form::Text)])),
            "Few rows, written here: keys with their value, or with a map of values.",
            "{ kr: korea, jp: japan }",
        ),
        key(
            "compiled",
            Form::Text,
            "A CSV file of rows beside the policy, compiled into the program.",
            "data/articles.csv",
        ),
        key(
            "columns",
            Form::Named(&Form::Text),
            "The columns of the file where they are not called like the names.",
            "{ nodeId: node_id }",
        ),
        key(
            "snapshot",
            Form::Text,
            "A file of rows, SQLite or CSV, in the folder that the program names when it starts; a newer one takes its place while the program runs.",
            "articles.sqlite",
        ),
        key(
            "fallback",
            Form::Boolean,
            "`true`: the program is asked for what the file does not have, by the generated trait `Fallbacks`.",
            "true",
        ),
        key(
            "deadline",
            Form::Duration,
            "The longest time that one question to the fallback may take; 200ms unless set.",
            "200ms",
        ),
        key(
            "inFlight",
            Form::AnyNumber,
            "The most questions to the fallback at once; 256 unless set.",
            "256",
        ),
        key(
            "missing",
            Form::Duration,
            "The time for which it is remembered that the fallback does not have a key; 60s unless set.",
            "60s",
        ),
        key(
            "cache",
            Form::Map(&LOOKUP_CACHE),
            "The number of rows of the fallback that are remembered, and the time for which they are; none unless set.",
            "{ rows: 10000, for: 5m }",
        ),
        key(
            "complete",
            Form::Boolean,
            "`true`: a key without a row has none for good. Only then `onMissing` can be `gone`.",
            "true",
        ),
        key(
            "maxAge",
            Form::Duration,
            "The answers of an older file are temporary: 302 in place of 301, 307 in place of 308.",
            "2d",
        ),
        key(
            "minRows",
            Form::AnyNumber,
            "A file with fewer rows is not used.",
            "1000",
        ),
    ],
    inherited: &[],
    required: &["key"],
};
