//! Header fields: of the answer (`headers`, `cacheControl`), and of requests (names in `when` and in examples).

use crate::diagnostic::Diagnostic;
use crate::yaml::{Entry, Scalar};

use super::Checker;

/// Fields that a policy may not set, and what to do instead.
const RESERVED: &[(&str, &str)] = &[
    ("location", "write the rule's `destination`"),
    ("cache-control", "write `cacheControl`"),
    ("vary", "`Vary` follows from what the rules look at"),
    ("set-cookie", "a handler can set cookies"),
    (
        "retry-after",
        "write `onFailure: { statusCode: 503, retryAfter: ... }`",
    ),
    ("date", "the server sets it"),
    (
        "content-type",
        "the body of a redirect is written by the service",
    ),
    (
        "content-length",
        "the body of a redirect is written by the service",
    ),
    (
        "content-encoding",
        "the body of a redirect is written by the service",
    ),
    (
        "content-range",
        "the body of a redirect is written by the service",
    ),
    // Fields of one connection (RFC 9110, 7.6.1) are the server's.
    ("connection", "the server sets it"),
    ("keep-alive", "the server sets it"),
    ("proxy-connection", "the server sets it"),
    ("te", "the server sets it"),
    ("trailer", "the server sets it"),
    ("transfer-encoding", "the server sets it"),
    ("upgrade", "the server sets it"),
];

impl Checker<'_> {
    /// `headers`: names in lower case with their values.
    pub(super) fn answer_headers(&mut self, entry: &Entry) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = Vec::new();
        for entry in self.entries(entry, "a map such as `{ X-Robots-Tag: noindex }`") {
            let Some(name) = self.header_name(&entry.key) else {
                continue;
            };
            if let Some((_, help)) = RESERVED.iter().find(|(reserved, _)| *reserved == name) {
                let message = format!("`headers` cannot set `{}`", entry.key.text);
                let diagnostic = Diagnostic::error("forbidden-header", entry.key.span, message);
                self.report(diagnostic.help(*help));
                continue;
            }
            if headers.iter().any(|(given, _)| *given == name) {
                self.given_twice(&entry.key);
                continue;
            }
            let value = self.header_value(entry);
            headers.extend(value.map(|value| (name, value)));
        }
        headers
    }

    /// `cacheControl`.
    pub(super) fn cache_control(&mut self, entry: &Entry) -> Option<String> {
        let value = self.header_value(entry)?;
        if value.is_empty() {
            let message = "`cacheControl` is empty";
            self.report(
                Diagnostic::error("bad-header-value", entry.value.span, message)
                    .help("write for example `cacheControl: max-age=3600`"),
            );
            return None;
        }
        Some(value)
    }

    /// Reports a name that differs from an earlier one in letter case only.
    pub(super) fn given_twice(&mut self, name: &Scalar) {
        let message = format!(
            "`{}` is given twice, upper and lower case are the same here",
            name.text
        );
        self.error("duplicate-key", name.span, message);
    }

    /// The name of a field (a token: RFC 9110, 5.6.2) in lower case.
    pub(super) fn header_name(&mut self, written: &Scalar) -> Option<String> {
        self.token(written, "a header")
            .then(|| written.text.to_ascii_lowercase())
    }

    /// Returns true if a name is a token; if not, reports its first wrong character.
    pub(super) fn token(&mut self, written: &Scalar, what: &str) -> bool {
        let name = &written.text;
        if name.is_empty() {
            let message = format!("the name of {what} is empty");
            self.error("bad-name", written.span, message);
            return false;
        }
        let Some((at, wrong)) = name.char_indices().find(|(_, c)| !is_token(*c)) else {
            return true;
        };
        let span = written.span_of(self.sources, at..at + wrong.len_utf8());
        let message = format!("{} cannot stand in the name of {what}", shown(wrong));
        let diagnostic = Diagnostic::error("bad-name", span, message);
        let meant = meant_name(name).filter(|_| what != "a method");
        self.report(match meant {
            Some(meant) => diagnostic.help(format!("write `{meant}`")),
            None => diagnostic,
        });
        false
    }

    /// The value of a field: visible ASCII, spaces and tabs (RFC 9110, 5.5), none of them at the ends.
    fn header_value(&mut self, entry: &Entry) -> Option<String> {
        let written = self.text(entry, "text")?;
        let value = &written.text;
        let wrong = value
            .char_indices()
            .find(|(_, c)| !matches!(c, ' '..='~' | '\t'));
        if let Some((at, wrong)) = wrong {
            let span = written.span_of(self.sources, at..at + wrong.len_utf8());
            let message = format!("{} cannot stand in the value of a header", shown(wrong));
            self.report(
                Diagnostic::error("bad-header-value", span, message)
                    .help("use visible ASCII characters, spaces and tabs, on one line"),
            );
            return None;
        }
        Some(value.trim_matches([' ', '\t']).to_owned())
    }
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// A character as it can be shown in a message.
fn shown(c: char) -> String {
    match c {
        '\n' => "a line break".to_owned(),
        '\r' => "a carriage return".to_owned(),
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        c if c.is_control() => format!("the control character U+{:04X}", u32::from(c)),
        c => format!("`{c}`"),
    }
}

/// The name that a text such as `User Agent`, `accept:` or `beta=1` begins with, and the value that it writes.
fn meant_name(text: &str) -> Option<String> {
    let (name, value) = text.split_once(['=', ':']).unwrap_or((text, ""));
    let name = name.trim().replace(' ', "-");
    let value = value.trim();
    let is_sound = |text: &str| !text.is_empty() && text.chars().all(is_token);
    match value {
        "" => is_sound(&name).then_some(name),
        value => (is_sound(&name) && is_sound(value)).then(|| format!("{name}: \"{value}\"")),
    }
}
