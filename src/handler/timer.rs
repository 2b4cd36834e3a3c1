//! The deadline that handlers have unless the operator sets one, where a timer is at hand.

use std::cell::Cell;
use std::panic::catch_unwind;

use tokio::runtime::Handle;
use tokio::time::{Sleep, sleep};

use crate::options::DEADLINE;

thread_local! {
    /// True once the runtime of this thread was found to have no timer.
    static NO_TIMER: Cell<bool> = const { Cell::new(false) };
}

/// A timer for [`DEADLINE`]; `None` outside of a tokio runtime, and in one without a timer.
///
/// tokio tells that a runtime has no timer by a panic alone, so it is asked once a thread, and never where a panic would
/// end the program.
pub(crate) fn default_deadline() -> Option<Sleep> {
    if cfg!(panic = "abort") || NO_TIMER.get() || Handle::try_current().is_err() {
        return None;
    }
    let timer = catch_unwind(|| sleep(DEADLINE)).ok();
    NO_TIMER.set(timer.is_none());
    timer
}
