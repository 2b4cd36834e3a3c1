//! The slow, obvious matcher: backtracking as the language's definition tells it, one choice after another.
//!
//! Exponential, and meant to be: nothing here is clever, so that it can judge what is.

use redirect_policy::pattern::{Class, Item, Kind};

/// Names (`*` for the wildcard) and what they are bound to.
pub type Bindings = Vec<(String, String)>;

/// Matches a whole canonical text against a pattern.
pub fn matches(items: &[Item], fold: bool, text: &str) -> Option<Bindings> {
    let units = units(text);
    let mut bound = Vec::new();
    let end =
        |position: usize, bound: &mut Bindings| (position == units.len()).then(|| bound.clone());
    sequence(items, &units, fold, 0, &mut bound, &end)
}

/// A text cut into characters: a triplet is one.
fn units(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut units = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let triplet = bytes[at] == b'%'
            && bytes.len() >= at + 3
            && bytes[at + 1].is_ascii_hexdigit()
            && bytes[at + 2].is_ascii_hexdigit();
        let length = if triplet { 3 } else { 1 };
        units.push(text[at..at + length].to_owned());
        at += length;
    }
    units
}

type Continue<'c> = dyn Fn(usize, &mut Bindings) -> Option<Bindings> + 'c;

/// Tries items from a position on, then what follows them.
fn sequence(
    items: &[Item],
    units: &[String],
    fold: bool,
    at: usize,
    bound: &mut Bindings,
    then: &Continue<'_>,
) -> Option<Bindings> {
    let Some((item, rest)) = items.split_first() else {
        return then(at, bound);
    };
    let next = |at: usize, bound: &mut Bindings| sequence(rest, units, fold, at, bound, then);
    match item {
        Item::Literal(text) => next(literal(text, units, fold, at)?, bound),
        Item::Parameter(parameter) => ends(&parameter.kind, units, fold, at)
            .into_iter()
            .find_map(|end| bind(&parameter.name, units, at, end, bound, &next)),
        Item::Wildcard { .. } => {
            (at..=units.len()).find_map(|end| bind("*", units, at, end, bound, &next))
        }
        Item::Group(inner) => {
            // Present only if it consumes something.
            let behind = |end: usize, bound: &mut Bindings| {
                if end > at { next(end, bound) } else { None }
            };
            sequence(inner, units, fold, at, bound, &behind).or_else(|| next(at, bound))
        }
    }
}

fn bind(
    name: &str,
    units: &[String],
    start: usize,
    end: usize,
    bound: &mut Bindings,
    next: &Continue<'_>,
) -> Option<Bindings> {
    bound.push((name.to_owned(), units[start..end].concat()));
    let result = next(end, bound);
    bound.pop();
    result
}

/// Where a literal ends; its delimiters stand as they are, or encoded.
fn literal(text: &str, units: &[String], fold: bool, at: usize) -> Option<usize> {
    equal(text, units, at, |here, wanted| {
        let delimiter = wanted.len() == 1 && "!$&'()*+,:=@".contains(wanted);
        let encoded = || format!("%{:02X}", wanted.as_bytes()[0]);
        same(here, wanted, fold) || delimiter && here == encoded()
    })
}

fn same(here: &str, wanted: &str, fold: bool) -> bool {
    here == wanted || fold && here.eq_ignore_ascii_case(wanted)
}

/// Where a text ends whose characters each equal those from a position on.
fn equal(
    text: &str,
    units: &[String],
    at: usize,
    equals: impl Fn(&str, &str) -> bool,
) -> Option<usize> {
    let wanted = self::units(text);
    let here = units.get(at..at + wanted.len())?;
    let mut pairs = here.iter().zip(&wanted);
    pairs
        .all(|(here, wanted)| equals(here, wanted))
        .then_some(at + wanted.len())
}

/// The ends that a parameter can have, the preferred first.
fn ends(kind: &Kind, units: &[String], fold: bool, at: usize) -> Vec<usize> {
    match kind {
        Kind::Enumeration(values) => values
            .iter()
            .filter_map(|value| equal(value, units, at, |here, wanted| same(here, wanted, fold)))
            .collect(),
        _ => (at + 1..=units.len())
            .rev()
            .filter(|&end| accepts(kind, &units[at..end].concat()))
            .collect(),
    }
}

fn accepts(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Class { class, min, max } => {
            let length = text.len();
            length >= usize::from(*min)
                && max.is_none_or(|max| length <= usize::from(max))
                && text.chars().all(|c| in_class(*class, c))
        }
        Kind::Uuid => {
            let parts: Vec<&str> = text.split('-').collect();
            parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
                && parts.concat().chars().all(|c| c.is_ascii_hexdigit())
        }
        Kind::Path => text.split('/').all(|segment| !segment.is_empty()),
        Kind::Enumeration(_) => unreachable!(),
    }
}

fn in_class(class: Class, c: char) -> bool {
    match class {
        Class::Segment => c != '/',
        Class::Slug => c.is_ascii_alphanumeric() || "-_~ %".contains(c),
        Class::Int => c.is_ascii_digit(),
        Class::Hex => c.is_ascii_hexdigit(),
        Class::Alpha => c.is_ascii_alphabetic(),
        Class::Alnum => c.is_ascii_alphanumeric(),
    }
}
