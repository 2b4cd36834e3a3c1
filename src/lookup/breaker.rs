//! Stops asking a source that fails, and tries it again with one question at a time.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Failures in a row that open the breaker.
const IN_A_ROW: u32 = 5;
/// Answers that are remembered; half of them failures open the breaker too.
const REMEMBERED: usize = 50;
/// Time that nobody asks before one question is let through.
const PAUSE: Duration = Duration::from_secs(5);

/// Closed while answers come, open once too many fail, and then closed again by one that succeeds.
#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures_in_a_row: u32,
    /// True for a failure, the latest at the back.
    latest: VecDeque<bool>,
    open_until: Option<Instant>,
    probing: bool,
}

/// Leave to ask once. One of [`Breaker::succeeded`] and [`Breaker::failed`] follows, or [`Breaker::abandoned`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leave {
    probe: bool,
}

impl Breaker {
    /// Leave to ask, or `None` while the breaker is open. Nobody waits.
    pub(crate) fn leave(&self, now: Instant) -> Option<Leave> {
        let mut state = self.state();
        let Some(until) = state.open_until else {
            return Some(Leave { probe: false });
        };
        if now < until || state.probing {
            return None;
        }
        state.probing = true;
        Some(Leave { probe: true })
    }

    /// The source answered, whatever it said. A late answer to a question from before the breaker opened closes nothing.
    pub(crate) fn succeeded(&self, leave: Leave) {
        let mut state = self.state();
        if leave.probe {
            *state = State::default();
        } else {
            state.failures_in_a_row = 0;
            state.remember(false);
        }
    }

    /// The source failed.
    pub(crate) fn failed(&self, leave: Leave, now: Instant) {
        let mut state = self.state();
        state.failures_in_a_row = state.failures_in_a_row.saturating_add(1);
        state.remember(true);
        let failures = state.latest.iter().filter(|failed| **failed).count();
        let half = state.latest.len() == REMEMBERED && failures * 2 >= REMEMBERED;
        if leave.probe {
            state.probing = false;
        }
        if leave.probe || half || state.failures_in_a_row >= IN_A_ROW {
            state.open_until = now.checked_add(PAUSE);
        }
    }

    /// Whoever asked went away before there was an answer: that counts for nothing.
    pub(crate) fn abandoned(&self, leave: Leave) {
        if leave.probe {
            self.state().probing = false;
        }
    }

    /// True while nobody, or a probe alone, may ask.
    pub(crate) fn is_open(&self) -> bool {
        self.state().open_until.is_some()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that holds the lock can panic half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn remember(&mut self, failed: bool) {
        if self.latest.len() == REMEMBERED {
            self.latest.pop_front();
        }
        self.latest.push_back(failed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_in_a_row_open_it_and_one_probe_closes_it() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..4 {
            breaker.failed(breaker.leave(start).unwrap(), start);
        }
        breaker.succeeded(breaker.leave(start).unwrap());
        for _ in 0..5 {
            breaker.failed(breaker.leave(start).unwrap(), start);
        }
        assert!(breaker.is_open());
        assert_eq!(breaker.leave(start + Duration::from_millis(4_999)), None);
        let later = start + PAUSE;
        let probe = breaker.leave(later).unwrap();
        assert_eq!(breaker.leave(later), None, "one probe at a time");
        breaker.failed(probe, later);
        assert_eq!(breaker.leave(later), None);
        let probe = breaker.leave(later + PAUSE).unwrap();
        breaker.abandoned(probe);
        let probe = breaker.leave(later + PAUSE).unwrap();
        breaker.succeeded(probe);
        assert!(!breaker.is_open() && breaker.leave(later).is_some());
    }

    #[test]
    fn half_of_the_last_fifty_open_it() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        for number in 0..50 {
            assert!(!breaker.is_open(), "after {number}");
            let leave = breaker.leave(start).unwrap();
            if number % 2 == 1 {
                breaker.failed(leave, start);
            } else {
                breaker.succeeded(leave);
            }
        }
        assert!(breaker.is_open());
    }

    #[test]
    fn an_answer_from_before_it_opened_does_not_close_it() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        let early = breaker.leave(start).unwrap();
        for _ in 0..5 {
            breaker.failed(breaker.leave(start).unwrap(), start);
        }
        breaker.succeeded(early);
        assert!(breaker.is_open());
    }
}
