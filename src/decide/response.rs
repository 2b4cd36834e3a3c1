//! Answers as HTTP wants them (RFC 9110, 15.4 and 15.5.11; RFC 7725).
//!
//! A GET gets a short hypertext note with the location, escaped; a HEAD the same header fields without content (RFC 9110,
//! 9.3.2); any other method no content. `Content-Length` is always set, for HEAD to what GET would get.

use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
    RETRY_AFTER, SET_COOKIE,
};
use http::{Method, Response, StatusCode};

use super::resolution::Reply;
use crate::decide::cache_headers::{CacheHeaders, Storing};
use crate::handler::answer::is_own;
use redirect_runtime::serving::ResponseOptions;

/// The response to a request; `None` when its location is no header value, which the guard excludes.
///
/// `terms` are the rule's, left out after a failure: what they say of caches would hold for the failure too.
pub(crate) fn build(
    method: &Method,
    reply: &Reply<'_>,
    terms: Option<ResponseOptions<'_>>,
    cache_headers: &CacheHeaders,
) -> Option<Response<String>> {
    let mut headers = HeaderMap::new();
    if let Some(location) = &reply.location {
        headers.insert(LOCATION, HeaderValue::from_str(location).ok()?);
    }
    if let Some(seconds) = reply.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(terms) = terms {
        add_terms(terms, &mut headers);
    }
    add_own(&reply.headers, &mut headers);
    let mut cache_headers = cache_headers.clone();
    if headers.contains_key(SET_COOKIE) {
        cache_headers.restrict(Storing::Private);
    }
    cache_headers.add_to(&mut headers);
    let note = note(method, reply);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(note.len()));
    if !note.is_empty() {
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(CONTENT_TYPE, html);
    }
    let content = if *method == Method::HEAD {
        String::new()
    } else {
        note
    };
    let mut response = Response::new(content);
    *response.status_mut() = reply.status;
    *response.headers_mut() = headers;
    Some(response)
}

/// The header fields of the rule.
fn add_terms(terms: ResponseOptions<'_>, headers: &mut HeaderMap) {
    for (name, value) in terms.headers() {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            if !is_own(&name) {
                headers.append(name, value);
            }
        }
    }
    if let Some(Ok(value)) = terms.cache_control().map(HeaderValue::try_from) {
        headers.insert(CACHE_CONTROL, value);
    }
}

/// The header fields of the handler, in place of the rule's of the same name.
fn add_own(own: &HeaderMap, headers: &mut HeaderMap) {
    for name in own.keys() {
        headers.remove(name);
        for value in own.get_all(name) {
            headers.append(name.clone(), value.clone());
        }
    }
}

/// The note of a GET, and what the length of a HEAD's would be.
fn note(method: &Method, reply: &Reply<'_>) -> String {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return String::new();
    }
    let title = title(reply.status);
    let text = match &reply.location {
        Some(location) => {
            let location = escaped(location);
            format!("<p>It is at <a href=\"{location}\">{location}</a>.</p>")
        }
        None => String::new(),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><h1>{title}</h1>{text}</body></html>\n"
    )
}

fn title(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Moved")
}

/// Text that is safe between tags and in an attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
