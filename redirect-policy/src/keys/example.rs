//! Keys of examples.

use super::{Form, Key, Map, TEXTS, key};
use crate::model::condition::site_status;

/// A map of requests to answers, or a list of such maps and of examples.
pub(super) const EXAMPLES: Form = Form::Either(EXAMPLE_FORMS);

const EXAMPLE_FORMS: &[Form] = &[EXPECTATIONS, Form::List(&EXAMPLE_ENTRY)];

static EXAMPLE_ENTRY: Form = Form::Either(EXAMPLE_ENTRIES);

/// An entry of a list of examples.
const EXAMPLE_ENTRIES: &[Form] = &[Form::Map(&EXAMPLE), EXPECTATIONS];

const EXPECTATIONS: Form = Form::Named(&EXPECTATION_FORM);

static EXPECTATION_FORM: Form = Form::Either(EXPECTATION_FORMS);

const EXPECTATION_FORMS: &[Form] = &[Form::Text, Form::Map(&EXPECTATION)];

/// An entry of a list of examples.
pub static EXAMPLE: Map = Map {
    name: "an example",
    doc: "A request with the answer that it must get.",
    keys: &[
        REQUEST,
        METHOD,
        REQUEST_HEADERS,
        AT,
        EXAMPLE_SITE_STATUS,
        OUTCOME,
        STATUS,
        LOCATION,
        HANDLER,
        LOOKUP,
        PARAMS,
    ],
    inherited: &[],
    required: &["request"],
};

/// An expected answer.
pub static EXPECTATION: Map = Map {
    name: "an expected answer",
    doc: "The answer that a request must get.",
    keys: &[
        METHOD,
        REQUEST_HEADERS,
        AT,
        EXAMPLE_SITE_STATUS,
        OUTCOME,
        STATUS,
        LOCATION,
        HANDLER,
        LOOKUP,
        PARAMS,
    ],
    inherited: &[],
    required: &[],
};

const REQUEST: Key = key(
    "request",
    Form::Text,
    "A path with its query, or an absolute URL.",
    "\"/old/1?x=2\"",
);

const METHOD: Key = key(
    "method",
    Form::Text,
    "The method; GET, if it is left out.",
    "POST",
);

const REQUEST_HEADERS: Key = key(
    "headers",
    Form::Named(&Form::Text),
    "Header fields of the request.",
    "{ host: m.example.com }",
);

const AT: Key = key(
    "at",
    Form::Moment,
    "The clock of the request.",
    "2027-07-01",
);

const EXAMPLE_SITE_STATUS: Key = key(
    "siteStatus",
    site_status::FORM,
    "The status that the site has answered with.",
    "404",
);

const OUTCOME: Key = key(
    "outcome",
    Form::Word(OUTCOMES),
    "The outcome that must come.",
    "gone",
);

/// The outcomes of an example, in a mapping.
pub(crate) const OUTCOMES: &[&str] = &[
    "redirect",
    "gone",
    "stop",
    "passthrough",
    "handler",
    "lookup",
];

const STATUS: Key = key(
    "status",
    Form::AnyNumber,
    "The status that must come.",
    "301",
);

const LOCATION: Key = key(
    "location",
    Form::Text,
    "The location that must come.",
    "\"/new/1\"",
);

const HANDLER: Key = key(
    "handler",
    Form::Text,
    "The handler that must be asked.",
    "handleJobs",
);

const LOOKUP: Key = key(
    "lookup",
    Form::Either(&[Form::Text, Form::Named(&TEXTS)]),
    "The lookup that must be asked; a map names the key that it must be asked for.",
    "{ articles: \"7\" }",
);

const PARAMS: Key = key(
    "params",
    Form::Named(&Form::Text),
    "The parameters that must be bound, with their texts.",
    "{ id: \"1\" }",
);
