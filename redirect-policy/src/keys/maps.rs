//! The maps of a policy and their keys.

use super::{Form, Key, Map};

const fn key(name: &'static str, form: Form, doc: &'static str, example: &'static str) -> Key {
    Key {
        name,
        doc,
        example,
        form,
    }
}

const TEXTS: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

/// The form of the value of a query key, a header or a cookie.
const VALUES: Form = Form::Named(&TEXTS);

const OUTCOMES: &[&str] = &["redirect", "gone", "stop", "passthrough", "handler"];

const QUERY_POLICY: &[Form] = &[Form::Word(&["keep", "drop"]), Form::Map(&QUERY)];

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
        "What is answered when the handler fails; by default the site answers. Never anything permanent.",
        "{ statusCode: 503, retryAfter: 30 }",
    ),
    key(
        "query",
        Form::Either(QUERY_POLICY),
        "What happens to the request's query: `keep` (default) forwards it, `drop` does not, `{ keep: [...] }` forwards these keys alone, `{ drop: [...] }` all but these; a `*` at the end matches any ending.",
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
        "Whether the letters of sources must be written as they are; `true` unless set. What parameters bind stays as it came.",
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

/// The policy itself.
pub static POLICY: Map = Map {
    name: "the policy",
    doc: "A redirect policy: its rules are tried in the order of the file, and the first that matches wins.",
    keys: &[
        key(
            "version",
            Form::Text,
            "The version of the policy language.",
            "0.0.1",
        ),
        key(
            "rules",
            Form::Entries,
            "Rules, groups, includes and tables, tried in this order.",
            "[{ source: \"/old\", destination: \"/new\" }]",
        ),
        key(
            "hosts",
            TEXTS,
            "The site's own hosts: the proofs follow absolute URLs to them.",
            "[www.example.com]",
        ),
        key(
            "externalHosts",
            TEXTS,
            "Hosts that a handler may send to.",
            "[help.example]",
        ),
        key(
            "defaults",
            Form::Map(&DEFAULTS),
            "Keys that every rule has unless it says otherwise.",
            "{ statusCode: 308 }",
        ),
        key(
            "lints",
            Form::Levels,
            "The level of each lint: `allow`, `warn` or `deny`.",
            "{ chain: deny }",
        ),
        key(
            "examples",
            EXAMPLES,
            "Requests with the answers that they must get, asked of the compiled policy in every build.",
            "{ \"/old/1\": \"/new/1\", \"/forum\": gone }",
        ),
        key(
            "lookups",
            Form::Named(&Form::Map(&LOOKUP)),
            "Tables that give rules the names which their sources do not bind: old ids to new ones.",
            "{ regions: { key: { code: \"kr|jp\" }, values: { region: slug }, rows: { kr: korea, jp: japan } } }",
        ),
        key(
            "coverage",
            Form::Map(&COVERAGE),
            "Inventories of URLs: every old one must be answered, no live one may be redirected.",
            "{ old: old-urls.txt, live: { sitemap: sitemap.xml } }",
        ),
        key(
            "kinds",
            Form::Named(&TEXTS),
            "Choices under a name, which parameters take as their kind: `:l<locale>`.",
            "{ locale: [en, de, pt-BR] }",
        ),
    ],
    inherits: false,
    required: &["version", "rules"],
};

/// `defaults`.
pub static DEFAULTS: Map = Map {
    name: "`defaults`",
    doc: "Keys that every rule has unless it says otherwise.",
    keys: &[],
    inherits: true,
    required: &[],
};

/// A rule.
pub static RULE: Map = Map {
    name: "a rule",
    doc: "One rule: what it matches, and what the answer is.",
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
            "Where to: a path or an absolute URL, with the names that the source binds.",
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
            "What answers where the lookup has no row: `passthrough` (default) tries the next rule.",
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
    inherits: true,
    required: &["source"],
};

/// A map, or a list of maps of which one suffices.
const CHOICES: Form = Form::Either(CHOICE_FORMS);
// Forms within forms have names of their own: the oldest compiler keeps no temporary that refers to a map.
static CHOICE: Form = Form::Map(&CONDITIONS);
const CHOICE_FORMS: &[Form] = &[Form::Map(&CONDITIONS), Form::List(&CHOICE)];

const WHEN: Key = key(
    "when",
    CHOICES,
    "What must hold of a request beside its path: all of it. A list of maps is a choice, as if the rule stood once for each.",
    "{ host: m.example.com }",
);

const UNLESS: Key = key(
    "unless",
    CHOICES,
    "Exempts requests of which all of this holds; of a list of maps, all of one.",
    "{ cookie: { beta: true } }",
);

const EXCEPT: Key = key(
    "except",
    TEXTS,
    "Sources without names whose paths are not taken.",
    "[\"/api/*\", \"/robots.txt\"]",
);

const ID: Key = key(
    "id",
    Form::Text,
    "A stable name for logs, metrics and reviews; the source unless given.",
    "articles",
);

const NOTE: Key = key(
    "note",
    Form::Text,
    "A remark for people.",
    "\"asked for by support\"",
);

const ALLOW: Key = key(
    "allow",
    Form::Either(&[Form::Lint, Form::List(&Form::Lint)]),
    "Lints that are silenced here.",
    "[chain]",
);

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
            "What stands before every source and relative destination of the group; a map where the two differ.",
            "\"/shop/\"",
        ),
        WHEN,
        EXCEPT,
    ],
    inherits: true,
    required: &[],
};

const PREFIXES: &[Form] = &[Form::Text, Form::Map(&PREFIX)];

/// The prefix of a group, where sources and destinations differ.
pub static PREFIX: Map = Map {
    name: "`prefix`",
    doc: "What stands before the sources of a group, and before its destinations.",
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
    inherits: false,
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
    inherits: false,
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
    inherits: true,
    required: &["table"],
};

/// `when` and `unless`.
pub static CONDITIONS: Map = Map {
    name: "a condition",
    doc: "What is looked at beside the path.",
    keys: &[
        key(
            "host",
            TEXTS,
            "The host is one of these: `example.com`, `*.example.com` (its subdomains), or with a name that it binds, `\":c<kr|jp>.example.com\"`.",
            "m.example.com",
        ),
        key(
            "method",
            TEXTS,
            "The method is one of these; GET includes HEAD, and `any` is every method.",
            "POST",
        ),
        key(
            "query",
            Form::Either(&[VALUES, Form::Word(&["none"])]),
            "Keys of the query, each with the value that it must have: text, a pattern that binds, `true` (there) or `false` (not there). They are used up. `none` is no query at all.",
            "{ id: \":id<int>\" }",
        ),
        key(
            "header",
            VALUES,
            "Header fields, each with the value that it must have.",
            "{ sec-ch-ua-mobile: \"?1\" }",
        ),
        key(
            "cookie",
            VALUES,
            "Cookies, each with the value that it must have.",
            "{ beta: true }",
        ),
        key(
            "language",
            TEXTS,
            "A language that is the client's first choice, or a set of which the best ranked is bound: `\":l<ko|ja>\"`.",
            "ko",
        ),
        key(
            "accept",
            TEXTS,
            "A media type that the client names and likes no less than `text/html`.",
            "text/turtle",
        ),
        key(
            "scheme",
            Form::Either(&[SCHEME, Form::List(&SCHEME)]),
            "The scheme, where it is known.",
            "https",
        ),
        key(
            "from",
            Form::Moment,
            "The first moment at which the rule holds.",
            "2027-06-01",
        ),
        key(
            "until",
            Form::Moment,
            "The first moment at which the rule no longer holds.",
            "2027-09-01T00:00:00+02:00",
        ),
        key(
            "siteStatus",
            Form::Either(&[SITE_STATUS, Form::List(&SITE_STATUS)]),
            "The rule is asked only once the site has answered with this status: 404, 410 or a list. Only in `when`.",
            "404",
        ),
    ],
    inherits: false,
    required: &[],
};

const SCHEME: Form = Form::Word(&["http", "https"]);
const SITE_STATUS: Form = Form::Number(&[404, 410]);

/// `query: { keep: [...] }` and `query: { drop: [...] }`.
static QUERY: Map = Map {
    name: "`query`",
    doc: "Which keys of the request's query are forwarded.",
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
    inherits: false,
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
            "Where to; uses only what the source binds.",
            "\"/jobs/\"",
        ),
        key(
            "retryAfter",
            Form::AnyNumber,
            "Seconds for `Retry-After`.",
            "30",
        ),
    ],
    inherits: false,
    required: &["statusCode"],
};

/// An entry of a list of examples.
const EXAMPLE_ENTRIES: &[Form] = &[Form::Map(&EXAMPLE), EXPECTATIONS];
static EXAMPLE_ENTRY: Form = Form::Either(EXAMPLE_ENTRIES);
const EXAMPLE_FORMS: &[Form] = &[EXPECTATIONS, Form::List(&EXAMPLE_ENTRY)];
/// A map of requests to answers, or a list of such maps and of examples.
const EXAMPLES: Form = Form::Either(EXAMPLE_FORMS);

const EXPECTATION_FORMS: &[Form] = &[Form::Text, Form::Map(&EXPECTATION)];
static EXPECTATION_FORM: Form = Form::Either(EXPECTATION_FORMS);
const EXPECTATIONS: Form = Form::Named(&EXPECTATION_FORM);

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
    SITE_STATUS,
    "The status that the site has answered with.",
    "404",
);
const OUTCOME: Key = key(
    "outcome",
    Form::Word(OUTCOMES),
    "What must come of it.",
    "gone",
);
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
const PARAMS: Key = key(
    "params",
    Form::Named(&Form::Text),
    "What must be bound.",
    "{ id: \"1\" }",
);

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
        PARAMS,
    ],
    inherits: false,
    required: &["request"],
};

/// An expected answer.
pub static EXPECTATION: Map = Map {
    name: "an expected answer",
    doc: "What a request must get.",
    keys: &[
        METHOD,
        REQUEST_HEADERS,
        AT,
        EXAMPLE_SITE_STATUS,
        OUTCOME,
        STATUS,
        LOCATION,
        HANDLER,
        PARAMS,
    ],
    inherits: false,
    required: &[],
};

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
    inherits: false,
    required: &[],
};

const INVENTORY_ENTRIES: &[Form] = &[Form::Text, Form::Map(&INVENTORY)];
static INVENTORY_ENTRY: Form = Form::Either(INVENTORY_ENTRIES);
const INVENTORY_FORMS: &[Form] = &[
    Form::Text,
    Form::Map(&INVENTORY),
    Form::List(&INVENTORY_ENTRY),
];
const INVENTORIES: Form = Form::Either(INVENTORY_FORMS);

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

/// An inventory.
pub static INVENTORY: Map = Map {
    name: "an inventory",
    doc: "URLs, listed in a file or described by a pattern.",
    keys: &[FILE, CSV, COLUMN, SITEMAP, PATTERN],
    inherits: false,
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
        key("reason", Form::Text, "Why.", "\"never linked\""),
    ],
    inherits: false,
    required: &["reason"],
};
