//! Keys whose rows must not be believed any more.

use std::collections::HashMap;
use std::time::SystemTime;

use super::Key;

/// More keys than this are not kept one by one: the whole lookup is shadowed.
pub(crate) const MOST: usize = 100_000;

/// The keys that were invalidated, each with the moment. A file shows a key again once its export began later.
#[derive(Debug, Default)]
pub(crate) struct Shadow {
    keys: HashMap<Key, SystemTime>,
    whole: Option<SystemTime>,
    /// The latest moment that was forgotten: of an export that began no later it is not known what it shadows.
    forgotten: Option<SystemTime>,
}

impl Shadow {
    /// Shadows a key that was taken back at a moment; true if the whole lookup is shadowed by it.
    pub(crate) fn add(&mut self, key: Key, at: SystemTime) -> bool {
        let known = self.keys.entry(key).or_insert(at);
        *known = at.max(*known);
        if self.keys.len() <= MOST {
            return false;
        }
        self.add_all(at);
        true
    }

    /// Shadows all keys, which were taken back at a moment.
    pub(crate) fn add_all(&mut self, at: SystemTime) {
        // A journal may tell of keys in any order.
        let latest = self.keys.values().max().copied();
        self.keys = HashMap::new();
        self.whole = self.whole.max(latest).max(Some(at));
    }

    /// Notes that something was taken back at a moment that every file at hand is later than.
    pub(crate) fn pass_over(&mut self, at: SystemTime) {
        self.forgotten = self.forgotten.max(Some(at));
    }

    /// True if a file whose export began at `as_of` must not be asked for a key. A file that does not say when can
    /// never be known to be later.
    pub(crate) fn covers(&self, key: &Key, as_of: Option<SystemTime>) -> bool {
        let is_earlier = |at: &SystemTime| as_of.is_none_or(|as_of| as_of <= *at);
        [&self.whole, &self.forgotten]
            .into_iter()
            .flatten()
            .any(is_earlier)
            || self.keys.get(key).is_some_and(is_earlier)
    }

    /// Forgets what every file at hand is later than, so that a rollback brings nothing back. Of a file that comes later
    /// though its export began before, nothing is believed.
    pub(crate) fn forget_before(&mut self, oldest: Option<SystemTime>) {
        let Some(oldest) = oldest else {
            return;
        };
        let forgotten = &mut self.forgotten;
        let mut keep = |at: SystemTime| {
            if at < oldest {
                *forgotten = (*forgotten).max(Some(at));
            }
            at >= oldest
        };
        self.keys.retain(|_, at| keep(*at));
        self.whole = self.whole.filter(|at| keep(*at));
    }

    /// The number of keys; [`MOST`] and more where all are shadowed.
    pub(crate) fn len(&self) -> usize {
        if self.whole.is_some() {
            usize::MAX
        } else {
            self.keys.len()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn key(number: usize) -> Key {
        [number.to_string()].into()
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_key_comes_back_with_a_file_that_is_later() {
        let mut shadow = Shadow::default();
        shadow.add(key(7), at(100));
        assert!(shadow.covers(&key(7), Some(at(99))));
        assert!(
            shadow.covers(&key(7), Some(at(100))),
            "the export may have read before"
        );
        assert!(shadow.covers(&key(7), None));
        assert!(!shadow.covers(&key(7), Some(at(101))));
        assert!(!shadow.covers(&key(8), Some(at(99))));
        shadow.forget_before(Some(at(100)));
        assert!(shadow.covers(&key(7), Some(at(99))));
        shadow.forget_before(Some(at(102)));
        assert!(!shadow.covers(&key(7), Some(at(102))));
        assert!(
            shadow.covers(&key(7), Some(at(99))) && shadow.covers(&key(8), Some(at(100))),
            "of an older file that comes late it is not known what was taken back"
        );
    }

    #[test]
    fn a_journal_may_come_in_any_order() {
        let mut shadow = Shadow::default();
        shadow.pass_over(at(50));
        shadow.add(key(7), at(100));
        shadow.add(key(7), at(60));
        assert!(
            shadow.covers(&key(7), Some(at(99))),
            "the later moment holds"
        );
        assert!(
            shadow.covers(&key(8), Some(at(50))),
            "of a late file nothing is believed"
        );
        assert!(!shadow.covers(&key(8), Some(at(51))));
        for number in 0..MOST {
            shadow.add(key(1_000 + number), at(70));
        }
        assert!(shadow.covers(&key(7), Some(at(100))) && !shadow.covers(&key(7), Some(at(101))));
    }

    #[test]
    fn too_many_keys_shadow_all() {
        let mut shadow = Shadow::default();
        for number in 0..MOST {
            assert!(!shadow.add(key(number), at(100)));
        }
        assert!(!shadow.covers(&key(MOST), Some(at(99))));
        assert!(shadow.add(key(MOST), at(100)));
        assert!(shadow.covers(&key(MOST + 1), Some(at(99))));
        assert!(!shadow.covers(&key(1), Some(at(101))));
    }
}
