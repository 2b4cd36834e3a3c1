//! Counts the steps of matching, so that tests can show that they grow with the text and no faster.
//!
//! With the feature `steps` alone; without it nothing is counted and nothing is left in the program.

#[cfg(feature = "steps")]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// One look at a byte, a position or a word of positions; `steps` of them.
#[inline]
pub(crate) fn count(steps: usize) {
    #[cfg(feature = "steps")]
    STEPS.with(|counted| counted.set(counted.get().saturating_add(steps as u64)));
    #[cfg(not(feature = "steps"))]
    let _ = steps;
}

/// The steps of this thread since the last time.
#[cfg(feature = "steps")]
pub fn take() -> u64 {
    STEPS.with(|counted| counted.replace(0))
}
