//! Which locations could have a segment that is `.` or `..`, by where their names stand in the source.
//!
//! Of each name is known what its parts, cut at its slashes, can be: nothing, one dot, two, or anything else. A canonical path has
//! no dot segments, so a part that is a whole segment of it is anything else. The parts add up, with the text of the destination
//! between them, to the segments of the location.

use crate::pattern::{Class, Item, Kind, Part, Piece};

/// The forms that a segment, or a part of one, can have: a set of four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dots(u8);

impl Dots {
    const EMPTY: Dots = Dots(0b0001);
    const ONE: Dots = Dots(0b0010);
    const TWO: Dots = Dots(0b0100);
    /// With a character other than a dot, or with more dots.
    const OTHER: Dots = Dots(0b1000);
    const SOME: Dots = Dots(0b1110);

    const fn or(self, other: Dots) -> Dots {
        Dots(self.0 | other.0)
    }

    const fn without(self, other: Dots) -> Dots {
        Dots(self.0 & !other.0)
    }

    const fn has(self, other: Dots) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the form of a text without `/`.
    fn of(text: &str) -> Dots {
        match text {
            "" => Dots::EMPTY,
            "." => Dots::ONE,
            ".." => Dots::TWO,
            _ => Dots::OTHER,
        }
    }

    /// Returns the forms of this part with another behind it.
    fn then(self, behind: Dots) -> Dots {
        let mut both = Dots(0);
        for front in 0..4 {
            for back in 0..4 {
                if self.0 >> front & 1 == 1 && behind.0 >> back & 1 == 1 {
                    both = both.or(Dots(1 << (front + back).min(3)));
                }
            }
        }
        both
    }
}

/// The texts that a name can be bound to.
#[derive(Clone, Copy)]
struct Shape {
    /// Without a `/` in it.
    whole: Dots,
    /// With one: what stands before the first, and behind the last. What stands between two is a segment of the path.
    ends: Option<(Dots, Dots)>,
}

/// Returns true if a segment of the location that these pieces are can be `.` or `..`. `items` are those of the source
/// that are present; `tame` paths have no dot but behind letters and digits.
pub(super) fn may_have(items: &[&Item], pieces: &[&Piece], tame: bool) -> bool {
    let dots = Dots::ONE.or(Dots::TWO);
    let mut segment = Dots::EMPTY;
    for piece in pieces {
        match piece {
            Piece::Literal {
                text,
                part: Part::Path,
            } => {
                let mut parts = text.split('/');
                segment = segment.then(Dots::of(parts.next().unwrap_or_default()));
                for part in parts {
                    if segment.has(dots) {
                        return true;
                    }
                    segment = Dots::of(part);
                }
            }
            Piece::Parameter {
                name,
                part: Part::Path,
                ..
            } => {
                let Some(shape) = shape(name, items, tame) else {
                    return true;
                };
                let mut last = segment.then(shape.whole);
                if let Some((first, behind)) = shape.ends {
                    if segment.then(first).has(dots) {
                        return true;
                    }
                    last = last.or(behind);
                }
                segment = last;
            }
            _ => {}
        }
    }
    segment.has(dots)
}

/// Returns the texts that a name of the source can be bound to.
fn shape(name: &str, items: &[&Item], tame: bool) -> Option<Shape> {
    let at = items.iter().position(|item| match item {
        Item::Parameter(parameter) => parameter.name == name,
        Item::Wildcard { .. } => name == "*",
        Item::Literal(_) | Item::Group(_) => false,
    })?;
    let before = at.checked_sub(1).and_then(|before| items.get(before));
    let behind = items.get(at.checked_add(1)?);
    let sides = Sides {
        opens: matches!(before, Some(Item::Literal(text)) if text.ends_with('/')),
        closes: match behind {
            None => true,
            Some(Item::Literal(text)) => text.starts_with('/'),
            Some(_) => false,
        },
        punctuated: matches!(before, Some(Item::Literal(text)) if text
            .bytes()
            .next_back()
            .is_some_and(|last| !last.is_ascii_alphanumeric())),
        tame,
    };
    Some(match items.get(at)? {
        Item::Parameter(parameter) => match &parameter.kind {
            Kind::Class {
                class: Class::Segment,
                ..
            } => Shape {
                whole: sides.whole(Dots::SOME),
                ends: None,
            },
            // It may begin and end with a slash.
            Kind::Class {
                class: Class::Any, ..
            } => Shape {
                whole: sides.whole(Dots::SOME),
                ends: Some((
                    sides.first(Dots::SOME.or(Dots::EMPTY)),
                    sides.last(Dots::SOME.or(Dots::EMPTY)),
                )),
            },
            Kind::Path => Shape {
                whole: sides.whole(Dots::SOME),
                ends: Some((sides.first(Dots::SOME), sides.last(Dots::SOME))),
            },
            Kind::Class { .. } | Kind::Uuid => Shape {
                whole: Dots::OTHER,
                ends: None,
            },
            Kind::Enumeration(values) => {
                let each = values.iter().map(|value| Dots::of(value));
                Shape {
                    whole: sides.whole(each.fold(Dots(0), Dots::or)),
                    ends: None,
                }
            }
        },
        _ => {
            let any = Dots::SOME.or(Dots::EMPTY);
            Shape {
                whole: sides.whole(any),
                ends: Some((sides.first(any), sides.last(any))),
            }
        }
    })
}

/// The pieces around a name in the path.
struct Sides {
    /// A slash in front of it.
    opens: bool,
    /// A slash, or the end, behind it.
    closes: bool,
    /// Neither a letter nor a digit in front of it, for certain.
    punctuated: bool,
    /// Dots stand behind letters and digits alone.
    tame: bool,
}

impl Sides {
    /// The rest of what a name can be where it has no slash.
    fn whole(&self, all: Dots) -> Dots {
        self.part(all, self.opens && self.closes, self.punctuated)
    }

    /// The rest of what stands before its first slash.
    fn first(&self, all: Dots) -> Dots {
        self.part(all, self.opens, self.punctuated)
    }

    /// The rest of what stands behind its last slash.
    fn last(&self, all: Dots) -> Dots {
        self.part(all, self.closes, true)
    }

    fn part(&self, all: Dots, is_segment: bool, behind_punctuation: bool) -> Dots {
        let dots = Dots::ONE.or(Dots::TWO);
        if is_segment || self.tame && behind_punctuation {
            all.without(dots)
        } else if self.tame {
            // One behind the other.
            all.without(Dots::TWO)
        } else {
            all
        }
    }
}
