//! The cap on handlers that run at once.

use std::sync::atomic::{AtomicUsize, Ordering};

/// A place among the handlers in flight, given back however the handler ends.
pub(crate) struct Permit<'a>(&'a AtomicUsize);

impl<'a> Permit<'a> {
    /// `None` where `most` are taken.
    pub(crate) fn take(in_flight: &'a AtomicUsize, most: Option<usize>) -> Option<Self> {
        let before = in_flight.fetch_add(1, Ordering::Relaxed);
        let place = Permit(in_flight);
        most.is_none_or(|most| before < most).then_some(place)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
