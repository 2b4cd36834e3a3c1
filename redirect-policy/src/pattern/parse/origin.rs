//! Scheme and authority of an absolute destination: fixed text, so that no request can choose where it is sent.

use std::ops::Range;

use super::host::canonical_host;
use crate::pattern::error::replaced;
use crate::pattern::{Origin, PatternError};

/// Reads the origin that `text` begins with; `None` when the text begins with no scheme that there is.
///
/// The place where the path begins comes with it, also when the authority is faulty.
pub(in crate::pattern) fn read_origin(
    text: &str,
) -> Option<(Result<Origin, Vec<PatternError>>, usize)> {
    let (scheme, start) = ["http", "https"].into_iter().find_map(|scheme| {
        let rest = strip_prefix_ignoring_case(text, scheme)?.strip_prefix("://")?;
        Some((scheme, text.len() - rest.len()))
    })?;
    let rest = text.get(start..).unwrap_or_default();
    let end = start + rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some((authority(text, scheme, start..end), end))
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn authority(
    text: &str,
    scheme: &'static str,
    at: Range<usize>,
) -> Result<Origin, Vec<PatternError>> {
    let written = text.get(at.clone()).unwrap_or_default();
    if let Some((user, _)) = written.rsplit_once('@') {
        let user_at = at.start..at.start + user.len() + 1;
        return Err(vec![
            PatternError::new(
                "bad-host",
                user_at.clone(),
                "a destination carries no user name or password",
            )
            .help(format!("write `{}`", replaced(text, &user_at, ""))),
        ]);
    }
    let (written, names) = without_names(written, at.start);
    let written = written.as_str();
    let plain = match names.is_empty() {
        true => text.to_owned(),
        false => replaced(text, &at, written),
    };
    let end = at.start + written.len();
    if let Some(error) = variable(&plain, &(at.start..end)) {
        return Err(vec![in_own_words(error, &at, &names)]);
    }
    let (host, port) = match written.rsplit_once(':') {
        // An address in brackets has colons of its own and is refused as a host.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (written, None),
    };
    let host_at = at.start..at.start + host.len();
    let port = port
        .map(|port| read_port(&plain, port, host_at.end + 1..end))
        .transpose();
    match (canonical_host(&plain, host_at), port) {
        (Ok(host), Ok(port)) => {
            let own = if scheme == "http" { 80 } else { 443 };
            Ok(Origin {
                scheme,
                host: with_names(&host, &names),
                port: port.filter(|&port| port != own),
                at: 0..at.end,
                names,
            })
        }
        (host, port) => {
            let errors = host.err().into_iter().chain(port.err());
            Err(errors
                .map(|error| in_own_words(error, &at, &names))
                .collect())
        }
    }
}

/// Returns the text that stands for a name while the rest of the host is read.
fn placeholder(number: usize) -> String {
    format!("name-{number}-label")
}

/// The authority with a label in place of each name that is one: `:c.example.com`. Names elsewhere stay, and are refused.
fn without_names(written: &str, start: usize) -> (String, Vec<(String, Range<usize>)>) {
    let mut names: Vec<(String, Range<usize>)> = Vec::new();
    let mut begin = start;
    let mut labels = Vec::new();
    for label in written.split('.') {
        let at = begin..begin + label.len();
        begin = at.end + 1;
        // The last label may have a port behind it.
        let (name, port) = match label
            .strip_prefix(':')
            .and_then(|rest| rest.split_once(':'))
        {
            Some((name, port)) => (Some(name), Some(port)),
            None => (label.strip_prefix(':'), None),
        };
        let is_name = |name: &&str| {
            name.starts_with(|first: char| first.is_ascii_alphabetic())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        match name.filter(is_name) {
            Some(name) => {
                let port = port.map_or(String::new(), |port| format!(":{port}"));
                labels.push(placeholder(names.len()) + &port);
                names.push((name.to_owned(), at.start..at.start + 1 + name.len()));
            }
            None => labels.push(label.to_owned()),
        }
    }
    match names.len() < labels.len() {
        true => (labels.join("."), names),
        // Of such a host nothing would be fixed.
        false => (written.to_owned(), Vec::new()),
    }
}

/// An error about the text with placeholders, as one about the text as it is written.
fn in_own_words(
    error: PatternError,
    at: &Range<usize>,
    names: &[(String, Range<usize>)],
) -> PatternError {
    if names.is_empty() {
        return error;
    }
    PatternError {
        at: at.clone(),
        message: with_names(&error.message, names),
        help: error.help.map(|help| with_names(&help, names)),
        ..error
    }
}

/// The host with its names again.
fn with_names(host: &str, names: &[(String, Range<usize>)]) -> String {
    let mut out = host.to_owned();
    for (number, (name, _)) in names.iter().enumerate() {
        out = out.replacen(&placeholder(number), &format!(":{name}"), 1);
    }
    out
}

fn read_port(text: &str, port: &str, at: Range<usize>) -> Result<u16, PatternError> {
    let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    port.parse()
        .ok()
        .filter(|&number: &u16| digits && number > 0)
        .ok_or_else(|| {
            let with_colon = at.start.saturating_sub(1)..at.end;
            PatternError::new(
                "bad-host",
                with_colon.clone(),
                format!("`{port}` is no port"),
            )
            .help(format!(
                "write a number from 1 to 65535, or leave it out: `{}`",
                replaced(text, &with_colon, "")
            ))
        })
}

/// The first thing of the pattern language that stands in the authority.
fn variable(text: &str, at: &Range<usize>) -> Option<PatternError> {
    let written = text.get(at.clone()).unwrap_or_default();
    let mut characters = written.char_indices().peekable();
    let start = loop {
        let (index, character) = characters.next()?;
        let followed_by_letter = characters
            .peek()
            .is_some_and(|(_, next)| next.is_ascii_alphabetic());
        if matches!(character, '*' | '(') || (character == ':' && followed_by_letter) {
            break index;
        }
    };
    let rest = written.get(start..).unwrap_or_default();
    let length = match rest.strip_prefix(':') {
        Some(name) => {
            1 + name
                .find(|next: char| !next.is_ascii_alphanumeric())
                .unwrap_or(name.len())
        }
        None => 1,
    };
    let fault = at.start + start..at.start + start + length;
    let help = match (start, rest.strip_prefix(':')) {
        _ if written.starts_with('[') => "write a host of letters, digits and hyphens".to_owned(),
        (0, _) => {
            let label = written.find('.').unwrap_or(written.len());
            let host = match written.get(label..) {
                Some("") | None if rest == "*" && at.end == text.len() => "www.example.com/*",
                Some("") | None => "www.example.com",
                Some(_) => "www",
            };
            let whole = replaced(text, &(at.start..at.start + label), host);
            format!("write the host itself, one rule for each host, such as `{whole}`")
        }
        (_, Some(name)) if name.to_ascii_lowercase().starts_with("port") => format!(
            "write the port in digits, such as `{}`",
            replaced(text, &fault, ":8080")
        ),
        (_, Some(port)) if !port.is_empty() => format!(
            "write the port in digits, or begin the path: `{}`",
            replaced(text, &(fault.start..fault.start), "/")
        ),
        _ => format!(
            "begin the path before it: `{}`",
            replaced(text, &(fault.start..fault.start), "/")
        ),
    };
    let mut error = in_authority(text, fault);
    error.help = Some(help);
    Some(error)
}

/// The error of a name that would let a request choose the origin of a location.
pub(super) fn in_authority(text: &str, at: Range<usize>) -> PatternError {
    let what = text.get(at.clone()).unwrap_or_default();
    PatternError::new(
        "variable-in-authority",
        at.clone(),
        format!("`{what}` would let a request choose the host or port that it is sent to"),
    )
    .help("write the host itself, one rule for each host")
}
