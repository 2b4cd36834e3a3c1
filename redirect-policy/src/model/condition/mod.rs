//! The conditions of a rule, a file each: its key and how it is read, what it binds, its record in the table, how proofs
//! and the definition of the language see it, and its words. [`facet::Facet`] lists the questions.
//!
//! A new condition is a file with a view that answers them, a variant of [`Condition`], its arm in `Condition::facet`, and
//! its key in `READ`.

pub(crate) mod asked;
pub(crate) mod binding;
mod facet;
pub(crate) mod reader;
pub(crate) mod record;
mod value;

mod accept;
mod cookie;
mod header;
pub(crate) mod host;
mod language;
mod lookup;
pub(crate) mod method;
mod named;
pub(crate) mod query;
mod scheme;
pub(crate) mod site_status;
mod window;

use std::rc::Rc;

use super::LookupUse;
use crate::environment::{Environment, Parts};
use crate::key::Key;
use crate::pattern::backtrack::Bindings;
use crate::pattern::{HostPattern, Item, LanguagePattern, Spelling};
use crate::regular::steps::Steps;
use crate::yaml::Entry;
use asked::Asked;
use facet::Facet;
use named::Named;
use reader::{Conditions, Reader};
use record::Record;
pub use value::ValuePattern;

/// Spells the items of a pattern as YAML has them at a place.
pub(crate) type Spell<'s> = &'s dyn Fn(Spelling<'static>, &[Item]) -> String;

/// One thing that `when` or `unless` looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The request's host is one of these.
    Host(Vec<HostPattern>),
    /// The method is one of these, upper case. GET includes HEAD.
    Method(Vec<String>),
    /// Any method, also where the status would ask for GET or HEAD.
    AnyMethod,
    /// A key of the query.
    Query {
        /// The key, form-decoded.
        key: String,
        /// The demand on its first value.
        value: ValuePattern,
    },
    /// A header field.
    Header {
        /// The name in lower case.
        name: String,
        /// The demand on its value.
        value: ValuePattern,
    },
    /// A cookie.
    Cookie {
        /// The name.
        name: String,
        /// The demand on its value.
        value: ValuePattern,
    },
    /// The request has no query, or an empty one.
    NoQuery,
    /// The client's preferred language (RFC 9110 12.5.4).
    Language(LanguagePattern),
    /// Media types, lower case, one of which the client names and likes no less than `text/html` (RFC 9110 12.5.1).
    Accept(Vec<String>),
    /// `http` or `https`.
    Scheme(String),
    /// Not before this moment; seconds since the epoch.
    From(i64),
    /// Before this moment; seconds since the epoch.
    Until(i64),
    /// The site has answered with one of these statuses.
    SiteStatus(Vec<u16>),
    /// A lookup has a row for what the rule binds.
    Lookup(Rc<LookupUse>),
}

/// The part of a request that a condition reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reads {
    /// The status that the site has answered.
    Site,
    /// Method, scheme and URL: caches go by them.
    Target,
    /// The clock.
    Clock,
    /// A header field, which differs from client to client.
    Field,
    /// The rows of a lookup, once all else is bound.
    Row,
}

/// Reads the conditions of a key.
type Read = fn(&Entry, &mut dyn Reader, &mut Conditions);

/// The keys with what reads them, in the order in which they are read and the conditions of a rule stand.
pub(crate) const READ: &[(Key, Read)] = &[
    (host::KEY, host::read),
    (method::KEY, method::read),
    (query::KEY, query::read),
    (header::KEY, header::read),
    (cookie::KEY, cookie::read),
    (language::KEY, language::read),
    (accept::KEY, accept::read),
    (scheme::KEY, scheme::read),
    (site_status::KEY, site_status::read),
    (window::FROM, window::read_from),
    (window::UNTIL, window::read_until),
];

/// The keys of conditions.
pub(crate) const KEYS: &[Key] = &{
    let mut keys = [host::KEY; READ.len()];
    let mut at = 0;
    while at < READ.len() {
        keys[at] = READ[at].0;
        at += 1;
    }
    keys
};

impl Condition {
    /// Asks the condition's own file.
    fn facet<'c, R>(&'c self, ask: impl FnOnce(&dyn Facet<'c>) -> R) -> R {
        let named = |part, name, value| Named { part, name, value };
        match self {
            Condition::Host(hosts) => ask(&host::Host(hosts)),
            Condition::Method(methods) => ask(&method::Method(methods)),
            Condition::AnyMethod => ask(&method::AnyMethod),
            Condition::Query { key, value } => ask(&named(&query::PART, key, value)),
            Condition::NoQuery => ask(&query::NoQuery),
            Condition::Header { name, value } => ask(&named(&header::PART, name, value)),
            Condition::Cookie { name, value } => ask(&named(&cookie::PART, name, value)),
            Condition::Language(pattern) => ask(&language::Language(pattern)),
            Condition::Accept(types) => ask(&accept::Accept(types)),
            Condition::Scheme(scheme) => ask(&scheme::Scheme(scheme)),
            Condition::From(moment) => ask(&window::from(*moment)),
            Condition::Until(moment) => ask(&window::until(*moment)),
            Condition::SiteStatus(statuses) => ask(&site_status::SiteStatus(statuses)),
            Condition::Lookup(found) => ask(&lookup::Row(found)),
        }
    }

    /// Returns the part of a request that the condition reads.
    pub fn reads(&self) -> Reads {
        self.facet(|of| of.reads())
    }

    /// The key of `when` or `unless` that the condition is written under.
    pub fn key(&self) -> &'static str {
        self.facet(|of| of.key())
    }

    /// The name below the key: of a query key, a header field or a cookie.
    pub fn name(&self) -> Option<&str> {
        self.facet(|of| of.name())
    }

    /// The values under the key, as the policy writes them; one of several suffices.
    ///
    /// ```
    /// use redirect_policy::model::Condition;
    /// let condition = Condition::SiteStatus(vec![404, 410]);
    /// assert_eq!((condition.key(), condition.name()), ("siteStatus", None));
    /// assert_eq!(condition.values(), ["404", "410"]);
    /// ```
    pub fn values(&self) -> Vec<String> {
        self.facet(|of| of.values())
    }

    /// The demand in a person's words.
    ///
    /// ```
    /// use redirect_policy::model::Condition;
    /// let condition = Condition::Scheme("https".to_owned());
    /// assert_eq!(condition.words(), "the scheme must be `https`");
    /// assert_eq!(condition.words_for(Some("http")), "it is `http`");
    /// assert_eq!(condition.words_for(None), "it is not known");
    /// ```
    pub fn words(&self) -> String {
        self.facet(|of| of.words())
    }

    /// Words what a request has where the condition looks; see [`looked_at`](crate::reference::looked_at).
    pub fn words_for(&self, found: Option<&str>) -> String {
        self.facet(|of| match found {
            Some(found) => of.present(found),
            None => of.absent().to_owned(),
        })
    }

    /// The place of the condition's key among those of a map of conditions.
    pub(crate) fn rank(&self) -> usize {
        let key = self.key();
        let index = READ.iter().position(|(known, _)| known.name == key);
        index.unwrap_or(READ.len())
    }

    /// The part of a request that it looks at, in words, where that differs from client to client or from day to day.
    pub(crate) fn personal(&self) -> Option<String> {
        self.facet(|of| of.personal())
    }

    /// The first moment at which it holds; seconds since the epoch. `None` if it does not look at the clock for that.
    pub(crate) fn begins(&self) -> Option<i64> {
        self.facet(|of| of.begins())
    }

    /// The first moment at which it no longer holds; seconds since the epoch.
    pub(crate) fn ends(&self) -> Option<i64> {
        self.facet(|of| of.ends())
    }

    /// The statuses of the site of which one must be its answer; none if it does not look at that.
    pub(crate) fn statuses(&self) -> &[u16] {
        self.facet(|of| of.statuses())
    }

    /// The value under the key, and the name below it, as YAML.
    pub(crate) fn printed(&self, spell: Spell<'_>) -> (Option<String>, String) {
        self.facet(|of| (of.printed_name(), of.printed(spell)))
    }

    /// Writes the record that the engine reads; nothing if the condition always holds.
    pub(crate) fn record(&self, record: &mut Record<'_>) {
        self.facet(|of| of.record(record));
    }

    /// Number of comparisons that it takes to see if it holds.
    pub(crate) fn cost(&self) -> usize {
        self.facet(|of| of.cost())
    }

    /// Adds to the parts of requests what the condition tells apart.
    pub(crate) fn tell_apart<'c>(&'c self, parts: &mut Parts<'c>, fold: bool, steps: &Steps) {
        self.facet(|of| {
            steps.spend(of.cost_of_telling_apart(parts));
            of.tell_apart(parts, fold);
        });
    }

    /// Returns true if an environment meets the condition.
    pub(crate) fn holds_in(&self, environment: &Environment, fold: bool, steps: &Steps) -> bool {
        self.facet(|of| of.holds_in(environment, fold, steps))
    }

    /// Makes the condition hold, as far as the others do not speak against it.
    pub(crate) fn meet(&self, environment: &mut Environment) {
        self.facet(|of| of.meet(environment));
    }

    /// The text of a request that the condition looks at.
    pub(crate) fn found(&self, asked: Asked<'_>) -> Option<String> {
        self.facet(|of| of.found(asked))
    }

    /// Returns what the condition binds, if it holds, by the definition of the language.
    pub(crate) fn judge(&self, asked: Asked<'_>, fold: bool) -> Option<Bindings> {
        self.facet(|of| of.judge(asked, fold))
    }
}
