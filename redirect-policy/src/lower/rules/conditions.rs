//! Conditions as the runtime reads them: what the URL says first, so that `Vary` names only what mattered.

use redirect_runtime::condition as op;

use super::response_options::count;
use crate::lower::blob::{push_bytes, push_text};
use crate::lower::program::program;
use crate::model::{Condition, HostPattern, LanguagePattern, ValuePattern};
use crate::pattern::Pattern;

/// Numbers the headers that conditions look at, in order of first use.
#[derive(Default)]
pub(in crate::lower) struct Headers {
    names: Vec<String>,
}

impl Headers {
    fn number(&mut self, name: &str) -> u8 {
        let known = self.names.iter().position(|known| known == name);
        let number = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        count(number)
    }

    pub(in crate::lower) fn names(&self) -> &[String] {
        &self.names
    }
}

/// Writes conditions; `None` when there are none.
pub(in crate::lower) fn conditions(
    when: &[Condition],
    unless: &[Condition],
    name: &dyn Fn(&str) -> u8,
    headers: &mut Headers,
) -> Option<Vec<u8>> {
    if when.is_empty() && unless.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    for conditions in [when, unless] {
        let mut ordered: Vec<&Condition> = conditions.iter().collect();
        ordered.sort_by_key(|condition| is_from_header(condition));
        out.push(count(ordered.len()));
        for condition in ordered {
            push_bytes(&one(condition, name, headers), &mut out);
        }
    }
    Some(out)
}

const fn is_from_header(condition: &Condition) -> bool {
    matches!(
        condition,
        Condition::Header { .. } | Condition::Cookie { .. } | Condition::Language(_)
    )
}

fn one(condition: &Condition, name: &dyn Fn(&str) -> u8, headers: &mut Headers) -> Vec<u8> {
    let mut out = Vec::new();
    match condition {
        Condition::Host(patterns) => {
            out.push(op::HOST);
            out.extend_from_slice(&(patterns.len().min(0xffff) as u16).to_le_bytes());
            for pattern in patterns {
                host(pattern, name, &mut out);
            }
        }
        Condition::Method(methods) => {
            out.extend([op::METHOD, count(methods.len())]);
            for method in methods {
                push_text(method, &mut out);
            }
        }
        Condition::Query { key, value } => {
            out.push(op::QUERY);
            push_text(key, &mut out);
            push_value(value, name, &mut out);
        }
        Condition::Header { name: of, value } => {
            out.extend([op::HEADER, headers.number(of)]);
            push_text(of, &mut out);
            push_value(value, name, &mut out);
        }
        Condition::Cookie { name: of, value } => {
            out.extend([op::COOKIE, headers.number("cookie")]);
            push_text(of, &mut out);
            push_value(value, name, &mut out);
        }
        Condition::Language(pattern) => {
            out.extend([op::LANGUAGE, headers.number("accept-language")]);
            language(pattern, name, &mut out);
        }
        Condition::Scheme(scheme) => {
            out.push(op::SCHEME);
            push_text(scheme, &mut out);
        }
        Condition::From(seconds) => {
            out.push(op::FROM);
            out.extend_from_slice(&seconds.to_le_bytes());
        }
        Condition::Until(seconds) => {
            out.push(op::UNTIL);
            out.extend_from_slice(&seconds.to_le_bytes());
        }
    }
    out
}

fn host(pattern: &HostPattern, name: &dyn Fn(&str) -> u8, out: &mut Vec<u8>) {
    match pattern {
        HostPattern::Exact(host) => {
            out.push(op::EXACT);
            push_text(host, out);
        }
        HostPattern::Subdomains(suffix) => {
            out.push(op::SUBDOMAINS);
            push_text(suffix, out);
        }
        HostPattern::Binding(pattern) => {
            out.push(op::BINDING);
            push_bytes(&program(&pattern.items, true, name), out);
        }
    }
}

fn push_value(value: &ValuePattern, name: &dyn Fn(&str) -> u8, out: &mut Vec<u8>) {
    match value {
        ValuePattern::Present(false) => out.push(op::ABSENT),
        ValuePattern::Present(true) => out.push(op::PRESENT),
        ValuePattern::OneOf(patterns) => {
            out.push(count(patterns.len()));
            for Pattern { items, .. } in patterns {
                push_bytes(&program(items, false, name), out);
            }
        }
    }
}

fn language(pattern: &LanguagePattern, name: &dyn Fn(&str) -> u8, out: &mut Vec<u8>) {
    let (number, tags) = match pattern {
        LanguagePattern::First(tags) => (op::FIRST_CHOICE, tags),
        // In `unless` the name has no number, which is not to be taken for the first choice.
        LanguagePattern::Best { name: of, of: tags } => (name(of).min(op::FIRST_CHOICE - 1), tags),
    };
    out.push(number);
    out.extend_from_slice(&(tags.len().min(0xffff) as u16).to_le_bytes());
    for tag in tags {
        push_text(tag, out);
    }
}
