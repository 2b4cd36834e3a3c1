//! Hosts: the canonical form, and the patterns of `when.host`.

use std::ops::Range;

use super::adjacency::adjacent_variables;
use super::character::Language;
use super::check::duplicate_names;
use super::error::{in_order, replaced};
use super::reader::{read, refused_at_once};
use super::source::parse_value;
use super::token::{Token, TokenKind, WrittenKind};
use super::{Class, Item, Kind, Pattern, PatternError};
use crate::policy::HostPattern;

/// Reads a host of `when.host`, `hosts` or `externalHosts`: `example.com`, `*.example.com` or
/// `:c<kr|jp>.example.com`.
///
/// No variable matches a dot: a name without a kind, or of kind `segment`, matches as `slug` does.
///
/// # Errors
/// All that is wrong with it, in the order of the text.
///
/// ```
/// use redirect_policy::pattern::parse_host;
/// use redirect_policy::policy::HostPattern;
/// assert_eq!(parse_host("WWW.Example.com"), Ok(HostPattern::Exact("www.example.com".into())));
/// assert_eq!(parse_host("*.example.com"), Ok(HostPattern::Subdomains(".example.com".into())));
/// assert!(matches!(parse_host(":c<kr|jp>.example.com"), Ok(HostPattern::Binding(_))));
/// assert_eq!(parse_host("example.com:8080").unwrap_err()[0].code, "bad-host");
/// ```
pub fn parse_host(text: &str) -> Result<HostPattern, Vec<PatternError>> {
    if let Some(error) = refused_at_once(text) {
        let error = if error.code == "empty" {
            error.help("write a host, such as `example.com`")
        } else {
            error
        };
        return Err(vec![error]);
    }
    if let Some(error) = looks_like_url(text) {
        return Err(vec![error]);
    }
    if let Some(error) = with_port(text) {
        return Err(vec![error]);
    }
    if let Some(parent) = text
        .strip_prefix("*.")
        .filter(|parent| !has_variables(parent))
    {
        let host = canonical_host(text, text.len() - parent.len()..text.len())
            .map_err(|error| vec![error])?;
        return Ok(HostPattern::Subdomains(format!(".{host}")));
    }
    if has_variables(text) && !text.starts_with('[') {
        return binding(text).map(HostPattern::Binding);
    }
    canonical_host(text, 0..text.len())
        .map(HostPattern::Exact)
        .map_err(|error| vec![error])
}

fn has_variables(text: &str) -> bool {
    text.contains(['*', ':', '(', ')'])
}

fn looks_like_url(text: &str) -> Option<PatternError> {
    let start = text.find("://").map_or(0, |index| index + 3);
    let host = text.get(start..).unwrap_or_default();
    let end = host.find('/').unwrap_or(host.len());
    if start == 0 && end == host.len() {
        return None;
    }
    let host = host.get(..end).unwrap_or_default();
    let fault = if start > 0 { 0..start } else { end..text.len() };
    Some(
        PatternError::new(
            "bad-host",
            fault,
            "a host is written without scheme and path",
        )
        .help(format!("write `{host}`")),
    )
}

fn with_port(text: &str) -> Option<PatternError> {
    let (host, port) = text.rsplit_once(':')?;
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) || host.contains('[') {
        return None;
    }
    Some(
        PatternError::new(
            "bad-host",
            host.len()..text.len(),
            "hosts are compared without their port",
        )
        .help(format!("write `{host}`")),
    )
}

/// A host that binds names or has groups.
fn binding(text: &str) -> Result<Pattern, Vec<PatternError>> {
    let reading = read(text, 0, Language::Value);
    let mut errors = reading.errors;
    for token in &reading.tokens {
        errors.extend(host_token_fault(text, token));
    }
    duplicate_names(text, &reading.tokens, &mut errors);
    adjacent_variables(text, &reading.tokens, &label_kind(), &mut errors);
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    let mut pattern = parse_value(text, &label_kind())?;
    fold_items(&mut pattern.items);
    Ok(pattern)
}

/// What a name matches in a host: a label, or a part of one.
fn label_kind() -> Kind {
    Kind::Class {
        class: Class::Slug,
        min: 1,
        max: None,
    }
}

fn host_token_fault(text: &str, token: &Token) -> Option<PatternError> {
    let at = token.at.clone();
    let written = text.get(at.clone()).unwrap_or_default();
    let bad = |message: String| PatternError::new("bad-host", at.clone(), message);
    match &token.kind {
        TokenKind::Wildcard => Some(
            bad("`*` stands only at the front of a host, before a dot".to_owned()).help(
                "write `*.example.com`, or give the label a name, such as `:tenant.example.com`",
            ),
        ),
        TokenKind::Parameter { kind, .. } => match kind {
            WrittenKind::Known(Kind::Path) => Some(
                bad(format!("`{written}`: a host has no path")).help("write a name without a kind"),
            ),
            WrittenKind::Known(Kind::Enumeration(values)) => values
                .iter()
                .find(|value| !value.bytes().all(is_label_byte))
                .map(|value| {
                    PatternError::new(
                        "bad-enum",
                        at.clone(),
                        format!("`{value}` is no label of a host"),
                    )
                    .help("use letters, digits and hyphens; write IDN as punycode (`xn--...`)")
                }),
            _ => None,
        },
        TokenKind::Text(label)
            if !label
                .bytes()
                .all(|byte| is_label_byte(byte) || byte == b'.') =>
        {
            Some(bad(format!("`{written}` can't stand in a host")).help(
                "use letters, digits and hyphens; beside names write IDN as punycode (`xn--...`)",
            ))
        }
        TokenKind::Text(label) if label.contains("..") => {
            Some(bad(format!("`{written}` has an empty label")).help("write one dot"))
        }
        TokenKind::Text(label) if at.end == text.len() && label.ends_with('.') => {
            Some(trailing_dot(text))
        }
        TokenKind::Text(label) if at.start == 0 && label.starts_with('.') => Some(
            bad("a host begins with no dot".to_owned())
                .help(format!("write `{}`", text.trim_start_matches('.'))),
        ),
        _ => None,
    }
}

fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

fn trailing_dot(text: &str) -> PatternError {
    PatternError::new(
        "bad-host",
        text.len().saturating_sub(1)..text.len(),
        "hosts are compared without a dot at the end",
    )
    .help(format!("write `{}`", text.trim_end_matches('.')))
}

/// Hosts are compared in lower case and without dots in variables.
fn fold_items(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Literal(text) => text.make_ascii_lowercase(),
            Item::Group(items) => fold_items(items),
            Item::Wildcard { .. } => {}
            Item::Parameter(parameter) => match &mut parameter.kind {
                Kind::Enumeration(values) => values
                    .iter_mut()
                    .for_each(|value| value.make_ascii_lowercase()),
                Kind::Class { class, .. } if *class == Class::Segment => *class = Class::Slug,
                _ => {}
            },
        }
    }
}

/// The canonical form of the host at `at` in `text`: labels of letters, digits and hyphens in lower case, IDN as
/// punycode.
pub(super) fn canonical_host(text: &str, at: Range<usize>) -> Result<String, PatternError> {
    let written = text.get(at.clone()).unwrap_or_default();
    if written.is_empty() {
        return Err(PatternError::new("bad-host", at, "the host is missing")
            .help("write a host, such as `example.com`"));
    }
    if let Some(host) = written.strip_suffix('.') {
        let dot = at.end - 1..at.end;
        return Err(PatternError::new(
            "bad-host",
            dot.clone(),
            "hosts are written without a dot at the end",
        )
        .help(if host.is_empty() {
            "write a host, such as `example.com`".to_owned()
        } else {
            format!("write `{}`", replaced(text, &dot, ""))
        }));
    }
    let host = if written.is_ascii() && !has_punycode(written) {
        written.to_ascii_lowercase()
    } else {
        punycode(written, &at)?
    };
    match label_fault(&host) {
        None => Ok(host),
        Some(message) => Err(PatternError::new("bad-host", at, message)
            .help("write a host of letters, digits, hyphens and dots, such as `www.example.com`")),
    }
}

fn has_punycode(host: &str) -> bool {
    let label = |label: &str| {
        label
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
    };
    host.split('.').any(label)
}

#[cfg(feature = "url")]
fn punycode(host: &str, at: &Range<usize>) -> Result<String, PatternError> {
    let bad = || {
        PatternError::new(
            "bad-host",
            at.clone(),
            format!("`{host}` is no valid international host"),
        )
        .help("write its punycode form (`xn--...`)")
    };
    // The parser decodes triplets, which no host of ours has.
    if host.contains('%') {
        return Err(bad());
    }
    match url::Host::parse(host) {
        Ok(url::Host::Domain(domain)) => Ok(domain),
        _ => Err(bad()),
    }
}

#[cfg(not(feature = "url"))]
fn punycode(host: &str, at: &Range<usize>) -> Result<String, PatternError> {
    if host.is_ascii() {
        // Whether its labels decode is for the feature to say.
        return Ok(host.to_ascii_lowercase());
    }
    Err(PatternError::new(
        "bad-host",
        at.clone(),
        format!("`{host}` is an international host, which needs the feature `url`"),
    )
    .help("turn the feature `url` on, or write the punycode form (`xn--...`)"))
}

/// RFC 1123, 2.1 and RFC 1035, 2.3.4: what is wrong with a host in lower case.
fn label_fault(host: &str) -> Option<String> {
    if host.starts_with('[') {
        return Some("an IPv6 address can't be used as a host here".to_owned());
    }
    if host.len() > 253 {
        return Some(format!(
            "a host of {} bytes is over the limit of 253",
            host.len()
        ));
    }
    for label in host.split('.') {
        if label.is_empty() {
            return Some(format!("`{host}` has an empty label"));
        }
        if label.len() > 63 {
            return Some(format!("the label `{label}` is over the limit of 63 bytes"));
        }
        if !label.bytes().all(is_label_byte) {
            return Some(format!("`{label}` holds a character that no host has"));
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Some(format!("the label `{label}` has a hyphen at its edge"));
        }
    }
    number_fault(host)
}

/// Browsers read a host that ends in a number as an IPv4 address (WHATWG URL, host parser), in any of its old spellings.
fn number_fault(host: &str) -> Option<String> {
    let last = host.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last
        .strip_prefix("0x")
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let number = last.bytes().all(|byte| byte.is_ascii_digit()) || hexadecimal;
    (number && host.parse::<std::net::Ipv4Addr>().is_err())
        .then(|| format!("browsers read `{host}` as a number, and it is no IPv4 address"))
}
