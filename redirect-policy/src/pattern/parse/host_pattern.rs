//! The patterns of `when.host`.

use super::host::{canonical_host, is_label_byte};
use super::reader::{read, refused_at_once};
use super::value::parse_value_with;
use crate::pattern::check::adjacency::adjacent_variables;
use crate::pattern::check::duplicates::duplicate_names;
use crate::pattern::error::in_order;
use crate::pattern::token::{Language, Token, TokenKind, WrittenKind};
use crate::pattern::{Class, HostPattern, Item, Kind, Kinds, Pattern, PatternError};

/// Reads a host of `when.host`, `hosts` or `externalHosts`: `example.com`, `*.example.com` or
/// `:c<kr|jp>.example.com`.
///
/// No variable matches a dot: a name without a kind, or of kind `segment`, matches as `slug` does.
///
/// # Errors
/// All that is wrong with it, in the order of the text.
///
/// ```
/// use redirect_policy::pattern::{HostPattern, parse_host};
/// assert_eq!(parse_host("WWW.Example.com"), Ok(HostPattern::Exact("www.example.com".into())));
/// assert_eq!(parse_host("*.example.com"), Ok(HostPattern::Subdomains(".example.com".into())));
/// assert!(matches!(parse_host(":c<kr|jp>.example.com"), Ok(HostPattern::Binding(_))));
/// assert_eq!(parse_host("example.com:8080").unwrap_err()[0].code, "bad-host");
/// ```
pub fn parse_host(text: &str) -> Result<HostPattern, Vec<PatternError>> {
    parse_host_with(text, &Kinds::default())
}

/// Reads a host where the policy has kinds of its own, as [`parse_host`] does.
///
/// # Errors
/// As [`parse_host`].
pub fn parse_host_with(text: &str, kinds: &Kinds) -> Result<HostPattern, Vec<PatternError>> {
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
        return binding(text, kinds).map(HostPattern::Binding);
    }
    if let Some(parent) = text.strip_prefix('.') {
        if canonical_host(parent, 0..parent.len()).is_ok() {
            let error = PatternError::new("bad-host", 0..1, "a host begins with no dot");
            let help = format!("write `*.{parent}` for the hosts below it, or `{parent}`");
            return Err(vec![error.help(help)]);
        }
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
fn binding(text: &str, kinds: &Kinds) -> Result<Pattern, Vec<PatternError>> {
    let reading = read(text, 0, Language::Value, kinds);
    let mut errors = reading.errors;
    for token in &reading.tokens {
        errors.extend(host_token_fault(text, token));
    }
    duplicate_names(text, &reading.tokens, &mut errors);
    adjacent_variables(text, &reading.tokens, &label_kind(), &mut errors);
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    let mut pattern = parse_value_with(text, &label_kind(), kinds)?;
    fold_items(&mut pattern.items);
    Ok(pattern)
}

/// Returns the kind of a name in a host: a label, or a part of one.
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
        TokenKind::Wildcard if text == "*" => Some(
            bad("`*` stands only at the front of a host, before a dot".to_owned())
                .help("leave the condition out: a rule without `host` matches on every host"),
        ),
        TokenKind::Wildcard => Some(
            bad("`*` stands only at the front of a host, before a dot".to_owned()).help(
                "write `*.example.com`, or give the label a name, such as `:tenant.example.com`",
            ),
        ),
        TokenKind::Parameter { kind, .. } => match kind {
            WrittenKind::Known(kind) if kind.spans() => Some(
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

fn trailing_dot(text: &str) -> PatternError {
    PatternError::new(
        "bad-host",
        text.len().saturating_sub(1)..text.len(),
        "hosts are compared without a dot at the end",
    )
    .help(format!("write `{}`", text.trim_end_matches('.')))
}

/// Hosts are compared in lower case and without dots in variables. Enumerations keep the spelling in which they are
/// bound.
fn fold_items(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Literal(text) => text.make_ascii_lowercase(),
            Item::Group(items) => fold_items(items),
            Item::Wildcard { .. } => {}
            Item::Parameter(parameter) => match &mut parameter.kind {
                Kind::Class { class, .. } if *class == Class::Segment => *class = Class::Slug,
                _ => {}
            },
        }
    }
}
