//! Answers as HTTP wants them (RFC 9110, 15.4 and 15.5.11; RFC 7725).
//!
//! A GET gets a short hypertext note with the location, escaped; a HEAD the same header fields without content (RFC 9110,
//! 9.3.2); any other method no content. `Content-Length` is always set, for HEAD to what GET would get.
//!
//! A usual redirect takes four allocations: its location, two for the map of header fields, and its note.

use http::header::{HeaderMap, HeaderValue, RETRY_AFTER, SET_COOKIE};
use http::{Method, Response};

use super::cache_headers::{CacheHeaders, Storing};
use super::resolution::Reply;
use crate::fixed::headers::FixedFields;
use crate::fixed::note::Note;

/// The response to a request; `None` when its location is no header value, which the guard excludes.
///
/// `fixed` are the rule's fields, those of a plain rule after a failure: what the rule says of caches would hold for the
/// failure too.
pub(crate) fn build(
    method: &Method,
    reply: &Reply<'_>,
    fixed: &FixedFields,
    cache_headers: &CacheHeaders,
) -> Option<Response<String>> {
    let (mut headers, content) = head_and_note(method, reply, fixed)?;
    if let Some(seconds) = reply.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    let mut sets_cookie = false;
    if let Some(own) = &reply.own {
        add_own(own, &mut headers);
        sets_cookie = own.contains_key(SET_COOKIE);
    }
    // A cookie is for one client.
    let storing = match sets_cookie {
        true => Storing::Private,
        false => Storing::AsItSays,
    };
    cache_headers.add_restricted(storing, &mut headers);
    let mut response = Response::new(content);
    *response.status_mut() = reply.status;
    *response.headers_mut() = headers;
    Some(response)
}

/// The header fields that the reply has by itself, and the note that goes with it.
fn head_and_note(
    method: &Method,
    reply: &Reply<'_>,
    fixed: &FixedFields,
) -> Option<(HeaderMap, String)> {
    let gets = *method == Method::GET;
    if !gets && *method != Method::HEAD {
        return Some((fixed.answer(reply.location.as_deref(), 0)?, String::new()));
    }
    if let Some(answer) = reply.fixed() {
        let note = if gets { answer.note.as_str() } else { "" };
        return Some((answer.headers.clone(), note.to_owned()));
    }
    let note = Note::new(reply.status, reply.location.as_deref());
    let headers = fixed.answer(reply.location.as_deref(), note.len())?;
    let content = if gets { note.write() } else { String::new() };
    Some((headers, content))
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
