//! Scalars and flow collections, as they are written.

use std::fmt::Write;

/// A text in quotes; in single ones, in which nothing is escaped, where there would be much to escape.
pub(crate) fn quoted(text: &str) -> String {
    let is_seen = text.chars().all(is_printable);
    if is_seen && text.contains(['\\', '"']) {
        return single_quoted(text);
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for next in text.chars() {
        match next {
            '"' | '\\' => out.extend(['\\', next]),
            '\n' => out.push_str("\\n"),
            _ if is_printable(next) => out.push(next),
            // Writing into a string does not fail.
            _ => _ = write!(out, "\\U{:08X}", u32::from(next)),
        }
    }
    out.push('"');
    out
}

/// A text as a whole value in single quotes, in which nothing but the quote itself is escaped.
///
/// ```
/// assert_eq!(redirect_policy::yaml::single_quoted(r"/it's\:"), r"'/it''s\:'");
/// ```
pub fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// True for what YAML takes as it stands within a line (YAML 1.2, 5.1), and a person sees.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// A key: bare where it is a plain word.
pub(crate) fn key(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    match begins && text.chars().all(plain) && !is_reserved(text) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

/// True for words that some reader of YAML takes for no text.
fn is_reserved(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// `[a, b]`.
pub(crate) fn list(values: Vec<String>) -> String {
    format!("[{}]", values.join(", "))
}

/// One value, or a list of several.
pub(crate) fn one_or_list(mut values: Vec<String>) -> String {
    match values.len() {
        1 => values.pop().unwrap_or_default(),
        _ => list(values),
    }
}

/// `{ key: value, key: value }`.
pub(crate) fn map(pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return "{}".to_owned();
    }
    let pairs = pairs.iter().map(|(key, value)| format!("{key}: {value}"));
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}
