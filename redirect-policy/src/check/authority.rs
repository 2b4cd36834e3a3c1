//! Names in the host of a destination: the rule stands for each value that they can have, so that every origin is text
//! of the policy.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::condition::binding::{choice, restrict};
use crate::model::{Action, HostPattern, Rule};
use crate::pattern::{self, Template};
use crate::source::Span;

use super::{Checker, conditions};

/// The most rules that one rule with names in its host stands for.
const MOST_HOSTS: usize = 256;

impl Checker<'_> {
    /// A rule for each host that its destination can have; none, and a report, where a request could choose others.
    pub(super) fn hosts_of(&mut self, mut rule: Rule) -> Vec<Rule> {
        conditions::order(&mut rule);
        let names = names_in_hosts(&rule);
        let unsplit = (!names.is_empty()).then(|| Rc::new(rule.clone()));
        let mut rules = vec![rule];
        for name in names {
            let Some(values) = rules.first().and_then(|rule| values(rule, &name)) else {
                let span = rules
                    .first()
                    .map_or_else(Span::default, Rule::destination_span);
                let span = self.name_within(span, &name);
                let message = format!(
                    "`:{name}` would let a request choose the host or port that it is sent to"
                );
                let is_grouped = rules.first().is_some_and(|rule| {
                    let names = rule.source.names();
                    names
                        .iter()
                        .any(|bound| bound.name == name && bound.optional)
                });
                let help = match is_grouped {
                    true => format!(
                        "take `:{name}` out of its group, so that it is always there, and let it be a choice"
                    ),
                    false => {
                        format!("bind it by a choice of hosts, such as `:{name}<kr|jp>`")
                    }
                };
                let diagnostic = Diagnostic::error("variable-in-authority", span, message);
                self.report(diagnostic.help(help));
                return Vec::new();
            };
            if rules.len().saturating_mul(values.len()) > MOST_HOSTS {
                let span = rules
                    .first()
                    .map_or_else(Span::default, Rule::destination_span);
                let message = format!("this destination has more than {MOST_HOSTS} hosts");
                self.report(
                    Diagnostic::error("too-many-choices", span, message)
                        .help("write a rule for each of some smaller choices"),
                );
                return Vec::new();
            }
            let each = rules.iter().flat_map(|rule| {
                let with = |value: &String| with_value(rule, &name, value);
                values.iter().map(with).collect::<Vec<_>>()
            });
            rules = each.collect();
        }
        let faults: Vec<(Span, String)> = rules.iter().filter_map(bad_host).collect();
        if let Some((span, host)) = faults.into_iter().next() {
            let message = format!("the destination would have the host `{host}`, which is none");
            self.report(
                Diagnostic::error("bad-host", span, message)
                    .help("use values of letters, digits and hyphens"),
            );
            return Vec::new();
        }
        for rule in &mut rules {
            rule.unsplit.clone_from(&unsplit);
        }
        rules
    }
}

impl Checker<'_> {
    /// Where a name stands in a destination; the whole of that, if it is not written there.
    fn name_within(&self, span: Span, name: &str) -> Span {
        let within = || {
            let file = self.sources.file(span.file)?;
            let range = usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?;
            let at = file.text.get(range)?.find(&format!(":{name}"))?;
            let start = span.start.checked_add(u32::try_from(at).ok()?)?;
            let end = start.checked_add(u32::try_from(name.len()).ok()?)?;
            Some(Span {
                start,
                end: end.checked_add(1)?,
                ..span
            })
        };
        within().unwrap_or(span)
    }
}

/// The templates of a rule.
fn templates(rule: &mut Rule) -> Vec<&mut Template> {
    let (own, failure) = match &mut rule.action {
        Action::Redirect {
            destination,
            on_failure,
            ..
        } => (Some(destination), on_failure.as_mut()),
        Action::Gone { on_failure, .. } => (None, on_failure.as_mut()),
        Action::Stop => (None, None),
    };
    let failure = failure.and_then(|failure| failure.destination.as_mut());
    own.into_iter().chain(failure).collect()
}

fn names_in_hosts(rule: &Rule) -> Vec<String> {
    let mut rule = rule.clone();
    let mut names: Vec<String> = Vec::new();
    for template in templates(&mut rule) {
        let origin = template.origin.iter();
        for (name, _) in origin.flat_map(|origin| &origin.names) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

/// The values that a name can have, where source or conditions bind it by a choice whenever the rule matches.
fn values(rule: &Rule, name: &str) -> Option<Vec<String>> {
    // No row may choose a host.
    let mut columns = rule.lookups().flat_map(|found| &found.lookup.values);
    if columns.any(|column| column.name.value == name) {
        return None;
    }
    if let Some(found) = choice(&rule.source.items, name) {
        return Some(found);
    }
    rule.when
        .iter()
        .find_map(|condition| condition.choices(name))
}

/// The rule for one value of a name.
fn with_value(rule: &Rule, name: &str, value: &str) -> Rule {
    let mut rule = rule.clone();
    restrict(&mut rule.source.items, name, value);
    let when = rule
        .when
        .iter()
        .map(|condition| condition.restricted(name, value));
    rule.when = when.collect::<Vec<_>>().into();
    for template in templates(&mut rule) {
        if let Some(origin) = &mut template.origin {
            if origin.names.iter().any(|(known, _)| known == name) {
                let label = format!(":{name}");
                let labels = origin.host.split('.').map(|own| match own == label {
                    true => value.to_ascii_lowercase(),
                    false => own.to_owned(),
                });
                origin.host = labels.collect::<Vec<_>>().join(".");
                origin.names.retain(|(known, _)| known != name);
            }
        }
    }
    rule
}

/// The place and the text of a destination's host, if no host can be written so.
fn bad_host(rule: &Rule) -> Option<(Span, String)> {
    let span = rule.destination_span();
    let mut rule = rule.clone();
    let hosts = templates(&mut rule);
    let mut hosts = hosts
        .into_iter()
        .filter_map(|template| template.origin.as_ref());
    let bad = hosts
        .find(|origin| !matches!(pattern::parse_host(&origin.host), Ok(HostPattern::Exact(_))));
    bad.map(|origin| (span, origin.host.clone()))
}
