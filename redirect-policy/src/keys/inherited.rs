//! Keys that rules inherit from `defaults`, groups and tables.

use super::{Form, Key, Map, TEXTS, key};

/// The keys that rules inherit from `defaults`, groups and tables.
pub const INHERITED: &[Key] = &[
    key(
        "statusCode",
        Form::Number(&[301, 302, 303, 307, 308, 410, 451]),
        "The status of the answer: 301 (default), 302, 303, 307 and 308 redirect; 410 says that the page is gone, 451 that it is unavailable for legal reasons.",
        "308",
    ),
    key(
        "onFailure",
        Form::Map(&ON_FAILURE),
        "The answer when the handler fails; by default the site answers. Never anything permanent.",
        "{ statusCode: 503, retryAfter: 30 }",
    ),
    key(
        "query",
        Form::Either(QUERY_POLICY),
        "The part of the request's query that is forwarded: `keep` (default) forwards all, `drop` nothing, `{ keep: [...] }` forwards these keys alone, `{ drop: [...] }` all but these; a `*` at the end matches any ending.",
        "{ keep: [\"utm_*\", page] }",
    ),
    key(
        "parameter",
        Form::Text,
        "The kind of parameters that have none: `segment` (default), `slug`, `int`, `hex`, `alpha`, `alnum`, `uuid`, `path` or a choice.",
        "slug",
    ),
    key(
        "caseSensitive",
        Form::Boolean,
        "`false` takes the letters of sources in either case; `true` (default) takes them as they are written. Texts that parameters bind stay as they came.",
        "false",
    ),
    key(
        "trailingSlash",
        Form::Word(&["strict", "optional"]),
        "`optional` lets every source match with a `/` at its end and without; `strict` (default) takes sources as they are written.",
        "optional",
    ),
    key(
        "headers",
        Form::Named(&Form::Text),
        "Header fields that are sent with the answer.",
        "{ deprecation: \"true\" }",
    ),
    key(
        "cacheControl",
        Form::Text,
        "The `Cache-Control` field of the answer.",
        "\"max-age=3600\"",
    ),
    key(
        "owner",
        Form::Text,
        "Who answers for the rule: shown in diagnostics, reports and logs.",
        "search team",
    ),
];

/// `defaults`.
pub static DEFAULTS: Map = Map {
    name: "`defaults`",
    doc: "Keys that every rule has unless it says otherwise.",
    keys: &[],
    inherited: INHERITED,
    required: &[],
};

const QUERY_POLICY: &[Form] = &[Form::Word(&["keep", "drop"]), Form::Map(&QUERY)];

/// `query: { keep: [...] }` and `query: { drop: [...] }`.
static QUERY: Map = Map {
    name: "`query`",
    doc: "Keys of the request's query that are forwarded.",
    keys: &[
        key(
            "keep",
            TEXTS,
            "Keys that are forwarded, and no others; a `*` at the end matches any ending.",
            "[\"utm_*\", page]",
        ),
        key(
            "drop",
            TEXTS,
            "Keys that are not forwarded; all others are.",
            "[\"utm_*\", fbclid]",
        ),
    ],
    inherited: &[],
    required: &[],
};

/// `onFailure`.
pub static ON_FAILURE: Map = Map {
    name: "`onFailure`",
    doc: "The answer when the handler fails.",
    keys: &[
        key(
            "statusCode",
            Form::Number(&[302, 303, 307, 503]),
            "The status: 302, 303, 307 or 503.",
            "503",
        ),
        key(
            "destination",
            Form::Text,
            "The location to send to; uses only names that the source binds.",
            "\"/jobs/\"",
        ),
        key(
            "retryAfter",
            Form::AnyNumber,
            "Seconds for `Retry-After`.",
            "30",
        ),
    ],
    inherited: &[],
    required: &["statusCode"],
};
