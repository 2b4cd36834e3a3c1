//! Request targets: a path with an optional query, or an absolute URL.

use crate::simd::find::find_byte;

/// The parts of a target as they came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    /// `http` or `https`.
    pub(crate) scheme: Option<&'a str>,
    /// `host[:port]`.
    pub(crate) authority: Option<&'a str>,
    pub(crate) path: &'a str,
    /// Without the `?`.
    pub(crate) query: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Takes a target apart; a fragment goes.
    #[inline(never)]
    pub(crate) fn of(target: &'a str) -> Self {
        let (scheme, authority, rest) = split_absolute(target);
        let (path, query) = split_query(rest);
        Parts {
            scheme,
            authority,
            path,
            query,
        }
    }
}

/// A scheme that rules can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Unknown,
    Http,
    Https,
}

impl Scheme {
    /// A scheme by its name, in either case.
    #[inline]
    pub(crate) fn of(name: Option<&str>) -> Self {
        match name {
            Some(name) if name.eq_ignore_ascii_case("https") => Scheme::Https,
            Some(name) if name.eq_ignore_ascii_case("http") => Scheme::Http,
            _ => Scheme::Unknown,
        }
    }

    /// The name in lower case, if it is known.
    #[inline]
    pub(crate) const fn text(self) -> Option<&'static str> {
        match self {
            Scheme::Unknown => None,
            Scheme::Http => Some("http"),
            Scheme::Https => Some("https"),
        }
    }
}

/// Scheme, authority and the rest of an absolute URL; a path is all rest.
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
fn split_query(target: &str) -> (&str, Option<&str>) {
    let find = |byte| find_byte(target.as_bytes(), byte, 0);
    let (question, hash) = (find(b'?'), find(b'#'));
    let path = target.get(..question.min(hash)).unwrap_or(target);
    (path, target.get(question.saturating_add(1)..hash))
}
