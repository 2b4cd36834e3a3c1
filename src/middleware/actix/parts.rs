//! Between actix-web's types, those of `http` 0.2, and ours, those of `http` 1.
//!
//! Both versions allow the same names and values. What cannot be converted all the same makes the request the site's.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::RequestHead;
use actix_web::http as old;
use actix_web::web::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use http::{Extensions, Method, Response};

use crate::decide::CacheHeaders;
use redirect_runtime::Request;

/// The parts of a request that rules may look at, as `http` 1 has them; target and host stay where they are.
pub(crate) struct Parts {
    method: Cow<'static, Method>,
    headers: HeaderMap,
    extensions: Extensions,
}

impl Parts {
    /// `None` where something cannot be converted.
    pub(crate) fn of(head: &RequestHead, extensions: Extensions) -> Option<Self> {
        let mut headers = HeaderMap::try_with_capacity(head.headers.len()).ok()?;
        for (name, value) in &head.headers {
            headers.try_append(name_of(name)?, value_of(value)?).ok()?;
        }
        Some(Parts {
            method: method(&head.method)?,
            headers,
            extensions,
        })
    }

    /// The head of a request, to be kept; `None` where its target cannot be converted.
    pub(crate) fn into_head(self, head: &RequestHead) -> Option<http::request::Parts> {
        let (mut parts, ()) = http::Request::new(()).into_parts();
        parts.method = self.method.into_owned();
        parts.uri = head.uri.to_string().try_into().ok()?;
        parts.headers = self.headers;
        parts.extensions = self.extensions;
        Some(parts)
    }

    /// The request.
    pub(crate) fn request<'a>(&'a self, head: &'a RequestHead) -> Request<'a> {
        target(head)
            .with_method(&self.method)
            .with_headers(&self.headers)
            .with_extensions(&self.extensions)
    }
}

/// The request without its header fields, but with the host that they tell.
pub(crate) fn bare<'a>(head: &'a RequestHead, method: &'a Method) -> Request<'a> {
    let host = match head.uri.authority() {
        Some(_) => None,
        None => single_host(head),
    };
    target(head).with_method(method).with_authority(host)
}

/// The `User-Agent` of a request, where counters need it.
pub(crate) fn agent(head: &RequestHead) -> Option<&str> {
    match cfg!(feature = "metrics") {
        true => head.headers.get(old::header::USER_AGENT)?.to_str().ok(),
        false => None,
    }
}

fn target(head: &RequestHead) -> Request<'_> {
    let uri = &head.uri;
    let authority = uri.authority().map(old::uri::Authority::as_str);
    Request::of_parts(uri.scheme_str(), authority, uri.path(), uri.query())
}

fn single_host(head: &RequestHead) -> Option<&str> {
    let mut hosts = head.headers.get_all(old::header::HOST);
    let host = hosts.next()?;
    match hosts.next() {
        Some(_) => None,
        None => host.to_str().ok(),
    }
}

/// Those that have a name of their own cost nothing.
pub(crate) fn method(method: &old::Method) -> Option<Cow<'static, Method>> {
    static KNOWN: [Method; 9] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
        Method::PATCH,
        Method::CONNECT,
        Method::TRACE,
    ];
    let known = KNOWN.iter().find(|known| *known == method.as_str());
    match known {
        Some(known) => Some(Cow::Borrowed(known)),
        None => Method::from_bytes(method.as_str().as_bytes())
            .ok()
            .map(Cow::Owned),
    }
}

fn name_of(name: &old::header::HeaderName) -> Option<HeaderName> {
    HeaderName::from_bytes(name.as_str().as_bytes()).ok()
}

fn value_of(value: &old::header::HeaderValue) -> Option<HeaderValue> {
    HeaderValue::from_bytes(value.as_bytes()).ok()
}

type OldPair = (old::header::HeaderName, old::header::HeaderValue);

fn old_pair(name: &HeaderName, value: &HeaderValue) -> Option<OldPair> {
    Some((
        old::header::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?,
        old::header::HeaderValue::from_bytes(value.as_bytes()).ok()?,
    ))
}

/// The response that the policy gave; `None` where something cannot be converted.
pub(crate) fn response(response: Response<String>) -> Option<HttpResponse> {
    let (parts, text) = response.into_parts();
    let size = parts.headers.get(CONTENT_LENGTH);
    let size = size.and_then(|size| size.to_str().ok()?.parse().ok());
    let note = Note {
        size: size.unwrap_or(text.len() as u64),
        text: Some(text).filter(|text| !text.is_empty()).map(Bytes::from),
    };
    let status = old::StatusCode::from_u16(parts.status.as_u16()).ok()?;
    let mut response = HttpResponse::with_body(status, BoxBody::new(note));
    for (name, value) in &parts.headers {
        // The framework writes the length of the body itself.
        if name != CONTENT_LENGTH {
            let (name, value) = old_pair(name, value)?;
            response.headers_mut().append(name, value);
        }
    }
    Some(response)
}

/// The content of a policy's answer. For HEAD it has the size of a GET's and is empty: the framework tells the size.
struct Note {
    size: u64,
    text: Option<Bytes>,
}

impl MessageBody for Note {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.size)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.text.take().map(Ok))
    }
}

/// Adds cache headers to the header fields of the site's answer.
pub(crate) fn add_to(cache_headers: &CacheHeaders, headers: &mut old::header::HeaderMap) {
    let speaks_to_caches = |name: &str| {
        name == "vary" || name.ends_with("cache-control") || name == "surrogate-control"
    };
    let concerned = headers
        .keys()
        .filter(|name| speaks_to_caches(name.as_str()));
    let concerned: Vec<old::header::HeaderName> = concerned.cloned().collect();
    let mut marked = HeaderMap::new();
    for old_name in &concerned {
        for value in headers.get_all(old_name) {
            if let (Some(name), Some(value)) = (name_of(old_name), value_of(value)) {
                // More lines than a map holds are no answer that a server could send.
                let _ = marked.try_append(name, value);
            }
        }
    }
    cache_headers.add_to(&mut marked);
    for name in concerned {
        headers.remove(name);
    }
    for (name, value) in &marked {
        if let Some((name, value)) = old_pair(name, value) {
            headers.append(name, value);
        }
    }
}
