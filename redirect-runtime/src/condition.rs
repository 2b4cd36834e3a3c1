//! The conditions of a rule: what must hold of a request beside its path.
//!
//! `u8` count and conditions that must all hold, then `u8` count and conditions not all of which may hold. Each
//! begins with its kind. Texts have a length of two bytes, programs too.
//!
//! | kind | operands |
//! |---|---|
//! | [`HOST`] | `u16` count; each [`EXACT`] text, [`SUBDOMAINS`] text, [`BINDING`] program |
//! | [`METHOD`] | `u8` count, texts |
//! | [`QUERY`] | key, value |
//! | [`HEADER`] | number of the header, name, value |
//! | [`COOKIE`] | number of the header `cookie`, name, value |
//! | [`LANGUAGE`] | number of the header `accept-language`, name or [`FIRST_CHOICE`], `u16` count, texts |
//! | [`SCHEME`] | text |
//! | [`FROM`], [`UNTIL`] | `i64` seconds |
//!
//! A value is [`ABSENT`], [`PRESENT`] or a count (from 1) of programs, one of which must match.

use std::borrow::Cow;

use crate::pattern::{Captures, program, solve};
use crate::request::context::RequestContext;
use crate::request::language;
use crate::request::query;
use crate::simd::chunks::{u16_at, u64_at};
use crate::table::text::{text, texts};

/// The request's host is one of these.
pub const HOST: u8 = 1;
/// The method is one of these.
pub const METHOD: u8 = 2;
/// A key of the query.
pub const QUERY: u8 = 3;
/// A header field.
pub const HEADER: u8 = 4;
/// A cookie.
pub const COOKIE: u8 = 5;
/// The preferred language.
pub const LANGUAGE: u8 = 6;
/// The scheme.
pub const SCHEME: u8 = 7;
/// Not before.
pub const FROM: u8 = 8;
/// Before.
pub const UNTIL: u8 = 9;

/// A host as it is.
pub const EXACT: u8 = 0;
/// One or more labels before a suffix that begins with a dot.
pub const SUBDOMAINS: u8 = 1;
/// A program, labels of which it may bind.
pub const BINDING: u8 = 2;

/// A value that must not be there.
pub const ABSENT: u8 = 0;
/// A value that must be there.
pub const PRESENT: u8 = 0xff;
/// In place of a name: a literal language must be the client's first choice.
pub const FIRST_CHOICE: u8 = 0xff;

/// What conditions have found out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// Names bound outside the path, with their text.
    pub(crate) bound: Vec<(u8, String)>,
    /// The numbers of the headers looked at, as bits.
    pub(crate) vary: u64,
}

/// Whether a rule's conditions hold; binds names and notes the headers looked at.
///
/// Hosts, queries and what else the URL says is looked at before headers, so that `vary` names only what mattered.
pub(crate) fn hold(bytes: &[u8], asked: &RequestContext<'_, '_>, findings: &mut Findings) -> bool {
    let Some((true, rest)) = all(bytes, asked, findings) else {
        return false;
    };
    if rest.first().is_none_or(|&count| count == 0) {
        return true;
    }
    // What `unless` binds is for no one.
    let mut excluded = Findings::default();
    let excludes = all(rest, asked, &mut excluded);
    findings.vary |= excluded.vary;
    excludes.is_some_and(|(holds, _)| !holds)
}

/// The query keys that the conditions which must hold name: they are used up.
pub(crate) fn query_keys(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let (count, mut rest) = match bytes.split_first() {
        Some((&count, rest)) => (count, rest),
        None => (0, bytes),
    };
    (0..count)
        .map_while(move |_| {
            let length = usize::from(u16_at(rest, 0)?);
            let (condition, tail) = rest.get(2..)?.split_at_checked(length)?;
            rest = tail;
            Some(condition)
        })
        .filter_map(|condition| match condition {
            [QUERY, key @ ..] => Some(text(key)?.0),
            _ => None,
        })
}

/// Whether all conditions of a list hold, and what follows the list.
fn all<'a>(
    bytes: &'a [u8],
    asked: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<(bool, &'a [u8])> {
    let (&count, mut rest) = bytes.split_first()?;
    let mut holds = true;
    for _ in 0..count {
        let length = usize::from(u16_at(rest, 0)?);
        let (condition, tail) = rest.get(2..)?.split_at_checked(length)?;
        holds = holds && one(condition, asked, findings).unwrap_or(false);
        rest = tail;
    }
    Some((holds, rest))
}

fn one(condition: &[u8], asked: &RequestContext<'_, '_>, findings: &mut Findings) -> Option<bool> {
    let (&kind, rest) = condition.split_first()?;
    match kind {
        HOST => host(rest, asked, findings),
        METHOD => {
            let (&count, rest) = rest.split_first()?;
            let method = asked.request.method().as_str();
            Some(texts(count, rest).any(|one| one == method || one == "GET" && method == "HEAD"))
        }
        QUERY => {
            let (key, rest) = text(rest)?;
            let found = query::first_value(asked.request.query(), key).map(query::canonical_value);
            value(rest, found, findings)
        }
        HEADER => {
            let (&number, rest) = rest.split_first()?;
            findings.look_at(number);
            let (name, rest) = text(rest)?;
            let mut lines = asked.request.unrecorded_headers(name);
            // Several lines are one list (RFC 9110, 5.3).
            let found = lines
                .next()
                .map(|first| lines.fold(first.to_owned(), |list, line| list + ", " + line));
            value(rest, found.as_deref().map(query::canonical_text), findings)
        }
        COOKIE => {
            let (&number, rest) = rest.split_first()?;
            findings.look_at(number);
            let (name, rest) = text(rest)?;
            let found = asked.request.unrecorded_cookie(name);
            value(rest, found.map(query::canonical_text), findings)
        }
        LANGUAGE => {
            let (&number, rest) = rest.split_first()?;
            findings.look_at(number);
            language(rest, asked, findings)
        }
        SCHEME => Some(asked.request.scheme() == Some(text(rest)?.0)),
        FROM => Some(u64_at(rest, 0)? as i64 <= asked.request.seconds()),
        UNTIL => Some(asked.request.seconds() < u64_at(rest, 0)? as i64),
        _ => None,
    }
}

impl Findings {
    #[inline]
    fn look_at(&mut self, header: u8) {
        self.vary |= 1u64.checked_shl(u32::from(header)).unwrap_or(1 << 63);
    }

    fn bind(&mut self, captures: &Captures, text: &str) {
        for name in 0..program::MOST_NAMES {
            if let Some(value) = captures.range(name).and_then(|range| text.get(range)) {
                self.bound.push((name as u8, value.to_owned()));
            }
        }
    }
}

fn host(rest: &[u8], asked: &RequestContext<'_, '_>, findings: &mut Findings) -> Option<bool> {
    let Some(host) = asked.host() else {
        return Some(false);
    };
    let count = u16_at(rest, 0)?;
    let mut rest = rest.get(2..)?;
    for _ in 0..count {
        let (&kind, operands) = rest.split_first()?;
        let (pattern, tail) = operands
            .get(2..)?
            .split_at_checked(usize::from(u16_at(operands, 0)?))?;
        rest = tail;
        let matches = match kind {
            EXACT => host.as_bytes() == pattern,
            SUBDOMAINS => host.len() > pattern.len() && host.as_bytes().ends_with(pattern),
            _ => {
                let mut captures = Captures::default();
                let matches = solve::captures(pattern, host.as_bytes(), true, 0, &mut captures)
                    && !binds_dot(&captures, host);
                if matches {
                    findings.bind(&captures, host);
                }
                matches
            }
        };
        if matches {
            return Some(true);
        }
    }
    Some(false)
}

/// Whether a name of a host pattern would span labels.
fn binds_dot(captures: &Captures, host: &str) -> bool {
    (0..program::MOST_NAMES)
        .filter_map(|name| captures.range(name))
        .any(|range| host.get(range).is_some_and(|text| text.contains('.')))
}

/// Whether a value is as its pattern says.
fn value(bytes: &[u8], found: Option<Cow<'_, str>>, findings: &mut Findings) -> Option<bool> {
    let (&count, mut rest) = bytes.split_first()?;
    match (count, found) {
        (ABSENT, found) => Some(found.is_none()),
        (PRESENT, found) => Some(found.is_some()),
        (_, None) => Some(false),
        (count, Some(found)) => {
            for _ in 0..count {
                let (program, tail) = rest
                    .get(2..)?
                    .split_at_checked(usize::from(u16_at(rest, 0)?))?;
                rest = tail;
                let mut captures = Captures::default();
                if solve::captures(program, found.as_bytes(), false, 0, &mut captures) {
                    findings.bind(&captures, &found);
                    return Some(true);
                }
            }
            Some(false)
        }
    }
}

fn language(rest: &[u8], asked: &RequestContext<'_, '_>, findings: &mut Findings) -> Option<bool> {
    let (&name, rest) = rest.split_first()?;
    let count = u16_at(rest, 0)?;
    let known = texts(u8::try_from(count).ok()?, rest.get(2..)?);
    let accepted = asked.request.unrecorded_headers("accept-language");
    if name == FIRST_CHOICE {
        let first = language::first_choice(accepted);
        let mut known = known;
        return Some(first.is_some_and(|first| known.any(|tag| language::is(tag, first))));
    }
    let known: Vec<&str> = known.collect();
    let best = language::best_of(&known, accepted);
    Some(best.is_some_and(|tag| {
        findings.bound.push((name, tag.to_owned()));
        true
    }))
}
