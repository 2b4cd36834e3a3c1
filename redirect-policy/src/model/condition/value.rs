//! Values of query keys, header fields and cookies.

use std::collections::BTreeSet;

use redirect_runtime::request::query::canonical_value;

use super::binding::restrict;
use super::reader::{Conditions, NAMED_VALUES, Reader, parsed};
use super::{Condition, Spell};
use crate::diagnostic::Diagnostic;
use crate::environment::add_pair;
use crate::pattern::backtrack::{Bindings, matches_value};
use crate::pattern::{
    Class, Item, Kind, Kinds, Pattern, PatternError, SourceOptions, Spelling, parse_value_with,
};
use crate::regular::automaton::{Automaton, Reading};
use crate::regular::steps::Steps;
use crate::regular::witness::{self, Taste};
use crate::yaml::write::{list, quoted};
use crate::yaml::{Entry, Scalar, Style, Value};

/// Steps that it takes to look at a state or a character of a value.
pub(super) const STATE: usize = 4;

/// The demand on the value of a query key, header or cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValuePattern {
    /// Present, whatever it is (`true` in YAML) or absent (`false`).
    Present(bool),
    /// One of these patterns (literal text or with parameters), in order.
    OneOf(Vec<Pattern>),
}

/// Reads a map of names to the values that they must have.
///
/// `name_of` reads a name; `condition` is made of the two.
pub(super) fn read_each(
    entry: &Entry,
    reader: &mut dyn Reader,
    found: &mut Conditions,
    name_of: fn(&Scalar, &mut dyn Reader) -> Option<String>,
    condition: fn(String, ValuePattern) -> Condition,
) {
    let mut seen = BTreeSet::new();
    for entry in reader.pairs(entry, NAMED_VALUES) {
        let Some(name) = name_of(&entry.key, reader) else {
            continue;
        };
        if !seen.insert(name.clone()) {
            let message = format!("`{}` is the same name as one above", entry.key.text);
            reader.report(Diagnostic::error("duplicate-key", entry.key.span, message));
            continue;
        }
        if let Some(value) = read(entry, reader, found) {
            found.all.push(condition(name, value));
        }
    }
}

/// Reads the demand on a value: there or not (`true`, `false`), a pattern, or a list of patterns.
fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) -> Option<ValuePattern> {
    if let Value::Scalar(written) = &entry.value.value {
        if let Style::Bool(present) = written.style {
            return Some(ValuePattern::Present(present));
        }
    }
    let before = reader.errors();
    let mut bound = Vec::new();
    let mut patterns = Vec::new();
    for written in reader.values(entry) {
        if reader.foreign_value(written) {
            continue;
        }
        let pattern = pattern(&written.text, &found.kind, reader.kinds());
        if let Some(mut pattern) = parsed(reader, written, pattern) {
            reader.bound(written, &pattern.items, &mut bound);
            as_value(&mut pattern.items);
            patterns.push(pattern);
        }
    }
    reader.bind(&mut found.bound, bound);
    (reader.errors() == before).then_some(ValuePattern::OneOf(patterns))
}

fn pattern(text: &str, kind: &Kind, kinds: &Kinds) -> Result<Pattern, Vec<PatternError>> {
    match text.is_empty() {
        // The empty value: `?e` and `?e=`.
        true => Ok(Pattern {
            text: String::new(),
            items: Vec::new(),
        }),
        false => parse_value_with(text, kind, kinds),
    }
}

/// Reads segments as those of a value, in which `/` is an ordinary character.
fn as_value(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Parameter(parameter) => match &mut parameter.kind {
                Kind::Class { class, .. } if *class == Class::Segment => *class = Class::Value,
                _ => {}
            },
            Item::Literal(_) | Item::Wildcard { .. } => {}
            Item::Group(items) => as_value(items),
        }
    }
}

impl ValuePattern {
    /// Reads the values of a header or a cookie, one of which suffices; the empty text is the empty value.
    ///
    /// # Errors
    /// All that is wrong with the first text that is no pattern of a value.
    ///
    /// ```
    /// use redirect_policy::model::ValuePattern;
    /// let ValuePattern::OneOf(values) = ValuePattern::one_of(&["beta", ":id<int>"])? else { panic!() };
    /// assert_eq!(values[1].names()[0].name, "id");
    /// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
    /// ```
    pub fn one_of<T: AsRef<str>>(texts: &[T]) -> Result<ValuePattern, Vec<PatternError>> {
        let kind = SourceOptions::default().default_kind;
        let read = |text: &T| {
            let mut pattern = pattern(text.as_ref(), &kind, &Kinds::default())?;
            as_value(&mut pattern.items);
            Ok(pattern)
        };
        let patterns = texts
            .iter()
            .map(read)
            .collect::<Result<_, Vec<PatternError>>>()?;
        Ok(ValuePattern::OneOf(patterns))
    }

    /// The demand on a key of the query: its texts as forms decode them.
    #[must_use]
    pub fn of_query(mut self) -> ValuePattern {
        if let ValuePattern::OneOf(patterns) = &mut self {
            for pattern in patterns {
                canonicalize(&mut pattern.items);
            }
        }
        self
    }

    pub(super) fn texts(&self) -> Vec<String> {
        match self {
            ValuePattern::Present(present) => vec![present.to_string()],
            ValuePattern::OneOf(patterns) => patterns.iter().map(|one| one.text.clone()).collect(),
        }
    }

    pub(super) fn printed(&self, spelling: Spelling<'static>, spell: Spell<'_>) -> String {
        match self {
            ValuePattern::Present(present) => present.to_string(),
            ValuePattern::OneOf(patterns) => {
                let values = patterns
                    .iter()
                    .map(|one| quoted(&spell(spelling, &one.items)));
                match patterns.len() {
                    1 => values.collect(),
                    _ => list(values.collect()),
                }
            }
        }
    }

    /// The demand in words; `what` has the value: `the query's`, `the header`.
    pub(super) fn words(&self, what: &str, name: &str) -> String {
        match self {
            ValuePattern::Present(true) => format!("{what} `{name}` must be there"),
            ValuePattern::Present(false) => format!("{what} `{name}` must not be there"),
            ValuePattern::OneOf(patterns) => {
                let texts: Vec<String> = patterns
                    .iter()
                    .map(|pattern| match pattern.text.as_str() {
                        "" => "empty".to_owned(),
                        text => format!("`{text}`"),
                    })
                    .collect();
                format!("{what} `{name}` must be {}", texts.join(" or "))
            }
        }
    }

    pub(super) fn alternatives(&self) -> Vec<&[Item]> {
        let patterns = self.patterns().iter();
        patterns.map(|pattern| pattern.items.as_slice()).collect()
    }

    /// The demand where a name that it binds has one value.
    pub(super) fn restricted(&self, name: &str, value: &str) -> ValuePattern {
        let mut restricted = self.clone();
        if let ValuePattern::OneOf(patterns) = &mut restricted {
            patterns.retain_mut(|pattern| restrict(&mut pattern.items, name, value));
        }
        restricted
    }

    pub(super) fn patterns(&self) -> &[Pattern] {
        match self {
            ValuePattern::Present(_) => &[],
            ValuePattern::OneOf(patterns) => patterns,
        }
    }

    /// Returns true if the pair of a name meets the demand.
    pub(super) fn holds_in(
        &self,
        pairs: &[(String, String)],
        name: &str,
        fold: bool,
        steps: &Steps,
    ) -> bool {
        let found = pairs.iter().find(|(key, _)| key == name);
        match (self, found) {
            (ValuePattern::Present(present), found) => found.is_some() == *present,
            (ValuePattern::OneOf(_), None) => false,
            (ValuePattern::OneOf(patterns), Some((_, found))) => patterns
                .iter()
                .any(|pattern| is_text(pattern, fold, found, steps)),
        }
    }

    /// Adds a pair that meets the demand, unless the name has one.
    pub(super) fn meet(&self, pairs: &mut Vec<(String, String)>, name: &str) {
        let value = match self {
            ValuePattern::Present(false) => return,
            ValuePattern::Present(true) => "x7".to_owned(),
            ValuePattern::OneOf(patterns) => match patterns.first() {
                Some(pattern) => witness::text(&pattern.items, Taste::PLAIN),
                None => return,
            },
        };
        add_pair(pairs, name, value);
    }

    /// Returns what the demand binds of a value, by the definition of the language.
    pub(super) fn judge(&self, found: Option<&str>, fold: bool) -> Option<Bindings> {
        match self {
            ValuePattern::Present(present) => (found.is_some() == *present).then(Bindings::new),
            ValuePattern::OneOf(patterns) => {
                let found = found?;
                let mut bound = patterns
                    .iter()
                    .find_map(|pattern| matches_value(&pattern.items, fold, found))?;
                // `*` is the path's alone.
                bound.retain(|(name, _)| name != "*");
                Some(bound)
            }
        }
    }
}

/// Texts of a query in the form in which they are compared.
fn canonicalize(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Literal(text) => *text = canonical_value(text).into_owned(),
            Item::Parameter(parameter) => {
                if let Kind::Enumeration(values) = &mut parameter.kind {
                    for value in values.iter_mut() {
                        *value = canonical_value(value).into_owned();
                    }
                    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
                }
            }
            Item::Wildcard { .. } => {}
            Item::Group(items) => canonicalize(items),
        }
    }
}

fn is_text(pattern: &Pattern, fold: bool, text: &str, steps: &Steps) -> bool {
    match pattern.items.as_slice() {
        [] => text.is_empty(),
        [Item::Literal(literal)] if fold => literal.eq_ignore_ascii_case(text),
        [Item::Literal(literal)] => literal == text,
        items => {
            let reading = Reading {
                fold,
                ..Reading::default()
            };
            let automaton = Automaton::of(items, reading);
            steps.spend(STATE * (automaton.len() + text.len()));
            automaton.matches(text)
        }
    }
}
