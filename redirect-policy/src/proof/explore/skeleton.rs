//! Patterns by their segments, so that most pairs that have nothing in common need no question.

use redirect_runtime::canonical::delimiters::decoded;

use crate::pattern::{Item, Kind};

/// How many texts at the end of a pattern are told apart.
const MOST_TAILS: usize = 64;

/// What all texts of a pattern have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Skeleton {
    /// The whole segments in front, until what may be of any length: the text of each; `None` where it holds a name.
    segments: Vec<Option<String>>,
    /// Every text of the pattern ends with one of these.
    tails: Vec<String>,
    /// The fewest slashes, and the most; `None` without a limit.
    slashes: (usize, Option<usize>),
}

impl Skeleton {
    pub(super) fn of(items: &[Item], fold: bool) -> Self {
        Skeleton {
            segments: segments(items, fold),
            tails: tails(items, fold),
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
            && self.tails.iter().any(|tail| ends_alike(tail, &other.tails))
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

fn tails(items: &[Item], fold: bool) -> Vec<String> {
    let mut tails = vec![String::new()];
    for item in items.iter().rev().take_while(|_| !fold) {
        match item {
            Item::Literal(text) => tails = in_front(std::slice::from_ref(text), &tails),
            Item::Parameter(parameter) => match &parameter.kind {
                Kind::Enumeration(values) if values.len() * tails.len() <= MOST_TAILS => {
                    tails = in_front(values, &tails);
                }
                _ => break,
            },
            _ => break,
        }
    }
    tails
}

/// Each text in front of each tail.
fn in_front(texts: &[String], tails: &[String]) -> Vec<String> {
    // Delimiters are alike, encoded or not.
    let with = |tail: &String| -> Vec<String> {
        let texts = texts.iter();
        texts
            .map(|text| decoded(text).into_owned() + tail)
            .collect()
    };
    tails.iter().flat_map(with).collect()
}

/// Whether a text can end with one of some tails, and also with its own.
fn ends_alike(tail: &str, others: &[String]) -> bool {
    let mut others = others.iter();
    others.any(|other| tail.ends_with(other.as_str()) || other.ends_with(tail))
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
