//! The policy that serves, and the one that is swapped in for it.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::fixed::FixedAnswers;
use crate::fixed::headers::FixedHeaders;
use crate::observe::hit_counts::HitCounts;
use crate::observe::not_found::Misses;
use crate::observe::switches::Switches;
use redirect_runtime::Policy;

/// State that the clones of a redirector share.
pub(crate) struct Shared {
    first: LivePolicy,
    /// True once another policy has taken the first one's place, so that requests need no lock until then.
    swapped: AtomicBool,
    current: RwLock<Option<Arc<LivePolicy>>>,
    pub(crate) switches: Switches,
    pub(crate) in_flight: AtomicUsize,
    pub(crate) misses: Arc<Misses>,
}

/// A policy with its counters, and with the parts of its answers that are made once.
pub(crate) struct LivePolicy {
    pub(crate) policy: Policy,
    /// Number of policies that were in place before.
    pub(crate) version: u64,
    pub(crate) hits: HitCounts,
    pub(crate) headers: FixedHeaders,
    pub(crate) answers: FixedAnswers,
    /// True once an event has told that a rule looks at the scheme, which requests do not tell.
    pub(crate) scheme_told: AtomicBool,
}

impl LivePolicy {
    fn new(policy: Policy, version: u64) -> Self {
        let headers = FixedHeaders::new(&policy);
        LivePolicy {
            version,
            hits: HitCounts::new(&policy),
            answers: FixedAnswers::new(&policy, &headers),
            headers,
            scheme_told: AtomicBool::new(false),
            policy,
        }
    }
}

/// The policy that serves a request.
pub(crate) enum Serving<'a> {
    First(&'a LivePolicy),
    Swapped(Arc<LivePolicy>),
}

impl Deref for Serving<'_> {
    type Target = LivePolicy;

    #[inline]
    fn deref(&self) -> &LivePolicy {
        match self {
            Serving::First(loaded) => loaded,
            Serving::Swapped(loaded) => loaded,
        }
    }
}

impl Shared {
    pub(crate) fn new(policy: Policy) -> Self {
        Shared {
            first: LivePolicy::new(policy, 0),
            swapped: AtomicBool::new(false),
            current: RwLock::new(None),
            switches: Switches::from_environment(),
            in_flight: AtomicUsize::new(0),
            misses: Arc::default(),
        }
    }

    /// Puts another policy in place; requests that are being answered finish with the old one.
    pub(crate) fn swap(&self, policy: Policy) {
        // Made before the lock is taken, which requests wait for.
        let mut loaded = LivePolicy::new(policy, 0);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let before = current.as_ref().map_or(0, |before| before.version);
        loaded.version = before.saturating_add(1);
        *current = Some(Arc::new(loaded));
        self.swapped.store(true, Ordering::Release);
    }

    #[inline]
    pub(crate) fn serving(&self) -> Serving<'_> {
        if self.swapped.load(Ordering::Acquire) {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(loaded) = current.as_ref() {
                return Serving::Swapped(Arc::clone(loaded));
            }
        }
        Serving::First(&self.first)
    }

    /// Returns true if no rule of the policy that serves begins as a path does.
    #[cfg(any(feature = "tower", feature = "actix"))]
    #[inline]
    pub(crate) fn is_foreign(&self, path: &str) -> bool {
        match self.swapped.load(Ordering::Acquire) {
            false => self.first.policy.is_foreign(path),
            true => self.is_foreign_to_swapped(path),
        }
    }

    // Apart, so that the lock is no part of what a request costs until a policy is swapped.
    #[cfg(any(feature = "tower", feature = "actix"))]
    #[inline(never)]
    fn is_foreign_to_swapped(&self, path: &str) -> bool {
        self.serving().policy.is_foreign(path)
    }
}
