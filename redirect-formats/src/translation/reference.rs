//! References in destinations: in the host, and in text.

use crate::foreign::WHOLE;
use crate::report::Reason;

/// The notation of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// There are none.
    Literal,
    /// `:name` where the source binds it, which takes no slash with it (Netlify, Cloudflare).
    Colon,
    /// `:name`, `:name*`; the `/` before an absent one goes too (path-to-regexp).
    Route,
    /// As `Route`, but that `?` begins the query (Next.js).
    Next,
    /// `:name`, `:name*` and `$1`; the `/` before an absent one stays (Vercel).
    Vercel,
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
    let schemes = ["$scheme://", "%{REQUEST_SCHEME}://", "https://", "http://"];
    let hosts = [
        "$host",
        "$http_host",
        "$server_name",
        "%{HTTP_HOST}",
        "%{SERVER_NAME}",
    ];
    for scheme in schemes {
        for host in hosts {
            let rest = text
                .strip_prefix(scheme)
                .and_then(|rest| rest.strip_prefix(host));
            if let Some(rest) = rest.filter(|rest| rest.starts_with(['/', '$', '%'])) {
                return rest.to_owned();
            }
        }
    }
    text.to_owned()
}

/// Returns true if a destination on the site's own host names the scheme.
pub(crate) fn fixes_scheme(text: &str) -> bool {
    text.starts_with("http") && own_host_removed(text) != text
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
    // Two variables begin with the slash; another could choose the host.
    let whole = ["$request_uri", "$uri", "%{REQUEST_URI}"];
    let variables = whole
        .iter()
        .filter(|_| style == Style::Dollar)
        .filter_map(|variable| rest.find(variable));
    let end = rest.find(['/', '?', '#']).into_iter();
    let end = end.chain(variables).min().unwrap_or(rest.len());
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

/// Splits a destination into text and references; `names` are those that source and conditions bind.
pub(crate) fn pieces(text: &str, style: Style, names: &[String]) -> Result<Vec<Piece>, Reason> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let reference = match (style, c) {
            (Style::Colon, ':') => bound(after, names)?,
            (Style::Route | Style::Next | Style::Vercel, ':') => colon(after, style),
            (Style::Dollar, '$') => dollar(after)?,
            (Style::Dollar, '%') => percent(after)?,
            (Style::Vercel, '$') => unnamed(after, names)?,
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
            None if is_route(style) && c == '\\' && !after.is_empty() => rest = after,
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

fn is_route(style: Style) -> bool {
    matches!(style, Style::Route | Style::Next | Style::Vercel)
}

/// The name that the source binds and the text begins with: text after a name is no part of it, and what is bound
/// nowhere is text.
fn bound<'t>(text: &'t str, names: &[String]) -> Result<Option<(String, &'t str)>, Reason> {
    let mut found = names
        .iter()
        .filter(|name| !name.is_empty() && text.starts_with(name.as_str()));
    let Some(name) = found.next() else {
        return Ok(None);
    };
    match found.find(|other| *other != name) {
        Some(other) => Err(refused(&format!(
            "`:{other}` and `:{name}` begin alike, so that nothing says which one the destination means"
        ))),
        None => Ok(text.get(name.len()..).map(|rest| (name.clone(), rest))),
    }
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
        // There a `?` begins the query.
        _ => rest.strip_prefix(['*', '+']).unwrap_or(rest),
    };
    (!name.is_empty()).then(|| (name.to_owned(), rest))
}

/// Vercel's `$1` is the first group of the source, named or not.
fn unnamed<'t>(text: &'t str, names: &[String]) -> Result<Option<(String, &'t str)>, Reason> {
    let end = text
        .find(|c: char| !matches!(c, '1'..='9') && !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    if number.is_empty() {
        return Ok(None);
    }
    let index = number
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    match index.and_then(|index| names.get(index)) {
        Some(name) => Ok(Some((name.clone(), rest))),
        None => Err(refused(&format!(
            "the destination uses `${number}`, which the source does not bind"
        ))),
    }
}

/// Apache's `%{REQUEST_URI}` is the path; its other variables have no part in the language.
fn percent(text: &str) -> Result<Option<(String, &str)>, Reason> {
    // A triplet such as `%20` is text.
    let is_condition = match text.as_bytes() {
        [b'1'..=b'9', next, ..] => !next.is_ascii_hexdigit(),
        [b'1'..=b'9'] => true,
        _ => false,
    };
    let Some(inner) = text.strip_prefix('{') else {
        return match is_condition {
            true => Err(refused(
                "the destination uses a group of a condition (`%1`), which the rule does not hold",
            )),
            false => Ok(None),
        };
    };
    match inner.split_once('}') {
        Some(("REQUEST_URI", rest)) => Ok(Some((WHOLE.to_owned(), rest))),
        _ => Err(refused(
            "the destination uses a variable of the server (`%{...}`) where the language has no such part",
        )),
    }
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
