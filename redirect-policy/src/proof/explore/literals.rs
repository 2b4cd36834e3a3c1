//! The paths of rules that are nothing but text, found again by how they begin or end.

use std::cell::OnceCell;

use crate::proof::forms::Form;
use crate::proof::forms::folded;
use crate::proof::steps::Steps;

/// The most paths that are compared with one form.
const MOST_COMPARED: usize = 512;
/// Steps that it takes to compare one.
const COMPARED: usize = 5;

/// Paths in order, each with the number of its rule.
#[derive(Default)]
pub(super) struct Literals {
    paths: Vec<(String, usize)>,
    /// The paths read from their ends, in order; each with its place among the paths.
    reversed: OnceCell<Vec<(String, usize)>>,
}

impl Literals {
    pub(super) fn new<'p>(paths: impl Iterator<Item = (&'p str, usize)>) -> Self {
        let mut paths: Vec<(String, usize)> =
            paths.map(|(path, rule)| (folded(path), rule)).collect();
        paths.sort_unstable();
        Literals {
            paths,
            reversed: OnceCell::new(),
        }
    }

    /// The rules whose path may be of one of some forms; a step for each path that was compared.
    pub(super) fn meeting(&self, forms: &[Form], steps: &Steps) -> Vec<usize> {
        let mut found = Vec::new();
        for form in forms {
            let compared = self.candidates(form);
            let compared = compared.into_iter().take(MOST_COMPARED);
            for (path, rule) in compared.filter_map(|place| self.paths.get(place)) {
                steps.spend(COMPARED);
                if form.takes(path) && !found.contains(rule) {
                    found.push(*rule);
                }
            }
        }
        found
    }

    /// The places of the paths that begin, or those that end, as a form does: the fewer ones.
    fn candidates(&self, form: &Form) -> Vec<usize> {
        let beginning = form.beginning();
        let from = self.paths.partition_point(|(path, _)| *path < beginning);
        let rest = self.paths.get(from..).unwrap_or_default();
        let count = rest.partition_point(|(path, _)| path.starts_with(&beginning));
        if count <= MOST_COMPARED {
            return (from..from + count).collect();
        }
        let ending: String = form.ending().chars().rev().collect();
        let reversed = self.reversed.get_or_init(|| self.reversed());
        let after = reversed.partition_point(|(path, _)| *path < ending);
        let rest = reversed.get(after..).unwrap_or_default();
        let fewer = rest.partition_point(|(path, _)| path.starts_with(&ending));
        if count <= fewer {
            return (from..from + count).collect();
        }
        let places = rest.iter().take(fewer).map(|(_, place)| *place);
        let mut places: Vec<usize> = places.collect();
        places.sort_unstable();
        places
    }

    fn reversed(&self) -> Vec<(String, usize)> {
        let paths = self.paths.iter().enumerate();
        let reversed = |(place, (path, _)): (usize, &(String, usize))| {
            (path.chars().rev().collect::<String>(), place)
        };
        let mut reversed: Vec<(String, usize)> = paths.map(reversed).collect();
        reversed.sort_unstable();
        reversed
    }
}
