//! The distance of a path from a source, in segments: for a miss, the rules that were perhaps meant.

use redirect_policy::pattern::Item;
use redirect_policy::reference::{Attempt, attempt};

/// The most steps that one segment may take to match.
const MOST_STEPS: usize = 2_000;

/// The cost of a segment that is missing, or too many.
const SEGMENT: f64 = 0.9;
/// The cost of a slash at the end that is missing, or too many.
const FINAL_SLASH: f64 = 0.3;
/// The cost of a value of another kind.
const KIND: f64 = 0.6;
/// The cost of text in another case.
const CASE: f64 = 0.1;
/// The part of a text's bytes from which on another text has nothing in common with it.
const FOREIGN: f64 = 0.5;

/// The distance of a path from a source: 1 for a segment that has nothing in common with the one asked for, less for one
/// that is missing, too many or written otherwise; `None` from `most` on, or if no text of the source is in the path. Of
/// the optional groups all are taken to be present, then none.
pub(super) fn distance(items: &[Item], fold: bool, path: &str, most: f64) -> Option<f64> {
    let asked: Vec<&str> = path.split('/').skip(1).collect();
    let mut least = most;
    for with_groups in [true, false] {
        let segments = segments(items, with_groups);
        let texts = segments.iter().filter(|one| one.has_text()).count();
        let near = least.min(texts.max(1) as f64);
        let distance = aligned(&segments, fold, &asked, near);
        if distance < near {
            least = distance;
        }
    }
    (least < most).then_some(least)
}

/// A segment of a source.
enum Segment {
    /// Items without a slash.
    One(Vec<Item>),
    /// Any number of segments, at least so many.
    Many(usize),
}

impl Segment {
    fn has_text(&self) -> bool {
        let is_text = |item: &Item| matches!(item, Item::Literal(text) if !text.is_empty());
        matches!(self, Segment::One(items) if items.iter().any(is_text))
    }
}

fn segments(items: &[Item], with_groups: bool) -> Vec<Segment> {
    let mut all = Vec::new();
    let mut open = Vec::new();
    collect(items, with_groups, &mut open, &mut all);
    all.push(Segment::One(open));
    // What stands before the first slash is empty.
    all.remove(0);
    all
}

fn collect(items: &[Item], with_groups: bool, open: &mut Vec<Item>, all: &mut Vec<Segment>) {
    for item in items {
        match item {
            Item::Literal(text) => {
                for (number, part) in text.split('/').enumerate() {
                    if number > 0 {
                        all.push(Segment::One(std::mem::take(open)));
                    }
                    if !part.is_empty() {
                        open.push(Item::Literal(part.to_owned()));
                    }
                }
            }
            Item::Group(inner) if with_groups => collect(inner, with_groups, open, all),
            Item::Group(_) => {}
            Item::Wildcard { .. } => all.push(Segment::Many(0)),
            Item::Parameter(parameter) if parameter.kind.spans() => {
                all.push(Segment::Many(1));
            }
            Item::Parameter(_) => open.push(item.clone()),
        }
    }
}

/// The least cost of bringing a path into the form of a source.
fn aligned(segments: &[Segment], fold: bool, asked: &[&str], most: f64) -> f64 {
    let spans = segments.iter().any(|one| matches!(one, Segment::Many(_)));
    let more = segments.len().abs_diff(asked.len()).saturating_sub(1);
    if !spans && more as f64 * SEGMENT >= most {
        return most;
    }
    let mut last = vec![0.0];
    last.extend(asked.iter().scan(0.0, |sum, text| {
        *sum += cost(text.is_empty());
        Some(*sum)
    }));
    for segment in segments {
        let mut current = Vec::with_capacity(last.len());
        for column in 0..=asked.len() {
            let at = |row: &[f64], index: Option<usize>| {
                index
                    .and_then(|index| row.get(index).copied())
                    .unwrap_or(f64::MAX)
            };
            let left = column.checked_sub(1);
            let text = left.and_then(|left| asked.get(left));
            let cost = match segment {
                Segment::One(items) => {
                    let same = text.map_or(f64::MAX, |text| {
                        at(&last, left) + difference(items, fold, text)
                    });
                    let missing = at(&last, Some(column)) + cost_of_missing(segment);
                    let too_many =
                        at(&current, left) + cost(text.is_some_and(|text| text.is_empty()));
                    same.min(missing).min(too_many)
                }
                // Nothing, or one segment more.
                Segment::Many(least) => {
                    let none = at(&last, Some(column)) + *least as f64;
                    none.min(at(&last, left)).min(at(&current, left))
                }
            };
            current.push(cost);
        }
        if current.iter().all(|cost| *cost >= most) {
            return most;
        }
        last = current;
    }
    last.last().copied().unwrap_or(most)
}

/// The cost of a segment of the source that a path lacks: a text is what the source is known by.
fn cost_of_missing(segment: &Segment) -> f64 {
    match segment {
        Segment::One(items) if !segment.has_text() => cost(items.is_empty()),
        _ => 1.0,
    }
}

/// The cost of a segment that is missing, or too many: an empty one is no more than a slash at the end.
fn cost(is_empty: bool) -> f64 {
    if is_empty { FINAL_SLASH } else { SEGMENT }
}

/// From 0 for a segment that matches to 1 for one that has nothing in common with it.
fn difference(items: &[Item], fold: bool, text: &str) -> f64 {
    if let Attempt::Matches(_) = attempt(items, fold, text, MOST_STEPS) {
        return 0.0;
    }
    match items {
        [] => 1.0,
        [Item::Literal(literal)] => {
            let longer = literal.len().max(text.len()).max(1);
            let (small, other) = (literal.to_ascii_lowercase(), text.to_ascii_lowercase());
            match letters(&small, &other) as f64 / longer as f64 {
                0.0 => CASE,
                part if part >= FOREIGN => 1.0,
                part => part,
            }
        }
        _ => KIND,
    }
}

/// Counts the bytes that must be added, removed or changed.
fn letters(from: &str, to: &str) -> usize {
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.bytes().enumerate() {
        let mut left = row + 1;
        let mut current = vec![left];
        for (column, other) in to.bytes().enumerate() {
            let above = last.get(column + 1).copied().unwrap_or(usize::MAX - 1) + 1;
            let corner = last.get(column).copied().unwrap_or(usize::MAX - 1);
            left = (left + 1)
                .min(above)
                .min(corner + usize::from(letter != other));
            current.push(left);
        }
        last = current;
    }
    last.last().copied().unwrap_or(0)
}
