//! A request without its body: everything that a rule may look at.

pub(crate) mod accept;
mod authority;
mod builder;
pub(crate) mod context;
mod fields;
pub(crate) mod header_reads;
pub(crate) mod host;
pub(crate) mod language;
mod origins;
pub mod query;
pub(crate) mod target;

use std::sync::{Mutex, OnceLock};
use std::time::SystemTime;

use http::header::HeaderMap;
use http::{Extensions, Method, StatusCode};

use crate::canonical::common_path::is_common_path;
use header_reads::HeaderReads;
use target::{Parts, Scheme};

/// The most bytes of a moderate target: from it every location that is certain stays within its limit.
pub const MODERATE: usize = 1024;

/// A request as rules and handlers see it.
///
/// Made from a request target (`"/old/1?x=2"`, or an absolute URL) for tests and tools, or from the parts of an
/// [`http::Request`]. Borrowed throughout; making one costs nothing.
///
/// What a handler reads through [`header`](Request::header), [`cookie`](Request::cookie) and
/// [`extension`](Request::extension) is recorded, so that caches are told what the answer depends on.
///
/// ```
/// use redirect_runtime::Request;
/// let request = Request::from("https://example.com/old/1?x=2");
/// assert_eq!((request.path(), request.query()), ("/old/1", Some("x=2")));
/// assert_eq!(request.host().as_deref(), Some("example.com"));
/// ```
pub struct Request<'a> {
    method: &'a Method,
    /// The authority that goes before the target's, or the target's own once it is split.
    authority: Option<&'a str>,
    /// The path, or the whole target when it is not split yet.
    path: &'a str,
    query: Option<&'a str>,
    headers: Option<&'a HeaderMap>,
    extensions: Option<&'a Extensions>,
    now: Option<SystemTime>,
    /// True while `path` may hold a whole target, with scheme, authority, query and fragment: most targets are only a path,
    /// and most requests are decided before it matters.
    whole: bool,
    scheme: Scheme,
    /// The status that the site has answered with, or 0.
    site_status: u16,
    /// The parts of it that were read, once any was.
    header_reads: OnceLock<Box<Mutex<HeaderReads>>>,
}

impl Clone for Request<'_> {
    fn clone(&self) -> Self {
        self.with_header_reads(OnceLock::new())
    }
}

impl<'a> Request<'a> {
    #[inline]
    fn bare(path: &'a str) -> Self {
        Request {
            method: &Method::GET,
            scheme: Scheme::Unknown,
            authority: None,
            path,
            query: None,
            headers: None,
            extensions: None,
            now: None,
            whole: false,
            site_status: 0,
            header_reads: OnceLock::new(),
        }
    }

    /// Takes the request apart field by field and gives it back: the original then never needs an address.
    #[inline]
    pub(crate) fn moved(mut self) -> Self {
        let header_reads = std::mem::take(&mut self.header_reads);
        self.with_header_reads(header_reads)
    }

    #[inline]
    fn with_header_reads(&self, header_reads: OnceLock<Box<Mutex<HeaderReads>>>) -> Self {
        Request {
            method: self.method,
            scheme: self.scheme,
            authority: self.authority,
            path: self.path,
            query: self.query,
            headers: self.headers,
            extensions: self.extensions,
            now: self.now,
            whole: self.whole,
            site_status: self.site_status,
            header_reads,
        }
    }

    /// Takes a target apart, if that has not been done yet.
    fn split(&mut self) {
        // Most targets are a path and nothing else.
        if is_common_path(self.path.as_bytes()) {
            self.whole = false;
        }
        self.split_uncommon();
    }

    /// Cuts a target that is known to have uncommon characters into its parts.
    #[inline]
    pub(crate) fn split_uncommon(&mut self) {
        if self.whole {
            self.split_whole();
        }
    }

    #[inline(never)]
    fn split_whole(&mut self) {
        let Parts {
            scheme,
            authority,
            path,
            query,
        } = Parts::of(self.path);
        self.scheme = Scheme::of(scheme);
        self.authority = self.authority.or(authority);
        (self.path, self.query) = (path, query);
        self.whole = false;
    }

    /// The target in its parts.
    #[inline]
    fn parts(&self) -> Parts<'a> {
        if self.whole {
            let parts = Parts::of(self.path);
            return Parts {
                authority: self.authority.or(parts.authority),
                ..parts
            };
        }
        Parts {
            scheme: self.scheme.text(),
            authority: self.authority,
            path: self.path,
            query: self.query,
        }
    }

    /// The request, whose target is known to be a path and nothing else.
    #[inline]
    pub(crate) fn path_only(mut self) -> Self {
        self.whole = false;
        self.moved()
    }

    /// The path as it came; before the target is split, the whole target.
    #[inline]
    pub(crate) fn target(&self) -> &'a str {
        self.path
    }

    /// Tells whether path and query are short enough for a location that is certain to stay within its limit, and the site
    /// has not been asked: then nothing but the path may decide.
    #[inline]
    pub(crate) fn is_moderate(&self) -> bool {
        let query = self.query.map_or(0, str::len);
        // No status is below 100: added so, it needs no branch of its own.
        let status = usize::from(self.site_status) << 4;
        self.path.len().saturating_add(query).saturating_add(status) <= MODERATE
    }

    /// Tells whether the site has answered.
    #[inline]
    pub(crate) fn has_site_status(&self) -> bool {
        self.site_status != 0
    }

    /// Tells whether the method is GET or HEAD.
    #[inline]
    pub(crate) fn reads(&self) -> bool {
        matches!(*self.method, Method::GET | Method::HEAD)
    }

    /// The status that the site has answered with, where that was said.
    pub fn site_status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.site_status).ok()
    }

    /// The method.
    #[inline]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The path as it came: percent-encoded, not canonical.
    #[inline]
    pub fn path(&self) -> &'a str {
        self.parts().path
    }

    /// The query as it came, without the `?`.
    #[inline]
    pub fn query(&self) -> Option<&'a str> {
        self.parts().query
    }

    /// `http` or `https`, where the request or the application tells.
    pub fn scheme(&self) -> Option<&'a str> {
        self.parts().scheme
    }

    /// The moment that rules see.
    pub fn now(&self) -> SystemTime {
        self.now.unwrap_or_else(SystemTime::now)
    }

    /// The seconds since the epoch that rules see.
    #[doc(hidden)]
    pub fn seconds(&self) -> i64 {
        match self.now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |secs| -secs)
            }
        }
    }
}
