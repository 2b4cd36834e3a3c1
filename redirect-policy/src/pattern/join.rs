//! Joins a group's prefix and the patterns of its rules.

use super::check::duplicates::bound_by_prefix;
use super::error::replaced;
use super::literal::{push_literal, push_piece};
use super::parse::{MAX_GROUPS, MAX_LENGTH};
use super::{Item, Pattern, PatternError, Piece, Template, count_groups};

/// The ends of a pattern's texts: in `/`, not, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// All do.
    InSlash,
    /// None does.
    Otherwise,
    /// Some do, and others do not.
    Both,
}

impl Ends {
    fn of(in_slash: bool, otherwise: bool) -> Self {
        match (in_slash, otherwise) {
            (true, true) => Ends::Both,
            (true, false) => Ends::InSlash,
            (false, _) => Ends::Otherwise,
        }
    }
}

impl Pattern {
    /// Returns how the texts end that the pattern matches.
    #[must_use]
    pub fn ends(&self) -> Ends {
        let (mut in_slash, mut otherwise) = (false, false);
        if items_end(&self.items, &mut in_slash, &mut otherwise) {
            otherwise = true;
        }
        Ends::of(in_slash, otherwise)
    }

    /// The pattern with another behind it, whose first `/` is left out where this one ends so. The places of the other's
    /// names count from the start of both.
    ///
    /// # Errors
    /// What the two are too much for together: a name bound twice, two `*`, too many groups, or too much text.
    pub fn followed_by(&self, other: &Pattern) -> Result<Pattern, PatternError> {
        let dropped = usize::from(self.ends() == Ends::InSlash);
        let whole = || 0..other.text.len();
        let own = other.text.get(dropped..).unwrap_or_default();
        let text = format!("{}{own}", self.text);
        let mut items = self.items.clone();
        let mut behind = other.items.iter();
        match behind.next() {
            Some(Item::Literal(front)) if front.starts_with('/') => {
                push_literal(&mut items, front.get(dropped..).unwrap_or_default());
            }
            _ => {
                return Err(PatternError::new(
                    "bad-prefix",
                    whole(),
                    "with a `prefix` before it a source begins with `/`",
                )
                .help(format!(
                    "write `/{}`",
                    other.text.trim_start_matches(['*', '/'])
                )));
            }
        }
        let shift = self.text.len();
        for item in behind {
            match item {
                Item::Literal(text) => push_literal(&mut items, text),
                item => items.push(moved(item, shift, dropped)),
            }
        }
        if let Some(bound) = other.names().into_iter().find(|bound| {
            self.names().iter().any(|given| {
                given.name == bound.name || given.takes_anything() && bound.takes_anything()
            })
        }) {
            return Err(bound_by_prefix(&other.text, &bound));
        }
        if count_groups(&items) > MAX_GROUPS || text.len() > MAX_LENGTH {
            return Err(PatternError::new(
                "bad-prefix",
                whole(),
                "this source and the `prefix` before it are too long together",
            )
            .help("shorten one of them"));
        }
        Ok(Pattern { text, items })
    }
}

impl Template {
    /// Returns how the paths of the template end.
    #[must_use]
    pub fn ends(&self) -> Ends {
        let (mut in_slash, mut otherwise) = (false, false);
        // The `/` of an origin without a path is not written.
        let bare = self
            .origin
            .as_ref()
            .is_some_and(|origin| origin.at.end == self.text.len());
        if bare || pieces_end(&self.pieces, &mut in_slash, &mut otherwise) {
            return Ends::Otherwise;
        }
        Ends::of(in_slash, otherwise)
    }

    /// The template with a relative one behind it, whose first `/` is left out where this one ends so; `None` where that
    /// does not begin with a `/`.
    #[must_use]
    pub fn followed_by(&self, other: &Template) -> Option<Template> {
        let dropped = usize::from(self.ends() == Ends::InSlash);
        let own = other.text.get(dropped..).unwrap_or_default();
        let bare = self
            .origin
            .as_ref()
            .is_some_and(|origin| origin.at.end == self.text.len());
        let mut pieces = if bare {
            Vec::new()
        } else {
            self.pieces.clone()
        };
        let mut behind = other.pieces.iter();
        match behind.next() {
            Some(Piece::Literal { text, part }) if text.starts_with('/') => {
                push_piece(&mut pieces, text.get(dropped..).unwrap_or_default(), *part);
            }
            _ => return None,
        }
        let shift = self.text.len();
        for piece in behind {
            match piece {
                Piece::Literal { text, part } => push_piece(&mut pieces, text, *part),
                piece => pieces.push(moved_piece(piece, shift, dropped)),
            }
        }
        Some(Template {
            text: format!("{}{own}", self.text),
            origin: self.origin.clone(),
            pieces,
        })
    }
}

/// The text of a source without the kinds of its names, as a destination writes it.
#[must_use]
pub fn without_kinds(pattern: &Pattern) -> String {
    let mut text = pattern.text.clone();
    for bound in pattern.names().into_iter().rev() {
        if bound.name != "*" {
            text = replaced(&text, &bound.at, &format!(":{}", bound.name));
        }
    }
    text
}

/// A place in the other's text, as one in the text of both.
fn moved_place(
    at: &std::ops::Range<usize>,
    shift: usize,
    dropped: usize,
) -> std::ops::Range<usize> {
    let moved = |at: usize| at.saturating_add(shift).saturating_sub(dropped);
    moved(at.start)..moved(at.end)
}

fn moved(item: &Item, shift: usize, dropped: usize) -> Item {
    match item {
        Item::Literal(_) => item.clone(),
        Item::Parameter(parameter) => {
            let mut parameter = parameter.clone();
            parameter.at = moved_place(&parameter.at, shift, dropped);
            Item::Parameter(parameter)
        }
        Item::Wildcard { at } => Item::Wildcard {
            at: moved_place(at, shift, dropped),
        },
        Item::Group(items) => Item::Group(
            items
                .iter()
                .map(|item| moved(item, shift, dropped))
                .collect(),
        ),
    }
}

fn moved_piece(piece: &Piece, shift: usize, dropped: usize) -> Piece {
    match piece {
        Piece::Literal { .. } => piece.clone(),
        Piece::Parameter { name, part, at } => Piece::Parameter {
            name: name.clone(),
            part: *part,
            at: moved_place(at, shift, dropped),
        },
        Piece::Group(pieces) => {
            let pieces = pieces
                .iter()
                .map(|piece| moved_piece(piece, shift, dropped));
            Piece::Group(pieces.collect())
        }
    }
}

/// Notes in what items end, and returns true if they may be nothing.
fn items_end(items: &[Item], in_slash: &mut bool, otherwise: &mut bool) -> bool {
    for item in items.iter().rev() {
        match item {
            Item::Literal(text) => {
                *(if text.ends_with('/') {
                    in_slash
                } else {
                    otherwise
                }) = true;
                return false;
            }
            Item::Parameter(_) | Item::Wildcard { .. } => {
                *otherwise = true;
                return false;
            }
            Item::Group(inner) => {
                items_end(inner, in_slash, otherwise);
            }
        }
    }
    true
}

/// Notes in what pieces end, and returns true if they may be nothing.
fn pieces_end(pieces: &[Piece], in_slash: &mut bool, otherwise: &mut bool) -> bool {
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Literal { text, .. } => {
                *(if text.ends_with('/') {
                    in_slash
                } else {
                    otherwise
                }) = true;
                return false;
            }
            Piece::Parameter { .. } => {
                *otherwise = true;
                return false;
            }
            Piece::Group(inner) => {
                pieces_end(inner, in_slash, otherwise);
            }
        }
    }
    true
}
