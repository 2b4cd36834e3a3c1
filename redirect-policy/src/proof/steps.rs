//! Counted steps: what proofs may cost, so that every build ends, and each in the same way.

use std::cell::Cell;

/// Steps that are left.
#[derive(Debug)]
pub(crate) struct Steps {
    left: Cell<u64>,
}

impl Steps {
    pub(crate) fn new(steps: u64) -> Self {
        Steps {
            left: Cell::new(steps),
        }
    }

    /// Takes some.
    pub(crate) fn spend(&self, steps: u64) {
        self.left.set(self.left.get().saturating_sub(steps));
    }
}
