//! The first character of a source or destination.

use crate::pattern::PatternError;
use crate::pattern::token::{Language, Token, TokenKind};

/// Every expansion begins with `/`, or in a source with `*`.
///
/// An expansion to nothing never matches a path, so a source may have it; a destination may not.
pub(in crate::pattern) fn starts_with_slash(
    text: &str,
    tokens: &[Token],
    language: Language,
) -> Option<PatternError> {
    let destination = language == Language::Destination;
    // Whether some expansion has come here without a character.
    let mut leading = true;
    let mut outside = Vec::new();
    for token in tokens {
        match &token.kind {
            TokenKind::Open => outside.push(leading),
            TokenKind::Close => leading |= outside.pop().unwrap_or_default(),
            TokenKind::Wildcard if leading && destination => {
                return Some(no_slash(text, token, language));
            }
            TokenKind::Slash | TokenKind::Fault | TokenKind::Wildcard => leading = false,
            // `./a` is told once, as a dot segment.
            TokenKind::Text(dots) if leading && token.at.start == 0 && is_relative(text, dots) => {
                return None;
            }
            TokenKind::Text(_) | TokenKind::Parameter { .. } | TokenKind::Switch(_) => {
                if leading {
                    return Some(no_slash(text, token, language));
                }
            }
        }
    }
    let whole = Token {
        at: 0..text.len(),
        kind: TokenKind::Fault,
    };
    (leading && destination && !tokens.is_empty()).then(|| no_slash(text, &whole, language))
}

fn is_relative(text: &str, first: &str) -> bool {
    matches!(first, "." | "..")
        && text
            .get(first.len()..)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn no_slash(text: &str, token: &Token, language: Language) -> PatternError {
    let at = token.at.clone();
    let written = text.get(at.clone()).unwrap_or_default();
    let within_group = at.start > 0;
    let message = if within_group {
        format!("without the groups before it, this begins with `{written}`, not with `/`")
    } else if at.end == text.len() && language == Language::Destination && text.starts_with('(') {
        "with all groups absent nothing is left of the destination".to_owned()
    } else {
        format!("`{text}` does not begin with `/`")
    };
    let advice = if text.starts_with('(') {
        "write a `/` before the first group, such as `/(:c/)a`".to_owned()
    } else {
        format!("write `/{text}`")
    };
    match language {
        Language::Destination => {
            let absolute = text
                .split('/')
                .next()
                .is_some_and(|host| host.contains('.'));
            let host = if absolute {
                format!(", or `https://{text}` for another site")
            } else {
                String::new()
            };
            PatternError::new("destination-must-start-with-slash-or-scheme", at, message)
                .help(format!("{advice}{host}"))
        }
        _ => PatternError::new("source-must-start-with-slash", at, message)
            .label("so it can never match a path")
            .help(advice),
    }
}

/// Two slashes at the front would name another host.
pub(in crate::pattern) fn protocol_relative(
    text: &str,
    tokens: &[Token],
    errors: &mut Vec<PatternError>,
) {
    let [first, second, ..] = tokens else { return };
    if !matches!(
        (&first.kind, &second.kind),
        (TokenKind::Slash, TokenKind::Slash)
    ) {
        return;
    }
    let rest = text.get(second.at.end..).unwrap_or_default();
    let path = rest.trim_start_matches('/');
    errors.push(
        PatternError::new(
            "protocol-relative-destination",
            first.at.start..second.at.end,
            format!("browsers read what follows `//` as a host, so `{text}` leaves the site"),
        )
        .help(format!(
            "write `/{path}` for a path, or `https://{path}` for another site"
        )),
    );
}
