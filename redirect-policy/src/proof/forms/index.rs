//! Patterns, found again by what they may meet: few of many are compared.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::form::Form;
use super::segment::{Segment, folded};
use crate::pattern::Item;
use crate::proof::steps::Steps;

/// The most segments from either end that are looked at.
const MOST_POSITIONS: usize = 12;
/// So few forms are compared one by one.
const FEW: usize = 4;

/// Steps that it takes to compare two forms.
const COMPARED: usize = 25;
/// Number of forms that are looked at to estimate how many match a path.
const SAMPLE: usize = 48;

/// The forms of patterns.
pub(crate) struct Index {
    /// Each with the number of its pattern.
    forms: Vec<(Form, usize)>,
    /// By the number of segments, which may be open.
    tables: BTreeMap<Option<usize>, Table>,
}

/// The forms of one number of segments, by one segment at a time; what nobody asks for is not made.
#[derive(Default)]
struct Table {
    /// Places in the list of forms.
    forms: Vec<usize>,
    /// By the beginning of the first segment, the second one, and so on.
    front: [OnceCell<Texts>; MOST_POSITIONS],
    /// By the end of the last segment, the last but one, and so on.
    back: [OnceCell<Texts>; MOST_POSITIONS],
}

/// Forms by a text that one of their segments begins with.
#[derive(Default)]
struct Texts {
    /// By all of the segment, in order.
    whole: Vec<(String, usize)>,
    /// By its beginning, in order.
    beginnings: Vec<(String, usize)>,
    /// The lengths of the beginnings, the shortest first.
    lengths: Vec<usize>,
    /// Forms whose segment is not known.
    unknown: Vec<usize>,
}

impl Index {
    /// The forms of some patterns, each with its number.
    pub(crate) fn of<'p>(patterns: impl Iterator<Item = (&'p [Item], usize)>) -> Self {
        let all = |(items, pattern): (&[Item], usize)| {
            let forms = Form::all(items).into_iter();
            forms.map(move |form| (form, pattern))
        };
        let forms: Vec<(Form, usize)> = patterns.flat_map(all).collect();
        let mut tables: BTreeMap<Option<usize>, Table> = BTreeMap::new();
        for (place, (form, _)) in forms.iter().enumerate() {
            let table = tables.entry(form.count()).or_default();
            table.forms.push(place);
        }
        Index { forms, tables }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The patterns that may match a path of one of some forms, in order; only some of them once the steps are spent.
    pub(crate) fn meeting(&self, forms: &[Form], steps: &Steps) -> Vec<usize> {
        let mut found = Vec::new();
        for form in forms {
            let may_fit = |count: &Option<usize>| match (count, form.count()) {
                (Some(count), Some(own)) => *count == own,
                (Some(count), None) => *count >= form.fewest(),
                (None, _) => true,
            };
            for (_, table) in self.tables.iter().filter(|(count, _)| may_fit(count)) {
                let candidates = table.candidates(form, &self.forms, true);
                steps.spend(COMPARED * (2 + candidates.len()));
                if steps.are_spent() {
                    return found;
                }
                let others = candidates.iter().filter_map(|place| self.forms.get(*place));
                let meeting = others.filter(|(other, _)| other.meets(form));
                found.extend(meeting.map(|(_, pattern)| *pattern));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Some of the patterns that the matcher has to compare with a path; each stands for so many.
    pub(crate) fn sample(&self, path: &str) -> Vec<(usize, usize)> {
        let form = Form::of_text(path);
        let path = folded(path);
        let mut sample = Vec::new();
        let fits = |count: &&Option<usize>| count.is_none() || **count == form.count();
        for table in self
            .tables
            .keys()
            .filter(fits)
            .filter_map(|count| self.tables.get(count))
        {
            // The matcher reads a path from its front.
            let candidates = table.candidates(&form, &self.forms, false);
            let apart = candidates.len().div_ceil(SAMPLE).max(1);
            let looked = candidates.iter().step_by(apart);
            let forms = looked.filter_map(|place| self.forms.get(*place));
            let taking = forms.filter(|(form, _)| form.begins(&path));
            sample.extend(taking.map(|(_, pattern)| (*pattern, apart)));
        }
        sample
    }
}

impl Table {
    /// The forms that agree with another one in the segment that tells most of them apart.
    fn candidates(&self, form: &Form, forms: &[(Form, usize)], by_back: bool) -> Vec<usize> {
        let mut best: Option<Vec<usize>> = None;
        let mut limit = self.forms.len();
        let back = self.back.iter().zip(form.back()).enumerate();
        let back = back.filter(|_| by_back);
        let front = self.front.iter().zip(form.front()).enumerate();
        let positions = back
            .map(|one| (true, one))
            .chain(front.map(|one| (false, one)));
        for (from_back, (at, (texts, segment))) in positions {
            if limit <= FEW {
                break;
            }
            if segment.is_loose() {
                continue;
            }
            let texts = texts.get_or_init(|| match from_back {
                true => Texts::of(
                    self,
                    |form| form.back().nth(at).map(Segment::reversed),
                    forms,
                ),
                false => Texts::of(self, |form| form.front().nth(at).cloned(), forms),
            });
            let found = match from_back {
                true => texts.beginning_alike(&segment.reversed(), limit),
                false => texts.beginning_alike(segment, limit),
            };
            if let Some(found) = found {
                limit = found.len();
                best = Some(found);
            }
        }
        best.unwrap_or_else(|| self.forms.clone())
    }
}

impl Texts {
    /// The forms of a table by one of their segments.
    fn of(
        table: &Table,
        segment: impl Fn(&Form) -> Option<Segment>,
        forms: &[(Form, usize)],
    ) -> Self {
        let mut texts = Texts::default();
        for &place in &table.forms {
            let form = forms.get(place).map(|(form, _)| form);
            match form.and_then(&segment) {
                Some(segment) if segment.is_text() => texts.whole.push((segment.prefix, place)),
                Some(segment) => texts.beginnings.push((segment.prefix, place)),
                None => texts.unknown.push(place),
            }
        }
        texts.whole.sort_unstable();
        texts.beginnings.sort_unstable();
        texts.lengths = texts
            .beginnings
            .iter()
            .map(|(text, _)| text.len())
            .collect();
        texts.lengths.sort_unstable();
        texts.lengths.dedup();
        texts
    }

    /// The forms whose segment can begin as another one does, if they are fewer than a limit.
    fn beginning_alike(&self, segment: &Segment, limit: usize) -> Option<Vec<usize>> {
        let text = segment.prefix.as_str();
        let mut parts = vec![];
        let shorter = self.lengths.iter().filter_map(|length| text.get(..*length));
        if segment.is_text() {
            parts.push(equal(&self.whole, text));
            parts.extend(shorter.map(|text| equal(&self.beginnings, text)));
        } else {
            parts.push(beginning_with(&self.whole, text));
            parts.push(beginning_with(&self.beginnings, text));
            let shorter = shorter.filter(|shorter| shorter.len() < text.len());
            parts.extend(shorter.map(|text| equal(&self.beginnings, text)));
        }
        let known: usize = parts.iter().map(|part| part.len()).sum();
        if known + self.unknown.len() >= limit {
            return None;
        }
        let known = parts.into_iter().flatten().map(|(_, place)| *place);
        Some(known.chain(self.unknown.iter().copied()).collect())
    }
}

/// The entries of an ordered list with a text.
fn equal<'t>(texts: &'t [(String, usize)], text: &str) -> &'t [(String, usize)] {
    let from = texts.partition_point(|(known, _)| known.as_str() < text);
    let rest = texts.get(from..).unwrap_or_default();
    let count = rest.partition_point(|(known, _)| known == text);
    rest.get(..count).unwrap_or_default()
}

/// The entries of an ordered list that begin with a text.
fn beginning_with<'t>(texts: &'t [(String, usize)], text: &str) -> &'t [(String, usize)] {
    let from = texts.partition_point(|(known, _)| known.as_str() < text);
    let rest = texts.get(from..).unwrap_or_default();
    let count = rest.partition_point(|(known, _)| known.starts_with(text));
    rest.get(..count).unwrap_or_default()
}
