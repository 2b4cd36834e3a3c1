//! Keys of a lookup.

use super::{Form, Map, key};

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
    ],
    inherits: false,
    required: &["key"],
};
