//! Keys of conditions: `when`, `unless` and `except`.

use super::{Form, Key, Map, TEXTS, key};

pub(super) const WHEN: Key = key(
    "when",
    CHOICES,
    "Conditions on a request beside its path: all must hold. A list of maps is a choice, as if the rule stood once for each.",
    "{ host: m.example.com }",
);

pub(super) const UNLESS: Key = key(
    "unless",
    CHOICES,
    "Exempts requests of which all of this holds; of a list of maps, all of one.",
    "{ cookie: { beta: true } }",
);

/// A map, or a list of maps of which one suffices.
const CHOICES: Form = Form::Either(CHOICE_FORMS);

// Forms within forms have names of their own: the oldest compiler keeps no temporary that refers to a map.
static CHOICE: Form = Form::Map(&CONDITIONS);

const CHOICE_FORMS: &[Form] = &[Form::Map(&CONDITIONS), Form::List(&CHOICE)];

pub(super) const EXCEPT: Key = key(
    "except",
    TEXTS,
    "Sources without names whose paths are not taken.",
    "[\"/api/*\", \"/robots.txt\"]",
);

/// `when` and `unless`.
pub static CONDITIONS: Map = Map {
    name: "a condition",
    doc: "Conditions on a request beside its path.",
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
    inherited: &[],
    required: &[],
};

/// The form of the value of a query key, a header or a cookie.
const VALUES: Form = Form::Named(&TEXTS);

const SCHEME: Form = Form::Word(&["http", "https"]);

pub(super) const SITE_STATUS: Form = Form::Number(&[404, 410]);
