//! Conditions as the language defines them.

use std::borrow::Cow;

use http::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, HeaderName};
use redirect_runtime::Request;
use redirect_runtime::request::query::{canonical_text, canonical_value};

use crate::model::{Condition, HostPattern, LanguagePattern, ValuePattern};
use crate::pattern::backtrack::{Bindings, matches_value};
use crate::timestamp;

/// A request with its header fields, which the engine's own view records when it is asked for them.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) headers: &'a HeaderMap,
}

/// Returns what a condition binds, if it holds.
///
/// `fold` takes ASCII letters of values in either case.
pub(super) fn holds(condition: &Condition, fold: bool, asked: Asked<'_>) -> Option<Bindings> {
    let found = found(condition, asked);
    let if_true = |holds: bool| holds.then(Bindings::new);
    match condition {
        Condition::Host(patterns) => {
            let host = found?;
            patterns.iter().find_map(|pattern| is_host(pattern, &host))
        }
        Condition::Method(methods) => {
            let method = found?;
            let is = |one: &String| *one == method || one == "GET" && method == "HEAD";
            if_true(methods.iter().any(is))
        }
        Condition::Query { value, .. }
        | Condition::Header { value, .. }
        | Condition::Cookie { value, .. } => is_value(value, fold, found.as_deref()),
        Condition::AnyMethod => if_true(true),
        Condition::NoQuery => if_true(found.is_none()),
        // Judged with what the source and all others bind.
        Condition::Lookup(_) => if_true(true),
        Condition::Accept(types) => {
            if_true(types.iter().any(|one| is_preferred(one, asked.headers)))
        }
        Condition::SiteStatus(statuses) => {
            let status = asked.request.site_status()?.as_u16();
            if_true(statuses.contains(&status))
        }
        Condition::Language(pattern) => is_language(pattern, asked.headers),
        Condition::Scheme(scheme) => if_true(found.as_ref() == Some(scheme)),
        Condition::From(moment) => if_true(*moment <= now(asked.request)),
        Condition::Until(moment) => if_true(now(asked.request) < *moment),
    }
}

/// The text of a request that a condition looks at, in the form in which it is compared; `None` if there is none.
#[must_use]
pub fn looked_at(
    condition: &Condition,
    request: &Request<'_>,
    headers: &HeaderMap,
) -> Option<String> {
    found(condition, Asked { request, headers })
}

fn found(condition: &Condition, asked: Asked<'_>) -> Option<String> {
    let Asked { request, headers } = asked;
    match condition {
        Condition::Host(_) => request.host().map(Cow::into_owned),
        Condition::Method(_) | Condition::AnyMethod => Some(request.method().as_str().to_owned()),
        Condition::Query { key, .. } => {
            first_value(request.query()?, key).map(|value| canonical_value(value).into_owned())
        }
        Condition::Header { name, .. } => field(headers, name).map(|value| canonical(&value)),
        Condition::Cookie { name, .. } => cookie(headers, name).map(|value| canonical(&value)),
        Condition::NoQuery => {
            let query = request.query()?;
            query
                .split('&')
                .any(|pair| !pair.is_empty())
                .then(|| query.to_owned())
        }
        Condition::Lookup(_) => None,
        Condition::Accept(_) => field(headers, ACCEPT.as_str()),
        Condition::SiteStatus(_) => request
            .site_status()
            .map(|status| status.as_str().to_owned()),
        Condition::Language(_) => field(headers, ACCEPT_LANGUAGE.as_str()),
        Condition::Scheme(_) => request.scheme().map(str::to_owned),
        Condition::From(_) | Condition::Until(_) => Some(timestamp::written(now(request))),
    }
}

fn canonical(value: &str) -> String {
    canonical_text(value).into_owned()
}

/// The clock of a request, in seconds since 1970.
fn now(request: &Request<'_>) -> i64 {
    let since = request.now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(-1, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// The lines of a header field as one list (RFC 9110, 5.3).
fn field(headers: &HeaderMap, name: &str) -> Option<String> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    let lines: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The first cookie of a name (RFC 6265, 5.4).
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(http::header::COOKIE);
    let pairs = lines
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| known.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
}

/// The first value of a query's key, whose name compares as forms decode it.
fn first_value<'q>(query: &'q str, key: &str) -> Option<&'q str> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .find(|(raw, _)| form_decoded(raw) == key.as_bytes())
        .map(|(_, value)| value)
}

fn form_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let triplet = redirect_runtime::canonical::triplet(behind);
        match (first, triplet) {
            (b'%', Some(value)) => {
                bytes.push(value);
                rest = behind.get(2..).unwrap_or_default();
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(first),
        }
        rest = behind;
    }
    bytes
}

/// Returns true if a pattern of hosts matches a host in canonical form.
#[must_use]
pub fn matches_host(pattern: &HostPattern, host: &str) -> bool {
    is_host(pattern, host).is_some()
}

fn is_host(pattern: &HostPattern, host: &str) -> Option<Bindings> {
    match pattern {
        HostPattern::Exact(exact) => (exact == host).then(Bindings::new),
        HostPattern::Subdomains(suffix) => {
            (host.len() > suffix.len() && host.ends_with(suffix.as_str())).then(Bindings::new)
        }
        HostPattern::Binding(pattern) => {
            let bound = matches_value(&pattern.items, true, host)?;
            // No variable of a host spans labels.
            let within = bound.iter().all(|(_, value)| !value.contains('.'));
            within.then_some(bound)
        }
    }
}

fn is_value(pattern: &ValuePattern, fold: bool, found: Option<&str>) -> Option<Bindings> {
    match pattern {
        ValuePattern::Present(present) => (found.is_some() == *present).then(Bindings::new),
        ValuePattern::OneOf(patterns) => {
            let found = found?;
            let mut bound = patterns
                .iter()
                .find_map(|pattern| matches_value(&pattern.items, fold, found))?;
            // `*` is the path's alone.
            bound.retain(|(name, _)| name != "*");
            Some(bound)
        }
    }
}

/// The ranges of `Accept-Language` with their quality in thousandths, in order (RFC 9110, 12.5.4).
fn ranges(headers: &HeaderMap) -> Vec<(String, u32)> {
    let list = field(headers, ACCEPT_LANGUAGE.as_str()).unwrap_or_default();
    list.split(',').filter_map(range).collect()
}

fn range(part: &str) -> Option<(String, u32)> {
    let (range, parameters) = part.split_once(';').unwrap_or((part, ""));
    let range = range.trim();
    let is_range = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '*');
    if range.is_empty() || !range.chars().all(is_range) {
        return None;
    }
    let mut quality = 1000;
    for parameter in parameters.split(';').filter(|one| !one.is_empty()) {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            quality = thousandths(value.trim())?;
        }
    }
    // A `;` with nothing behind it is no parameter.
    let is_whole = !part.contains(';') || parameters.split(';').all(|one| one.contains('='));
    is_whole.then(|| (range.to_ascii_lowercase(), quality))
}

/// A quality value (RFC 9110, 12.4.2).
fn thousandths(value: &str) -> Option<u32> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

fn asks_for(tag: &str, range: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let rest = range.strip_prefix(tag.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Returns true if a client names a media type, not by `*/*` alone, and likes it no less than `text/html` (RFC 9110,
/// 12.5.1).
fn is_preferred(wanted: &str, headers: &HeaderMap) -> bool {
    let list = field(headers, ACCEPT.as_str()).unwrap_or_default();
    let named = |range: &str| {
        let ranges = list.split(',').filter_map(|part| {
            let mut parameters = part.split(';');
            let name = parameters.next()?.trim();
            let mut quality = 1000;
            for parameter in parameters {
                let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
                if key.trim().eq_ignore_ascii_case("q") {
                    quality = thousandths(value.trim())?;
                }
            }
            name.eq_ignore_ascii_case(range).then_some(quality)
        });
        ranges.max()
    };
    let family = |one: &str| format!("{}/*", one.split('/').next().unwrap_or_default());
    let quality = |one: &str| named(one).or_else(|| named(&family(one)));
    let html = quality("text/html").or_else(|| named("*/*")).unwrap_or(0);
    quality(wanted).is_some_and(|quality| quality > 0 && quality >= html)
}

fn is_language(pattern: &LanguagePattern, headers: &HeaderMap) -> Option<Bindings> {
    let ranges = ranges(headers);
    match pattern {
        LanguagePattern::First(known) => {
            let accepted = || ranges.iter().filter(|(_, quality)| *quality > 0);
            let best = accepted().map(|(_, quality)| *quality).max()?;
            let (first, _) = accepted().find(|(_, quality)| *quality == best)?;
            let holds = known.iter().any(|tag| asks_for(tag, first));
            holds.then(Bindings::new)
        }
        LanguagePattern::Best { name, of, only } => {
            let place = |tag: &String| {
                let own = ranges.iter().position(|(range, _)| asks_for(tag, range));
                own.or_else(|| ranges.iter().position(|(range, _)| range == "*"))
            };
            let mut best: Option<(u32, usize, &String)> = None;
            for tag in of {
                let Some(place) = place(tag) else { continue };
                let quality = ranges.get(place).map_or(0, |(_, quality)| *quality);
                let is_better = best.is_none_or(|(most, first, _)| {
                    quality > most || quality == most && place < first
                });
                if quality > 0 && is_better {
                    best = Some((quality, place, tag));
                }
            }
            let best = best.filter(|(_, _, tag)| only.as_ref().is_none_or(|only| only == *tag));
            best.map(|(_, _, tag)| vec![(name.clone(), tag.clone())])
        }
    }
}
