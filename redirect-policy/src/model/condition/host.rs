//! `host`: one of some hosts, of subdomains, or of those that a pattern binds a name of.

use std::borrow::Cow;

use redirect_runtime::condition as op;

use super::asked::Asked;
use super::binding::restrict;
use super::facet::Facet;
use super::reader::{Conditions, Reader, parsed};
use super::record::Record;
use super::value::STATE;
use super::{Condition, Reads, Spell};
use crate::environment::{Environment, Parts, host_automaton};
use crate::key::{Key, TEXTS, key};
use crate::pattern::backtrack::{Bindings, matches_value};
use crate::pattern::{HostPattern, Item, Spelling, parse_host_with};
use crate::regular::steps::Steps;
use crate::regular::witness::{self, Taste};
use crate::yaml::Entry;
use crate::yaml::write::{one_or_list, quoted};

pub(crate) const KEY: Key = key(
    "host",
    TEXTS,
    "The host is one of these: `example.com`, `*.example.com` (its subdomains), or with a name that it binds, `\":c<kr|jp>.example.com\"`.",
    "m.example.com",
);

/// Steps that it takes to look at a host.
const HOST: usize = 3;

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let before = reader.errors();
    let mut hosts = Vec::new();
    let mut bound = Vec::new();
    for written in reader.texts(entry, "a host such as `www.example.com`") {
        let host = parse_host_with(&written.text, reader.kinds());
        if let Some(host) = parsed(reader, written, host) {
            reader.bound(written, items(&host), &mut bound);
            reader.known_host(written.span, &host);
            hosts.push(host);
        }
    }
    reader.bind(&mut found.bound, bound);
    if reader.errors() == before {
        found.all.push(Condition::Host(hosts));
    }
}

pub(super) struct Host<'c>(pub(super) &'c [HostPattern]);

impl<'c> Facet<'c> for Host<'c> {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Target
    }

    fn values(&self) -> Vec<String> {
        self.0.iter().map(written).collect()
    }

    fn printed(&self, spell: Spell<'_>) -> String {
        one_or_list(self.0.iter().map(|host| printed(host, spell)).collect())
    }

    fn words(&self) -> String {
        let hosts = self.0.iter().map(|host| format!("`{}`", written(host)));
        let hosts: Vec<String> = hosts.collect();
        format!("the host must be {}", hosts.join(" or "))
    }

    fn absent(&self) -> &'static str {
        "the request has no valid host"
    }

    fn personal(&self) -> Option<String> {
        None
    }

    fn alternatives(&self) -> Vec<&'c [Item]> {
        self.0.iter().map(items).collect()
    }

    fn restricted(&self, name: &str, value: &str) -> Option<Condition> {
        let mut hosts = self.0.to_vec();
        hosts.retain_mut(|host| match host {
            HostPattern::Binding(pattern) => restrict(&mut pattern.items, name, value),
            HostPattern::Exact(_) | HostPattern::Subdomains(_) => true,
        });
        Some(Condition::Host(hosts))
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::HOST);
        record.length(self.0.len());
        for host in self.0 {
            match host {
                HostPattern::Exact(host) => {
                    record.kind(op::EXACT);
                    record.text(host);
                }
                HostPattern::Subdomains(suffix) => {
                    record.kind(op::SUBDOMAINS);
                    record.text(suffix);
                }
                HostPattern::Binding(pattern) => {
                    record.kind(op::BINDING);
                    // Hosts are compared in either case, and bound as the policy spells them.
                    record.unfolded_program(&pattern.items);
                }
            }
        }
    }

    fn cost(&self) -> usize {
        1 + self.0.len()
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        for pattern in self.0 {
            if !parts.hosts.contains(&pattern) {
                parts.hosts.push(pattern);
            }
        }
    }

    fn cost_of_telling_apart(&self, parts: &Parts<'_>) -> usize {
        // Each host is compared with those that are there.
        1 + self.0.len() * parts.hosts.len() / 4
    }

    fn holds_in(&self, environment: &Environment, _: bool, steps: &Steps) -> bool {
        environment.host.as_ref().is_some_and(|host| {
            self.0.iter().any(|pattern| {
                let states = match pattern {
                    HostPattern::Binding(pattern) => pattern.text.len() + host.len(),
                    HostPattern::Exact(_) | HostPattern::Subdomains(_) => 0,
                };
                steps.spend(HOST + STATE * states);
                is_host(pattern, host)
            })
        })
    }

    fn meet(&self, environment: &mut Environment) {
        environment.host = self.0.first().map(host_like);
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        asked.request.host().map(Cow::into_owned)
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        let host = self.found(asked)?;
        self.0.iter().find_map(|pattern| judged(pattern, &host))
    }
}

/// A host as the policy writes it; names keep their spelling.
fn written(host: &HostPattern) -> String {
    match host {
        HostPattern::Binding(pattern) => pattern.text.clone(),
        HostPattern::Exact(_) | HostPattern::Subdomains(_) => host.to_string(),
    }
}

/// A host as YAML.
pub(crate) fn printed(host: &HostPattern, spell: Spell<'_>) -> String {
    match host {
        HostPattern::Binding(pattern) => quoted(&spell(Spelling::HOST, &pattern.items)),
        HostPattern::Exact(_) | HostPattern::Subdomains(_) => quoted(&host.to_string()),
    }
}

fn items(host: &HostPattern) -> &[Item] {
    match host {
        HostPattern::Binding(pattern) => &pattern.items,
        HostPattern::Exact(_) | HostPattern::Subdomains(_) => &[],
    }
}

/// Returns true if a pattern matches a host.
pub(crate) fn is_host(pattern: &HostPattern, host: &str) -> bool {
    match pattern {
        HostPattern::Exact(exact) => exact == host,
        HostPattern::Subdomains(suffix) => {
            host.len() > suffix.len() && host.ends_with(suffix.as_str())
        }
        HostPattern::Binding(pattern) => host_automaton(pattern).matches(host),
    }
}

/// A host that a pattern matches.
pub(crate) fn host_like(pattern: &HostPattern) -> String {
    match pattern {
        HostPattern::Exact(host) => host.clone(),
        HostPattern::Subdomains(suffix) => format!("x7{suffix}"),
        HostPattern::Binding(pattern) => witness::text(&pattern.items, Taste::PLAIN),
    }
}

/// Returns what a pattern binds of a host in canonical form, by the definition of the language.
pub(crate) fn judged(pattern: &HostPattern, host: &str) -> Option<Bindings> {
    match pattern {
        HostPattern::Exact(_) | HostPattern::Subdomains(_) => {
            is_host(pattern, host).then(Bindings::new)
        }
        HostPattern::Binding(pattern) => {
            let bound = matches_value(&pattern.items, true, host)?;
            // No variable of a host spans labels.
            let within = bound.iter().all(|(_, value)| !value.contains('.'));
            within.then_some(bound)
        }
    }
}
