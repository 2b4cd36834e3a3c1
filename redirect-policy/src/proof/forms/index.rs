//! Patterns, found again by what they may meet: few of many are compared.

use std::collections::BTreeMap;

use super::form::Form;
use super::segment::folded;
use super::trie::{End, Node, Walk};
use crate::pattern::Item;
use crate::proof::steps::Steps;

/// Steps that it takes to compare two forms.
const COMPARED: usize = 25;
/// Steps that it takes to compare two segments.
const SEGMENT: usize = 5;
/// The most segments that are compared at first, from either end.
const FIRST: usize = 64;
/// Number of forms that are looked at to estimate how many match a path.
const SAMPLE: usize = 48;

/// The forms of patterns.
pub(crate) struct Index {
    /// Each with the number of its pattern.
    forms: Vec<(Form, usize)>,
    /// By the number of segments, which may be open.
    tables: BTreeMap<Option<usize>, Table>,
    /// All of them by their segments, the first one first.
    all: Node,
}

/// The forms of one number of segments.
struct Table {
    /// By their segments, the first one first.
    front: Node,
    /// By their segments, the last one first.
    back: Node,
}

impl Index {
    /// The forms of some patterns, each with its number.
    pub(crate) fn of<'p>(patterns: impl Iterator<Item = (&'p [Item], usize)>) -> Self {
        let all = |(items, pattern): (&[Item], usize)| {
            let forms = Form::all(items).into_iter();
            forms.map(move |form| (form, pattern))
        };
        let forms: Vec<(Form, usize)> = patterns.flat_map(all).collect();
        let mut places: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (place, (form, _)) in forms.iter().enumerate() {
            places.entry(form.count()).or_default().push(place);
        }
        let table = |places: Vec<usize>| Table {
            front: Node::of(places.clone()),
            back: Node::of(places),
        };
        let tables = places.into_iter();
        let tables = tables.map(|(count, places)| (count, table(places)));
        Index {
            all: Node::of((0..forms.len()).collect()),
            tables: tables.collect(),
            forms,
        }
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
                let candidates = table.meeting(form, &self.forms, steps);
                steps.spend(COMPARED * (1 + candidates.len()));
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

    /// Returns the number of different segments that the matcher looks into on its way along a path, those of patterns
    /// that have more segments or fewer too.
    pub(crate) fn tests(&self, path: &str, steps: &Steps) -> usize {
        let form = Form::of_text(path);
        let mut walk = Walk::new(End::Front, &self.forms, &form, usize::MAX);
        walk.visit(&self.all);
        steps.spend(walk.compared);
        walk.tested
    }

    /// Some of the patterns that the matcher has to compare with a path; each stands for so many.
    pub(crate) fn sample(&self, path: &str, steps: &Steps) -> Vec<(usize, usize)> {
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
            let mut walk = Walk::to_beginnings(&self.forms, &form);
            walk.visit(&table.front);
            steps.spend(walk.compared);
            let candidates = walk.found;
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
    /// The forms that may meet another one as far as their segments are compared: from the end from which fewer are.
    fn meeting(&self, form: &Form, forms: &[(Form, usize)], steps: &Steps) -> Vec<usize> {
        let mut most = FIRST;
        loop {
            for (end, node) in [(End::Back, &self.back), (End::Front, &self.front)] {
                let mut walk = Walk::new(end, forms, form, most);
                let is_whole = walk.visit(node);
                steps.spend(SEGMENT * walk.compared);
                if is_whole || steps.are_spent() {
                    return walk.found;
                }
            }
            most = most.saturating_mul(4);
        }
    }
}
