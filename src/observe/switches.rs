//! Switching a policy off, whole or by rule, while it serves.

use std::collections::HashSet;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set (to anything but `0`, `false` or `no`), it switches a policy off.
pub(crate) const OFF: &str = "REDIRECTS_OFF";
/// The ids of rules to switch off, separated by commas.
pub(crate) const OFF_RULES: &str = "REDIRECTS_OFF_RULES";

/// The switches: which rules are off.
#[derive(Debug, Default)]
pub(crate) struct Switches {
    all: AtomicBool,
    /// True if there is anything in `rules`, so that requests need not look.
    some: AtomicBool,
    rules: RwLock<HashSet<String>>,
}

impl Switches {
    /// As the environment says.
    pub(crate) fn from_environment() -> Self {
        let read = |name: &str| std::env::var(name).unwrap_or_default();
        Switches::read(&read(OFF), &read(OFF_RULES))
    }

    fn read(off: &str, rules: &str) -> Self {
        let off = off.trim().to_ascii_lowercase();
        let switches = Switches::default();
        switches.set_all(!matches!(off.as_str(), "" | "0" | "false" | "no"));
        let ids = rules.split(',').map(str::trim);
        for id in ids.filter(|id| !id.is_empty()) {
            switches.set_rule(id, true);
        }
        switches
    }

    pub(crate) fn set_all(&self, off: bool) {
        self.all.store(off, Ordering::Relaxed);
    }

    pub(crate) fn set_rule(&self, id: &str, off: bool) {
        // A poisoned lock holds a whole set all the same: nothing that panics is done under it.
        let mut rules = self
            .rules
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if off {
            rules.insert(id.to_owned());
        } else {
            rules.remove(id);
        }
        self.some.store(!rules.is_empty(), Ordering::Release);
    }

    #[inline]
    pub(crate) fn is_all_off(&self) -> bool {
        self.all.load(Ordering::Relaxed)
    }

    /// Returns true if any rule is switched off by itself.
    #[inline]
    pub(crate) fn is_any_rule_off(&self) -> bool {
        self.some.load(Ordering::Acquire)
    }

    pub(crate) fn is_off(&self, id: &str) -> bool {
        self.rules
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .contains(id)
    }
}
