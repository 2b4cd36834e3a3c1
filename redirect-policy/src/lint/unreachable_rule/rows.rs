//! Rules of one path that ask for hosts and values of the query: which of them is first to match a request.
//!
//! A table may hold thousands of them. They are found again by what they ask for, so that none is compared with the
//! others.

use std::collections::HashMap;

use redirect_runtime::canonical::is_unreserved;

use crate::model::{Condition, HostPattern, Rule, ValuePattern};
use crate::pattern::{Item, Pattern};
use crate::proof::site::{Site, literal};

/// A rule that asks for more values than these is not looked at: all choices of them are tried.
const MOST_VALUES: usize = 6;

/// All rules that are nothing but a path, exact hosts and values of the query.
pub(super) struct Rows<'p> {
    by_path: HashMap<&'p str, SamePath<'p>>,
}

/// The rules of one path.
#[derive(Default)]
struct SamePath<'p> {
    /// The first rule for each set of demands.
    first: HashMap<Asked<'p>, usize>,
    /// The first of all other rules that may match the path.
    other: Option<usize>,
}

/// The demands of a rule, the values by their keys in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Asked<'p> {
    host: Option<&'p str>,
    values: Vec<(&'p str, &'p str)>,
}

impl<'p> Rows<'p> {
    pub(super) fn of(site: &Site<'p>) -> Self {
        let mut by_path: HashMap<&str, SamePath<'_>> = HashMap::new();
        let mut rows = vec![false; site.policy.rules.len()];
        // Where no rule asks for more than its path nobody asks.
        for rule in site
            .policy
            .rules
            .iter()
            .filter(|rule| !rule.when.is_empty())
        {
            if let Some(path) = literal(rule) {
                by_path.entry(path).or_default();
            }
        }
        for (index, rule) in site.policy.rules.iter().enumerate() {
            let path = literal(rule).and_then(|path| by_path.get_mut(path));
            let (Some(path), Some(asked)) = (path, asked(rule)) else {
                continue;
            };
            for asked in asked {
                path.first.entry(asked).or_insert(index);
            }
            if let Some(row) = rows.get_mut(index) {
                *row = true;
            }
        }
        for (path, known) in &mut by_path {
            let mut others = site.candidates(path);
            known.other = others.find(|rule| rows.get(*rule) != Some(&true));
        }
        Rows { by_path }
    }

    /// Returns true if a rule is the first that matches a plain request for its path with what it asks for.
    pub(super) fn wins(&self, index: usize, rule: &Rule) -> bool {
        let path = literal(rule).and_then(|path| self.by_path.get(path));
        let (Some(path), Some(asked)) = (path, asked(rule)) else {
            return false;
        };
        let Some(asked) = asked.first().filter(|one| one.values.len() <= MOST_VALUES) else {
            return false;
        };
        let before = |other: usize| other < index;
        !path.other.is_some_and(before)
            && !asked
                .fewer()
                .any(|fewer| path.first.get(&fewer).copied().is_some_and(before))
    }
}

impl<'p> Asked<'p> {
    /// Each choice of what is asked for, with the host and without it.
    fn fewer(&self) -> impl Iterator<Item = Asked<'p>> {
        let count = 1usize << self.values.len();
        let chosen = move |choice: usize| {
            let values = self.values.iter().enumerate();
            let values = values.filter(move |(at, _)| choice >> at & 1 == 1);
            values.map(|(_, value)| *value).collect::<Vec<_>>()
        };
        (0..count).flat_map(move |choice| {
            [self.host, None].map(|host| Asked {
                host,
                values: chosen(choice),
            })
        })
    }
}

/// The conditions of a rule that asks for nothing but hosts and values of the query.
pub(super) struct HostsAndValues<'p> {
    /// The hosts of which one suffices; none if any will do.
    pub(super) hosts: &'p [HostPattern],
    /// The keys of the query, each once, with the patterns of which one must match its value.
    pub(super) values: Vec<(&'p str, &'p [Pattern])>,
}

impl<'p> HostsAndValues<'p> {
    /// Reads conditions; `None` if one of them is about anything else.
    pub(super) fn of(when: &'p [Condition]) -> Option<Self> {
        let mut found = HostsAndValues {
            hosts: &[],
            values: Vec::new(),
        };
        for condition in when {
            match condition {
                Condition::Host(hosts) if found.hosts.is_empty() => found.hosts = hosts,
                Condition::Query {
                    key,
                    value: ValuePattern::OneOf(patterns),
                } if found.values.iter().all(|(known, _)| known != key) => {
                    found.values.push((key, patterns));
                }
                Condition::Host(_)
                | Condition::Query { .. }
                | Condition::NoQuery
                | Condition::Method(_)
                | Condition::AnyMethod
                | Condition::Header { .. }
                | Condition::Cookie { .. }
                | Condition::Language(_)
                | Condition::Accept(_)
                | Condition::Scheme(_)
                | Condition::From(_)
                | Condition::Until(_)
                | Condition::SiteStatus(_)
                | Condition::Lookup(_) => return None,
            }
        }
        Some(found)
    }
}

/// Returns the demands of a rule, once for each of its hosts; `None` if it asks for anything but exact hosts and one
/// value of each key of the query.
fn asked<'r>(rule: &'r Rule) -> Option<Vec<Asked<'r>>> {
    if !rule.unless.is_empty() || !rule.except.is_empty() {
        return None;
    }
    let demands = HostsAndValues::of(&rule.when)?;
    let exact = |host: &'r HostPattern| match host {
        HostPattern::Exact(host) => Some(Some(host.as_str())),
        HostPattern::Subdomains(_) | HostPattern::Binding(_) => None,
    };
    let mut hosts: Vec<Option<&str>> = demands.hosts.iter().map(exact).collect::<Option<_>>()?;
    if hosts.is_empty() {
        hosts.push(None);
    }
    let value = |(key, patterns): (&'r str, &'r [Pattern])| match patterns {
        [pattern] => Some((key, text(&pattern.items)?)),
        _ => None,
    };
    let values = demands.values.into_iter().map(value);
    let mut values: Vec<(&str, &str)> = values.collect::<Option<_>>()?;
    values.sort_unstable();
    let asked = |host| Asked {
        host,
        values: values.clone(),
    };
    Some(hosts.into_iter().map(asked).collect())
}

/// The only text of a pattern, if it can be written in one way only.
fn text(items: &[Item]) -> Option<&str> {
    match items {
        [] => Some(""),
        [Item::Literal(text)] => Some(text.as_str()).filter(|text| text.bytes().all(is_unreserved)),
        _ => None,
    }
}
