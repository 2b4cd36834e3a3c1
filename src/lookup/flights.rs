//! The questions under way, one a key.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use futures_util::future::WeakShared;

use super::fallback::Found;
use super::{Failure, Key, Row};

/// The result of a question.
pub(crate) type Flown = Result<Found<Row>, Failure>;
pub(super) type Flying = Pin<Box<dyn Future<Output = Flown> + Send>>;

/// The questions under way, each with its number.
#[derive(Default)]
pub(crate) struct Flights {
    pub(super) under_way: HashMap<Key, (u64, WeakShared<Flying>)>,
    pub(super) last: u64,
}

impl Flights {
    /// Lets no later request join the question of this key, and its answer is not kept.
    pub(crate) fn forget(&mut self, key: &Key) {
        self.under_way.remove(key);
    }

    /// Lets no later request join any question that is under way.
    pub(crate) fn forget_all(&mut self) {
        self.under_way.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.under_way.len()
    }

    /// Ends a question; true if it is still the one that later requests would join.
    pub(super) fn land(&mut self, key: &Key, number: u64) -> bool {
        let is_current = self
            .under_way
            .get(key)
            .is_some_and(|(current, _)| *current == number);
        if is_current {
            self.under_way.remove(key);
        }
        is_current
    }
}

impl std::fmt::Debug for Flights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} questions under way", self.under_way.len())
    }
}
