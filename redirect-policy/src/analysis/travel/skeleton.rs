//! Patterns by their segments, so that most pairs that have nothing in common need no question.

use crate::pattern::{Item, Kind};

/// What all texts of a pattern have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Skeleton {
    /// The whole segments in front, until what may be of any length: the text of each; `None` where it holds a name.
    segments: Vec<Option<String>>,
    /// The text at the end.
    tail: String,
    /// The fewest slashes, and the most; `None` without a limit.
    slashes: (usize, Option<usize>),
}

impl Skeleton {
    pub(super) fn of(items: &[Item], fold: bool) -> Self {
        Skeleton {
            segments: segments(items, fold),
            tail: tail(items, fold).to_owned(),
            slashes: slashes(items),
        }
    }

    /// Whether two patterns may match one path.
    pub(super) fn may_meet(&self, other: &Skeleton) -> bool {
        let few_enough = |(_, most): (_, Option<usize>), (fewest, _)| {
            most.is_none_or(|most: usize| fewest <= most)
        };
        few_enough(self.slashes, other.slashes)
            && few_enough(other.slashes, self.slashes)
            && (self.tail.ends_with(&other.tail) || other.tail.ends_with(&self.tail))
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

fn segments(items: &[Item], fold: bool) -> Vec<Option<String>> {
    let mut segments = Vec::new();
    let mut text = Some(String::new());
    for item in items {
        match item {
            Item::Literal(literal) => {
                let mut parts = literal.split('/');
                if let (Some(text), Some(part)) = (&mut text, parts.next()) {
                    text.push_str(part);
                }
                for part in parts {
                    segments.push(text.take().filter(|_| !fold));
                    text = Some(part.to_owned());
                }
            }
            Item::Parameter(parameter) if parameter.kind != Kind::Path => text = None,
            _ => return segments,
        }
    }
    segments.push(text.filter(|_| !fold));
    segments
}

fn tail(items: &[Item], fold: bool) -> &str {
    match items.last() {
        Some(Item::Literal(text)) if !fold => text,
        _ => "",
    }
}

fn slashes(items: &[Item]) -> (usize, Option<usize>) {
    let of_item = |item: &Item| match item {
        Item::Literal(text) => {
            let count = text.matches('/').count();
            (count, Some(count))
        }
        Item::Parameter(parameter) if parameter.kind != Kind::Path => (0, Some(0)),
        Item::Parameter(_) | Item::Wildcard { .. } => (0, None),
        Item::Group(items) => (0, slashes(items).1),
    };
    items
        .iter()
        .map(of_item)
        .fold((0, Some(0)), |(fewest, most), (more, at_most)| {
            let most = most.zip(at_most).map(|(most, more)| most + more);
            (fewest + more, most)
        })
}
