//! Patterns by backtracking, and how far one that fails comes.

use redirect_runtime::canonical;

use super::{Item, Kind, Parameter};

/// The texts that names are bound to, in the order in which they were bound; `*` is named `*`.
pub type Bindings = Vec<(String, String)>;

/// Matches the whole of a path in canonical form against a pattern, whose delimiters it may hold encoded; `fold` takes ASCII letters of literals in either
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
    match attempt(items, fold, text, usize::MAX) {
        Attempt::Matches(bound) => Some(bound),
        Attempt::Fails(_) | Attempt::Undecided => None,
    }
}

/// Matches the whole of a value or a host, in which an encoded delimiter is another text.
pub(crate) fn matches_value(items: &[Item], fold: bool, text: &str) -> Option<Bindings> {
    match start(items, fold, false, text, usize::MAX) {
        Attempt::Matches(bound) => Some(bound),
        Attempt::Fails(_) | Attempt::Undecided => None,
    }
}

/// The end of an attempt to match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The whole text matches.
    Matches(Bindings),
    /// It does not.
    Fails(Stuck),
    /// The steps were used up.
    Undecided,
}

/// The furthest place that a pattern comes to in a text that it does not match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stuck {
    /// Number of bytes of the text that match.
    pub at: usize,
    /// The items that might have stood there, each once, in the order of the pattern's choices.
    pub expected: Vec<Expected>,
}

/// An item that a pattern asks for at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This text.
    Text(String),
    /// A value of this parameter.
    Parameter(Parameter),
    /// The end of the text.
    End,
}

/// Matches the whole of a path in canonical form, in so many steps at most; a pattern that fails tells how far it came.
///
/// ```
/// use redirect_policy::pattern::{SourceOptions, parse_source};
/// use redirect_policy::reference::{Attempt, Expected, attempt};
/// let pattern = parse_source("/jobs/:id<int>/apply", &SourceOptions::default()).unwrap();
/// let Attempt::Fails(stuck) = attempt(&pattern.items, false, "/jobs/7/aply", 1_000) else { panic!() };
/// assert_eq!((stuck.at, stuck.expected), (10, vec![Expected::Text("ply".to_owned())]));
/// ```
#[must_use]
pub fn attempt(items: &[Item], fold: bool, path: &str, most_steps: usize) -> Attempt {
    start(items, fold, true, path, most_steps)
}

fn start(items: &[Item], fold: bool, decodes: bool, text: &str, most_steps: usize) -> Attempt {
    let mut search = Search {
        units: units(text),
        fold,
        decodes,
        steps: most_steps,
        bound: Vec::new(),
        stuck: (0, Vec::new()),
    };
    let end = |search: &mut Search<'_>, at: usize| {
        let ends = at == search.units.len();
        if !ends {
            search.stuck(at, || Expected::End);
        }
        ends
    };
    if search.sequence(items, 0, &end) {
        return Attempt::Matches(search.bound);
    }
    if search.steps == 0 {
        return Attempt::Undecided;
    }
    let (units, expected) = search.stuck;
    let before = search.units.iter().take(units);
    Attempt::Fails(Stuck {
        at: before.map(|unit| unit.len()).sum(),
        expected,
    })
}

/// A text cut into characters: a triplet is one.
fn units(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.strip_prefix('%').unwrap_or_default();
        let length = match canonical::triplet(digits.as_bytes()) {
            Some(_) => 3,
            None => first.len_utf8(),
        };
        let (unit, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        units.push(unit);
        rest = behind;
    }
    units
}

/// The most different items that are told of a pattern's furthest place.
const MOST_EXPECTED: usize = 4;

/// A search under way.
struct Search<'t> {
    units: Vec<&'t str>,
    fold: bool,
    /// True if a literal also matches with its delimiters encoded.
    decodes: bool,
    /// Number of steps left.
    steps: usize,
    /// The bindings of the way that is being tried.
    bound: Bindings,
    /// The furthest place so far, in characters, and what was asked for there.
    stuck: (usize, Vec<Expected>),
}

type Continue<'c> = dyn Fn(&mut Search<'_>, usize) -> bool + 'c;

impl Search<'_> {
    /// Tries items from a position on, then what follows them.
    fn sequence(&mut self, items: &[Item], at: usize, then: &Continue<'_>) -> bool {
        let Some((item, rest)) = items.split_first() else {
            return then(self, at);
        };
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        let next = |search: &mut Search<'_>, at: usize| search.sequence(rest, at, then);
        match item {
            Item::Literal(text) => match self.literal(text, at) {
                Some(end) => next(self, end),
                None => false,
            },
            Item::Parameter(parameter) => {
                let ends = self.ends(&parameter.kind, at);
                if ends.is_empty() {
                    self.stuck(at, || Expected::Parameter(parameter.clone()));
                }
                let mut ends = ends.into_iter();
                ends.any(|end| self.bind(&parameter.name, at, end, &next))
            }
            Item::Wildcard { .. } => {
                (at..=self.units.len()).any(|end| self.bind("*", at, end, &next))
            }
            Item::Group(inner) => {
                // Present only if it consumes something.
                let behind = |search: &mut Search<'_>, end: usize| end > at && next(search, end);
                self.sequence(inner, at, &behind) || next(self, at)
            }
        }
    }

    fn bind(&mut self, name: &str, start: usize, end: usize, next: &Continue<'_>) -> bool {
        let Some(units) = self.units.get(start..end) else {
            return false;
        };
        let text = units.concat();
        self.bound.push((name.to_owned(), text));
        let found = next(self, end);
        if !found {
            self.bound.pop();
        }
        found
    }

    /// Notes what is asked for at a position, if that is the furthest.
    fn stuck(&mut self, at: usize, expected: impl FnOnce() -> Expected) {
        let (furthest, all) = &mut self.stuck;
        if at > *furthest {
            *furthest = at;
            all.clear();
        }
        if at == *furthest && all.len() < MOST_EXPECTED {
            let expected = expected();
            if !all.contains(&expected) {
                all.push(expected);
            }
        }
    }

    fn literal(&mut self, text: &str, at: usize) -> Option<usize> {
        let wanted = units(text);
        let equal = |(here, wanted): &(&&str, &&str)| {
            self.is_same(here, wanted) || self.decodes && is_encoded(here, wanted)
        };
        let here = self.units.get(at..).unwrap_or_default().iter();
        let same = here.zip(&wanted).take_while(equal).count();
        if same == wanted.len() {
            return Some(at + same);
        }
        let missing = || Expected::Text(wanted.get(same..).unwrap_or_default().concat());
        self.stuck(at + same, missing);
        None
    }

    /// The ends that a parameter can have, the preferred first.
    fn ends(&self, kind: &Kind, at: usize) -> Vec<usize> {
        match kind {
            Kind::Enumeration(values) => values
                .iter()
                .filter_map(|value| self.value(value, at))
                .collect(),
            _ => {
                let longest = self.longest(kind, at);
                (at.saturating_add(1)..=at.saturating_add(longest))
                    .rev()
                    .filter(|&end| {
                        let text = self.units.get(at..end);
                        text.is_some_and(|text| kind.accepts(&text.concat()))
                    })
                    .collect()
            }
        }
    }

    /// The end of a value of an enumeration that stands at a position.
    fn value(&self, value: &str, at: usize) -> Option<usize> {
        let wanted = units(value);
        let here = self.units.get(at..)?.get(..wanted.len())?;
        let mut pairs = here.iter().zip(&wanted);
        pairs
            .all(|(here, wanted)| self.is_same(here, wanted))
            .then_some(at + wanted.len())
    }

    fn is_same(&self, here: &str, wanted: &str) -> bool {
        here == wanted || self.fold && here.eq_ignore_ascii_case(wanted)
    }

    /// Counts the characters from a position on that may be part of a value.
    fn longest(&self, kind: &Kind, at: usize) -> usize {
        let here = self.units.get(at..).unwrap_or_default().iter();
        match kind {
            Kind::Class { class, .. } => here
                .take_while(|unit| unit.chars().all(|c| class.holds(c)))
                .count(),
            _ => here.count(),
        }
    }
}

/// Returns true if a triplet stands for a delimiter of a path.
fn is_encoded(here: &str, wanted: &str) -> bool {
    match (wanted.as_bytes(), here.strip_prefix('%')) {
        ([byte], Some(digits)) => {
            "!$&'()*+,:=@".contains(wanted) && canonical::triplet(digits.as_bytes()) == Some(*byte)
        }
        _ => false,
    }
}
