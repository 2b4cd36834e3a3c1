//! The conditions of a rule: what must hold of a request beside its path.
//!
//! `u8` count and conditions that must all hold, then `u8` count of lists, each `u8` count and conditions, none of which
//! may hold in full. A condition has a length of two bytes and begins with its kind. Texts have a length of two bytes,
//! programs too.
//!
//! | kind | operands |
//! |---|---|
//! | [`HOST`] | `u16` count; each [`EXACT`] text, [`SUBDOMAINS`] text, [`BINDING`] program |
//! | [`METHOD`] | `u8` count, texts |
//! | [`QUERY`] | key, value |
//! | [`NO_QUERY`] | |
//! | [`HEADER`] | number of the header, name, value |
//! | [`COOKIE`] | number of the header `cookie`, name, value |
//! | [`LANGUAGE`] | number of the header `accept-language`, name or [`FIRST_CHOICE`], the one that it must be (`0xffff`: any), `u16` count, texts |
//! | [`ACCEPT`] | number of the header `accept`, `u8` count, texts |
//! | [`SCHEME`] | text |
//! | [`FROM`], [`UNTIL`] | `i64` seconds |
//! | [`SITE_STATUS`] | `u16` statuses; stands first |
//! | [`LOOKUP`] | `u32` offset of a [lookup](crate::table::lookup) in `Blob`; `u8` count and numbers of the names that make the key, `u8` count and numbers of the names that its values bind |
//! | [`SERVED_LOOKUP`] | as [`LOOKUP`], but for the offset the number of the lookup among those that the program serves |
//! | [`EXCEPT`] | [`FOLDED`] or 0, `u16` count, programs, none of which may match the path |
//!
//! A value is [`ABSENT`], [`PRESENT`] or a count (from 1) of forms, one of which must match: `u16` length, then [`TEXT`],
//! [`GLOB`] (texts between `*`, the first and the last at the ends) or [`PROGRAM`], perhaps with [`FOLDED`].

use std::borrow::Cow;

use crate::pattern::strategy::Strategy;
use crate::pattern::{Captures, glob, program, solve};
use crate::request::accept;
use crate::request::context::RequestContext;
use crate::request::language;
use crate::request::query;
use crate::simd::chunks::{u16_at, u64_at};
use crate::table::policy::header_bit;
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
/// There is no query.
pub const NO_QUERY: u8 = 10;
/// A media type that the client names.
pub const ACCEPT: u8 = 11;
/// The site has answered with one of these statuses.
pub const SITE_STATUS: u8 = 12;
/// The path is none of these.
pub const EXCEPT: u8 = 13;
/// A lookup has a row for what the rule binds. Judged after all others, when everything is bound.
pub const LOOKUP: u8 = 14;
/// A lookup that the program serves is asked for what the rule binds, and those behind it: no request misses here.
pub const SERVED_LOOKUP: u8 = 15;

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
/// A value that is this text.
pub const TEXT: u8 = 0;
/// A value that has these texts in it, one behind the other.
pub const GLOB: u8 = 1;
/// A value that a program matches.
pub const PROGRAM: u8 = 2;
/// Added to the form of a value whose ASCII letters match in either case.
pub const FOLDED: u8 = 0x80;
/// In place of a name: a literal language must be the client's first choice.
pub const FIRST_CHOICE: u8 = 0xff;

/// In what rules looked at: the scheme, which the request does not tell.
pub(crate) const UNKNOWN_SCHEME: u64 = 1 << 62;

/// Findings of conditions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// Names bound outside the path, with their text.
    pub(crate) bound: Vec<(u8, String)>,
    /// The headers looked at, as bits, and [`UNKNOWN_SCHEME`].
    pub(crate) vary: u64,
}

/// Tells whether a rule's conditions hold for a request with this canonical path; binds names and notes the headers looked
/// at.
///
/// Hosts, queries and what else the URL says is looked at before headers, so that `vary` names only what mattered.
pub(crate) fn hold(
    bytes: &[u8],
    context: &RequestContext<'_, '_>,
    path: &str,
    findings: &mut Findings,
) -> bool {
    let Some((true, rest)) = all(bytes, context, path, findings) else {
        return false;
    };
    match rest.split_first() {
        None | Some((0, _)) => true,
        Some((&lists, rest)) => !exempt(lists, rest, context, path, findings).unwrap_or(true),
    }
}

/// Tells whether one of some lists holds in full. What it binds is for no one.
fn exempt(
    lists: u8,
    mut rest: &[u8],
    context: &RequestContext<'_, '_>,
    path: &str,
    findings: &mut Findings,
) -> Option<bool> {
    for _ in 0..lists {
        let mut excluded = Findings::default();
        let exempt = all(rest, context, path, &mut excluded);
        findings.vary |= excluded.vary;
        let (holds, tail) = exempt?;
        if holds {
            return Some(true);
        }
        rest = tail;
    }
    Some(false)
}

/// Tells whether a rule is asked only once the site has answered.
#[inline]
pub(crate) fn asks_site(bytes: &[u8]) -> bool {
    matches!(bytes, [count, _, _, SITE_STATUS, ..] if *count > 0)
}

/// Tells whether what the URL says meets the conditions that must hold, whatever else the request is.
pub(crate) fn may_hold(bytes: &[u8], context: &RequestContext<'_, '_>, path: &str) -> bool {
    each(bytes).all(|condition| match condition {
        [HOST | QUERY | NO_QUERY | SCHEME | EXCEPT, ..] => {
            one(condition, context, path, &mut Findings::default()).unwrap_or(false)
        }
        _ => true,
    })
}

/// The query keys that the conditions which must hold name: they are used up.
pub(crate) fn query_keys(bytes: &[u8]) -> impl Iterator<Item = &str> {
    each(bytes).filter_map(|condition| match condition {
        [QUERY, key @ ..] => Some(text(key)?.0),
        _ => None,
    })
}

/// The lookups of a rule in order: [`LOOKUP`] or [`SERVED_LOOKUP`], and the operands.
pub(crate) fn lookups(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    each(bytes).filter_map(|condition| match condition {
        [kind @ (LOOKUP | SERVED_LOOKUP), operands @ ..] => Some((*kind, operands)),
        _ => None,
    })
}

/// The conditions that must hold.
fn each(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (count, mut rest) = match bytes.split_first() {
        Some((&count, rest)) => (count, rest),
        None => (0, bytes),
    };
    (0..count).map_while(move |_| {
        let length = usize::from(u16_at(rest, 0)?);
        let (condition, tail) = rest.get(2..)?.split_at_checked(length)?;
        rest = tail;
        Some(condition)
    })
}

/// Tells whether all conditions of a list hold, and what follows the list.
fn all<'a>(
    bytes: &'a [u8],
    context: &RequestContext<'_, '_>,
    path: &str,
    findings: &mut Findings,
) -> Option<(bool, &'a [u8])> {
    let (&count, mut rest) = bytes.split_first()?;
    let mut holds = true;
    for _ in 0..count {
        let length = usize::from(u16_at(rest, 0)?);
        let (condition, tail) = rest.get(2..)?.split_at_checked(length)?;
        holds = holds && one(condition, context, path, findings).unwrap_or(false);
        rest = tail;
    }
    Some((holds, rest))
}

fn one(
    condition: &[u8],
    context: &RequestContext<'_, '_>,
    path: &str,
    findings: &mut Findings,
) -> Option<bool> {
    let (&kind, rest) = condition.split_first()?;
    match kind {
        HOST => host(rest, context, findings),
        METHOD => {
            let (&count, rest) = rest.split_first()?;
            let method = context.request.method().as_str();
            Some(texts(count, rest).any(|one| one == method || one == "GET" && method == "HEAD"))
        }
        QUERY => {
            let (key, rest) = text(rest)?;
            let found =
                query::first_value(context.request.query(), key).map(query::canonical_value);
            value(rest, found, findings)
        }
        NO_QUERY => {
            let query = context.request.query().unwrap_or_default();
            Some(query::pairs(query).next().is_none())
        }
        HEADER => {
            let (&number, rest) = rest.split_first()?;
            findings.look_at(number);
            let (name, rest) = text(rest)?;
            let mut lines = context.request.unrecorded_headers(name);
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
            let found = context.request.unrecorded_cookie(name);
            value(rest, found.map(query::canonical_text), findings)
        }
        LANGUAGE => {
            let (&number, rest) = rest.split_first()?;
            findings.look_at(number);
            language(rest, context, findings)
        }
        ACCEPT => {
            let (&number, rest) = rest.split_first()?;
            findings.look_at(number);
            let (&count, rest) = rest.split_first()?;
            let accepted = || context.request.unrecorded_headers("accept");
            Some(texts(count, rest).any(|one| accept::prefers(one, accepted)))
        }
        SITE_STATUS => {
            let status = context.request.site_status()?.as_u16();
            Some(
                rest.chunks_exact(2)
                    .any(|one| u16_at(one, 0) == Some(status)),
            )
        }
        EXCEPT => except(rest, path),
        LOOKUP | SERVED_LOOKUP => Some(true),
        SCHEME => {
            let scheme = context.request.scheme();
            if scheme.is_none() {
                findings.vary |= UNKNOWN_SCHEME;
            }
            Some(scheme == Some(text(rest)?.0))
        }
        FROM => Some(u64_at(rest, 0)? as i64 <= context.request.seconds()),
        UNTIL => Some(context.request.seconds() < u64_at(rest, 0)? as i64),
        _ => None,
    }
}

impl Findings {
    #[inline]
    fn look_at(&mut self, header: u8) {
        self.vary |= header_bit(usize::from(header));
    }

    /// Binds what is captured, as it came, or as the enumerations of a program spell it.
    fn bind(&mut self, captures: &Captures, text: &str, spelled_by: Option<&[u8]>) {
        for name in 0..program::MOST_NAMES {
            if let Some(value) = captures.range(name).and_then(|range| text.get(range)) {
                let own = spelled_by.and_then(|by| program::spelling(by, name as u8, value));
                self.bound
                    .push((name as u8, own.unwrap_or(value).to_owned()));
            }
        }
    }
}

fn host(rest: &[u8], context: &RequestContext<'_, '_>, findings: &mut Findings) -> Option<bool> {
    let Some(host) = context.host() else {
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
                let captures = Strategy::Rightmost.captures(pattern, host.as_bytes(), true);
                let captures = captures.filter(|captures| !binds_dot(captures, host));
                if let Some(captures) = &captures {
                    findings.bind(captures, host, Some(pattern));
                }
                captures.is_some()
            }
        };
        if matches {
            return Some(true);
        }
    }
    Some(false)
}

/// Tells whether a name of a host pattern would span labels.
fn binds_dot(captures: &Captures, host: &str) -> bool {
    (0..program::MOST_NAMES)
        .filter_map(|name| captures.range(name))
        .any(|range| host.get(range).is_some_and(|text| text.contains('.')))
}

/// Tells whether a value is as its pattern says.
fn value(bytes: &[u8], found: Option<Cow<'_, str>>, findings: &mut Findings) -> Option<bool> {
    let (&count, mut rest) = bytes.split_first()?;
    match (count, found) {
        (ABSENT, found) => Some(found.is_none()),
        (PRESENT, found) => Some(found.is_some()),
        (_, None) => Some(false),
        (count, Some(found)) => {
            for _ in 0..count {
                let (form, tail) = rest
                    .get(2..)?
                    .split_at_checked(usize::from(u16_at(rest, 0)?))?;
                rest = tail;
                if is_value(form, &found, findings)? {
                    return Some(true);
                }
            }
            Some(false)
        }
    }
}

/// Tells whether a value has one form; binds the names in it.
fn is_value(form: &[u8], found: &str, findings: &mut Findings) -> Option<bool> {
    let (&form, rest) = form.split_first()?;
    let folds = form & FOLDED != 0;
    Some(match form & !FOLDED {
        TEXT if folds => found.as_bytes().eq_ignore_ascii_case(rest),
        TEXT => found.as_bytes() == rest,
        GLOB if folds => glob::matches(rest, &found.to_ascii_lowercase()),
        GLOB => glob::matches(rest, found),
        _ => {
            let captures = Strategy::Rightmost.captures(rest, found.as_bytes(), folds);
            if let Some(captures) = &captures {
                findings.bind(captures, found, Some(rest).filter(|_| folds));
            }
            captures.is_some()
        }
    })
}

/// Tells whether a path is none of those that are excepted.
fn except(rest: &[u8], path: &str) -> Option<bool> {
    let (&folds, rest) = rest.split_first()?;
    let count = u16_at(rest, 0)?;
    let mut rest = rest.get(2..)?;
    for _ in 0..count {
        let (program, tail) = rest
            .get(2..)?
            .split_at_checked(usize::from(u16_at(rest, 0)?))?;
        rest = tail;
        let (bytes, folds) = (path.as_bytes(), folds != 0);
        let captures = Strategy::Rightmost.captures(program, bytes, folds);
        // Literals match encoded delimiters too.
        let encoded = || solve::encoded_captures(program, bytes, folds);
        if captures.is_some() || bytes.contains(&b'%') && encoded().is_some() {
            return Some(false);
        }
    }
    Some(true)
}

fn language(
    rest: &[u8],
    context: &RequestContext<'_, '_>,
    findings: &mut Findings,
) -> Option<bool> {
    let (&name, rest) = rest.split_first()?;
    let (only, rest) = match u16_at(rest, 0)? {
        0xffff => (None, rest.get(2..)?),
        _ => text(rest).map(|(only, rest)| (Some(only), rest))?,
    };
    let count = u16_at(rest, 0)?;
    let known = texts(u8::try_from(count).ok()?, rest.get(2..)?);
    let accepted = context.request.unrecorded_headers("accept-language");
    if name == FIRST_CHOICE {
        let first = language::first_choice(accepted);
        let mut known = known;
        return Some(first.is_some_and(|first| known.any(|tag| language::is(tag, first))));
    }
    let known: Vec<&str> = known.collect();
    let best = language::best_of(&known, accepted);
    let best = best.filter(|tag| only.is_none_or(|only| only == *tag));
    Some(best.is_some_and(|tag| {
        findings.bound.push((name, tag.to_owned()));
        true
    }))
}
