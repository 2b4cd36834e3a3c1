//! Locations: rendering a destination, and the guard on every byte that leaves.
//!
//! A template is a run of ops, ended by [`END`]:
//!
//! | op | operands |
//! |---|---|
//! | [`LITERAL`] | `u16` length, text (encoded) |
//! | [`NAME`] | number of the rule's name, [`PATH`], [`QUERY`] or [`FRAGMENT`] |
//! | [`GROUP`] | `u16` length of what it holds |

use crate::canonical::{is_unreserved, push_triplet, triplet};
use crate::query::{decoded, key_value, pairs};
use crate::terms::Terms;
use crate::word::u16_at;

/// Closes a template.
pub const END: u8 = 0;
/// Text.
pub const LITERAL: u8 = 1;
/// The value of a name.
pub const NAME: u8 = 2;
/// What is emitted only when a name in it is bound.
pub const GROUP: u8 = 3;

/// Before `?` and `#`.
pub const PATH: u8 = 0;
/// After `?`.
pub const QUERY: u8 = 1;
/// After `#`.
pub const FRAGMENT: u8 = 2;

/// The longest location in bytes.
pub const LONGEST: usize = 8192;

/// What a name of a template stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value<'v> {
    /// Canonical text that a rule bound: triplets stay.
    Captured(&'v str),
    /// Text from outside: encoded as a value of its place.
    Text {
        /// Any text.
        text: &'v str,
        /// Whether a `/` in it separates segments.
        slashes: bool,
    },
}

/// Why there is no location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocationError {
    /// A name that the destination needs is not bound, or bound to nothing.
    MissingName(u8),
    /// A segment would be `.` or `..`.
    DotSegment,
    /// Longer than [`LONGEST`].
    TooLong,
    /// A byte that no location may hold, or a front that would leave the site.
    Unsafe,
    /// The template is damaged.
    Template,
}

impl std::fmt::Display for LocationError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LocationError::MissingName(number) => {
                write!(f, "name {number} of the destination has no value")
            }
            LocationError::DotSegment => {
                f.write_str("a segment of the location would be `.` or `..`")
            }
            LocationError::TooLong => write!(f, "the location is longer than {LONGEST} bytes"),
            LocationError::Unsafe => {
                f.write_str("the location would leave the site or hold an unsafe byte")
            }
            LocationError::Template => f.write_str("the destination is damaged"),
        }
    }
}

impl std::error::Error for LocationError {}

/// Renders a template with the values of its names, then adds what is forwarded of the request's query.
///
/// `used` says whether a form-decoded key of the request's query is used up.
///
/// # Errors
/// When a name is missing, or the location is not safe to send.
pub(crate) fn render<'v>(
    template: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
    request_query: Option<&str>,
    terms: Option<Terms<'_>>,
    used: &dyn Fn(&str) -> bool,
) -> Result<String, LocationError> {
    let mut out = String::with_capacity(128);
    emit(template, value, &mut out)?;
    collapse_front(&mut out);
    if has_dot_segment(path_of(&out)) {
        return Err(LocationError::DotSegment);
    }
    forward_query(&mut out, request_query, terms, used);
    guard(&out)?;
    Ok(out)
}

/// Appends the ops of a template or of a group.
fn emit<'v>(
    mut ops: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
    out: &mut String,
) -> Result<(), LocationError> {
    loop {
        // Checked on the way, so that no template and no value makes more work than a location is long.
        if out.len() > LONGEST {
            return Err(LocationError::TooLong);
        }
        ops = match ops {
            [] | [END, ..] => return Ok(()),
            [LITERAL, rest @ ..] => {
                let (text, rest) = crate::rule::text(rest).ok_or(LocationError::Template)?;
                out.push_str(text);
                rest
            }
            [NAME, name, part, rest @ ..] => {
                match value(*name) {
                    Some(value) if !value.is_empty() => value.push(*part, out),
                    // `*` may be bound to nothing.
                    Some(Value::Captured("")) => {}
                    _ => return Err(LocationError::MissingName(*name)),
                }
                rest
            }
            [GROUP, rest @ ..] => {
                let length = usize::from(u16_at(rest, 0).ok_or(LocationError::Template)?);
                let (inside, behind) = rest
                    .get(2..)
                    .and_then(|rest| rest.split_at_checked(length))
                    .ok_or(LocationError::Template)?;
                if is_bound(inside, value)? {
                    emit(inside, value, out)?;
                }
                behind
            }
            _ => return Err(LocationError::Template),
        };
    }
}

/// Whether some name inside a group is bound to something, or `*` to anything.
fn is_bound<'v>(
    mut ops: &[u8],
    value: &dyn Fn(u8) -> Option<Value<'v>>,
) -> Result<bool, LocationError> {
    loop {
        ops = match ops {
            [] | [END, ..] => return Ok(false),
            [LITERAL, rest @ ..] => crate::rule::text(rest).ok_or(LocationError::Template)?.1,
            [NAME, name, _, rest @ ..] => {
                // Only `*` can be captured as nothing.
                match value(*name) {
                    Some(Value::Captured(_)) => return Ok(true),
                    Some(Value::Text { text, .. }) if !text.is_empty() => return Ok(true),
                    _ => {}
                }
                rest
            }
            // The ops of an inner group are looked at as if they were this one's.
            [GROUP, _, _, rest @ ..] => rest,
            _ => return Err(LocationError::Template),
        };
    }
}

impl Value<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Value::Captured(text) | Value::Text { text, .. } => text.is_empty(),
        }
    }

    /// Appends the value, encoded for its part.
    fn push(&self, part: u8, out: &mut String) {
        let (text, captured, slashes) = match self {
            Value::Captured(text) => (*text, true, true),
            Value::Text { text, slashes } => (*text, false, *slashes),
        };
        let mut rest = text.as_bytes();
        if captured && part == PATH && path_of(out).bytes().all(|byte| byte == b'/') {
            // At the front of the path a backslash is one of the slashes that become one.
            while let Some((b'/' | b'\\', tail)) = rest.split_first() {
                out.push('/');
                rest = tail;
            }
        }
        while let Some((&byte, tail)) = rest.split_first() {
            let keeps = match byte {
                b'%' => captured && triplet(tail).is_some(),
                b'/' => slashes || part != PATH && captured,
                b'?' => captured && part != PATH,
                b'&' | b'+' | b'=' => part == PATH || part == FRAGMENT,
                b'#' => false,
                b'"' | b'<' | b'>' | b'^' | b'{' | b'|' | b'}' | b'\\' | b'`' => false,
                _ => (0x21..0x7f).contains(&byte),
            };
            if keeps {
                out.push(char::from(byte));
            } else {
                push_triplet(byte, out);
            }
            rest = tail;
        }
    }
}

/// Where the path of a location begins: behind scheme and authority.
fn path_start(location: &str) -> usize {
    let Some(scheme) = location.find("://").filter(|_| !location.starts_with('/')) else {
        return 0;
    };
    let authority = scheme.saturating_add(3);
    location
        .get(authority..)
        .and_then(|rest| rest.find(['/', '?', '#']))
        .map_or(location.len(), |at| authority.saturating_add(at))
}

/// The path of a location.
fn path_of(location: &str) -> &str {
    let rest = location.get(path_start(location)..).unwrap_or_default();
    rest.split(['?', '#']).next().unwrap_or_default()
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

/// Whether a segment is `.` or `..`, encoded dots too.
fn has_dot_segment(path: &str) -> bool {
    let may = |segment: &str| segment.starts_with('.') || segment.starts_with('%');
    path.split('/')
        .filter(|segment| may(segment))
        .any(|segment| {
            let dots = segment.replace("%2e", ".").replace("%2E", ".");
            dots == "." || dots == ".."
        })
}

/// Checks that no segment of a location's path is `.` or `..`.
///
/// # Errors
/// [`LocationError::DotSegment`].
pub(crate) fn check_segments(location: &str) -> Result<(), LocationError> {
    if has_dot_segment(path_of(location)) {
        Err(LocationError::DotSegment)
    } else {
        Ok(())
    }
}

/// A location that a person wrote, with what no URL may hold encoded: spaces, non-ASCII text, `" < > ^ { | }`, backticks
/// and a `%` that begins no triplet. Controls and backslashes stay, for the guard to refuse.
pub(crate) fn encoded(location: &str) -> String {
    let mut out = String::with_capacity(location.len());
    let mut rest = location.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let stays = match byte {
            b' ' | b'"' | b'<' | b'>' | b'^' | b'{' | b'|' | b'}' | b'`' | 0x80.. => false,
            b'%' => triplet(tail).is_some(),
            _ => true,
        };
        if stays {
            out.push(char::from(byte));
        } else {
            push_triplet(byte, &mut out);
        }
        rest = tail;
    }
    out
}

/// Puts the pairs of the request's query that go on behind the destination's own, before a fragment.
fn forward_query(
    location: &mut String,
    query: Option<&str>,
    terms: Option<Terms<'_>>,
    used: &dyn Fn(&str) -> bool,
) {
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        return;
    };
    let end = location.find('#').unwrap_or(location.len());
    let own = location
        .get(..end)
        .and_then(|front| front.split_once('?'))
        .map(|(_, own)| own);
    let mut forwarded = String::new();
    for pair in pairs(query) {
        let (key, _) = key_value(pair);
        let set = own.is_some_and(|own| pairs(own).any(|pair| same_key(key_value(pair).0, key)));
        let goes = terms.is_none_or(|terms| terms.forwards(&decoded(key).collect::<Vec<u8>>()));
        if !set && goes && !used(key) {
            if !forwarded.is_empty() {
                forwarded.push('&');
            }
            push_raw(pair, &mut forwarded);
        }
    }
    if forwarded.is_empty() {
        return;
    }
    match own {
        Some("") => {}
        Some(_) => forwarded.insert(0, '&'),
        None => forwarded.insert(0, '?'),
    }
    location.insert_str(end, &forwarded);
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

/// The second wall: whatever made it, a location that is sent stays where it may and splits no header.
///
/// A relative location begins with one `/` and no second `/` or `\`; an absolute one with `http://` or `https://`.
/// No byte is below 0x21, above 0x7e or a backslash.
///
/// # Errors
/// [`LocationError::TooLong`] and [`LocationError::Unsafe`].
pub(crate) fn guard(location: &str) -> Result<(), LocationError> {
    if location.len() > LONGEST {
        return Err(LocationError::TooLong);
    }
    let front = match location.as_bytes() {
        [b'/', second, ..] => !matches!(second, b'/' | b'\\'),
        [b'/'] => true,
        _ => location.starts_with("http://") || location.starts_with("https://"),
    };
    let bytes = location
        .bytes()
        .all(|byte| (0x21..=0x7e).contains(&byte) && byte != b'\\');
    if front && bytes {
        Ok(())
    } else {
        Err(LocationError::Unsafe)
    }
}

/// A location in the parts that are compared with a request: scheme, authority, path, query.
pub(crate) fn parts(location: &str) -> (Option<&str>, Option<&str>, &str, &str) {
    let start = path_start(location);
    let (front, rest) = location.split_at_checked(start).unwrap_or(("", location));
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = if path.is_empty() { "/" } else { path };
    match front.split_once("://") {
        Some((scheme, authority)) => (Some(scheme), Some(authority), path, query),
        None => (None, None, path, query),
    }
}
