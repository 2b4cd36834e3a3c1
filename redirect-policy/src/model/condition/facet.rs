//! The questions that every condition answers, in a file of its own.

use super::asked::Asked;
use super::binding;
use super::record::Record;
use super::{Condition, Reads, Spell};
use crate::environment::{Environment, Parts};
use crate::pattern::Item;
use crate::pattern::backtrack::Bindings;
use crate::regular::steps::Steps;
use crate::yaml::write;

/// A view of one condition's data. What has no body here, every condition answers for itself.
pub(super) trait Facet<'c> {
    /// The key of `when` or `unless` that the condition is written under.
    fn key(&self) -> &'static str;

    /// The name below the key: of a query key, a header field or a cookie.
    fn name(&self) -> Option<&'c str> {
        None
    }

    /// The part of a request that it reads.
    fn reads(&self) -> Reads;

    /// The values under the key, as the policy writes them.
    fn values(&self) -> Vec<String>;

    /// The value under the key, as YAML.
    fn printed(&self, spell: Spell<'_>) -> String;

    /// The name below the key, as YAML.
    fn printed_name(&self) -> Option<String> {
        self.name().map(write::key)
    }

    // In words.

    /// The demand, in a person's words: `the host must be ...`.
    fn words(&self) -> String;

    /// The words for a request that has nothing where the condition looks.
    fn absent(&self) -> &'static str {
        "it is not there"
    }

    /// The words for what a request has where the condition looks.
    fn present(&self, found: &str) -> String {
        match found {
            "" => "it is empty".to_owned(),
            found => format!("it is `{found}`"),
        }
    }

    /// The part of a request that it looks at, in words, where that differs from client to client or from day to day:
    /// a permanent answer must not depend on it.
    fn personal(&self) -> Option<String>;

    // Time and the site's answer. A condition that looks at them answers these.

    /// The first moment at which it holds; seconds since the epoch.
    fn begins(&self) -> Option<i64> {
        None
    }

    /// The first moment at which it no longer holds; seconds since the epoch.
    fn ends(&self) -> Option<i64> {
        None
    }

    /// The statuses of the site of which one must be its answer.
    fn statuses(&self) -> &'c [u16] {
        &[]
    }

    // Names. A condition that binds any answers these.

    /// The alternatives of which one must match, as the items that may bind names.
    fn alternatives(&self) -> Vec<&'c [Item]> {
        Vec::new()
    }

    /// The name that is bound to one of a set of texts whenever the condition holds.
    fn set(&self) -> Option<(&'c str, Vec<String>)> {
        None
    }

    /// The values that a name can have, if the condition binds it to one of them whenever it holds.
    fn choices(&self, name: &str) -> Option<Vec<String>> {
        binding::choices(&self.alternatives(), name)
    }

    /// The condition where a name that it binds has one value; `None` if that changes nothing.
    fn restricted(&self, name: &str, value: &str) -> Option<Condition> {
        let _ = (name, value);
        None
    }

    // The table.

    /// Writes the record that the engine reads; nothing if the condition always holds.
    fn record(&self, record: &mut Record<'_>);

    // Proofs: environments are requests beside their path.

    /// Number of comparisons that it takes to see if it holds.
    fn cost(&self) -> usize {
        1
    }

    /// Adds to the parts of requests what the condition tells apart. `fold`: letters match in either case.
    fn tell_apart(&self, parts: &mut Parts<'c>, fold: bool);

    /// Steps that it takes to add the condition to these parts.
    fn cost_of_telling_apart(&self, parts: &Parts<'_>) -> usize {
        1 + parts.queries.len() + parts.headers.len() + parts.cookies.len()
    }

    /// Returns true if an environment meets the condition.
    fn holds_in(&self, environment: &Environment, fold: bool, steps: &Steps) -> bool;

    /// Makes the condition hold, as far as the others do not speak against it.
    fn meet(&self, environment: &mut Environment);

    // The definition of the language.

    /// The text of a request that the condition looks at, in the form in which it is compared.
    fn found(&self, asked: Asked<'_>) -> Option<String>;

    /// Returns what the condition binds, if it holds.
    fn judge(&self, asked: Asked<'_>, fold: bool) -> Option<Bindings>;
}
