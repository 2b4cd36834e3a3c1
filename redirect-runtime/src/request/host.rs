//! Host names in canonical form.

use std::borrow::Cow;

use crate::simd::chunks::{is, within};
use crate::simd::find::{bits_where, equal_bits, find_byte};

/// Host and port of an authority. What stands before an `@` is no host: such an authority has none.
pub fn split_port(authority: &str) -> (&str, Option<&str>) {
    if find_byte(authority.as_bytes(), b':', 0) == authority.len() {
        return (authority, None);
    }
    let colon = authority.bytes().rposition(|byte| byte == b':');
    let parts = colon.and_then(|colon| authority.split_at_checked(colon));
    match parts.and_then(|(host, port)| Some((host, port.strip_prefix(':')?))) {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (host, Some(port).filter(|port| !port.is_empty()))
        }
        _ => (authority, None),
    }
}

/// The number of a port, or that of the scheme where none is named; `None` where neither is known.
pub(crate) fn port_number(scheme: Option<&str>, port: Option<&str>) -> Option<u32> {
    match (port, scheme) {
        // Digits, of which more than ten make no port.
        (Some(port), _) => Some(port.parse().unwrap_or(u32::MAX)),
        (None, Some("http")) => Some(80),
        (None, Some("https")) => Some(443),
        (None, _) => None,
    }
}

/// A host name in canonical form: LDH labels of 1 to 63 bytes, 253 in all, in lower case, without a trailing dot.
pub fn canonical_host(host: &str) -> Option<Cow<'_, str>> {
    let host = host.strip_suffix('.').unwrap_or(host);
    if is_canonical(host.as_bytes()) {
        return Some(Cow::Borrowed(host));
    }
    if host.len() > 253 {
        return None;
    }
    let mut label = 0;
    let mut has_upper = false;
    for byte in host.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => label += 1,
            b'A'..=b'Z' => {
                label += 1;
                has_upper = true;
            }
            b'.' if (1..=63).contains(&label) => label = 0,
            _ => return None,
        }
    }
    if !(1..=63).contains(&label) {
        return None;
    }
    Some(if has_upper {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    })
}

/// Tells whether a host of moderate length is in canonical form, as most are.
fn is_canonical(host: &[u8]) -> bool {
    let Some(last) = host.len().checked_sub(1).filter(|&last| last < 63) else {
        return false;
    };
    let plain = bits_where(host, |byte| {
        within(byte, b'a', 26) | within(byte, b'0', 10) | is(byte, b'-') | is(byte, b'_')
    });
    let dots = equal_bits(host, b'.');
    let all = u64::MAX >> (63 - last);
    // Dots stand between others.
    plain | dots == all && dots & (dots << 1 | 1 | 1 << last) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_in_canonical_form() {
        let long = "a".repeat(64);
        for (host, canonical) in [
            ("Example.COM", Some("example.com")),
            ("example.com.", Some("example.com")),
            ("a_b-c.1", Some("a_b-c.1")),
            ("a", Some("a")),
            ("a..b", None),
            ("a.b..", None),
            (".", None),
            (".a", None),
            ("a..", None),
            ("", None),
            ("a b", None),
            (long.as_str(), None),
        ] {
            assert_eq!(canonical_host(host).as_deref(), canonical, "{host}");
        }
    }

    #[test]
    fn ports() {
        assert_eq!(split_port("a:80"), ("a", Some("80")));
        assert_eq!(split_port("a:"), ("a", None));
        assert_eq!(split_port("a:b"), ("a:b", None));
        assert_eq!(split_port("a"), ("a", None));
    }
}
