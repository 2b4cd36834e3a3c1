//! Checks that a template uses only names that the patterns of its rule bind.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::dots;
use super::names::{Bound, push_used};
use crate::pattern::error::{in_order, replaced};
use crate::pattern::{Item, Pattern, PatternError, Piece, Template};

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
    check.dots_left();
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

    /// Reports a segment of which only dots are left by the fewest groups that make a name bound, or by none.
    fn dots_left(&mut self) {
        let fewest = std::iter::once(Condition::new()).chain(self.conditions.values().cloned());
        let left = fewest.into_iter().find_map(|present| {
            let is_bound = |name: &str| {
                let condition = self.conditions.get(name);
                condition.is_some_and(|condition| condition.is_subset(&present))
            };
            dots::left_without(&self.template.pieces, &is_bound)
        });
        self.errors.extend(left);
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
        let starred = self.template.text.get(..at.start).unwrap_or_default();
        if name == "*" && ends_in_name(starred, &names) {
            let plain = replaced(&self.template.text, at, "");
            return self.not_bound(&written, at).help(format!(
                "write `{plain}`: how much a name matches is said in the source, by its kind"
            ));
        }
        let instead = match unused.or(names.first()) {
            Some(bound) => format!("use `{}`", spelled(bound.name)),
            None => format!("bind `{written}` in the source"),
        };
        self.not_bound(&written, at)
            .help(format!("add `handler: ...` to supply it, or {instead}"))
    }

    fn not_bound(&self, written: &str, at: &Range<usize>) -> PatternError {
        let source = self.bound.first().map_or("", |source| source.text.as_str());
        PatternError::new(
            "unbound-destination-parameter",
            at.clone(),
            format!("the destination uses `{written}`, which the source does not bind"),
        )
        .label(format!("bound nowhere in `{source}`"))
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

/// Returns true if a text ends in one of the names: a `*` behind it repeats it, elsewhere.
fn ends_in_name(text: &str, names: &[Bound<'_>]) -> bool {
    names.iter().any(|bound| {
        text.strip_suffix(bound.name)
            .is_some_and(|before| before.ends_with(':'))
    })
}

fn spelled(name: &str) -> String {
    if name == "*" {
        name.to_owned()
    } else {
        format!(":{name}")
    }
}
