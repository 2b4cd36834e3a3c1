//! References in destinations: in the host, and in text.

use crate::foreign::WHOLE;
use crate::report::Reason;

/// The notation of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// There are none.
    Literal,
    /// `:name`, which takes no slash with it (Netlify).
    Colon,
    /// `:name`, `:name*`; the `/` before an absent one goes too (path-to-regexp).
    Route,
    /// `$1`, `$name`, and nginx's variables.
    Dollar,
    /// `{name}`.
    Brace,
    /// `<name>`, `<*>`.
    Angle,
}

/// A piece of a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(String),
    Reference { key: String, written: String },
}

/// nginx's ways to say "this site": the location becomes relative.
pub(crate) fn own_host_removed(text: &str) -> String {
    let schemes = ["$scheme://", "https://", "http://"];
    let hosts = ["$host", "$http_host", "$server_name"];
    for scheme in schemes {
        for host in hosts {
            let rest = text
                .strip_prefix(scheme)
                .and_then(|rest| rest.strip_prefix(host));
            if let Some(rest) = rest.filter(|rest| rest.starts_with(['/', '$'])) {
                return rest.to_owned();
            }
        }
    }
    text.to_owned()
}

/// Scheme and host, and what follows them.
pub(crate) fn split_origin(text: &str, style: Style) -> Result<(String, &str), Reason> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        let start: String = text.chars().take(scheme.len()).collect();
        start.eq_ignore_ascii_case(scheme)
    });
    let Some(scheme) = scheme else {
        return match text {
            "" => Err(refused("the destination is empty")),
            text if text.starts_with("//") => {
                Err(refused("the destination names a host without a scheme"))
            }
            text => Ok((String::new(), text)),
        };
    };
    let rest = text.get(scheme.len()..).unwrap_or_default();
    // nginx's `$request_uri` begins with the slash.
    let ends = |c| matches!(c, '/' | '?' | '#') || style == Style::Dollar && c == '$';
    let end = rest.find(ends).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || !c.is_ascii());
    if !is_host || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused(
            "the host of the destination is not a plain name (variables can't choose a host)",
        ));
    }
    let mut origin = format!("{scheme}{}", host.to_lowercase());
    if !port.is_empty() {
        origin.extend([":", port]);
    }
    Ok((origin, path))
}

/// Splits a destination into text and references.
pub(crate) fn pieces(text: &str, style: Style) -> Result<Vec<Piece>, Reason> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let reference = match (style, c) {
            (Style::Colon | Style::Route, ':') => colon(after, style),
            (Style::Dollar, '$') => dollar(after)?,
            (Style::Route, '$') => unnamed(after),
            (Style::Brace, '{') => delimited(after, '}'),
            (Style::Angle, '<') => delimited(after, '>'),
            _ => None,
        };
        match reference {
            Some((key, after)) => {
                let written = rest.strip_suffix(after).unwrap_or_default().to_owned();
                if !key.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                    pieces.push(Piece::Reference { key, written });
                }
                rest = after;
            }
            None if style == Style::Route && c == '\\' && !after.is_empty() => rest = after,
            None => {
                literal.push(c);
                rest = after;
            }
        }
    }
    pieces.push(Piece::Literal(literal));
    pieces.retain(|piece| !matches!(piece, Piece::Literal(text) if text.is_empty()));
    Ok(pieces)
}

fn leading_word(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn colon(text: &str, style: Style) -> Option<(String, &str)> {
    let (name, rest) = leading_word(text);
    let rest = match style {
        Style::Route => rest.strip_prefix(['*', '+', '?']).unwrap_or(rest),
        _ => rest,
    };
    (!name.is_empty()).then(|| (name.to_owned(), rest))
}

/// Vercel's `$1` is the first group without a name, which the route counts from 0.
fn unnamed(text: &str) -> Option<(String, &str)> {
    let number = text.chars().next()?.to_digit(10)?.checked_sub(1)?;
    Some((number.to_string(), text.get(1..)?))
}

fn delimited(text: &str, close: char) -> Option<(String, &str)> {
    let (name, rest) = text.split_once(close)?;
    Some((name.to_owned(), rest))
}

/// An empty key for variables that only pass the query on, which the policy does by itself.
fn dollar(text: &str) -> Result<Option<(String, &str)>, Reason> {
    if let Some(rest) = text.strip_prefix('{') {
        return Ok(delimited(rest, '}'));
    }
    let (mut name, mut rest) = leading_word(text);
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        // `$12` is the first capture and a `2`: there are nine.
        (name, rest) = text.split_at_checked(1).unwrap_or((name, rest));
    }
    Ok(match name {
        "" => None,
        "request_uri" | "uri" => Some((WHOLE.to_owned(), rest)),
        "is_args" => Some((String::new(), rest.strip_prefix("$args").unwrap_or(rest))),
        "args" | "query_string" | "scheme" | "host" => {
            return Err(refused(&format!(
                "the destination uses `${name}` where the language has no such part"
            )));
        }
        name => Some((name.to_owned(), rest)),
    })
}

/// A destination that can't be said.
pub(crate) fn refused(text: &str) -> Reason {
    Reason::new("destination", text)
}
