//! Answers that must not come back: one function a word. Each decides on bytes.

use crate::browser;
use crate::observed::{Asked, Observed};

/// Returns true for an answer that must not be.
pub(crate) type Forbidden = fn(&Asked, &Observed) -> bool;

/// Words that a single answer is judged by.
pub(crate) const WORDS: &[(&str, Forbidden)] = &[
    ("cross_origin", cross_origin),
    ("header_injection", header_injection),
    ("control_byte_in_header", control_byte_in_header),
    ("backslash_in_location", |_, seen| {
        location(seen).contains('\\')
    }),
    ("unencoded_byte_in_location", unencoded_byte_in_location),
    ("userinfo_in_location", userinfo_in_location),
    ("cookie_attribute_injection", |_, seen| {
        seen.headers.contains_key("set-cookie")
    }),
    ("double_decode", double_decode),
    ("double_encode", double_encode),
    ("path_segment_injection", path_segment_injection),
    ("location_longer_than_8k", |_, seen| {
        location(seen).len() > 8192
    }),
    ("permanent_status", |_, seen| {
        matches!(seen.status, 301 | 308 | 410)
    }),
    ("cacheable_without_freshness", cacheable_without_freshness),
    (
        "public_cacheable_without_vary",
        public_cacheable_without_vary,
    ),
    ("match", |_, seen| !seen.site),
    ("match_outside_LDH_label", |_, seen| !seen.site),
    ("no_match", |_, seen| seen.site),
    ("panic_or_5xx", |_, seen| seen.status >= 500),
    ("silent_value_change", silent_value_change),
    ("silent_method_change", silent_method_change),
    ("body_on_head", |asked, seen| {
        asked.method == "HEAD" && !seen.body.is_empty()
    }),
    ("self_redirect", self_redirect),
    ("redirect_without_explicit_rule", |_, seen| !seen.site),
    ("location_present", location_present),
    ("scheme_not_http", scheme_not_http),
    ("bytes_changed", bytes_changed),
    ("replacement_char_in_location", |_, seen| {
        location(seen).to_ascii_uppercase().contains("%EF%BF%BD")
    }),
    ("decoded_dot_segment", decoded_dot_segment),
];

/// Words that hold for every answer, whatever the case says.
pub(crate) const ALWAYS: &[&str] = &[
    "cross_origin",
    "header_injection",
    "control_byte_in_header",
    "backslash_in_location",
    "unencoded_byte_in_location",
    "userinfo_in_location",
    "cookie_attribute_injection",
    "location_longer_than_8k",
    "panic_or_5xx",
    "silent_method_change",
    "body_on_head",
    "self_redirect",
    "location_present",
    "scheme_not_http",
    "replacement_char_in_location",
];

/// Returns true if an answer is what `word` forbids; `location:...` forbids one location.
pub(crate) fn is(word: &str, asked: &Asked, seen: &Observed) -> bool {
    if let Some(exact) = word.strip_prefix("location:") {
        return location(seen) == exact;
    }
    let known = WORDS.iter().find(|(own, _)| *own == word);
    known.unwrap_or_else(|| panic!("no check of `{word}`")).1(asked, seen)
}

/// The location, or nothing.
fn location(seen: &Observed) -> String {
    seen.location().unwrap_or_default()
}

fn cross_origin(asked: &Asked, seen: &Observed) -> bool {
    let Some(location) = seen.location() else {
        return false;
    };
    let goes = browser::origin(&asked.here(), &location);
    let by_url = browser::origin_by_url(&asked.here(), &location);
    let declared = Ok(asked.declared());
    goes != declared || by_url != declared || !is_rooted(&location)
}

/// On bytes: `/` and no second slash, or an absolute URL.
fn is_rooted(location: &str) -> bool {
    match location.as_bytes() {
        [b'/', second, ..] => !matches!(second, b'/' | b'\\'),
        [b'/'] => true,
        _ => location.starts_with("https://") || location.starts_with("http://"),
    }
}

fn header_injection(asked: &Asked, seen: &Observed) -> bool {
    const OWN: [&str; 7] = [
        "location",
        "content-type",
        "content-length",
        "vary",
        "cache-control",
        "retry-after",
        crate::observed::SITE,
    ];
    let known = |name: &str| OWN.contains(&name) || asked.fields.contains(&name);
    let split = |value: &[u8]| value.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
    let mut headers = seen.headers.iter();
    headers.any(|(name, value)| !known(name.as_str()) || split(value.as_bytes()))
}

fn control_byte_in_header(_: &Asked, seen: &Observed) -> bool {
    let mut values = seen.headers.values();
    values.any(|value| {
        value
            .as_bytes()
            .iter()
            .any(|byte| *byte < 0x20 || *byte == 0x7f)
    })
}

/// Anything but unreserved, reserved, and whole triplets (RFC 3986, 2). The request's query is forwarded as it came, so
/// that a `%` in it may stand alone.
fn unencoded_byte_in_location(_: &Asked, seen: &Observed) -> bool {
    let location = location(seen);
    let bytes = location.as_bytes();
    let query = location.find('?').unwrap_or(bytes.len());
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'%' => {
            let digits = bytes.get(at + 1..at + 3).unwrap_or_default();
            at < query && (digits.len() < 2 || !digits.iter().all(u8::is_ascii_hexdigit))
        }
        _ => !byte.is_ascii_alphanumeric() && !b"-._~:/?#[]@!$&'()*+,;=".contains(byte),
    })
}

fn userinfo_in_location(_: &Asked, seen: &Observed) -> bool {
    let location = location(seen);
    let authority = location.split_once("//").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap();
    authority.contains('@') && !location.starts_with('/')
}

/// `%25xx` in the request is no longer one in the location.
fn double_decode(asked: &Asked, seen: &Observed) -> bool {
    let count = |text: &str| text.to_ascii_uppercase().matches("%25").count();
    !location(seen).is_empty() && count(&location(seen)) < count(&asked.target)
}

/// A triplet of the request has become `%25xx`.
fn double_encode(asked: &Asked, seen: &Observed) -> bool {
    let count = |text: &str| text.to_ascii_uppercase().matches("%25").count();
    count(&location(seen)) > count(&asked.target)
}

/// More segments than the destination has, a query or a fragment that it has not, or a dot segment.
fn path_segment_injection(asked: &Asked, seen: &Observed) -> bool {
    let location = location(seen);
    let slashes = |text: &str| text.matches('/').count();
    let has = |text: &str, mark| text.contains(mark);
    !location.is_empty()
        && (slashes(&location) != slashes(&asked.destination)
            || has(&location, '?') != has(&asked.destination, '?')
            || has(&location, '#') != has(&asked.destination, '#')
            || dot_segment(&location))
}

fn dot_segment(location: &str) -> bool {
    let path = location.split(['?', '#']).next().unwrap();
    let mut segments = path.split(['/', '\\']);
    segments.any(|segment| {
        let dots = segment.to_ascii_lowercase().replace("%2e", ".");
        dots == "." || dots == ".."
    })
}

/// A status that caches keep without being told to (RFC 9110, 15.1), and nothing that tells for how long.
fn cacheable_without_freshness(_: &Asked, seen: &Observed) -> bool {
    let cacheable = matches!(
        seen.status,
        200 | 203 | 204 | 206 | 300 | 301 | 308 | 404 | 405 | 410 | 414 | 501
    );
    cacheable && seen.field("cache-control").is_empty()
}

fn public_cacheable_without_vary(_: &Asked, seen: &Observed) -> bool {
    let control = seen.field("cache-control");
    let kept_apart = control.contains("private") || control.contains("no-store");
    seen.field("vary").is_empty() && !kept_apart
}

/// The last segment of the path, which the rule copies, is spelled otherwise.
fn silent_value_change(asked: &Asked, seen: &Observed) -> bool {
    let last = |text: &str| text.rsplit('/').next().unwrap_or_default().to_owned();
    seen.location()
        .is_some_and(|location| last(&location) != last(asked.path()))
}

fn silent_method_change(asked: &Asked, seen: &Observed) -> bool {
    let rewritable = matches!(seen.status, 301..=303);
    !matches!(asked.method.as_str(), "GET" | "HEAD") && rewritable
}

fn self_redirect(asked: &Asked, seen: &Observed) -> bool {
    let location = location(seen);
    location == asked.target || location == format!("https://good.example{}", asked.target)
}

fn location_present(_: &Asked, seen: &Observed) -> bool {
    let redirects = matches!(seen.status, 301 | 302 | 303 | 307 | 308);
    seen.location().is_some() != redirects
}

fn scheme_not_http(_: &Asked, seen: &Observed) -> bool {
    let location = location(seen);
    let relative = location.is_empty() || location.starts_with('/');
    !relative && !location.starts_with("http://") && !location.starts_with("https://")
}

/// The triplets of the request are not all in the location, in their order.
fn bytes_changed(asked: &Asked, seen: &Observed) -> bool {
    let triplets = |text: &str| -> Vec<String> {
        let parts = text.split('%').skip(1);
        parts
            .map(|part| {
                part.chars()
                    .take(2)
                    .collect::<String>()
                    .to_ascii_uppercase()
            })
            .collect()
    };
    triplets(asked.path()) != triplets(&location(seen))
}

/// An encoded slash of the request separates segments of the location, or a segment is `..`.
fn decoded_dot_segment(asked: &Asked, seen: &Observed) -> bool {
    let location = location(seen);
    let encoded = |text: &str| text.to_ascii_lowercase().matches("%2f").count();
    !location.is_empty() && (dot_segment(&location) || encoded(&location) < encoded(asked.path()))
}
