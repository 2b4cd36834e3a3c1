//! Sets of patterns: which of them match a path, by the table and the matcher that ship.

use crate::lower::lower;
use crate::model::{Action, Located, Policy, Rule};
use crate::pattern::{Item, Pattern, push_literal};
use crate::source::{Sources, Span};

/// Patterns of paths, in a table of their own.
pub(crate) struct PatternSet(redirect_runtime::Policy);

impl PatternSet {
    /// A set of patterns; `None` if a table cannot hold them.
    pub(crate) fn of(patterns: impl IntoIterator<Item = Vec<Item>>) -> Option<Self> {
        let table = lower(&policy(patterns), &Sources::default())?;
        redirect_runtime::Policy::from_bytes(table)
            .ok()
            .map(PatternSet)
    }

    /// The numbers of the patterns that match a path, in order.
    pub(crate) fn matching<'m>(&'m self, path: &'m str) -> impl Iterator<Item = usize> + use<'m> {
        let mut found = self.0.find(path);
        std::iter::from_fn(move || {
            let number = found.rule()?.number() as usize;
            found.advance();
            Some(number)
        })
    }

    /// The names that the first pattern which matches a path binds, with their values; `*` is one of them. `None` if no
    /// pattern matches.
    pub(crate) fn bindings(&self, path: &str) -> Option<Vec<(String, String)>> {
        let found = self.0.find(path);
        found.rule()?;
        let bound = found.parameters().map(|(name, value)| {
            let name = if name == "wildcard" { "*" } else { name };
            (name.to_owned(), value.as_str().to_owned())
        });
        Some(bound.collect())
    }
}

/// A policy with a rule for each pattern, which passes on.
fn policy(patterns: impl IntoIterator<Item = Vec<Item>>) -> Policy {
    let handler = Located {
        value: "pattern".to_owned(),
        span: Span::default(),
    };
    let rule = |items: Vec<Item>| {
        let source = Pattern {
            text: String::new(),
            items: joined(items),
        };
        let action = Action::Gone {
            status: 410,
            handler: Some(handler.clone()),
            on_failure: None,
        };
        Rule::new(source, action)
    };
    Policy {
        rules: patterns.into_iter().map(rule).collect(),
        ..Policy::default()
    }
}

/// Literals that meet are one, as in sources.
fn joined(items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Literal(text) => push_literal(&mut joined, &text),
            item => joined.push(item),
        }
    }
    joined
}
