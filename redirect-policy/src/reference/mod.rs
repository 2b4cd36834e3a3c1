//! The reference matcher: backtracking as the language's definition tells it, one choice after another.
//!
//! Nothing here is clever, so that it can judge the engine and explain a miss. Its time is exponential in the pattern:
//! it is for tests, and for explanations of single requests.

use redirect_runtime::canonical;

use crate::pattern::{Class, Item, Kind};

/// The texts that names are bound to, in the order in which they were bound; `*` is named `*`.
pub type Bindings = Vec<(String, String)>;

/// Matches the whole of a text in canonical form against a pattern; `fold` takes ASCII letters of literals in either
/// case.
///
/// ```
/// use redirect_policy::pattern::{SourceOptions, parse_source};
/// use redirect_policy::reference::matches;
/// let pattern = parse_source("/jobs/(:title-):id(/)", &SourceOptions::default()).unwrap();
/// let bound = matches(&pattern.items, false, "/jobs/senior-cook-7").unwrap();
/// assert_eq!(bound[0], ("title".to_owned(), "senior-cook".to_owned()));
/// assert_eq!(bound[1], ("id".to_owned(), "7".to_owned()));
/// ```
#[must_use]
pub fn matches(items: &[Item], fold: bool, text: &str) -> Option<Bindings> {
    let units = units(text);
    let mut bound = Vec::new();
    let end =
        |position: usize, bound: &mut Bindings| (position == units.len()).then(|| bound.clone());
    sequence(items, &units, fold, 0, &mut bound, &end)
}

/// A text cut into characters: a triplet is one.
fn units(text: &str) -> Vec<String> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.strip_prefix('%').unwrap_or_default();
        let length = match canonical::triplet(digits.as_bytes()) {
            Some(_) => 3,
            None => first.len_utf8(),
        };
        let (unit, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        units.push(unit.to_owned());
        rest = behind;
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
    bound.push((name.to_owned(), units.get(start..end)?.concat()));
    let result = next(end, bound);
    bound.pop();
    result
}

/// Where a literal ends; its delimiters stand as they are, or encoded.
fn literal(text: &str, units: &[String], fold: bool, at: usize) -> Option<usize> {
    equal(text, units, at, |here, wanted| {
        let delimiter = match wanted.as_bytes() {
            [byte] if b"!$&'()*+,:=@".contains(byte) => Some(byte),
            _ => None,
        };
        same(here, wanted, fold) || delimiter.is_some_and(|byte| here == format!("%{byte:02X}"))
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
    let end = at.checked_add(wanted.len())?;
    let mut pairs = units.get(at..end)?.iter().zip(&wanted);
    pairs
        .all(|(here, wanted)| equals(here, wanted))
        .then_some(end)
}

/// The ends that a parameter can have, the preferred first.
fn ends(kind: &Kind, units: &[String], fold: bool, at: usize) -> Vec<usize> {
    match kind {
        Kind::Enumeration(values) => values
            .iter()
            .filter_map(|value| equal(value, units, at, |here, wanted| same(here, wanted, fold)))
            .collect(),
        _ => (at.saturating_add(1)..=units.len())
            .rev()
            .filter(|&end| {
                units
                    .get(at..end)
                    .is_some_and(|text| accepts(kind, &text.concat()))
            })
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
        Kind::Enumeration(values) => values.iter().any(|value| value == text),
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
