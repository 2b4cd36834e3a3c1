//! The policy's own hosts; `unknown-host`: conditions that name others.

use crate::diagnostic::{Diagnostic, Level, suggestion};
use crate::lint;
use crate::model::HostPattern;
use crate::pattern::{self, Item, Kind, Pattern};
use crate::source::Span;
use crate::yaml::Scalar;

use super::Checker;

/// The most hosts that are named in one line.
const NAMED: usize = 8;
/// The most hosts that a pattern may stand for.
const MOST: usize = 256;

impl Checker<'_> {
    /// A host that is one name, canonical.
    pub(super) fn plain_host(&mut self, written: &Scalar) -> Option<String> {
        match self.parsed(written, pattern::parse_host(&written.text))? {
            HostPattern::Exact(host) => Some(host),
            HostPattern::Subdomains(_) | HostPattern::Binding(_) => {
                let message = format!("`{}` stands for many hosts", written.text);
                self.report(
                    Diagnostic::error("bad-host", written.span, message)
                        .help("name each host, such as `www.example.com`"),
                );
                None
            }
        }
    }

    /// Looks at a host of a condition: one that is nearly spelled as one of the policy's own is reported, others are
    /// remembered.
    pub(super) fn known_host(&mut self, span: Span, host: &HostPattern) {
        let own = &self.checked.policy.hosts;
        if own.is_empty() {
            return;
        }
        let unknown: Vec<String> = hosts_of(host)
            .into_iter()
            .filter(|host| !own.iter().any(|own| covers(&own.value, host)))
            .collect();
        let names: Vec<String> = own.iter().flat_map(|own| hosts_of(&own.value)).collect();
        for host in unknown {
            let near = names.iter().find(|own| is_near(&host, own)).cloned();
            match near {
                Some(meant) => {
                    let message = format!("the host `{host}` is none of the policy's `hosts`");
                    let diagnostic = Diagnostic::lint(lint::UNKNOWN_HOST, span, message)
                        .label(format!("did you mean `{meant}`?"))
                        .help(format!("write `{meant}`, or add `{host}` to `hosts`"));
                    self.lint_report(Level::Error, diagnostic);
                }
                None if self.is_reported(lint::UNKNOWN_HOST)
                    && !self.other_hosts.iter().any(|(_, known)| *known == host) =>
                {
                    self.other_hosts.push((span, host));
                }
                None => {}
            }
        }
    }

    /// Reports the other hosts in one line.
    pub(super) fn report_other_hosts(&mut self) {
        let others = std::mem::take(&mut self.other_hosts);
        let Some((span, _)) = others.first() else {
            return;
        };
        let named: Vec<String> = others
            .iter()
            .take(NAMED)
            .map(|(_, host)| format!("`{host}`"))
            .collect();
        let more = match others.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let verb = match others.len() {
            1 => "is",
            _ => "are",
        };
        let message = format!(
            "conditions name hosts, but {}{more} {verb} none of the policy's `hosts`",
            named.join(", ")
        );
        let diagnostic = Diagnostic::lint(lint::UNKNOWN_HOST, *span, message).help(
            "add them to `hosts` if they are the site's own: then redirects to them are followed",
        );
        self.allowing = super::Allowing::default();
        self.lint_report(Level::Error, diagnostic);
    }
}

/// The hosts that a pattern stands for; none where they cannot be listed.
fn hosts_of(pattern: &HostPattern) -> Vec<String> {
    match pattern {
        HostPattern::Exact(host) => vec![host.clone()],
        HostPattern::Subdomains(_) => Vec::new(),
        HostPattern::Binding(Pattern { items, .. }) => {
            let mut hosts = vec![String::new()];
            for item in items {
                let values = match item {
                    Item::Literal(text) => std::slice::from_ref(text),
                    Item::Parameter(parameter) => match &parameter.kind {
                        Kind::Enumeration(values) => values.as_slice(),
                        _ => return Vec::new(),
                    },
                    _ => return Vec::new(),
                };
                let longer = |host: &String| {
                    let with = values.iter().map(|value| value.to_ascii_lowercase());
                    with.map(|value| format!("{host}{value}"))
                        .collect::<Vec<_>>()
                };
                hosts = hosts.iter().flat_map(longer).collect();
                if hosts.len() > MOST {
                    return Vec::new();
                }
            }
            hosts
        }
    }
}

/// Returns true if one of the policy's own hosts is a host, as far as that can be listed.
fn covers(own: &HostPattern, host: &str) -> bool {
    match own {
        HostPattern::Exact(own) => own == host,
        HostPattern::Subdomains(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        HostPattern::Binding(_) => {
            let own = hosts_of(own);
            own.is_empty() || own.iter().any(|own| own == host)
        }
    }
}

/// Returns true if two hosts differ in the spelling of one label.
fn is_near(host: &str, own: &str) -> bool {
    let (here, there): (Vec<&str>, Vec<&str>) =
        (host.split('.').collect(), own.split('.').collect());
    let mut different = here.iter().zip(&there).filter(|(a, b)| a != b);
    match (
        here.len() == there.len(),
        different.next(),
        different.next(),
    ) {
        (true, Some((a, b)), None) => suggestion::nearest(a, [*b]).is_some(),
        _ => false,
    }
}
