//! Which rules always have a location, so that it need not be rendered to know that they match, and which never send
//! anyone to where they are.
//!
//! A location could fail to be rendered by a segment that becomes `.` or `..`, or by a name that is not bound; the
//! limit on length is left to the runtime.

use redirect_runtime::location::LONGEST;
use redirect_runtime::request::MODERATE;

use crate::model::{Action, Condition, Rule};
use crate::pattern::program::folded;
use crate::pattern::{Item, Piece, Template};

use super::dot_segments;
use super::self_redirect::leads_elsewhere;
use super::variants::{self, Segment, Variant};

/// The most bytes of literal text, and the most uses of names, for a moderate request never to pass the limit.
const MOST_LITERAL: usize = 2048;
const MOST_USES: usize = 2;

// A use writes at most the whole target, each byte of it encoded in three.
const _: () = assert!(MOST_LITERAL + MOST_USES * 3 * MODERATE <= LONGEST);

/// The most ways in which the groups of a source can be present for each of them to be looked at.
const MOST_WAYS: usize = 64;

/// Certain properties of the location of a rule that redirects by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Certainty {
    /// From what requests of moderate length it can be rendered.
    pub(super) renders: Renders,
    /// It never is where the request already is.
    pub(super) elsewhere: bool,
}

impl Certainty {
    /// Returns true if a rule redirects whatever reads a path that its source matches.
    pub(super) fn redirects_all(self, rule: &Rule) -> bool {
        self.renders == Renders::Always && !rule.is_conditional()
    }
}

/// From what requests of moderate length a location can be rendered for certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Renders {
    /// From none.
    #[default]
    Never,
    /// From those in whose path dots stand behind letters and digits alone.
    ButForDots,
    /// From all.
    Always,
}

/// The certainty of a rule whose source is one literal.
pub(super) fn of_literal(rule: &Rule, path: &str) -> Certainty {
    let path = folded(path, rule.fold_case);
    let segments = path.get(1..).unwrap_or_default().split('/');
    let variant = Variant {
        segments: segments
            .map(|segment| Segment::Literal(segment.to_owned()))
            .collect(),
        tail: None,
        locators: Vec::new(),
    };
    of_pattern(rule, &[variant])
}

/// The certainty of any rule.
pub(super) fn of_pattern(rule: &Rule, variants: &[Variant<'_>]) -> Certainty {
    match &rule.action {
        Action::Redirect {
            destination,
            handler: None,
            ..
        } => Certainty {
            renders: renders(&rule.source.items, &rule.when, destination),
            // A row may give a name that the source binds another value.
            elsewhere: !rule.fold_case
                && !rule.has_lookup()
                && leads_elsewhere(variants, destination),
        },
        _ => Certainty::default(),
    }
}

/// Decides if the location can always be rendered: however the source is present, each name that the destination then
/// needs is bound, and no segment can become `.` or `..`.
fn renders(items: &[Item], when: &[Condition], template: &Template) -> Renders {
    let mut names: Vec<&str> = Vec::new();
    let mut literal = 0usize;
    measure(&template.pieces, &mut literal, &mut names);
    names.sort_unstable();
    let repeated = names
        .chunk_by(|a, b| a == b)
        .any(|same| same.len() > MOST_USES);
    let binds = when.iter().any(|condition| !condition.names().is_empty());
    if repeated || literal > MOST_LITERAL || binds || variants::count(items) > MOST_WAYS {
        return Renders::Never;
    }
    let ways = without_groups(items).into_iter().map(|items| {
        let mut pieces = Vec::new();
        match is_bound(&template.pieces, &items, &mut pieces) {
            true => has_no_dots(&items, &pieces),
            false => Renders::Never,
        }
    });
    ways.min().unwrap_or_default()
}

/// Adds up literal text, and the uses of names.
fn measure<'t>(pieces: &'t [Piece], literal: &mut usize, names: &mut Vec<&'t str>) {
    for piece in pieces {
        match piece {
            Piece::Literal { text, .. } => *literal += text.len(),
            Piece::Parameter { name, .. } => names.push(name),
            Piece::Group(pieces) => measure(pieces, literal, names),
        }
    }
}

/// The ways in which a source can be present.
fn without_groups(items: &[Item]) -> Vec<Vec<&Item>> {
    let mut ways = vec![Vec::new()];
    for item in items {
        if let Item::Group(inner) = item {
            let inner = without_groups(inner);
            let present = ways.iter().flat_map(|way: &Vec<_>| {
                inner.iter().map(|inner| [way.as_slice(), inner].concat())
            });
            let mut grown: Vec<_> = present.collect();
            grown.append(&mut ways);
            ways = grown;
        } else {
            for way in &mut ways {
                way.push(item);
            }
        }
    }
    ways
}

/// Returns true if a way binds all that the pieces need; collects the pieces that are written then.
fn is_bound<'t>(pieces: &'t [Piece], items: &[&Item], written: &mut Vec<&'t Piece>) -> bool {
    pieces.iter().all(|piece| match piece {
        Piece::Literal { .. } => {
            written.push(piece);
            true
        }
        Piece::Parameter { name, .. } => {
            written.push(piece);
            binds(items, name)
        }
        Piece::Group(inner) => !is_present(inner, items) || is_bound(inner, items, written),
    })
}

/// Returns true if some name of a group is bound.
fn is_present(pieces: &[Piece], items: &[&Item]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Literal { .. } => false,
        Piece::Parameter { name, .. } => binds(items, name),
        Piece::Group(inner) => is_present(inner, items),
    })
}

fn binds(items: &[&Item], name: &str) -> bool {
    items.iter().any(|item| match item {
        Item::Parameter(parameter) => parameter.name == name,
        Item::Wildcard { .. } => name == "*",
        Item::Literal(_) | Item::Group(_) => false,
    })
}

/// From what paths no segment of the location can be `.` or `..`.
fn has_no_dots(items: &[&Item], pieces: &[&Piece]) -> Renders {
    if !dot_segments::may_have(items, pieces, false) {
        Renders::Always
    } else if !dot_segments::may_have(items, pieces, true) {
        Renders::ButForDots
    } else {
        Renders::Never
    }
}
