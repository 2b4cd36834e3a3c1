//! What a rule may look at: a request without its body.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::SystemTime;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Extensions, Method, Uri};

use crate::canonical::{canonical_path, is_common};
use crate::host::{canonical_host, split_port};

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
#[derive(Debug)]
pub struct Request<'a> {
    method: &'a Method,
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    headers: Option<&'a HeaderMap>,
    extensions: Option<&'a Extensions>,
    now: Option<SystemTime>,
    /// Whether the path is known to be in canonical form.
    canonical: bool,
    /// Never shared: an `Arc` is dropped out of line, so that most requests pay for a glance at the lock alone.
    seen: OnceLock<Arc<Mutex<Seen>>>,
}

/// What a handler read of the request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Header fields, cookies as `cookie`.
    pub(crate) headers: Vec<HeaderName>,
    /// Whether anything was read that only this client has, so that no cache may share the answer.
    pub(crate) private: bool,
}

impl Clone for Request<'_> {
    fn clone(&self) -> Self {
        Request {
            method: self.method,
            scheme: self.scheme,
            authority: self.authority,
            path: self.path,
            query: self.query,
            headers: self.headers,
            extensions: self.extensions,
            now: self.now,
            canonical: self.canonical,
            seen: OnceLock::new(),
        }
    }
}

impl<'a> From<&'a str> for Request<'a> {
    /// A GET request for a target: a path with an optional query, or an absolute URL. A fragment is ignored.
    #[inline]
    fn from(target: &'a str) -> Self {
        // Most targets are a path and nothing else.
        if target.starts_with('/') && is_common(target.as_bytes()) {
            return Request {
                canonical: true,
                ..Request::bare(target)
            };
        }
        Request::parse(target)
    }
}

impl<'a> From<&'a Uri> for Request<'a> {
    /// A GET request for a URI.
    #[inline]
    fn from(uri: &'a Uri) -> Self {
        Request {
            scheme: uri.scheme_str(),
            authority: uri.authority().map(|authority| authority.as_str()),
            query: uri.query(),
            ..Request::bare(uri.path())
        }
    }
}

impl<'a> From<&'a http::request::Parts> for Request<'a> {
    #[inline]
    fn from(parts: &'a http::request::Parts) -> Self {
        Request {
            method: &parts.method,
            headers: Some(&parts.headers),
            extensions: Some(&parts.extensions),
            ..Request::from(&parts.uri)
        }
    }
}

impl<'a, B> From<&'a http::Request<B>> for Request<'a> {
    #[inline]
    fn from(request: &'a http::Request<B>) -> Self {
        Request {
            method: request.method(),
            headers: Some(request.headers()),
            extensions: Some(request.extensions()),
            ..Request::from(request.uri())
        }
    }
}

impl<'a> Request<'a> {
    #[inline]
    fn bare(path: &'a str) -> Self {
        Request {
            method: &Method::GET,
            scheme: None,
            authority: None,
            path,
            query: None,
            headers: None,
            extensions: None,
            now: None,
            canonical: false,
            seen: OnceLock::new(),
        }
    }

    /// A target with anything in it.
    #[inline(never)]
    fn parse(target: &'a str) -> Self {
        let (scheme, authority, rest) = split_absolute(target);
        let (path, query) = split_query(rest);
        Request {
            scheme,
            authority,
            query,
            ..Request::bare(path)
        }
    }

    /// A GET request of the parts that a URI of another crate has.
    #[cfg(feature = "actix")]
    pub(crate) fn of_parts(
        scheme: Option<&'a str>,
        authority: Option<&'a str>,
        path: &'a str,
        query: Option<&'a str>,
    ) -> Self {
        Request {
            scheme,
            authority,
            query,
            ..Request::bare(path)
        }
    }

    /// The same request with what the application knows of it.
    #[cfg(feature = "actix")]
    pub(crate) fn with_extensions(mut self, extensions: &'a Extensions) -> Self {
        self.extensions = Some(extensions);
        self
    }

    /// The same request with another method.
    #[must_use]
    pub fn with_method(mut self, method: &'a Method) -> Self {
        self.method = method;
        self
    }

    /// The same request with header fields.
    #[must_use]
    pub fn with_headers(mut self, headers: &'a HeaderMap) -> Self {
        self.headers = Some(headers);
        self
    }

    /// The same request with a scheme, where the URI does not tell it (`"http"` or `"https"`).
    #[must_use]
    pub fn with_scheme(mut self, scheme: Option<&'a str>) -> Self {
        self.scheme = scheme.or(self.scheme);
        self
    }

    /// The same request with an authority (`host[:port]`) that goes before the URI's and before `Host`.
    #[must_use]
    pub fn with_authority(mut self, authority: Option<&'a str>) -> Self {
        self.authority = authority.or(self.authority);
        self
    }

    /// The same request at a moment; without one, rules that look at the clock look at the system's.
    #[must_use]
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    /// The method.
    #[inline]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The path as it came: percent-encoded, not canonical.
    #[inline]
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The query as it came, without the `?`.
    #[inline]
    pub fn query(&self) -> Option<&'a str> {
        self.query
    }

    /// `http` or `https`, where the request or the application tells.
    pub fn scheme(&self) -> Option<&'a str> {
        self.scheme
    }

    /// The moment that rules see.
    pub fn now(&self) -> SystemTime {
        self.now.unwrap_or_else(SystemTime::now)
    }

    /// The seconds since the epoch that rules see.
    pub(crate) fn seconds(&self) -> i64 {
        match self.now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |secs| -secs)
            }
        }
    }

    /// The host in canonical form: lower case, without port and trailing dot.
    ///
    /// From the authority of the target, else from the single `Host` field (RFC 9110, 7.2). `None` when it is
    /// missing, repeated or not a host name.
    pub fn host(&self) -> Option<Cow<'a, str>> {
        canonical_host(split_port(self.host_and_port()?).0)
    }

    /// The port that the client named.
    pub(crate) fn port(&self) -> Option<&'a str> {
        split_port(self.host_and_port()?).1
    }

    fn host_and_port(&self) -> Option<&'a str> {
        match self.authority {
            Some(authority) => Some(authority),
            None => single(self.headers?, http::header::HOST),
        }
    }

    /// A header field that occurs once, recorded as read.
    pub fn header(&self, name: HeaderName) -> Option<&'a HeaderValue> {
        self.record(&name);
        let mut values = self.headers?.get_all(name).iter();
        let value = values.next();
        value.filter(|_| values.next().is_none())
    }

    /// A cookie by name, recorded as read; the first of several (RFC 6265, 4.2.2 leaves their order open).
    pub fn cookie(&self, name: &str) -> Option<&'a str> {
        self.record(&http::header::COOKIE);
        self.unrecorded_cookie(name)
    }

    /// Something that the application put into the request's extensions, recorded as read: the answer becomes
    /// private to the client.
    pub fn extension<T: Send + Sync + 'static>(&self) -> Option<&'a T> {
        self.note(|seen| seen.private = true);
        self.extensions?.get()
    }

    fn record(&self, name: &HeaderName) {
        self.note(|seen| {
            if !seen.headers.contains(name) {
                seen.headers.push(name.clone());
            }
        });
    }

    fn note(&self, note: impl FnOnce(&mut Seen)) {
        if let Ok(mut seen) = self.seen.get_or_init(Arc::default).lock() {
            note(&mut seen);
        }
    }

    /// What has been read so far.
    pub(crate) fn seen(&self) -> Seen {
        let seen = self.seen.get().and_then(|seen| seen.lock().ok());
        seen.map_or_else(Seen::default, |seen| seen.clone())
    }

    /// The path, if it is of the common kind that is its own canonical form.
    #[inline]
    pub(crate) fn common_path(&self) -> Option<&'a str> {
        let common =
            self.canonical || self.path.starts_with('/') && is_common(self.path.as_bytes());
        common.then_some(self.path)
    }

    /// The path in canonical form; whether it is known to be `common` spares a look at it.
    #[inline]
    pub(crate) fn canonical_path(&self, common: bool) -> Cow<'a, str> {
        if common {
            Cow::Borrowed(self.path)
        } else {
            canonical_path(self.path)
        }
    }

    /// The values of a header field, one a line, those that are visible ASCII.
    pub(crate) fn unrecorded_headers(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.headers
            .map(|headers| headers.get_all(name).iter())
            .into_iter()
            .flatten()
            .filter_map(|value| value.to_str().ok())
    }

    /// The last line of a header field; `None` also where that is not visible ASCII.
    pub(crate) fn last_line(&self, name: &str) -> Option<&'a str> {
        let lines = self.headers?.get_all(name);
        lines.iter().next_back()?.to_str().ok()
    }

    pub(crate) fn unrecorded_cookie(&self, name: &str) -> Option<&'a str> {
        self.headers?
            .get_all(http::header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.trim_matches('"'))
    }
}

/// The value of a field that occurs once.
fn single(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    value.to_str().ok()
}

/// Scheme, authority and the rest of an absolute URL; a path is all rest.
#[inline]
fn split_absolute(target: &str) -> (Option<&str>, Option<&str>, &str) {
    if target.starts_with('/') {
        return (None, None, target);
    }
    for scheme in ["https", "http"] {
        let rest = target
            .get(..scheme.len())
            .filter(|front| front.eq_ignore_ascii_case(scheme))
            .and_then(|_| target.get(scheme.len()..)?.strip_prefix("://"));
        if let Some(rest) = rest {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let rest = if rest.starts_with('/') { rest } else { "/" };
            return (Some(scheme), Some(authority), rest);
        }
    }
    (None, None, target)
}

/// Path and query; a fragment goes.
#[inline]
fn split_query(target: &str) -> (&str, Option<&str>) {
    let target = match target.split_once('#') {
        Some((front, _)) => front,
        None => target,
    };
    match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    }
}
