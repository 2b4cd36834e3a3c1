//! The header field that names the rule of an answer.

use http::{HeaderName, HeaderValue};
use redirect_runtime::Rule;

/// Returns the field: the rule's id, and the source of a lookup's row; `None` under a name that HTTP does not allow.
pub(crate) fn field(
    name: &str,
    rule: &Rule<'_>,
    source: Option<&'static str>,
) -> Option<(HeaderName, HeaderValue)> {
    let mut text = String::with_capacity(rule.id().len());
    for byte in rule.id().bytes() {
        match byte {
            b'%' | b';' => push_encoded(byte, &mut text),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => push_encoded(byte, &mut text),
        }
    }
    if let Some(source) = source {
        text.push_str("; source=");
        text.push_str(source);
    }
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    Some((name, HeaderValue::try_from(text).ok()?))
}

fn push_encoded(byte: u8, out: &mut String) {
    use std::fmt::Write;
    // Writing to a string cannot fail.
    let _ = write!(out, "%{byte:02X}");
}
