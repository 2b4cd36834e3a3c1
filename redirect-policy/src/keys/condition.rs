//! Keys of conditions: `when`, `unless` and `except`.

use super::{Form, Key, Map, TEXTS, key};
use crate::model::condition::KEYS;

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
    keys: KEYS,
    inherited: &[],
    required: &[],
};
