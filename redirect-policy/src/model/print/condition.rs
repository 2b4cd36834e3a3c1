//! `when` and `unless`.

use super::Printer;
use crate::model::{Condition, HostPattern, LanguagePattern, ValuePattern};
use crate::pattern::Spelling;
use crate::timestamp;
use crate::yaml::write::{key, list, map, one_or_list, quoted};

impl Printer<'_> {
    /// Conditions as one map; no two of them have one key.
    pub(super) fn conditions(&self, conditions: &[&Condition]) -> String {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut values: Vec<(&str, Vec<(String, String)>)> = Vec::new();
        for condition in conditions {
            let (name, written) = match *condition {
                Condition::Query { key: name, value } => {
                    // As a form writes it, and `*` so that it is taken for no wildcard.
                    let name = name
                        .replace('%', "%25")
                        .replace('+', "%2B")
                        .replace('*', "%2A");
                    let value = self.value(value, Spelling::QUERY);
                    ("query", Some((key(&name), value)))
                }
                Condition::Header { name, value } => (
                    "header",
                    Some((key(name), self.value(value, Spelling::VALUE))),
                ),
                Condition::Cookie { name, value } => (
                    "cookie",
                    Some((key(name), self.value(value, Spelling::VALUE))),
                ),
                condition => (condition.key(), None),
            };
            let Some(written) = written else {
                pairs.push((name.to_owned(), self.single(condition)));
                continue;
            };
            match values.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => all.push(written),
                None => {
                    // Its place among the others is kept.
                    pairs.push((name.to_owned(), String::new()));
                    values.push((name, vec![written]));
                }
            }
        }
        for (name, all) in values {
            if let Some((_, value)) = pairs.iter_mut().find(|(known, _)| known == name) {
                *value = map(&all);
            }
        }
        map(&pairs)
    }

    /// The value of a key that stands once.
    fn single(&self, condition: &Condition) -> String {
        match condition {
            Condition::Host(hosts) => {
                one_or_list(hosts.iter().map(|host| self.host(host)).collect())
            }
            Condition::Method(methods) => {
                one_or_list(methods.iter().map(|method| key(method)).collect())
            }
            Condition::AnyMethod => "any".to_owned(),
            Condition::NoQuery => "none".to_owned(),
            Condition::Language(LanguagePattern::First(tags)) => {
                one_or_list(tags.iter().map(|tag| quoted(tag)).collect())
            }
            Condition::Language(best @ LanguagePattern::Best { .. }) => quoted(&best.to_string()),
            Condition::Accept(types) => {
                one_or_list(types.iter().map(|media_type| quoted(media_type)).collect())
            }
            Condition::Scheme(scheme) => scheme.clone(),
            Condition::From(moment) | Condition::Until(moment) => {
                quoted(&timestamp::written(*moment))
            }
            Condition::SiteStatus(statuses) => {
                one_or_list(statuses.iter().map(u16::to_string).collect())
            }
            // These stand in maps of their own, or beside the rule.
            Condition::Query { .. }
            | Condition::Header { .. }
            | Condition::Cookie { .. }
            | Condition::Lookup(_) => String::new(),
        }
    }

    pub(super) fn host(&self, host: &HostPattern) -> String {
        match host {
            HostPattern::Binding(pattern) => {
                quoted(&self.spelling(Spelling::HOST).spelled(&pattern.items))
            }
            plain => quoted(&plain.to_string()),
        }
    }

    fn value(&self, value: &ValuePattern, spelling: Spelling<'static>) -> String {
        let spelling = self.spelling(spelling);
        match value {
            ValuePattern::Present(present) => present.to_string(),
            ValuePattern::OneOf(patterns) => {
                let values = patterns
                    .iter()
                    .map(|one| quoted(&spelling.spelled(&one.items)));
                match patterns.len() {
                    1 => values.collect(),
                    _ => list(values.collect()),
                }
            }
        }
    }
}
