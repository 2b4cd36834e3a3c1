//! The conditions of a rule in documentation, in the words of the policy.

use redirect_policy::model::{Condition, HostPattern, LanguagePattern, Rule, ValuePattern};

/// ` when ...` and ` unless ...`; empty for a rule without conditions.
pub(crate) fn conditions(rule: &Rule) -> String {
    let mut text = String::new();
    if !rule.when.is_empty() {
        text.push_str(&format!(" when {}", all(&rule.when)));
    }
    for unless in rule.unless.iter() {
        text.push_str(&format!(" unless {}", all(unless)));
    }
    text
}

fn all(conditions: &[Condition]) -> String {
    let texts: Vec<String> = conditions.iter().map(one).collect();
    texts.join(" and ")
}

fn one(condition: &Condition) -> String {
    match condition {
        Condition::Host(hosts) => {
            let hosts: Vec<String> = hosts.iter().map(host).collect();
            format!("host {}", hosts.join(" or "))
        }
        Condition::Method(methods) => format!("method {}", methods.join(" or ")),
        Condition::AnyMethod => "method any".to_owned(),
        Condition::Query { key, value } => valued("query", key, value),
        Condition::Header { name, value } => valued("header", name, value),
        Condition::Cookie { name, value } => valued("cookie", name, value),
        Condition::NoQuery => "query none".to_owned(),
        Condition::Language(LanguagePattern::First(tags)) => {
            format!("language {}", tags.join(" or "))
        }
        Condition::Language(LanguagePattern::Best { name, of, .. }) => {
            format!("language :{name} of {}", of.join(", "))
        }
        Condition::Accept(types) => format!("accept {}", types.join(" or ")),
        Condition::Scheme(scheme) => format!("scheme {scheme}"),
        Condition::From(_) => "from a date on".to_owned(),
        Condition::Until(_) => "until a date".to_owned(),
        Condition::SiteStatus(statuses) => {
            let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
            format!("siteStatus {}", statuses.join(" or "))
        }
        Condition::Lookup(_) => "a lookup has a row".to_owned(),
    }
}

fn host(host: &HostPattern) -> String {
    match host {
        HostPattern::Exact(host) => host.clone(),
        HostPattern::Subdomains(suffix) => format!("*{suffix}"),
        HostPattern::Binding(pattern) => pattern.text.to_string(),
    }
}

fn valued(what: &str, name: &str, value: &ValuePattern) -> String {
    match value {
        ValuePattern::Present(true) => format!("{what} {name}"),
        ValuePattern::Present(false) => format!("no {what} {name}"),
        ValuePattern::OneOf(patterns) => {
            let texts: Vec<&str> = patterns.iter().map(|pattern| &*pattern.text).collect();
            format!("{what} {name} = {}", texts.join(" or "))
        }
    }
}
