//! Dot segments: `.` and `..` never survive the parsing of a URL, so a pattern with one matches nothing.

use std::ops::Range;

use crate::pattern::token::{Token, TokenKind};
use crate::pattern::{Part, PatternError, Piece};

/// Finds the literal segments that are `.` or `..` (`%2e` too) in every expansion that has them.
///
/// A group of nothing but dots is left alone: without it the pattern is sound, and the expansion with it is only dead.
pub(in crate::pattern) fn dot_segments(
    text: &str,
    tokens: &[Token],
    errors: &mut Vec<PatternError>,
) {
    if !tokens.iter().any(is_dots) {
        return;
    }
    let path_end = tokens
        .iter()
        .position(|token| matches!(token.kind, TokenKind::Switch(_)))
        .unwrap_or(tokens.len());
    let path: Vec<&Token> = tokens.iter().take(path_end).collect();
    let begins = certain_edges(path.iter().copied(), true);
    let mut ends = certain_edges(path.iter().copied().rev(), false);
    ends.reverse();
    for (index, token) in path.iter().enumerate() {
        let certain = begins.get(index) == Some(&true) && ends.get(index) == Some(&true);
        if certain && is_dots(token) && !alone_in_group(&path, index) {
            errors.push(dot_segment(text, token));
        }
    }
}

fn is_dots(token: &Token) -> bool {
    matches!(&token.kind, TokenKind::Text(text) if text == "." || text == "..")
}

fn alone_in_group(path: &[&Token], index: usize) -> bool {
    let is = |index: Option<usize>, open: bool| {
        index
            .and_then(|index| path.get(index))
            .is_some_and(|token| match token.kind {
                TokenKind::Open => open,
                TokenKind::Close => !open,
                _ => false,
            })
    };
    is(index.checked_sub(1), true) && is(index.checked_add(1), false)
}

/// For each token whether it stands at the edge of a segment whichever groups are present, in the order walked.
///
/// Both ends of a path are edges, also where a query begins inside a group. Walked backwards a `Close` opens a group and
/// an `Open` closes it.
fn certain_edges<'a>(tokens: impl Iterator<Item = &'a Token>, forwards: bool) -> Vec<bool> {
    let mut edge = true;
    let mut outside: Vec<bool> = Vec::new();
    let mut edges = Vec::new();
    for token in tokens {
        edges.push(edge);
        match token.kind {
            TokenKind::Open if forwards => outside.push(edge),
            TokenKind::Close if !forwards => outside.push(edge),
            TokenKind::Open | TokenKind::Close => edge &= outside.pop().unwrap_or(true),
            TokenKind::Slash => edge = true,
            _ => edge = false,
        }
    }
    edges
}

fn dot_segment(text: &str, token: &Token) -> PatternError {
    let at = token.at.clone();
    let written = text.get(at.clone()).unwrap_or_default();
    let error = PatternError::new(
        "dot-segment",
        at.clone(),
        format!("the segment `{written}` never stays in a URL: browsers resolve it"),
    );
    let relative = ["./", "../"]
        .iter()
        .find_map(|dots| text.strip_prefix(dots))
        .filter(|_| at.start == 0);
    match relative
        .map(|path| format!("/{path}"))
        .or_else(|| resolved(text, token))
    {
        Some(text) => error.help(format!("write `{text}`")),
        None => error.help("leave the segment out, or write the path that it leads to"),
    }
}

/// The text without the dot segment, where plain segments surround it.
fn resolved(text: &str, token: &Token) -> Option<String> {
    let before = text.get(..token.at.start)?.strip_suffix('/')?;
    let after = text.get(token.at.end..)?;
    let keep = match &token.kind {
        TokenKind::Text(dots) if dots == "." => before,
        // Nothing lies above the root.
        _ if before.is_empty() => before,
        _ => before.rsplit_once('/')?.0,
    };
    let dropped = before.get(keep.len()..)?;
    let plain = !dropped.contains(['(', ')', ':', '*', '\\'])
        && (after.is_empty() || after.starts_with('/'));
    let result = if after.is_empty() {
        format!("{keep}/")
    } else {
        format!("{keep}{after}")
    };
    // One dot segment after another would still be there.
    (plain && !dropped.contains("/.")).then_some(result)
}

/// Resolves the dot segments of a canonical path (WHATWG URL, path state).
pub(in crate::pattern) fn resolve(path: &str) -> String {
    if !path
        .split('/')
        .any(|segment| segment == "." || segment == "..")
    {
        return path.to_owned();
    }
    let Some(rest) = path.strip_prefix('/') else {
        return path.to_owned();
    };
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = rest.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if last {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

/// Finds a segment of a destination's path of which only `.` or `..` is left, as a group in it is absent.
pub(super) fn left_without(
    pieces: &[Piece],
    is_bound: &dyn Fn(&str) -> bool,
) -> Option<PatternError> {
    let mut segments = vec![Left::default()];
    push_left(pieces, is_bound, &mut segments);
    let dots = segments
        .into_iter()
        .find(|left| !left.named && matches!(left.text.as_str(), "." | ".."))?;
    let (name, at) = dots.absent?;
    let colon = if name == "*" { "" } else { ":" };
    let message = format!(
        "without `{colon}{name}` only `{}` is left of this segment, which never stays in a URL: browsers resolve it",
        dots.text
    );
    Some(
        PatternError::new("dot-segment", at, message)
            .label("not always there")
            .help("put the dots into the group, or other text beside them outside of it"),
    )
}

/// The rest of a segment.
#[derive(Default)]
struct Left<'p> {
    text: String,
    /// True if a name is written in it.
    named: bool,
    /// The first name of a group in it that is absent.
    absent: Option<(&'p str, Range<usize>)>,
}

fn push_left<'p>(
    pieces: &'p [Piece],
    is_bound: &dyn Fn(&str) -> bool,
    segments: &mut Vec<Left<'p>>,
) {
    for piece in pieces {
        match (piece, segments.last_mut()) {
            (
                Piece::Literal {
                    text,
                    part: Part::Path,
                },
                Some(last),
            ) => {
                let mut parts = text.split('/');
                last.text.push_str(parts.next().unwrap_or_default());
                segments.extend(parts.map(|part| Left {
                    text: part.to_owned(),
                    ..Left::default()
                }));
            }
            (
                Piece::Parameter {
                    part: Part::Path, ..
                },
                Some(last),
            ) => last.named = true,
            (Piece::Group(inside), Some(last)) => {
                let mut names = Vec::new();
                push_names(inside, &mut names);
                if names.iter().any(|(name, _)| is_bound(name)) {
                    push_left(inside, is_bound, segments);
                } else if last.absent.is_none() {
                    last.absent = names.into_iter().next();
                }
            }
            _ => {}
        }
    }
}

/// Adds the names of pieces, with their places.
fn push_names<'p>(pieces: &'p [Piece], names: &mut Vec<(&'p str, Range<usize>)>) {
    for piece in pieces {
        match piece {
            Piece::Literal { .. } => {}
            Piece::Parameter { name, at, .. } => names.push((name, at.clone())),
            Piece::Group(inside) => push_names(inside, names),
        }
    }
}
