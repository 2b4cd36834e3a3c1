//! Moments, as seconds since 1970 and as the standard library has them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The system's clock in seconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// A moment in seconds since 1970; those before it are 1970.
pub(crate) fn at(seconds: i64) -> SystemTime {
    let seconds = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    UNIX_EPOCH.checked_add(seconds).unwrap_or(UNIX_EPOCH)
}
