//! Handler records: the handler of a rule, the answer when it fails, and the end of the rule's temporary phase.
//!
//! | at | holds |
//! |---|---|
//! | 0 | `u16` number of the handler plus one, 0 is none |
//! | 2 | `u16` status of a failure, 0 where the site answers |
//! | 4 | `u32` seconds of `Retry-After` plus one, 0 is none |
//! | 8 | `u32` offset of the [template](super::template) of a failure's destination plus one, 0 is none |
//! | 12 | `i64` second of the end, `i64::MIN` is none |

use super::Table;
use crate::simd::chunks::{u16_at, u32_at, u64_at};

/// A handler record as it is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct HandlerRecord {
    /// The number of the handler.
    pub handler: Option<u16>,
    /// The status of a failure; 0 where the site answers.
    pub status: u16,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u32>,
    /// The template of a failure's destination: its offset plus one, 0 is none.
    pub template: u32,
    /// Until this second the rule answers as if it were temporary.
    pub permanent_after: Option<i64>,
}

impl HandlerRecord {
    /// The bytes of the record.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let handler = self.handler.map_or(0, |number| number.saturating_add(1));
        out.extend_from_slice(&handler.to_le_bytes());
        out.extend_from_slice(&self.status.to_le_bytes());
        let retry_after = self
            .retry_after
            .map_or(0, |seconds| seconds.saturating_add(1));
        out.extend_from_slice(&retry_after.to_le_bytes());
        out.extend_from_slice(&self.template.to_le_bytes());
        let permanent_after = self.permanent_after.unwrap_or(i64::MIN);
        out.extend_from_slice(&permanent_after.to_le_bytes());
        out
    }
}

/// A handler record as it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handler<'a> {
    bytes: &'a [u8],
}

impl<'a> Handler<'a> {
    /// The record that stands here.
    #[inline]
    pub(crate) const fn read(bytes: &'a [u8]) -> Self {
        Handler { bytes }
    }

    /// The number of the handler among those of the policy, in order of first use.
    #[inline]
    pub(crate) fn number(self) -> Option<u16> {
        u16_at(self.bytes, 0)?.checked_sub(1)
    }

    /// The answer when the handler fails.
    pub(crate) fn failure(self, table: &Table<'a>) -> Option<Failure<'a>> {
        let status = u16_at(self.bytes, 2)?;
        (status != 0).then_some(())?;
        let template = u32_at(self.bytes, 8)?.checked_sub(1);
        Some(Failure {
            status,
            retry_after: u32_at(self.bytes, 4)?.checked_sub(1),
            template: template.map(|offset| table.blob(offset)),
        })
    }

    /// Until this second the rule answers as if it were temporary.
    pub(crate) fn permanent_after(self) -> Option<i64> {
        let seconds = u64_at(self.bytes, 12)? as i64;
        (seconds != i64::MIN).then_some(seconds)
    }
}

/// The answer when a handler fails.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// 302, 303, 307 or 503.
    pub status: u16,
    /// In seconds.
    pub retry_after: Option<u32>,
    /// The destination, where it is not the rule's own.
    pub template: Option<&'a [u8]>,
}
