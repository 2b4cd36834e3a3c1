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
    if let Some(error) = variable(text, &at) {
        return Err(vec![error]);
    }
    let (host, port) = match written.rsplit_once(':') {
        // An address in brackets has colons of its own and is refused as a host.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (written, None),
    };
    let host_at = at.start..at.start + host.len();
    let port = port
        .map(|port| read_port(text, port, host_at.end + 1..at.end))
        .transpose();
    match (canonical_host(text, host_at), port) {
        (Ok(host), Ok(port)) => {
            let own = if scheme == "http" { 80 } else { 443 };
            Ok(Origin {
                scheme,
                host,
                port: port.filter(|&port| port != own),
                at: 0..at.end,
            })
        }
        (host, port) => Err(host.err().into_iter().chain(port.err()).collect()),
    }
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
        (0, _) => "write the host itself, one rule for each host".to_owned(),
        (_, Some(port)) if !port.is_empty() => format!(
            "write the port in digits, or begin the path: `{}`",
            replaced(text, &(fault.start..fault.start), "/")
        ),
        _ => format!(
            "begin the path before it: `{}`",
            replaced(text, &(fault.start..fault.start), "/")
        ),
    };
    let what = text.get(fault.clone()).unwrap_or_default();
    Some(
        PatternError::new(
            "variable-in-authority",
            fault.clone(),
            format!("`{what}` would let a request choose the host or port that it is sent to"),
        )
        .help(help),
    )
}
