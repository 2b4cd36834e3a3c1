//! Rows that were taken back: what was known of their keys is not believed any more.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::shadow::Shadow;
use super::{Key, Replay, Table, events};

impl Table {
    /// Takes back all that is known of these keys: no later request is answered from it, not by the file, not from memory,
    /// not by a question that is under way. Over 100,000 keys stand for the whole lookup.
    #[doc(hidden)]
    pub fn invalidate(&self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            self.shadow_key(&key, SystemTime::now());
        }
    }

    /// Takes back all that is known: no later request is answered from it, not by the file, not from memory, not by a
    /// question that is under way.
    ///
    /// ```no_run
    /// # fn invalidate(articles: &redirects::lookup::Table) {
    /// articles.invalidate_all();
    /// # }
    /// ```
    pub fn invalidate_all(&self) {
        self.shadow().add_all(SystemTime::now());
        self.memory().forget_all();
    }

    /// Invalidates the keys of a journal, each with the moment when it was taken back, unless the file's export began
    /// later. [`LookupStatus::replayed`](super::LookupStatus::replayed) adds up what was replayed.
    #[doc(hidden)]
    pub fn replay(&self, journal: impl IntoIterator<Item = (SystemTime, Key)>) -> Replay {
        let mut replay = Replay {
            // Of a file that a rollback may bring back too.
            as_of: self.files.as_ref().and_then(super::files::Files::oldest),
            ..Replay::default()
        };
        for (at, key) in journal {
            if replay.as_of.is_some_and(|as_of| at < as_of) {
                self.shadow().pass_over(at);
                replay.passed_over += 1;
            } else {
                self.shadow_key(&key, at);
                replay.keys += 1;
            }
        }
        events::tell_replay(self.contract.name, &replay);
        let mut replayed = self.replayed.lock().unwrap_or_else(PoisonError::into_inner);
        *replayed = Some(replayed.unwrap_or_default().and(replay));
        replay
    }

    fn shadow_key(&self, key: &Key, at: SystemTime) {
        let whole = self.shadow().add(Arc::clone(key), at);
        let mut memory = self.memory();
        if whole {
            memory.forget_all();
        } else {
            memory.forget(key);
        }
    }

    pub(super) fn shadow(&self) -> MutexGuard<'_, Shadow> {
        self.shadow.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
