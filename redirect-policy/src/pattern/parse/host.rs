//! The canonical form of a host.

use std::ops::Range;

use crate::pattern::PatternError;
use crate::pattern::error::replaced;

/// The canonical form of the host at `at` in `text`: labels of letters, digits and hyphens in lower case, IDN as
/// punycode.
pub(in crate::pattern) fn canonical_host(
    text: &str,
    at: Range<usize>,
) -> Result<String, PatternError> {
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

pub(in crate::pattern) fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}
