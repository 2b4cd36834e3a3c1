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

mod accept;
mod cookie;
mod except;
mod findings;
mod header;
mod host;
mod language;
mod method;
mod query;
mod scheme;
mod site_status;
mod value;
mod window;

use crate::request::context::RequestContext;
use crate::simd::chunks::read_bytes;
use crate::table::text::text;

pub(crate) use findings::{Findings, UNKNOWN_SCHEME};
pub use host::{BINDING, EXACT, SUBDOMAINS};
pub use language::FIRST_CHOICE;
pub use value::{ABSENT, FOLDED, GLOB, PRESENT, PROGRAM, TEXT};

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
        let (condition, tail) = read_bytes(rest)?;
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
        let (condition, tail) = read_bytes(rest)?;
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
        HOST => host::holds(rest, context, findings),
        METHOD => method::holds(rest, context),
        QUERY => query::holds(rest, context, findings),
        NO_QUERY => Some(query::is_none(context)),
        HEADER => header::holds(rest, context, findings),
        COOKIE => cookie::holds(rest, context, findings),
        LANGUAGE => language::holds(rest, context, findings),
        ACCEPT => accept::holds(rest, context, findings),
        SCHEME => scheme::holds(rest, context, findings),
        FROM => window::has_begun(rest, context),
        UNTIL => window::has_not_ended(rest, context),
        SITE_STATUS => site_status::holds(rest, context),
        EXCEPT => except::holds(rest, path),
        // Judged after all others, when everything is bound.
        LOOKUP | SERVED_LOOKUP => Some(true),
        _ => None,
    }
}
