//! Variables that touch: where one ends and the next begins must be certain.

use crate::pattern::error::replaced;
use crate::pattern::token::{Token, TokenKind, WrittenKind};
use crate::pattern::{Class, Kind, PatternError};

/// A set of ASCII characters; `%` stands for every triplet.
type Characters = u128;

/// Finds variables that touch in some expansion and share a character, unless the first has a fixed length.
///
/// The set of variables that may stand just before the place at hand is carried along, so no expansion is enumerated.
pub(in crate::pattern) fn adjacent_variables(
    text: &str,
    tokens: &[Token],
    default_kind: &Kind,
    errors: &mut Vec<PatternError>,
) {
    let mut before: Vec<Variable> = Vec::new();
    let mut outside: Vec<Vec<Variable>> = Vec::new();
    let mut wildcard_seen = false;
    let mut clashes: Vec<(&Token, &Token)> = Vec::new();
    for token in tokens {
        match &token.kind {
            TokenKind::Open => outside.push(before.clone()),
            TokenKind::Close => {
                for variable in outside.pop().unwrap_or_default() {
                    if !before
                        .iter()
                        .any(|known| known.token.at == variable.token.at)
                    {
                        before.push(variable);
                    }
                }
            }
            // Any further one has its own error.
            TokenKind::Wildcard if wildcard_seen => {}
            TokenKind::Wildcard | TokenKind::Parameter { .. } => {
                let wildcard = matches!(token.kind, TokenKind::Wildcard);
                let variable = Variable::new(token, default_kind);
                let clash = before.iter().find(|first| first.runs_into(&variable));
                clashes.extend(clash.map(|first| (first.token, token)));
                // What may be nothing lets the variables before it touch those behind it.
                if !wildcard {
                    before.clear();
                }
                wildcard_seen |= wildcard;
                before.push(variable);
            }
            TokenKind::Slash | TokenKind::Text(_) | TokenKind::Switch(_) | TokenKind::Fault => {
                before.clear()
            }
        }
    }
    let is_only = clashes.len() == 1;
    let clashes = clashes.into_iter();
    errors.extend(clashes.map(|(first, second)| adjacent(text, first, second, is_only)));
}

#[derive(Clone)]
struct Variable<'a> {
    token: &'a Token,
    characters: Characters,
    fixed_length: bool,
}

impl<'a> Variable<'a> {
    fn new(token: &'a Token, default_kind: &Kind) -> Self {
        let kind = match &token.kind {
            TokenKind::Parameter { kind, .. } => match kind {
                WrittenKind::Absent => Some(default_kind),
                WrittenKind::Known(kind) => Some(kind),
                WrittenKind::Faulty => None,
            },
            _ => Some(&Kind::Path),
        };
        Variable {
            token,
            // A kind with an error of its own is not to blame here too.
            characters: kind.map_or(0, characters),
            fixed_length: kind.is_some_and(has_fixed_length),
        }
    }

    fn runs_into(&self, next: &Variable) -> bool {
        !self.fixed_length && self.characters & next.characters != 0
    }
}

fn has_fixed_length(kind: &Kind) -> bool {
    match kind {
        Kind::Class { min, max, .. } => Some(*min) == *max,
        Kind::Uuid => true,
        Kind::Path => false,
        Kind::Enumeration(values) => {
            let mut lengths = values.iter().map(String::len);
            let first = lengths.next();
            lengths.all(|length| Some(length) == first)
        }
    }
}

fn characters(kind: &Kind) -> Characters {
    match kind {
        Kind::Path => Characters::MAX,
        Kind::Class { class, .. } => set(|byte| class_holds(*class, byte)),
        Kind::Uuid => set(|byte| byte.is_ascii_hexdigit() || byte == b'-'),
        Kind::Enumeration(values) => values
            .iter()
            .fold(0, |so_far, value| so_far | of_text(value)),
    }
}

fn set(holds: impl Fn(u8) -> bool) -> Characters {
    (0..128u8)
        .filter(|&byte| holds(byte))
        .fold(0, |so_far, byte| so_far | 1 << byte)
}

fn class_holds(class: Class, byte: u8) -> bool {
    match class {
        Class::Any => true,
        Class::Segment => byte != b'/',
        Class::Value => true,
        Class::Slug => {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'%' | b' ')
        }
        Class::Int => byte.is_ascii_digit(),
        Class::Hex => byte.is_ascii_hexdigit(),
        Class::Alpha => byte.is_ascii_alphabetic(),
        Class::Alnum => byte.is_ascii_alphanumeric(),
    }
}

/// The characters of canonical text, a triplet counting as `%`.
fn of_text(text: &str) -> Characters {
    let mut characters = 0;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte.is_ascii() {
            characters |= 1 << byte;
        }
        if byte == b'%' {
            bytes.next();
            bytes.next();
        }
    }
    characters
}

/// `:id*` at the end, which elsewhere means all the segments that are left, in our form.
fn repeated(text: &str, first: &Token, second: &Token) -> Option<String> {
    let plain = matches!(
        &first.kind,
        TokenKind::Parameter {
            kind: WrittenKind::Absent,
            ..
        }
    );
    let starred = matches!(second.kind, TokenKind::Wildcard)
        && first.at.end == second.at.start
        && second.at.end == text.len();
    let whole = text.get(..first.at.start)?.ends_with('/');
    (plain && starred && whole).then(|| replaced(text, &second.at, "<path>"))
}

/// The text with kinds that share no character, and with a fixed length for the first; where the one change mends all.
fn kinds(text: &str, first: &Token, second: &Token) -> String {
    let with = |text: &str, token: &Token, kind: &str| match token.name() {
        Some(name) => replaced(text, &token.at, &format!(":{name}<{kind}>")),
        None => text.to_owned(),
    };
    let apart = with(&with(text, second, "int"), first, "alpha");
    let fixed = with(text, first, "alnum{4}");
    format!(
        ", or kinds that share no character, such as `{apart}`, or a fixed length for the first, such as `{fixed}`"
    )
}

fn adjacent(text: &str, first: &Token, second: &Token, is_only: bool) -> PatternError {
    let written = |token: &Token| text.get(token.at.clone()).unwrap_or_default();
    let (before, after) = (written(first), written(second));
    let touch = if first.at.end == second.at.start {
        "touch"
    } else {
        "touch when the groups between them are absent"
    };
    let wildcard = [first, second]
        .iter()
        .any(|token| matches!(token.kind, TokenKind::Wildcard));
    let between = replaced(
        text,
        &(second.at.start..second.at.start),
        if wildcard { "/" } else { "-" },
    );
    let kinds = match wildcard || !is_only {
        true => String::new(),
        false => kinds(text, first, second),
    };
    PatternError::new(
        "adjacent-variables",
        second.at.clone(),
        format!("`{before}` and `{after}` {touch}, so nothing says where one ends"),
    )
    .label(format!("may begin anywhere in `{before}`"))
    .help(match repeated(text, first, second) {
        Some(path) => format!("for the rest of the path write `{path}`, or `{between}`"),
        None => format!("write something before it, such as `{between}`{kinds}"),
    })
}
