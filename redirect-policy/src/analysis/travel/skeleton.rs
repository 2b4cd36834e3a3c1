//! Patterns by their segments and their ends, so that most pairs that have nothing in common need no question.

use crate::pattern::{Item, Kind};

/// The whole segments that a pattern begins with.
#[derive(Clone, Debug, Default)]
pub(super) struct Skeleton {
    /// The text of each segment; `None` where it holds a name.
    segments: Vec<Option<String>>,
    /// Whether anything may follow them.
    open: bool,
    /// The text that every text of the pattern ends with.
    tail: String,
}

impl Skeleton {
    pub(super) fn of(items: &[Item], fold: bool) -> Self {
        let mut skeleton = Skeleton {
            tail: tail(items, fold).to_owned(),
            ..Skeleton::default()
        };
        let mut text = Some(String::new());
        for item in items {
            match item {
                Item::Literal(literal) => {
                    let mut parts = literal.split('/');
                    if let (Some(text), Some(part)) = (&mut text, parts.next()) {
                        text.push_str(part);
                    }
                    for part in parts {
                        skeleton.segments.push(text.take().filter(|_| !fold));
                        text = Some(part.to_owned());
                    }
                }
                Item::Parameter(parameter) if parameter.kind != Kind::Path => text = None,
                _ => {
                    skeleton.open = true;
                    return skeleton;
                }
            }
        }
        skeleton.segments.push(text.filter(|_| !fold));
        skeleton
    }

    /// Whether two patterns may match one path.
    pub(super) fn may_meet(&self, other: &Skeleton) -> bool {
        let (here, there) = (self.segments.len(), other.segments.len());
        let lengths = match (self.open, other.open) {
            (false, false) => here == there,
            (true, false) => here <= there,
            (false, true) => there <= here,
            (true, true) => true,
        };
        let tails = self.tail.ends_with(&other.tail) || other.tail.ends_with(&self.tail);
        lengths
            && tails
            && self
                .segments
                .iter()
                .zip(&other.segments)
                .all(|pair| match pair {
                    (Some(here), Some(there)) => here == there,
                    _ => true,
                })
    }
}

fn tail(items: &[Item], fold: bool) -> &str {
    match items.last() {
        Some(Item::Literal(text)) if !fold => text,
        _ => "",
    }
}
