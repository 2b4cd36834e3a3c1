//! Counts of each rule's answers, and the time of the last: for removing rules that nobody needs any more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use redirect_runtime::Policy;
use redirect_runtime::Request;
use redirect_runtime::Rule;

/// Number of a rule's answers since the policy was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleHits {
    /// The rule's stable name.
    pub id: String,
    /// The rule's source.
    pub source: String,
    /// Its owner, as the policy names one.
    pub owner: Option<String>,
    /// The file that it stands in.
    pub file: String,
    /// The line that it stands on.
    pub line: u32,
    /// Number of answers: redirected, said gone, stopped or failed; not when it passed on.
    pub count: u64,
    /// The time of the last answer, to the second; `None` before the first.
    pub last: Option<SystemTime>,
}

/// A counter for each rule of a policy.
pub(crate) struct HitCounts {
    rules: Box<[HitCount]>,
}

#[derive(Debug, Default)]
struct HitCount {
    count: AtomicU64,
    /// Seconds since the epoch; 0 is never.
    last: AtomicU64,
}

impl HitCounts {
    pub(crate) fn new(policy: &Policy) -> Self {
        HitCounts {
            rules: policy.rules().map(|_| HitCount::default()).collect(),
        }
    }

    pub(crate) fn count(&self, rule: &Rule<'_>, request: &Request<'_>) {
        let number = usize::try_from(rule.number()).unwrap_or(usize::MAX);
        if let Some(hit) = self.rules.get(number) {
            hit.count.fetch_add(1, Ordering::Relaxed);
            let seconds = u64::try_from(request.seconds()).unwrap_or(0);
            hit.last.fetch_max(seconds, Ordering::Relaxed);
        }
    }

    pub(crate) fn of(&self, policy: &Policy) -> Vec<RuleHits> {
        let pairs = policy.rules().zip(&self.rules);
        pairs
            .map(|(rule, hit)| RuleHits {
                id: rule.id().to_owned(),
                source: rule.source().to_owned(),
                owner: rule.owner().map(str::to_owned),
                file: rule.file().to_owned(),
                line: rule.line(),
                count: hit.count.load(Ordering::Relaxed),
                last: hit.last(),
            })
            .collect()
    }
}

impl HitCount {
    fn last(&self) -> Option<SystemTime> {
        let seconds = self.last.load(Ordering::Relaxed);
        if seconds == 0 {
            return None;
        }
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    }
}
