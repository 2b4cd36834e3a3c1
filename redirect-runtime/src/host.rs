//! Host names in canonical form.

use std::borrow::Cow;

/// Host and port of an authority. What stands before an `@` is no host: such an authority has none.
pub(crate) fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (host, Some(port).filter(|port| !port.is_empty()))
        }
        _ => (authority, None),
    }
}

/// A host name in canonical form: LDH labels of 1 to 63 bytes, 253 in all, in lower case, without a trailing dot.
pub(crate) fn canonical_host(host: &str) -> Option<Cow<'_, str>> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if host.len() > 253 || !host.split('.').all(label) {
        return None;
    }
    Some(if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    })
}
