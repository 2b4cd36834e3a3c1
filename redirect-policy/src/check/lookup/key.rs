//! The key by which a rule asks a lookup: which of its names, and whether they fit.

use std::rc::Rc;

use super::uses::Named;
use crate::check::Checker;
use crate::check::bindings;
use crate::check::choices::Choice;
use crate::diagnostic::Diagnostic;
use crate::model::{Lookup, LookupUse};
use crate::pattern::{Item, Kind, Pattern};
use crate::source::Span;

impl Checker<'_> {
    /// A lookup as a rule asks it under one choice of its conditions.
    pub(super) fn lookup_use(
        &mut self,
        lookup: &Rc<Lookup>,
        named: &Named<'_>,
        source: &Pattern,
        choice: &Choice,
    ) -> Option<LookupUse> {
        let patterns = bindings::of_conditions(&choice.when);
        if let Some(key) = &named.key {
            if key.len() != lookup.key.len() {
                let message = format!(
                    "the key of `{}` has {} part(s), not {}",
                    lookup.name.value,
                    lookup.key.len(),
                    key.len()
                );
                self.error("lookup-ambiguous", named.name.span, message);
                return None;
            }
        }
        let mut key = Vec::with_capacity(lookup.key.len());
        for (number, column) in lookup.key.iter().enumerate() {
            let written = named.key.as_ref().and_then(|key| key.get(number)).copied();
            let span = written.map_or(named.name.span, |written| written.span);
            let name = written.map_or(column.name.value.as_str(), |written| written.text.as_str());
            let name = name.strip_prefix(':').unwrap_or(name);
            let Some((kind, certain)) = binding(source, &patterns, name) else {
                self.key_is_unbound(
                    lookup,
                    column.name.value.as_str(),
                    name,
                    span,
                    written.is_some(),
                    source,
                );
                return None;
            };
            if !certain {
                let message = format!(
                    "`:{name}` is not bound by every request that the rule matches, but the lookup `{}` needs it",
                    lookup.name.value
                );
                self.report(
                    Diagnostic::error("lookup-key-kind", span, message).help(format!(
                        "take `:{name}` out of its group in the source, or write two rules"
                    )),
                );
                return None;
            }
            if !column.kind.contains(&kind) {
                let wanted = &column.kind;
                let message = format!(
                    "`:{name}` may be any `{kind}` here, but the lookup `{}` is keyed by `{wanted}`",
                    lookup.name.value
                );
                self.report(
                    Diagnostic::error("lookup-key-kind", span, message).help(format!(
                        "write `:{name}<{wanted}>` in the source: other requests are in no row"
                    )),
                );
                return None;
            }
            key.push(name.to_owned());
        }
        Some(LookupUse::new(Rc::clone(lookup), key))
    }

    fn key_is_unbound(
        &mut self,
        lookup: &Lookup,
        column: &str,
        name: &str,
        span: Span,
        written: bool,
        source: &Pattern,
    ) {
        let names = source.names();
        let first = names
            .iter()
            .find(|bound| bound.name != "*" && lookup.key.len() == 1);
        let lookup = &lookup.name.value;
        let (message, help) = if written {
            (
                format!("`:{name}` is bound nowhere in this rule"),
                "write a name that the source binds".to_owned(),
            )
        } else {
            (
                format!(
                    "the lookup `{lookup}` is keyed by `{column}`, a name that this rule does not bind"
                ),
                match first {
                    Some(first) => format!(
                        "name its key, as in `lookup: {{ {lookup}: \":{}\" }}`, or call that `:{column}` in the source",
                        first.name
                    ),
                    None => format!("bind `:{column}` in the source"),
                },
            )
        };
        self.report(Diagnostic::error("lookup-ambiguous", span, message).help(help));
    }
}

/// The kind of a name that a rule binds, and if every match binds it; what is bound last counts.
fn binding(source: &Pattern, conditions: &[Pattern], name: &str) -> Option<(Kind, bool)> {
    let all = std::iter::once(source).chain(conditions);
    all.rev()
        .find_map(|pattern| kind_in(&pattern.items, name, true))
}

fn kind_in(items: &[Item], name: &str, certain: bool) -> Option<(Kind, bool)> {
    items.iter().find_map(|item| match item {
        Item::Parameter(parameter) if parameter.name == name => {
            Some((parameter.kind.clone(), certain))
        }
        Item::Group(inner) => kind_in(inner, name, false),
        _ => None,
    })
}
