//! Keys of `coverage`.

use super::{Form, Key, Map, key};

/// `coverage`.
pub static COVERAGE: Map = Map {
    name: "`coverage`",
    doc: "Inventories of URLs.",
    keys: &[
        key(
            "old",
            INVENTORIES,
            "URLs that were served once: each must be redirected, gone, live or dropped.",
            "old-urls.txt",
        ),
        key(
            "live",
            INVENTORIES,
            "URLs that are served still: none may be redirected.",
            "{ sitemap: sitemap.xml }",
        ),
        key(
            "dropped",
            Form::Either(&[Form::Map(&DROPPED), Form::List(&Form::Map(&DROPPED))]),
            "URLs that are given up, with the reason.",
            "[{ pattern: \"/tmp/*\", reason: never linked }]",
        ),
    ],
    inherited: &[],
    required: &[],
};

const INVENTORIES: Form = Form::Either(INVENTORY_FORMS);

const INVENTORY_FORMS: &[Form] = &[
    Form::Text,
    Form::Map(&INVENTORY),
    Form::List(&INVENTORY_ENTRY),
];

static INVENTORY_ENTRY: Form = Form::Either(INVENTORY_ENTRIES);

const INVENTORY_ENTRIES: &[Form] = &[Form::Text, Form::Map(&INVENTORY)];

/// An inventory.
pub static INVENTORY: Map = Map {
    name: "an inventory",
    doc: "URLs, listed in a file or described by a pattern.",
    keys: &[FILE, CSV, COLUMN, SITEMAP, PATTERN],
    inherited: &[],
    required: &[],
};

/// An inventory that is given up.
pub static DROPPED: Map = Map {
    name: "a dropped inventory",
    doc: "URLs that are given up.",
    keys: &[
        FILE,
        CSV,
        COLUMN,
        SITEMAP,
        PATTERN,
        key(
            "reason",
            Form::Text,
            "The reason, for people.",
            "\"never linked\"",
        ),
    ],
    inherited: &[],
    required: &["reason"],
};

const FILE: Key = key(
    "file",
    Form::Text,
    "A file with a URL on each line.",
    "old-urls.txt",
);

const CSV: Key = key(
    "csv",
    Form::Text,
    "A CSV file; `column` names its column.",
    "pages.csv",
);

const COLUMN: Key = key("column", Form::Text, "The column of a CSV file.", "url");

const SITEMAP: Key = key(
    "sitemap",
    Form::Text,
    "A sitemap or an index of sitemaps.",
    "sitemap.xml",
);

const PATTERN: Key = key(
    "pattern",
    Form::Text,
    "All paths that a source would match.",
    "\"/blog/*\"",
);
