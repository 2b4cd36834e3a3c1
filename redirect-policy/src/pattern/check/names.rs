//! Names: which a pattern binds and which a template uses.

use std::collections::HashMap;
use std::ops::Range;

use crate::pattern::error::replaced;
use crate::pattern::{Item, Kind, Pattern, PatternError, Piece, Template};

/// A name that a pattern binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound<'a> {
    /// The name without the colon, or `*`.
    pub name: &'a str,
    /// Its kind; `None` for `*`, which matches anything.
    pub kind: Option<&'a Kind>,
    /// True if it stands in a group, so that it may be unbound.
    pub optional: bool,
    /// Where it stands in the text of the pattern, in bytes.
    pub at: Range<usize>,
}

impl Bound<'_> {
    /// Returns true if it is `*`, or of kind `any`: of these a source has one.
    pub(in crate::pattern) fn takes_anything(&self) -> bool {
        self.kind.is_none_or(Kind::takes_anything)
    }
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
        let mut indices: HashMap<String, usize> = HashMap::new();
        push_used(&self.pieces, false, &mut |name, optional| match indices
            .get(name)
            .and_then(|&index| names.get_mut(index))
        {
            Some((_, everywhere)) => *everywhere &= optional,
            None => {
                indices.insert(name.to_owned(), names.len());
                names.push((name.to_owned(), optional));
            }
        });
        names
    }
}

pub(in crate::pattern) fn push_used(
    pieces: &[Piece],
    optional: bool,
    push: &mut impl FnMut(&str, bool),
) {
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
/// use redirect_policy::model::HostPattern;
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
