//! Answers as HTTP wants them (RFC 9110, 15.4 and 15.5.11; RFC 7725).
//!
//! A GET gets a short hypertext note with the location, escaped; a HEAD the same header fields without content (RFC 9110,
//! 9.3.2); any other method no content. `Content-Length` is always set, for HEAD to what GET would get.
//!
//! A usual redirect takes four allocations: its location, two for the map of header fields, and its note.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER,
    SET_COOKIE,
};
use http::{Method, Response};

use super::cache_headers::{CacheHeaders, Storing};
use super::note::Note;
use super::resolution::Reply;
use crate::fixed_headers::Fields;

/// As many header fields as usual answers have.
const FIELDS: usize = 6;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// The response to a request; `None` when its location is no header value, which the guard excludes.
///
/// `fields` are the rule's, left out after a failure: what they say of caches would hold for the failure too.
pub(crate) fn build(
    method: &Method,
    reply: Reply,
    fields: Option<&Fields>,
    cache_headers: &CacheHeaders,
) -> Option<Response<String>> {
    let mut headers = HeaderMap::with_capacity(FIELDS);
    let mut content = String::new();
    let mut length = 0;
    if matches!(*method, Method::GET | Method::HEAD) {
        let note = Note::new(reply.status, reply.location.as_deref());
        length = note.len();
        if *method == Method::GET {
            content = note.write();
        }
    }
    if let Some(location) = reply.location {
        headers.insert(LOCATION, value_of(location)?);
    }
    if let Some(seconds) = reply.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(fields) = fields {
        add_fields(fields, &mut headers);
    }
    add_own(&reply.headers, &mut headers);
    // A cookie is for one client.
    let storing = match headers.contains_key(SET_COOKIE) {
        true => Storing::Private,
        false => Storing::AsItSays,
    };
    cache_headers.add_restricted(storing, &mut headers);
    headers.insert(CONTENT_LENGTH, number(length));
    if length > 0 {
        headers.insert(CONTENT_TYPE, HTML);
    }
    let mut response = Response::new(content);
    *response.status_mut() = reply.status;
    *response.headers_mut() = headers;
    Some(response)
}

/// A text as a value, in the place that it has.
fn value_of(text: String) -> Option<HeaderValue> {
    // Without room left over, the bytes are taken as they are.
    let bytes = Bytes::from(text.into_boxed_str().into_boxed_bytes());
    HeaderValue::from_maybe_shared(bytes).ok()
}

/// A number of bytes as a value; those of usual notes take no allocation.
fn number(number: usize) -> HeaderValue {
    let digits = DIGITS.get(number).and_then(|digits| {
        let zeros = match number {
            100.. => 0,
            10.. => 1,
            _ => 2,
        };
        std::str::from_utf8(digits.get(zeros..)?).ok()
    });
    digits.map_or_else(|| HeaderValue::from(number), HeaderValue::from_static)
}

/// The numbers under a thousand, in three digits.
static DIGITS: [[u8; 3]; 1000] = {
    let mut digits = [[0; 3]; 1000];
    let mut number = 0;
    while number < digits.len() {
        digits[number] = [
            b'0' + (number / 100) as u8,
            b'0' + (number / 10 % 10) as u8,
            b'0' + (number % 10) as u8,
        ];
        number += 1;
    }
    digits
};

/// The header fields of the rule.
fn add_fields(fields: &Fields, headers: &mut HeaderMap) {
    for (name, value) in &fields.fields {
        headers.append(name.clone(), value.clone());
    }
    if let Some(value) = &fields.cache_control {
        headers.insert(CACHE_CONTROL, value.clone());
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
