//! The keys of the language: the one list of them, with what each says, an example, and the form of its value.
//!
//! The reader knows no other keys and suggests these for misspelt ones; the JSON Schema for editors is made of them.

mod condition;
mod coverage;
mod entry;
mod example;
mod inherited;
mod lookup;
mod policy;
mod rule;

pub use condition::CONDITIONS;
pub use coverage::{COVERAGE, DROPPED, INVENTORY};
pub use entry::{GROUP, INCLUDE, PREFIX, TABLE};
pub(crate) use example::OUTCOMES as EXAMPLE_OUTCOMES;
pub use example::{EXAMPLE, EXPECTATION};
pub use inherited::{DEFAULTS, INHERITED, ON_FAILURE};
pub use lookup::{LOOKUP, LOOKUP_CACHE};
pub use policy::POLICY;
pub use rule::RULE;

pub use crate::key::{Form, Key, Map};

use crate::key::{TEXTS, key};
