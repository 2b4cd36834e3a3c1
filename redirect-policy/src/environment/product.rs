//! All environments that differ in some parts: the product of the ways in which each part can be.

use super::Environment;
use super::choice::Choice;
use crate::regular::steps::Steps;

/// The most environments that are tried.
const MOST: usize = 65_536;
/// Steps that it takes to make one, and for each of its parts.
const ENVIRONMENT: usize = 10;

/// The environments, one after another; the plainest first.
#[derive(Clone, Debug)]
pub(crate) struct Environments<'e> {
    steps: &'e Steps,
    dimensions: Vec<Vec<Choice>>,
    next: usize,
    count: usize,
    /// True if these are all.
    pub(crate) complete: bool,
}

impl<'e> Environments<'e> {
    /// The environments that take one choice of each dimension; `complete` if the dimensions are whole.
    pub(super) fn new(dimensions: Vec<Vec<Choice>>, complete: bool, steps: &'e Steps) -> Self {
        let product = dimensions.iter().fold(1usize, |product, choices| {
            product.saturating_mul(choices.len())
        });
        Environments {
            steps,
            dimensions,
            next: 0,
            count: product.min(MOST),
            complete: complete && product <= MOST && !steps.are_spent(),
        }
    }
}

impl Iterator for Environments<'_> {
    type Item = Environment;

    fn next(&mut self) -> Option<Environment> {
        if self.next >= self.count || self.steps.are_spent() {
            return None;
        }
        self.steps.spend(ENVIRONMENT * (1 + self.dimensions.len()));
        let mut rest = self.next;
        self.next += 1;
        let mut environment = Environment::default();
        for choices in &self.dimensions {
            let length = choices.len().max(1);
            if let Some(choice) = choices.get(rest % length) {
                choice.apply(&mut environment);
            }
            rest /= length;
        }
        Some(environment)
    }
}
