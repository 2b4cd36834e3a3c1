//! Names: which a pattern binds, which a template uses, and whether the two fit.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::error::{in_order, replaced};
use super::{Item, Kind, Pattern, PatternError, Piece, Template};

/// A name that a pattern binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound<'a> {
    /// The name without the colon, or `*`.
    pub name: &'a str,
    /// What it matches; `None` for `*`, which matches anything.
    pub kind: Option<&'a Kind>,
    /// Whether it stands in a group, so that it may be unbound.
    pub optional: bool,
    /// Where it stands in the text of the pattern, in bytes.
    pub at: Range<usize>,
}

impl Pattern {
    /// The names that the pattern binds, in order.
    pub fn names(&self) -> Vec<Bound<'_>> {
        let mut names = Vec::new();
        push_bound(&self.items, false, &mut names);
        names
    }
}

fn push_bound<'a>(items: &'a [Item], optional: bool, names: &mut Vec<Bound<'a>>) {
    for item in items {
        match item {
            Item::Literal(_) => {}
            Item::Parameter(parameter) => names.push(Bound {
                name: &parameter.name,
                kind: Some(&parameter.kind),
                optional,
                at: parameter.at.clone(),
            }),
            Item::Wildcard { at } => names.push(Bound {
                name: "*",
                kind: None,
                optional,
                at: at.clone(),
            }),
            Item::Group(items) => push_bound(items, true, names),
        }
    }
}

impl Template {
    /// The names that the template uses, each once in the order of first use, with whether all its uses stand in groups.
    pub fn names(&self) -> Vec<(String, bool)> {
        let mut names: Vec<(String, bool)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        push_used(&self.pieces, false, &mut |name, optional| match places
            .get(name)
            .and_then(|&place| names.get_mut(place))
        {
            Some((_, everywhere)) => *everywhere &= optional,
            None => {
                places.insert(name.to_owned(), names.len());
                names.push((name.to_owned(), optional));
            }
        });
        names
    }
}

fn push_used(pieces: &[Piece], optional: bool, push: &mut impl FnMut(&str, bool)) {
    for piece in pieces {
        match piece {
            Piece::Literal { .. } => {}
            Piece::Parameter { name, .. } => push(name, optional),
            Piece::Group(pieces) => push_used(pieces, true, push),
        }
    }
}

/// Finds the names that several patterns of one rule bind (source, query, host, header, cookie): the index of the pattern
/// that binds a name again, with the error.
///
/// Names that stand twice in one pattern have their error from reading it.
///
/// ```
/// use redirect_policy::pattern::{SourceOptions, check_names, parse_source, parse_host};
/// use redirect_policy::policy::HostPattern;
/// let source = parse_source("/:c/x", &SourceOptions::default()).unwrap();
/// let Ok(HostPattern::Binding(host)) = parse_host(":c<kr|jp>.example.com") else { unreachable!() };
/// let clashes = check_names(&[&source, &host]);
/// assert_eq!((clashes[0].0, clashes[0].1.code), (1, "duplicate-name"));
/// ```
pub fn check_names(patterns: &[&Pattern]) -> Vec<(usize, PatternError)> {
    let mut first: HashMap<&str, &Pattern> = HashMap::new();
    let mut errors = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        for bound in pattern.names() {
            match first.get(bound.name) {
                None => {
                    first.insert(bound.name, pattern);
                }
                Some(other) => errors.push((index, bound_again(pattern, &bound, other))),
            }
        }
    }
    errors
}

fn bound_again(pattern: &Pattern, bound: &Bound, other: &Pattern) -> PatternError {
    let before = &other.text;
    if bound.name == "*" {
        let named = replaced(&pattern.text, &bound.at, ":rest<path>");
        return PatternError::new(
            "multiple-wildcards",
            bound.at.clone(),
            format!("a rule has one `*` at most, and `{before}` has it"),
        )
        .label("a second one")
        .help(format!("name it: `{named}`"));
    }
    let name_at = bound.at.start + 1..bound.at.start + 1 + bound.name.len();
    let renamed = replaced(&pattern.text, &name_at, &format!("{}2", bound.name));
    PatternError::new(
        "duplicate-name",
        bound.at.clone(),
        format!("the name `:{}` is bound twice in this rule", bound.name),
    )
    .label(format!("bound in `{before}` too"))
    .help(format!("give it another name: `{renamed}`"))
}

/// Checks a rule without a handler: everything that its destination needs is bound whenever it is needed. `bound` holds
/// the source first, then the patterns of conditions.
///
/// A group whose names are bound nowhere is never emitted, and no error: the rule may get a handler later.
///
/// ```
/// use redirect_policy::pattern::{SourceOptions, check_bindings, parse_destination, parse_source};
/// let source = parse_source("/a(/:x)", &SourceOptions::default()).unwrap();
/// let codes = |destination: &str| -> Vec<_> {
///     let template = parse_destination(destination).unwrap();
///     check_bindings(&[&source], &template).iter().map(|error| error.code).collect()
/// };
/// assert_eq!(codes("/b(/:x)"), [""; 0]);
/// assert_eq!(codes("/b/:x"), ["maybe-unbound-destination-parameter"]);
/// assert_eq!(codes("/b/:y"), ["unbound-destination-parameter"]);
/// ```
pub fn check_bindings(bound: &[&Pattern], template: &Template) -> Vec<PatternError> {
    let mut conditions = HashMap::new();
    let mut groups = 0;
    for pattern in bound {
        push_conditions(
            &pattern.items,
            &mut Vec::new(),
            &mut groups,
            &mut conditions,
        );
    }
    let mut check = Check {
        bound,
        template,
        conditions,
        errors: Vec::new(),
    };
    check.scope(&template.pieces, None);
    in_order(check.errors)
}

/// The groups of the patterns that must all be present for a name to be bound.
type Condition = BTreeSet<usize>;

fn push_conditions<'a>(
    items: &'a [Item],
    inside: &mut Vec<usize>,
    groups: &mut usize,
    conditions: &mut HashMap<&'a str, Condition>,
) {
    for item in items {
        match item {
            Item::Literal(_) => {}
            Item::Parameter(parameter) => {
                conditions.insert(&parameter.name, inside.iter().copied().collect());
            }
            Item::Wildcard { .. } => {
                conditions.insert("*", inside.iter().copied().collect());
            }
            Item::Group(items) => {
                inside.push(*groups);
                *groups += 1;
                push_conditions(items, inside, groups, conditions);
                inside.pop();
            }
        }
    }
}

struct Check<'a> {
    bound: &'a [&'a Pattern],
    template: &'a Template,
    conditions: HashMap<&'a str, Condition>,
    errors: Vec<PatternError>,
}

impl<'a> Check<'a> {
    /// Checks the direct names of the pieces and of the groups among them. `emitted_by` holds the conditions any of which
    /// makes the pieces appear; `None` at the top, which always does.
    fn scope(&mut self, pieces: &'a [Piece], emitted_by: Option<&[Condition]>) {
        for piece in pieces {
            match piece {
                Piece::Literal { .. } => {}
                Piece::Parameter { name, at, .. } => self.name(name, at, emitted_by),
                Piece::Group(pieces) => {
                    let mut names = HashSet::new();
                    push_used(pieces, true, &mut |name, _| {
                        names.insert(name.to_owned());
                    });
                    let emitted_by: Vec<Condition> = names
                        .iter()
                        .filter_map(|name| self.conditions.get(name.as_str()).cloned())
                        .collect();
                    self.scope(pieces, Some(&emitted_by));
                }
            }
        }
    }

    fn name(&mut self, name: &str, at: &Range<usize>, emitted_by: Option<&[Condition]>) {
        let always = [Condition::new()];
        let emitted_by = emitted_by.unwrap_or(&always);
        let error = match self.conditions.get(name) {
            // Nothing that is bound can make the group appear.
            None if emitted_by.is_empty() => return,
            None => self.unbound(name, at),
            Some(condition)
                if emitted_by
                    .iter()
                    .all(|emitted| condition.is_subset(emitted)) =>
            {
                return;
            }
            Some(_) => self.maybe_unbound(name, at),
        };
        self.errors.push(error);
    }

    fn unbound(&self, name: &str, at: &Range<usize>) -> PatternError {
        let written = spelled(name);
        let source = self.bound.first().map_or("", |source| source.text.as_str());
        let used: HashSet<String> = self
            .template
            .names()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let names: Vec<Bound> = self
            .bound
            .iter()
            .flat_map(|pattern| pattern.names())
            .collect();
        let unused = names.iter().find(|bound| !used.contains(bound.name));
        let instead = match unused.or(names.first()) {
            Some(bound) => format!("use `{}`", spelled(bound.name)),
            None => format!("bind `{written}` in the source"),
        };
        PatternError::new(
            "unbound-destination-parameter",
            at.clone(),
            format!("the destination uses `{written}`, which the source does not bind"),
        )
        .label(format!("bound nowhere in `{source}`"))
        .help(format!("add `handler: ...` to supply it, or {instead}"))
    }

    fn maybe_unbound(&self, name: &str, at: &Range<usize>) -> PatternError {
        let written = spelled(name);
        let text = &self.template.text;
        // The slash before the name belongs into the group with it.
        let slash = text
            .get(..at.start)
            .is_some_and(|before| before.ends_with('/'))
            && at.start > 1;
        let start = if slash { at.start - 1 } else { at.start };
        let inside = text.get(start..at.end).unwrap_or_default();
        let grouped = replaced(text, &(start..at.end), &format!("({inside})"));
        PatternError::new(
            "maybe-unbound-destination-parameter",
            at.clone(),
            format!("the destination needs `{written}` where the source may leave it out"),
        )
        .label("stands in a group of the source that may be absent")
        .help(format!(
            "put it into a group of its own: `{grouped}`, or take it out of the group in the source"
        ))
    }
}

fn spelled(name: &str) -> String {
    if name == "*" {
        name.to_owned()
    } else {
        format!(":{name}")
    }
}
