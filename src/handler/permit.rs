//! The cap on handlers that run at once.

use std::sync::atomic::{AtomicUsize, Ordering};

/// A permit to run a handler, given back however the handler ends.
pub(crate) struct Permit<'a>(&'a AtomicUsize);

impl<'a> Permit<'a> {
    /// Takes a permit; `None` where `most` handlers run already.
    pub(crate) fn take(in_flight: &'a AtomicUsize, most: usize) -> Option<Self> {
        let before = in_flight.fetch_add(1, Ordering::Relaxed);
        let permit = Permit(in_flight);
        (before < most).then_some(permit)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
