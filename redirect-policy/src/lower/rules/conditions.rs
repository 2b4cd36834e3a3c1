//! Conditions as the runtime reads them: what the URL says first, so that `Vary` names only what mattered.

use redirect_runtime::condition as op;

use super::lookups::{Lookups, Place};
use super::response_options::count;
use crate::lower::program::{folded, program};
use crate::model::{Condition, HostPattern, LanguagePattern, Rule, ValuePattern};
use crate::pattern::{Item, Pattern};
use redirect_runtime::table::text::{push_bytes, push_text};

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

/// Writes what must hold of a request for a rule, beside its source; `None` when there is nothing.
pub(in crate::lower) fn conditions(
    rule: &Rule,
    name: &dyn Fn(&str) -> u8,
    headers: &mut Headers,
    lookups: &Lookups,
) -> Option<Vec<u8>> {
    if !rule.is_conditional() {
        return None;
    }
    // `*` binds nothing in a condition: the path's alone has a number.
    let name = |of: &str| if of == "*" { u8::MAX } else { name(of) };
    let mut writer = Writer {
        name: &name,
        headers,
        lookups,
        fold: rule.fold_case,
    };
    let mut when: Vec<Vec<u8>> = writer.list(&rule.when);
    if !rule.except.is_empty() {
        // Behind what the site has answered, which stands first.
        when.insert(usize::from(rule.asks_site()), writer.except(&rule.except));
    }
    let mut out = Vec::new();
    push_list(&when, &mut out);
    out.push(count(rule.unless.len()));
    for list in rule.unless.iter() {
        push_list(&writer.list(list), &mut out);
    }
    Some(out)
}

fn push_list(conditions: &[Vec<u8>], out: &mut Vec<u8>) {
    out.push(count(conditions.len()));
    for condition in conditions {
        push_bytes(condition, out);
    }
}

/// The writer of the conditions of a rule.
struct Writer<'w> {
    name: &'w dyn Fn(&str) -> u8,
    headers: &'w mut Headers,
    lookups: &'w Lookups,
    /// True if ASCII letters match in either case.
    fold: bool,
}

impl Writer<'_> {
    /// Conditions that must all hold; those that differ from client to client come last.
    fn list(&mut self, conditions: &[Condition]) -> Vec<Vec<u8>> {
        let mut ordered: Vec<&Condition> = conditions.iter().collect();
        ordered.sort_by_key(|condition| condition.reads());
        let written = ordered.into_iter().map(|condition| self.one(condition));
        // Any method is no condition.
        written.filter(|bytes| !bytes.is_empty()).collect()
    }

    fn one(&mut self, condition: &Condition) -> Vec<u8> {
        let mut out = Vec::new();
        match condition {
            Condition::Host(patterns) => {
                out.push(op::HOST);
                out.extend_from_slice(&short(patterns.len()).to_le_bytes());
                for pattern in patterns {
                    host(pattern, self.name, &mut out);
                }
            }
            Condition::Method(methods) => {
                out.extend([op::METHOD, count(methods.len())]);
                for method in methods {
                    push_text(method, &mut out);
                }
            }
            Condition::AnyMethod => {}
            Condition::Query { key, value } => {
                out.push(op::QUERY);
                push_text(key, &mut out);
                self.push_value(value, &mut out);
            }
            Condition::NoQuery => out.push(op::NO_QUERY),
            Condition::Header { name: of, value } => {
                out.extend([op::HEADER, self.headers.number(of)]);
                push_text(of, &mut out);
                self.push_value(value, &mut out);
            }
            Condition::Cookie { name: of, value } => {
                out.extend([op::COOKIE, self.headers.number("cookie")]);
                push_text(of, &mut out);
                self.push_value(value, &mut out);
            }
            Condition::Language(pattern) => {
                out.extend([op::LANGUAGE, self.headers.number("accept-language")]);
                language(pattern, self.name, &mut out);
            }
            Condition::Accept(types) => {
                out.extend([
                    op::ACCEPT,
                    self.headers.number("accept"),
                    count(types.len()),
                ]);
                for media_type in types {
                    push_text(media_type, &mut out);
                }
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
            Condition::Lookup(found) => {
                let (kind, number) = match self.lookups.place(&found.lookup) {
                    Some(Place::Served(number)) => (op::SERVED_LOOKUP, number),
                    Some(Place::Compiled(offset)) => (op::LOOKUP, offset),
                    // No offset is the largest: no row is found there.
                    None => (op::LOOKUP, u32::MAX),
                };
                out.push(kind);
                out.extend_from_slice(&number.to_le_bytes());
                out.push(count(found.key.len()));
                out.extend(found.key.iter().map(|key| (self.name)(key)));
                out.push(count(found.lookup.values.len()));
                let values = found.lookup.values.iter();
                out.extend(values.map(|value| (self.name)(&value.name.value)));
            }
            Condition::SiteStatus(statuses) => {
                out.push(op::SITE_STATUS);
                for status in statuses {
                    out.extend_from_slice(&status.to_le_bytes());
                }
            }
        }
        out
    }

    fn except(&self, sources: &[Pattern]) -> Vec<u8> {
        let mut out = vec![op::EXCEPT, if self.fold { op::FOLDED } else { 0 }];
        out.extend_from_slice(&short(sources.len()).to_le_bytes());
        for source in sources {
            push_bytes(&program(&source.items, self.fold, &|_| u8::MAX), &mut out);
        }
        out
    }

    fn push_value(&self, value: &ValuePattern, out: &mut Vec<u8>) {
        match value {
            ValuePattern::Present(false) => out.push(op::ABSENT),
            ValuePattern::Present(true) => out.push(op::PRESENT),
            ValuePattern::OneOf(patterns) => {
                out.push(count(patterns.len()));
                for Pattern { items, .. } in patterns {
                    push_bytes(&self.form(items), out);
                }
            }
        }
    }

    /// A value as text, as texts between `*`, or as a program.
    fn form(&self, items: &[Item]) -> Vec<u8> {
        let fold = if self.fold { op::FOLDED } else { 0 };
        if let Some(texts) = texts_between(items) {
            let mut out = Vec::new();
            match texts.as_slice() {
                [text] => {
                    out.push(op::TEXT | fold);
                    out.extend_from_slice(text.as_bytes());
                }
                texts => {
                    out.push(op::GLOB | fold);
                    for text in texts {
                        push_text(&folded(text, self.fold), &mut out);
                    }
                }
            }
            return out;
        }
        let mut out = vec![op::PROGRAM | fold];
        out.extend(program(items, self.fold, self.name));
        out
    }
}

/// The texts between the `*` of a value that is nothing else; empty ones only at the ends.
fn texts_between(items: &[Item]) -> Option<Vec<&str>> {
    let mut texts = vec![""];
    for item in items {
        match item {
            Item::Literal(text) => *texts.last_mut()? = text,
            Item::Wildcard { .. } if texts.len() > 1 && texts.last() == Some(&"") => {}
            Item::Wildcard { .. } => texts.push(""),
            Item::Parameter(_) | Item::Group(_) => return None,
        }
    }
    Some(texts)
}

fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
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
            // Hosts are compared in either case, and bound as the policy spells them.
            push_bytes(&program(&pattern.items, false, name), out);
        }
    }
}

fn language(pattern: &LanguagePattern, name: &dyn Fn(&str) -> u8, out: &mut Vec<u8>) {
    let (number, only, tags) = match pattern {
        LanguagePattern::First(tags) => (op::FIRST_CHOICE, None, tags),
        // In `unless` the name has no number, which is not to be taken for the first choice.
        LanguagePattern::Best {
            name: bound,
            of,
            only,
        } => (name(bound).min(op::FIRST_CHOICE - 1), only.as_ref(), of),
    };
    out.push(number);
    match only {
        Some(only) => push_text(only, out),
        None => out.extend_from_slice(&[0xff, 0xff]),
    }
    out.extend_from_slice(&short(tags.len()).to_le_bytes());
    for tag in tags {
        push_text(tag, out);
    }
}
