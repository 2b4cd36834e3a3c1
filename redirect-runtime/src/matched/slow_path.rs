//! From a path to the first rule that has an answer.

use std::borrow::Cow;

use http::Method;

use super::rule_match::{CanonicalRequest, RuleMatch};
use crate::canonical::canonical_uncommon_path;
use crate::index;
use crate::index::segments::Path;
use crate::index::{Candidates, Gather, Prefilter, Record};
use crate::request::Request;
use crate::request::context::RequestContext;
use crate::table::Table;

/// A path in canonical form with everything that is known of it before its candidates are looked at.
pub(super) struct Look<'r> {
    /// True if it is known to hold no `%`.
    pub(super) plain: bool,
    pub(super) prefilter: Prefilter,
    pub(super) literal: Option<Record<'r>>,
}

impl<'r> Look<'r> {
    /// The first rule that has an answer.
    pub(super) fn first(
        self,
        table: Table<'r>,
        request: &Request<'r>,
        path: Cow<'r, str>,
        vary: &mut u64,
    ) -> Option<RuleMatch<'r>> {
        if self.prefilter.is_none() || !is_path(request, &path) {
            return None;
        }
        let context = RequestContext::new(request);
        let along = Path::new(path.as_bytes(), self.plain);
        let mut candidates = Candidates::default();
        let mut gather = Gather {
            context: Some(&context),
            found: &mut candidates,
        };
        index::find(
            self.prefilter,
            self.literal.as_ref(),
            &table,
            &along,
            &mut gather,
        );
        let target = CanonicalRequest {
            request,
            path: &path,
        };
        let rule_match = RuleMatch::first(table, target, &context, candidates, along.ends, vary)?;
        Some(rule_match.at(path))
    }
}

/// The first rule for a request that is split, and whose path has uncommon characters.
#[inline(never)]
pub(super) fn look_at_uncommon<'r>(
    table: Table<'r>,
    request: &Request<'r>,
    vary: &mut u64,
) -> Option<RuleMatch<'r>> {
    let path = canonical_uncommon_path(request.target());
    if index::is_encoded(&table, &path) {
        return look_at_encoded(table, request, path, vary);
    }
    let prefilter = Prefilter::of(&table, path.as_bytes());
    let look = Look {
        plain: false,
        prefilter,
        literal: index::literal(prefilter, &table, path.as_bytes()),
    };
    look.first(table, request, path, vary)
}

/// The first rule for a path whose encoded delimiters literals match.
fn look_at_encoded<'r>(
    table: Table<'r>,
    request: &Request<'r>,
    path: Cow<'r, str>,
    vary: &mut u64,
) -> Option<RuleMatch<'r>> {
    if !is_path(request, &path) {
        return None;
    }
    let context = RequestContext::new(request);
    let candidates = index::gather(&table, &path, Some(&context));
    let target = CanonicalRequest {
        request,
        path: &path,
    };
    let ends = Path::new(path.as_bytes(), false).ends;
    let rule_match = RuleMatch::first(table, target, &context, candidates, ends, vary)?;
    Some(rule_match.at(path))
}

/// Tells whether a target is a path: `*`, and the authority of CONNECT, are none.
fn is_path(request: &Request<'_>, path: &str) -> bool {
    path.starts_with('/') && !matches!(*request.method(), Method::CONNECT)
}
