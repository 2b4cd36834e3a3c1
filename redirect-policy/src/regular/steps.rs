//! Counted steps: what proofs may cost, so that every build ends, and each in the same way.

use std::cell::Cell;

/// The number of steps that the proofs about a policy may take.
///
/// A step is about as much work as one character of a pattern: an unoptimised build takes some ten million in a
/// second, an optimised one some hundred million. What a budget leaves open is reported as `undecided`. Steps are
/// counted, so that a policy gets the same answer on each machine and each day.
///
/// ```
/// use redirect_policy::{Budget, compile_text_within};
/// let yaml = "redirectionPolicy: { version: 0.0.1, rules: [{ source: '/a/:x', destination: '/b/:x' }] }";
/// assert!(compile_text_within(yaml, Budget::default()).is_ok());
/// // Without a proof the policy compiles all the same, unless its `lints` deny `undecided`.
/// assert!(compile_text_within(yaml, Budget::of_steps(0)).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    base: u64,
    for_each_rule: u64,
}

impl Budget {
    /// So many steps, however large the policy is.
    #[must_use]
    pub const fn of_steps(steps: u64) -> Self {
        Budget {
            base: steps,
            for_each_rule: 0,
        }
    }

    /// The steps for a policy of so many rules.
    pub(crate) fn steps(self, rules: usize) -> u64 {
        let rules = u64::try_from(rules).unwrap_or(u64::MAX);
        self.base
            .saturating_add(self.for_each_rule.saturating_mul(rules))
    }
}

impl Default for Budget {
    /// Returns the steps that a build can wait for: a few seconds unoptimised, and more where there are more rules.
    fn default() -> Self {
        Budget {
            base: 30_000_000,
            for_each_rule: 2_000,
        }
    }
}

/// The steps that a question is tried with at first: at least, and at most.
const FIRST: (u64, u64) = (500, 8_000);
/// Factor by which each round has more steps than the one before.
const MORE: u64 = 4;

/// Steps that are left.
#[derive(Debug)]
pub(crate) struct Steps {
    /// Below zero where more were taken than there were.
    left: Cell<i64>,
    /// True if more were wanted than there were.
    spent: Cell<bool>,
}

/// One try to answer a question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Try {
    /// The most steps that it may take.
    pub(crate) most: u64,
    /// True if no more tries come.
    pub(crate) is_last: bool,
}

impl Steps {
    pub(crate) fn new(steps: u64) -> Self {
        Steps {
            left: Cell::new(i64::try_from(steps).unwrap_or(i64::MAX)),
            spent: Cell::new(false),
        }
    }

    /// Returns the number of steps left.
    pub(crate) fn left(&self) -> u64 {
        u64::try_from(self.left.get()).unwrap_or_default()
    }

    /// Takes some, or all that are left.
    pub(crate) fn spend(&self, steps: usize) {
        let left = self.less(steps);
        self.spent.set(self.spent.get() || left < 0);
        self.left.set(left.max(self.left.get().min(0)));
    }

    /// Takes the steps of work that was done, even if there are fewer: those who come later have fewer then.
    pub(crate) fn owe(&self, steps: usize) {
        let left = self.less(steps);
        self.spent.set(self.spent.get() || left < 0);
        self.left.set(left);
    }

    /// Takes the steps that it took to find out that those that are left do not suffice.
    pub(crate) fn refuse(&self, steps: usize) {
        self.spend(steps);
        self.spent.set(true);
    }

    /// The steps that would be left.
    fn less(&self, steps: usize) -> i64 {
        let steps = i64::try_from(steps).unwrap_or(i64::MAX);
        self.left.get().saturating_sub(steps)
    }

    /// Returns true if so many steps are left.
    pub(crate) fn suffice_for(&self, steps: usize) -> bool {
        self.less(steps) >= 0
    }

    /// Returns true if more were wanted than there were: what is not known by now is not decided.
    pub(crate) fn are_spent(&self) -> bool {
        self.spent.get()
    }

    /// Does some work with at most so many of the steps that are left; says too whether it wanted more.
    pub(crate) fn within<T>(&self, most: u64, work: impl FnOnce() -> T) -> (T, bool) {
        let (before, spent_before) = (self.left.get(), self.spent.get());
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let lent = most.min(before).max(0);
        self.left.set(lent);
        self.spent.set(false);
        let done = work();
        let spent = self.spent.get();
        let left = before.saturating_sub(lent.saturating_sub(self.left.get()));
        self.left.set(left);
        let is_all = left < 0 || lent == before;
        self.spent.set(spent_before || spent && is_all);
        (done, spent)
    }

    /// Tries to answer questions, the cheap ones first: each with a few steps, and those that are left with more, as
    /// long as there are any. `ask` says whether a question is left.
    pub(crate) fn in_rounds(
        &self,
        questions: impl Iterator<Item = usize>,
        mut ask: impl FnMut(usize, Try) -> bool,
    ) {
        let mut open: Vec<usize> = questions.collect();
        let mut lent = (self.share_of(open.len()) / 2).clamp(FIRST.0, FIRST.1);
        while !open.is_empty() {
            open.retain(|question| {
                let is_last = lent.saturating_mul(2) > self.left();
                let most = if is_last { self.left() } else { lent };
                ask(*question, Try { most, is_last }) && !is_last
            });
            lent = lent.saturating_mul(MORE);
        }
    }

    /// The steps that are left for each of some questions.
    pub(crate) fn share_of(&self, questions: usize) -> u64 {
        self.left() / u64::try_from(questions.max(1)).unwrap_or(u64::MAX)
    }
}
