//! Locations: a destination rendered, with what is forwarded of the request's query.

mod error;
pub(crate) mod guard;
pub mod template;

use crate::canonical::{is_unreserved, push_triplet};
use crate::request::query::{decoded, key_value, pairs};
use crate::table::response_options::ResponseOptions;
use crate::table::rule::{ASKS, Rule};
pub use error::{LONGEST, LocationError};

use guard::{check_segments, guard, path_start};
use template::{Value, emit, is_literal};

/// Renders a template with the values of its names in place of a text, then adds what is forwarded of the request's
/// query.
///
/// `used` says whether a form-decoded key of the request's query is used up.
///
/// # Errors
/// When a name is missing, or the location is not safe to send.
pub(crate) fn render<'v>(
    template: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
    request_query: Option<&str>,
    options: Option<ResponseOptions<'_>>,
    used: &dyn Fn(&str) -> bool,
    out: &mut String,
) -> Result<(), LocationError> {
    out.clear();
    // Most locations fit without growing.
    let query = request_query.map_or(0, str::len);
    out.reserve(query.saturating_add(128));
    emit(template, value, out)?;
    collapse_front(out);
    check_segments(out)?;
    forward_query(out, request_query, options, used);
    guard(out)
}

impl Rule<'_> {
    /// The location that every redirect of this rule has where the request has no query, with the status as written; `None`
    /// if location or status depend on anything else.
    #[doc(hidden)]
    pub fn fixed_location(&self) -> Option<String> {
        if self.has(ASKS) || self.permanent_after().is_some() {
            return None;
        }
        let template = self.template().filter(|ops| is_literal(ops))?;
        let mut out = String::new();
        render(template, &|_| None, None, None, &|_| false, &mut out).ok()?;
        Some(out)
    }
}

/// A run of slashes at the front of the path becomes one.
fn collapse_front(location: &mut String) {
    let start = path_start(location);
    let slashes = location
        .bytes()
        .skip(start)
        .take_while(|byte| matches!(byte, b'/' | b'\\'))
        .count();
    if slashes > 1 {
        location.replace_range(start..start.saturating_add(slashes), "/");
    }
}

/// Puts the pairs of the request's query that go on behind the destination's own, before a fragment.
fn forward_query(
    location: &mut String,
    query: Option<&str>,
    options: Option<ResponseOptions<'_>>,
    used: &dyn Fn(&str) -> bool,
) {
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        return;
    };
    let end = location.find('#').unwrap_or(location.len());
    let fragment = location.split_off(end);
    let question = location.find('?');
    for pair in pairs(query) {
        let (key, _) = key_value(pair);
        let own = question.and_then(|at| location.get(at.checked_add(1)?..end));
        let set = own.is_some_and(|own| pairs(own).any(|pair| same_key(key_value(pair).0, key)));
        let goes = match options {
            Some(options) => options.forwards(&decoded(key).collect::<Vec<u8>>(), || used(key)),
            None => !used(key),
        };
        if !set && goes {
            let first = location.len() == end;
            match own {
                None if first => location.push('?'),
                Some("") if first => {}
                _ => location.push('&'),
            }
            push_raw(pair, location);
        }
    }
    location.push_str(&fragment);
}

fn same_key(a: &str, b: &str) -> bool {
    decoded(a).eq(decoded(b))
}

/// Appends a pair as it came, but for bytes that no URL may hold.
fn push_raw(pair: &str, out: &mut String) {
    for byte in pair.bytes() {
        let reserved = b":/?[]@!$&'()*+,;=%";
        if is_unreserved(byte) || reserved.contains(&byte) {
            out.push(char::from(byte));
        } else {
            push_triplet(byte, out);
        }
    }
}
