//! Words that people bring from other systems, and what they write here.

/// Keys that have one of ours in their place.
const KEYS: &[(&str, &str)] = &[
    ("from", "source"),
    ("path", "source"),
    ("match", "source"),
    ("pattern", "source"),
    ("regex", "source"),
    ("url", "source"),
    ("src", "source"),
    ("old", "source"),
    ("to", "destination"),
    ("target", "destination"),
    ("location", "destination"),
    ("redirect", "destination"),
    ("dest", "destination"),
    ("dst", "destination"),
    ("new", "destination"),
    ("code", "statusCode"),
    ("status", "statusCode"),
    ("type", "statusCode"),
    ("comment", "note"),
    ("description", "note"),
    ("name", "id"),
    ("conditions", "when"),
    ("if", "when"),
    ("has", "when"),
    ("missing", "unless"),
    ("not", "unless"),
    ("entries", "rules"),
    ("redirects", "rules"),
    ("tests", "examples"),
];

/// Keys of a rule that have none in their place, and what to do.
const OF_RULES: &[(&str, &str)] = &[
    (
        "permanent",
        "write `statusCode: 308`, or `statusCode: 307` for a temporary one",
    ),
    (
        "force",
        "remove it: rules go before the pages of the site; one that must not has `action: stop`",
    ),
    (
        "rewrite",
        "write `source: \"/old\"` and `destination: \"/new\"`",
    ),
    (
        "basePath",
        "remove it, and write the whole path in `source`",
    ),
    (
        "locale",
        "remove it, and write the whole path in `source`; a language is a condition: `when: { language: ko }`",
    ),
    ("priority", ORDER),
    ("order", ORDER),
    ("position", ORDER),
    ("domain", "write `when: { host: ... }`"),
    ("enabled", "remove it; a rule that rests is a comment"),
    ("disabled", "remove it; a rule that rests is a comment"),
];

const ORDER: &str = "remove it: rules are tried in the order of the file";

/// Keys of conditions that have none in their place.
const OF_CONDITIONS: &[(&str, &str)] = &[
    ("path", "the path is matched by the rule's `source`"),
    ("url", "the path is matched by the rule's `source`"),
    ("domain", "write `host`"),
    ("ip", ASK),
    (
        "country",
        "write the header in which the CDN names it, such as `header: { cf-ipcountry: KR }` or `header: { cloudfront-viewer-country: KR }`",
    ),
    ("region", ASK),
    ("device", "write `header: { sec-ch-ua-mobile: \"?1\" }`"),
    ("role", ASK),
];

const ASK: &str = "remove it; a `handler` can ask for what the application knows of the client";

/// Values of some keys.
const VALUES: &[(&str, &[&str], &str)] = &[
    (
        "query",
        &["none", "false", "discard", "remove", "strip", "no"],
        "drop",
    ),
    (
        "query",
        &["true", "preserve", "forward", "append", "all", "yes"],
        "keep",
    ),
    ("statusCode", &["permanent", "moved"], "301"),
    ("statusCode", &["temporary", "found"], "302"),
    ("statusCode", &["gone"], "410"),
    ("caseSensitive", &["on", "yes", "1"], "true"),
    ("caseSensitive", &["off", "no", "0"], "false"),
    (
        "action",
        &["pass", "passthrough", "ignore", "skip", "none"],
        "stop",
    ),
];

/// Levels of lints.
const LEVELS: &[(&[&str], &str)] = &[
    (&["off", "ignore", "silent", "none", "disable"], "allow"),
    (&["on", "warning", "info"], "warn"),
    (&["error", "forbid", "fail"], "deny"),
];

/// Our key in place of another system's.
pub(super) fn key(theirs: &str) -> impl Iterator<Item = &'static str> {
    let equal = |word: &str| word.eq_ignore_ascii_case(theirs);
    let keys = KEYS.iter().filter(move |(theirs, _)| equal(theirs));
    keys.map(|(_, ours)| *ours)
}

/// Returns the advice for a key of a rule that none of ours replaces.
pub(super) fn in_rules(theirs: &str) -> Option<&'static str> {
    advice(OF_RULES, theirs)
}

/// Our key for a key of a condition.
pub(super) fn in_conditions(theirs: &str) -> Option<&'static str> {
    advice(OF_CONDITIONS, theirs)
}

fn advice(table: &'static [(&str, &str)], theirs: &str) -> Option<&'static str> {
    let found = table
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(theirs));
    found.map(|(_, advice)| *advice)
}

/// Our value of a key in place of another system's.
pub(super) fn value(key: &str, theirs: &str) -> Option<&'static str> {
    let mut values = VALUES.iter();
    let found = values.find(|(of, words, _)| {
        *of == key && words.iter().any(|word| word.eq_ignore_ascii_case(theirs))
    });
    found.map(|(_, _, ours)| *ours)
}

/// Our level in place of another linter's.
pub(super) fn level(theirs: &str) -> Option<&'static str> {
    let mut levels = LEVELS.iter();
    let found =
        levels.find(|(words, _)| words.iter().any(|word| word.eq_ignore_ascii_case(theirs)));
    found.map(|(_, ours)| *ours)
}
