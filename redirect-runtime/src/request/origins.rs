//! Types that a request can be made from.

use http::Uri;

use super::Request;
use super::target::Scheme;

impl<'a> From<&'a str> for Request<'a> {
    /// A GET request for a target: a path with an optional query, or an absolute URL. A fragment is ignored.
    #[inline]
    fn from(target: &'a str) -> Self {
        Request {
            whole: true,
            ..Request::bare(target)
        }
    }
}

impl<'a> From<&'a Uri> for Request<'a> {
    /// A GET request for a URI.
    #[inline]
    fn from(uri: &'a Uri) -> Self {
        Request {
            scheme: Scheme::of(uri.scheme_str()),
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
