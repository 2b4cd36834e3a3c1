//! Destinations: tokens, checked, to pieces.

use super::encoding::push_encoded;
use super::origin::{in_authority, read_origin};
use super::reader::{Reading, read, refused_at_once};
use super::source::quoted;
use crate::pattern::check::beginning::{protocol_relative, starts_with_slash};
use crate::pattern::check::dots::dot_segments;
use crate::pattern::check::groups::dead_groups;
use crate::pattern::error::{in_order, replaced};
use crate::pattern::literal::push_piece;
use crate::pattern::token::{Language, Token, TokenKind};
use crate::pattern::{Kinds, Origin, Part, PatternError, Piece, Template, is_plain_path};
use redirect_runtime::canonical;

/// Reads a destination.
///
/// # Errors
/// All that is wrong with it, in the order of the text; each with its place in bytes.
///
/// ```
/// use redirect_policy::pattern::parse_destination;
///
/// let template = parse_destination("https://Example.com/(:c/)jobs/:id?from=old")?;
/// assert_eq!(template.origin.as_ref().map(|origin| origin.host.as_str()), Some("example.com"));
/// assert_eq!(template.names(), [("c".to_owned(), true), ("id".to_owned(), false)]);
///
/// let errors = parse_destination("//example.com/:id<int>").unwrap_err();
/// assert_eq!(errors[0].code, "protocol-relative-destination");
/// assert_eq!(errors[1].code, "kind-in-destination");
/// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
/// ```
pub fn parse_destination(text: &str) -> Result<Template, Vec<PatternError>> {
    build(text, |from| {
        read(text, from, Language::Destination, &Kinds::default())
    })
}

/// Reads what stands before destinations: it may be nothing, where all its groups are absent.
///
/// # Errors
/// As [`parse_destination`].
///
/// ```
/// use redirect_policy::pattern::{parse_destination, parse_destination_front};
/// assert!(parse_destination("(/:l)").is_err());
/// assert!(parse_destination_front("(/:l)").is_ok());
/// ```
pub fn parse_destination_front(text: &str) -> Result<Template, Vec<PatternError>> {
    parse_destination(text).or_else(|errors| {
        let mut template = parse_destination(&format!("{text}/")).map_err(|_| errors)?;
        text.clone_into(&mut template.text);
        let slash = match template.pieces.last_mut() {
            Some(Piece::Literal { text, .. }) => text.pop().is_some() && text.is_empty(),
            _ => false,
        };
        if slash {
            template.pieces.pop();
        }
        Ok(template)
    })
}

impl Template {
    /// The destination of a row of a table: all text stands for itself, `( ) : *` too; what can't stand in a URL is
    /// encoded, a stray `%` also.
    ///
    /// # Errors
    /// What no destination may be: another scheme, `//`, control characters, dot segments.
    ///
    /// ```
    /// use redirect_policy::pattern::Template;
    /// assert!(Template::literal("/wiki/Block_(CSS)").is_ok());
    /// assert!(Template::literal("javascript:alert(1)").is_err());
    /// ```
    pub fn literal(text: &str) -> Result<Template, Vec<PatternError>> {
        if is_plain_path(text) {
            let literal = Piece::Literal {
                text: text.to_owned(),
                part: Part::Path,
            };
            return Ok(Template {
                text: text.to_owned(),
                origin: None,
                pieces: vec![literal],
            });
        }
        let template = build(text, |from| literal_tokens(text, from))?;
        match template
            .origin
            .as_ref()
            .and_then(|origin| origin.names.first())
        {
            Some((_, at)) => Err(vec![in_authority(text, at.clone())]),
            None => Ok(template),
        }
    }
}

fn build(text: &str, read_from: impl Fn(usize) -> Reading) -> Result<Template, Vec<PatternError>> {
    if let Some(error) = refused_at_once(text)
        .or_else(|| quoted(text, "destination-must-start-with-slash-or-scheme"))
        .or_else(|| other_scheme(text))
    {
        return Err(vec![error]);
    }
    let mut errors = Vec::new();
    let mut origin: Option<Origin> = None;
    let absolute = read_origin(text);
    let path_start = absolute.as_ref().map_or(0, |(_, path_start)| *path_start);
    let reading = read_from(path_start);
    errors.extend(reading.errors);
    match absolute {
        Some((Ok(read), _)) => origin = Some(read),
        Some((Err(faults), _)) => errors.extend(faults),
        None => {
            errors.extend(starts_with_slash(
                text,
                &reading.tokens,
                Language::Destination,
            ));
            protocol_relative(text, &reading.tokens, &mut errors);
        }
    }
    dead_groups(text, &reading.tokens, &mut errors);
    dot_segments(text, &reading.tokens, &mut errors);
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    let mut pieces = Vec::new();
    let has_path =
        matches!(reading.tokens.first(), Some(token) if matches!(token.kind, TokenKind::Slash));
    if origin.is_some() && !has_path {
        push_piece(&mut pieces, "/", Part::Path);
    }
    push_tokens(reading.tokens, &mut pieces);
    Ok(Template {
        text: text.to_owned(),
        origin,
        pieces,
    })
}

/// A text that begins neither with a path nor with `http://` or `https://`, but with another scheme or a name in its place.
fn other_scheme(text: &str) -> Option<PatternError> {
    if text.starts_with(['/', '(']) || read_origin(text).is_some() {
        return None;
    }
    let scheme_end =
        text.find(|next: char| !(next.is_ascii_alphanumeric() || matches!(next, '+' | '-' | '.')));
    let scheme = scheme_end
        .and_then(|end| text.get(..end))
        .unwrap_or_default();
    let rest = text.get(scheme.len()..).unwrap_or_default();
    let path = rest.trim_start_matches([':', '/', '\\', ' ']);
    let begins_with_letter = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let scheme_like =
        begins_with_letter && rest.starts_with(':') && (known || !scheme.contains('.'));
    if !scheme_like && !text.contains("://") {
        return None;
    }
    let help = if known && path.starts_with(|first: char| first.is_alphanumeric()) {
        format!("write `{}://{path}`", scheme.to_ascii_lowercase())
    } else if known {
        format!(
            "write the host before the path, such as `{}://www.example.com/{path}`",
            scheme.to_ascii_lowercase()
        )
    } else {
        "write a path that begins with `/`, or a URL that begins with `https://`".to_owned()
    };
    let end = text.find("://").map_or(scheme.len() + 1, |index| index + 3);
    Some(
        PatternError::new(
            "destination-must-start-with-slash-or-scheme",
            0..end.min(text.len()),
            format!("`{text}` begins neither with `/` nor with `http://` or `https://`"),
        )
        .help(help),
    )
}

/// Tokens of a text in which every character stands for itself.
fn literal_tokens(text: &str, from: usize) -> Reading {
    let mut tokens: Vec<Token> = Vec::new();
    let mut errors = Vec::new();
    let mut part = Part::Path;
    let rest = text.get(from..).unwrap_or_default();
    for (index, character) in rest.char_indices() {
        let at = from + index..from + index + character.len_utf8();
        let kind = match (character, part) {
            ('/', Part::Path) => TokenKind::Slash,
            ('?', Part::Path) => {
                part = Part::Query;
                TokenKind::Switch(part)
            }
            ('#', Part::Path | Part::Query) => {
                part = Part::Fragment;
                TokenKind::Switch(part)
            }
            _ if character.is_control() => {
                errors.push(
                    PatternError::new(
                        "reserved-char",
                        at.clone(),
                        "a control character never stands in a URL",
                    )
                    .help(format!("remove it: `{}`", replaced(text, &at, ""))),
                );
                TokenKind::Fault
            }
            _ => TokenKind::Text(encoded_in_row(text, &at, character, part)),
        };
        match (tokens.last_mut(), kind) {
            (
                Some(Token {
                    at: before,
                    kind: TokenKind::Text(so_far),
                }),
                TokenKind::Text(text),
            ) => {
                before.end = at.end;
                so_far.push_str(&text);
            }
            (_, kind) => tokens.push(Token { at, kind }),
        }
    }
    decode_unreserved(&mut tokens);
    Reading { tokens, errors }
}

fn encoded_in_row(text: &str, at: &std::ops::Range<usize>, character: char, part: Part) -> String {
    let mut out = String::new();
    let behind = text.get(at.end..).unwrap_or_default().as_bytes();
    if character == '%' && canonical::triplet(behind).is_some() {
        out.push('%');
    } else {
        push_encoded(character, part, &mut out);
    }
    out
}

/// Brings the triplets of the path to canonical form, as in templates.
fn decode_unreserved(tokens: &mut [Token]) {
    for token in tokens {
        match &mut token.kind {
            TokenKind::Switch(_) => break,
            TokenKind::Text(text) if text.contains('%') => {
                let written = std::mem::take(text);
                canonical::push_characters(&written, text);
            }
            _ => {}
        }
    }
}

fn push_tokens(tokens: Vec<Token>, pieces: &mut Vec<Piece>) {
    let mut outside: Vec<Vec<Piece>> = Vec::new();
    let mut part = Part::Path;
    for Token { at, kind } in tokens {
        match kind {
            TokenKind::Open => outside.push(std::mem::take(pieces)),
            TokenKind::Close => {
                let outer = outside.pop().unwrap_or_default();
                let group = std::mem::replace(pieces, outer);
                pieces.push(Piece::Group(group));
            }
            TokenKind::Slash => push_piece(pieces, "/", part),
            TokenKind::Text(text) => push_piece(pieces, &text, part),
            TokenKind::Switch(opened) => {
                part = opened;
                let mark = if part == Part::Query { "?" } else { "#" };
                push_piece(pieces, mark, part);
            }
            TokenKind::Parameter { name, .. } => pieces.push(Piece::Parameter { name, part, at }),
            TokenKind::Wildcard => pieces.push(Piece::Parameter {
                name: "*".to_owned(),
                part,
                at,
            }),
            TokenKind::Fault => {}
        }
    }
}
