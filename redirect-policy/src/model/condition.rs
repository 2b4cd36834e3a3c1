//! The conditions of a rule, as meant. Every question that has an answer for each of them is asked here, or in a
//! `match` without a catch-all: a new condition does not compile until it has answered all of them.

use std::rc::Rc;

use super::LookupUse;
use crate::pattern::{HostPattern, Item, Kind, LanguagePattern, Parameter, Pattern};
use crate::timestamp;

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

/// The demand on the value of a query key, header or cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValuePattern {
    /// Present, whatever it is (`true` in YAML) or absent (`false`).
    Present(bool),
    /// One of these patterns (literal text or with parameters), in order.
    OneOf(Vec<Pattern>),
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

impl Condition {
    /// Returns the part of a request that the condition reads.
    pub fn reads(&self) -> Reads {
        match self {
            Condition::SiteStatus(_) => Reads::Site,
            Condition::Host(_)
            | Condition::Method(_)
            | Condition::AnyMethod
            | Condition::Query { .. }
            | Condition::NoQuery
            | Condition::Scheme(_) => Reads::Target,
            Condition::Lookup(_) => Reads::Row,
            Condition::From(_) | Condition::Until(_) => Reads::Clock,
            Condition::Header { .. }
            | Condition::Cookie { .. }
            | Condition::Language(_)
            | Condition::Accept(_) => Reads::Field,
        }
    }

    /// The place of the condition's key among those of a map of conditions.
    pub(crate) fn rank(&self) -> u8 {
        match self {
            Condition::Host(_) => 0,
            Condition::Method(_) | Condition::AnyMethod => 1,
            Condition::Query { .. } | Condition::NoQuery => 2,
            Condition::Header { .. } => 3,
            Condition::Cookie { .. } => 4,
            Condition::Language(_) => 5,
            Condition::Accept(_) => 6,
            Condition::Scheme(_) => 7,
            Condition::SiteStatus(_) => 8,
            Condition::From(_) => 9,
            Condition::Until(_) => 10,
            Condition::Lookup(_) => 11,
        }
    }

    /// The key of `when` or `unless` that the condition is written under.
    pub fn key(&self) -> &'static str {
        match self {
            Condition::Host(_) => "host",
            Condition::Method(_) | Condition::AnyMethod => "method",
            Condition::Query { .. } | Condition::NoQuery => "query",
            Condition::Header { .. } => "header",
            Condition::Cookie { .. } => "cookie",
            Condition::Language(_) => "language",
            Condition::Accept(_) => "accept",
            Condition::Scheme(_) => "scheme",
            Condition::SiteStatus(_) => "siteStatus",
            Condition::From(_) => "from",
            Condition::Until(_) => "until",
            Condition::Lookup(_) => "lookup",
        }
    }

    /// The name below the key: of a query key, a header field or a cookie.
    pub fn name(&self) -> Option<&str> {
        match self {
            Condition::Query { key: name, .. }
            | Condition::Header { name, .. }
            | Condition::Cookie { name, .. } => Some(name),
            Condition::Host(_)
            | Condition::Method(_)
            | Condition::AnyMethod
            | Condition::NoQuery
            | Condition::Language(_)
            | Condition::Accept(_)
            | Condition::Scheme(_)
            | Condition::SiteStatus(_)
            | Condition::From(_)
            | Condition::Until(_)
            | Condition::Lookup(_) => None,
        }
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
        match self {
            Condition::Host(hosts) => hosts.iter().map(written_host).collect(),
            Condition::Method(methods) => methods.clone(),
            Condition::AnyMethod => vec!["any".to_owned()],
            Condition::NoQuery => vec!["none".to_owned()],
            Condition::Query { value, .. }
            | Condition::Header { value, .. }
            | Condition::Cookie { value, .. } => match value {
                ValuePattern::Present(present) => vec![present.to_string()],
                ValuePattern::OneOf(patterns) => {
                    patterns.iter().map(|one| one.text.clone()).collect()
                }
            },
            Condition::Language(LanguagePattern::First(tags)) => tags.clone(),
            Condition::Language(best @ LanguagePattern::Best { .. }) => vec![best.to_string()],
            Condition::Accept(types) => types.clone(),
            Condition::Scheme(scheme) => vec![scheme.clone()],
            Condition::SiteStatus(statuses) => statuses.iter().map(u16::to_string).collect(),
            Condition::From(moment) | Condition::Until(moment) => {
                vec![timestamp::written(*moment)]
            }
            Condition::Lookup(found) => vec![found.lookup.name.value.clone()],
        }
    }

    /// The alternatives of which one must match, as the items that may bind names.
    pub(super) fn alternatives(&self) -> Vec<&[Item]> {
        match self {
            Condition::Host(hosts) => hosts.iter().map(items_of_host).collect(),
            Condition::Query { value, .. }
            | Condition::Header { value, .. }
            | Condition::Cookie { value, .. } => match value {
                ValuePattern::OneOf(patterns) => {
                    patterns.iter().map(|p| p.items.as_slice()).collect()
                }
                ValuePattern::Present(_) => Vec::new(),
            },
            Condition::Lookup(found) => vec![&found.bound],
            Condition::Language(_)
            | Condition::Method(_)
            | Condition::AnyMethod
            | Condition::NoQuery
            | Condition::Accept(_)
            | Condition::Scheme(_)
            | Condition::From(_)
            | Condition::Until(_)
            | Condition::SiteStatus(_) => Vec::new(),
        }
    }

    /// The name that a set of languages binds, with the set.
    pub(super) fn language_set(&self) -> Option<Parameter> {
        match self {
            Condition::Language(LanguagePattern::Best { name, of, only }) => {
                let mut values = match only {
                    Some(only) => vec![only.clone()],
                    None => of.clone(),
                };
                values.sort_by_key(|value| std::cmp::Reverse(value.len()));
                Some(Parameter {
                    name: name.clone(),
                    kind: Kind::Enumeration(values),
                    explicit_kind: true,
                    at: 0..0,
                })
            }
            _ => None,
        }
    }
}

fn items_of_host(host: &HostPattern) -> &[Item] {
    match host {
        HostPattern::Binding(pattern) => &pattern.items,
        HostPattern::Exact(_) | HostPattern::Subdomains(_) => &[],
    }
}

/// A host as the policy writes it; names keep their spelling.
fn written_host(host: &HostPattern) -> String {
    match host {
        HostPattern::Binding(pattern) => pattern.text.clone(),
        HostPattern::Exact(_) | HostPattern::Subdomains(_) => host.to_string(),
    }
}
