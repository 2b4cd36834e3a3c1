//! Keys of a rule.

use super::condition::{EXCEPT, UNLESS, WHEN};
use super::example::EXAMPLES;
use super::inherited::{INHERITED, ON_FAILURE};
use super::{Form, Key, Map, TEXTS, key};

/// A rule.
pub static RULE: Map = Map {
    name: "a rule",
    doc: "One rule: the requests that it matches, and the answer.",
    keys: &[
        key(
            "source",
            Form::Text,
            "The paths that the rule matches: text, parameters (`:id<int>`), optional groups in parentheses, and `*` for anything.",
            "\"/articles/:id<int>(/)\"",
        ),
        key(
            "destination",
            Form::Text,
            "The location to send to: a path or an absolute URL, with the names that the source binds.",
            "\"/news/:id/\"",
        ),
        key(
            "handler",
            Form::Text,
            "The name of a function of the service that decides; it may supply names of the destination.",
            "handleArticles",
        ),
        key(
            "lookup",
            Form::Either(&[
                Form::Text,
                Form::Named(&TEXTS),
                Form::List(&Form::Either(&[Form::Text, Form::Named(&TEXTS)])),
            ]),
            "The lookup that gives the names which the source does not bind; the rule matches where it has a row. A map names the parameter that is the key; a list asks up to three in order.",
            "articles",
        ),
        key(
            "onMissing",
            Form::Either(&[Form::Word(&["passthrough", "gone"]), Form::Map(&ON_FAILURE)]),
            "The answer where the lookup has no row: `passthrough` (default) tries the next rule.",
            "gone",
        ),
        key(
            "action",
            Form::Word(&["stop"]),
            "`stop`: the rule matches and ends the search, and the site answers.",
            "stop",
        ),
        WHEN,
        UNLESS,
        EXCEPT,
        key(
            "permanentAfter",
            Form::Moment,
            "Until then 301 answers 302, and 308 answers 307.",
            "2027-01-01",
        ),
        ID,
        NOTE,
        key(
            "examples",
            EXAMPLES,
            "Requests that this rule must answer, with their answers.",
            "{ \"/articles/1\": \"/news/1/\" }",
        ),
        ALLOW,
    ],
    inherited: INHERITED,
    required: &["source"],
};

pub(super) const ID: Key = key(
    "id",
    Form::Text,
    "A stable name for logs, metrics and reviews; the source unless given.",
    "articles",
);

pub(super) const NOTE: Key = key(
    "note",
    Form::Text,
    "A remark for people.",
    "\"asked for by support\"",
);

pub(super) const ALLOW: Key = key(
    "allow",
    Form::Either(&[Form::Lint, Form::List(&Form::Lint)]),
    "Lints that are silenced here.",
    "[chain]",
);
