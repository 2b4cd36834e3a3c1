//! Events and figures of lookups: files that come, files that are refused, answers by their source.

use std::path::Path;
use std::time::SystemTime;
#[cfg(any(feature = "tracing", feature = "metrics"))]
use std::time::UNIX_EPOCH;

#[cfg(feature = "metrics")]
use super::Found;
use super::{Failure, LookupAnswer, LookupError, Replay};

/// Tells that a lookup answers from a new file, which was read from `as_of` on.
pub(super) fn tell_swap(lookup: &'static str, path: &Path, rows: u64, as_of: Option<SystemTime>) {
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    let seconds = seconds(as_of);
    #[cfg(feature = "tracing")]
    tracing::info!(
        lookup,
        file = %path.display(),
        rows,
        as_of = seconds,
        "a lookup answers from a new file"
    );
    #[cfg(feature = "metrics")]
    {
        // Figures beyond 2^52 lose their last digits.
        #[allow(clippy::cast_precision_loss)]
        let (rows, seconds) = (rows as f64, seconds.map(|seconds| seconds as f64));
        metrics::gauge!("redirects_lookup_rows", "lookup" => lookup).set(rows);
        if let Some(seconds) = seconds {
            metrics::gauge!("redirects_lookup_as_of_seconds", "lookup" => lookup).set(seconds);
        }
    }
    let _ = (lookup, path, rows, as_of);
}

/// Tells how many invalidations of an earlier process were replayed.
pub(super) fn tell_replay(lookup: &'static str, replay: &Replay) {
    #[cfg(feature = "tracing")]
    tracing::info!(
        lookup,
        keys = replay.keys,
        passed_over = replay.passed_over,
        as_of = seconds(replay.as_of),
        "invalidations were replayed"
    );
    let _ = (lookup, replay);
}

/// Seconds since 1970.
#[cfg(any(feature = "tracing", feature = "metrics"))]
fn seconds(at: Option<SystemTime>) -> Option<u64> {
    Some(at?.duration_since(UNIX_EPOCH).ok()?.as_secs())
}

/// Tells that a file of a lookup cannot be used.
pub(super) fn tell_refused(error: &LookupError) {
    #[cfg(feature = "tracing")]
    tracing::error!(lookup = error.lookup, %error, "a file of a lookup cannot be used");
    #[cfg(feature = "metrics")]
    metrics::counter!("redirects_lookup_refused_files_total", "lookup" => error.lookup)
        .increment(1);
    let _ = error;
}

/// Counts an answer of a lookup, or its failure, by its source.
#[inline]
pub(super) fn count(lookup: &'static str, answer: &Result<LookupAnswer, Failure>) {
    #[cfg(feature = "metrics")]
    {
        let (source, outcome) = match answer {
            Ok(answer) => (answer.origin.as_str(), outcome(&answer.found)),
            Err(failure) => (failure.word(), "failure"),
        };
        metrics::counter!(
            "redirects_lookups_total",
            "lookup" => lookup,
            "source" => source,
            "outcome" => outcome,
        )
        .increment(1);
    }
    let _ = (lookup, answer);
}

/// The word for a verdict in figures.
#[cfg(feature = "metrics")]
fn outcome<R>(found: &Found<R>) -> &'static str {
    match found {
        Found::Row(_) => "row",
        Found::Missing => "missing",
        Found::Gone | Found::UnavailableForLegalReasons => "gone",
    }
}
