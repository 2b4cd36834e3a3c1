//! Patterns by their segments, so that most pairs that have nothing in common need no question.

use super::segment::Segment;
use crate::pattern::{Item, Kind};

/// The most forms of a pattern: one for each choice of its groups.
const MOST_FORMS: usize = 16;

/// Segments of the paths of a pattern, for one choice of its groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// All segments; or those before what may be of any number, whose beginning is in the last of them.
    front: Vec<Segment>,
    /// Those behind what may be of any number, the last segment first.
    back: Option<Vec<Segment>>,
}

/// A part of a pattern none of whose groups may be absent.
#[derive(Clone, Copy)]
enum Part<'p> {
    Text(&'p str),
    Kind(&'p Kind),
    /// Anything within a segment, nothing too.
    Loose,
    /// Anything, slashes too.
    Open,
}

impl Form {
    /// The forms of a pattern; each of its paths is of one of them.
    pub(crate) fn all(items: &[Item]) -> Vec<Self> {
        let mut choices = vec![Vec::new()];
        expand(items, &mut choices);
        choices.iter().map(|parts| Self::of(parts)).collect()
    }

    /// The form of a path.
    pub(crate) fn of_text(path: &str) -> Self {
        Self::of(&[Part::Text(path)])
    }

    fn of(parts: &[Part<'_>]) -> Self {
        let is_open = |part: &Part<'_>| matches!(part, Part::Open);
        let first = parts.iter().position(is_open);
        let last = parts.iter().rposition(is_open);
        let (Some(first), Some(last)) = (first, last) else {
            return Form {
                front: segments(parts),
                back: None,
            };
        };
        let mut front = segments(parts.get(..first).unwrap_or_default());
        if let Some(segment) = front.last_mut() {
            segment.push_anything();
        }
        let mut back = segments(parts.get(last + 1..).unwrap_or_default());
        if let Some(segment) = back.first_mut() {
            *segment = std::mem::take(segment).ending();
        }
        back.reverse();
        Form {
            front,
            back: Some(back),
        }
    }

    /// Returns the number of segments of a path of this form; `None` if that is open.
    pub(crate) fn count(&self) -> Option<usize> {
        self.back.is_none().then_some(self.front.len())
    }

    /// The segments from the front, as far as they are known.
    pub(crate) fn front(&self) -> impl Iterator<Item = &Segment> {
        self.front.iter()
    }

    /// The segments from the back, as far as they are known.
    pub(crate) fn back(&self) -> impl Iterator<Item = &Segment> {
        let whole: &[Segment] = match self.back {
            Some(_) => &[],
            None => &self.front,
        };
        self.back.iter().flatten().chain(whole.iter().rev())
    }

    /// The fewest segments that a path of this form has.
    pub(crate) fn fewest(&self) -> usize {
        // What is of any number may begin and end in one segment.
        let behind = self.back.as_ref().map_or(0, Vec::len);
        self.front.len() + behind.saturating_sub(1)
    }

    /// The text that all paths of this form begin with.
    pub(crate) fn beginning(&self) -> String {
        let mut text = String::new();
        for segment in self.front() {
            text.push_str(&segment.prefix);
            if !segment.is_text() {
                return text;
            }
            text.push('/');
        }
        text.pop();
        text
    }

    /// The text that all paths of this form end with.
    pub(crate) fn ending(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for segment in self.back() {
            parts.push(&segment.suffix);
            if !segment.is_text() {
                break;
            }
        }
        parts.reverse();
        parts.join("/")
    }

    /// Returns true if a path may be of both forms.
    pub(crate) fn meets(&self, other: &Form) -> bool {
        let counts = match (self.count(), other.count()) {
            (Some(own), Some(others)) => own == others,
            (Some(own), None) => own >= other.fewest(),
            (None, Some(others)) => others >= self.fewest(),
            (None, None) => true,
        };
        let meet = |(here, there): (&Segment, &Segment)| here.meets(there);
        counts
            && self.back().zip(other.back()).all(meet)
            && self.front().zip(other.front()).all(meet)
    }

    /// Returns true if a path may be of this form, by the number of its segments and what each begins with.
    pub(crate) fn begins(&self, path: &str) -> bool {
        let count = path.split('/').count();
        let enough = match self.count() {
            Some(own) => own == count,
            None => self.fewest() <= count,
        };
        let begins = |(segment, text): (&Segment, &str)| match segment.is_text() {
            true => segment.prefix == text,
            false => text.starts_with(&segment.prefix),
        };
        enough && self.front().zip(path.split('/')).all(begins)
    }

    /// Returns true if a path may be of this form.
    pub(crate) fn takes(&self, path: &str) -> bool {
        let count = path.split('/').count();
        let enough = match self.count() {
            Some(own) => own == count,
            None => self.fewest() <= count,
        };
        let takes = |(segment, text): (&Segment, &str)| segment.takes(text);
        enough
            && self.back().zip(path.rsplit('/')).all(takes)
            && self.front().zip(path.split('/')).all(takes)
    }
}

/// Adds items to all choices; a group of whole segments doubles them, as long as they are few.
fn expand<'p>(items: &'p [Item], choices: &mut Vec<Vec<Part<'p>>>) {
    for item in items {
        match item {
            Item::Literal(text) => push(choices, Part::Text(text)),
            Item::Parameter(parameter) => match &parameter.kind {
                kind if kind.spans() => push(choices, Part::Open),
                kind => push(choices, Part::Kind(kind)),
            },
            Item::Wildcard { .. } => push(choices, Part::Open),
            Item::Group(inner) if is_within_segment(inner) => push(choices, Part::Loose),
            Item::Group(inner) => {
                let mut with = choices.clone();
                expand(inner, &mut with);
                if choices.len() + with.len() <= MOST_FORMS {
                    choices.append(&mut with);
                } else {
                    push(choices, Part::Open);
                }
            }
        }
    }
}

fn push<'p>(choices: &mut [Vec<Part<'p>>], part: Part<'p>) {
    for choice in choices {
        choice.push(part);
    }
}

/// Returns true if no text of a pattern has a slash.
fn is_within_segment(items: &[Item]) -> bool {
    items.iter().all(|item| match item {
        Item::Literal(text) => !text.contains('/'),
        Item::Parameter(parameter) => !parameter.kind.spans(),
        Item::Wildcard { .. } => false,
        Item::Group(inner) => is_within_segment(inner),
    })
}

fn segments(parts: &[Part<'_>]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut segment = Segment::default();
    for part in parts {
        match part {
            Part::Text(text) => {
                let mut pieces = text.split('/');
                segment.push_text(pieces.next().unwrap_or_default());
                for piece in pieces {
                    segments.push(std::mem::take(&mut segment));
                    segment.push_text(piece);
                }
            }
            Part::Kind(kind) => segment.push_kind(kind),
            Part::Loose | Part::Open => segment.push_anything(),
        }
    }
    segments.push(segment);
    segments
}
