//! The ways in which a source can be present: with and without each of its groups, cut into segments.

use crate::pattern::{Item, Kind};

/// How many variants of one rule go into the index one by one. A rule with more is indexed by its literal front alone
/// and matched by its program.
const MOST_VARIANTS: usize = 64;

/// A source without groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variant<'p> {
    /// Whole segments in order, the first behind the leading `/`.
    pub(super) segments: Vec<Segment<'p>>,
    /// What follows them, where a segment does not end at the next `/`.
    pub(super) tail: Option<Tail>,
}

/// One segment of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment<'p> {
    /// This text.
    Literal(String),
    /// One parameter.
    Parameter(&'p Kind),
    /// Literals and parameters in turn.
    Mixed(Vec<Token<'p>>),
}

/// Anything from here on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    /// The text that it begins with.
    pub(super) prefix: String,
    /// Whether the rest must still be matched by the rule's program.
    pub(super) verify: bool,
}

/// An item of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'p> {
    /// Text.
    Literal(String),
    /// A parameter.
    Parameter(&'p Kind),
    /// `*`.
    Wildcard,
}

/// The variants of a source, each different.
pub(super) fn variants(items: &[Item]) -> Vec<Variant<'_>> {
    let sequences = if count(items) > MOST_VARIANTS {
        vec![literal_front(items)]
    } else {
        expand(items)
    };
    let mut variants: Vec<Variant<'_>> = Vec::new();
    for tokens in sequences {
        if let Some(variant) = cut(tokens) {
            if !variants.contains(&variant) {
                variants.push(variant);
            }
        }
    }
    variants
}

/// How many ways there are, without trying them.
pub(super) fn count(items: &[Item]) -> usize {
    items.iter().fold(1, |product, item| match item {
        Item::Group(items) => product.saturating_mul(count(items).saturating_add(1)),
        _ => product,
    })
}

/// A source that begins with the same text and may go on with anything.
fn literal_front(items: &[Item]) -> Vec<Token<'_>> {
    match items.first() {
        Some(Item::Literal(text)) => vec![
            Token::Literal(text.clone()),
            // Two wildcards make a tail that has to be verified.
            Token::Wildcard,
            Token::Wildcard,
        ],
        _ => vec![Token::Wildcard, Token::Wildcard],
    }
}

fn expand(items: &[Item]) -> Vec<Vec<Token<'_>>> {
    let mut sequences = vec![Vec::new()];
    for item in items {
        if let Item::Group(inner) = item {
            let present = expand(inner);
            let mut grown = Vec::with_capacity(sequences.len() * (present.len() + 1));
            for sequence in &sequences {
                for inner in &present {
                    let mut longer = sequence.clone();
                    for token in inner {
                        push(token.clone(), &mut longer);
                    }
                    grown.push(longer);
                }
            }
            grown.append(&mut sequences);
            sequences = grown;
        } else {
            let token = match item {
                Item::Literal(text) => Token::Literal(text.clone()),
                Item::Parameter(parameter) => Token::Parameter(&parameter.kind),
                _ => Token::Wildcard,
            };
            for sequence in &mut sequences {
                push(token.clone(), sequence);
            }
        }
    }
    sequences
}

/// Appends a token; literals that meet become one.
fn push<'p>(token: Token<'p>, sequence: &mut Vec<Token<'p>>) {
    match (sequence.last_mut(), token) {
        (Some(Token::Literal(front)), Token::Literal(text)) => front.push_str(&text),
        (_, token) => sequence.push(token),
    }
}

/// Cuts a sequence at its slashes; `None` for what matches no path (the empty sequence).
fn cut(tokens: Vec<Token<'_>>) -> Option<Variant<'_>> {
    let mut tokens = tokens.into_iter();
    let front = match tokens.next()? {
        Token::Literal(text) => text.strip_prefix('/')?.to_owned(),
        // `*` may begin with the slash: everything has to be verified.
        _ => {
            return Some(Variant {
                segments: Vec::new(),
                tail: Some(Tail {
                    prefix: String::new(),
                    verify: true,
                }),
            });
        }
    };
    let mut segments = Vec::new();
    let mut open: Vec<Token<'_>> = Vec::new();
    let mut rest = std::iter::once(Token::Literal(front))
        .chain(tokens)
        .peekable();
    while let Some(token) = rest.next() {
        match token {
            Token::Literal(text) => {
                let mut parts = text.split('/');
                if let Some(part) = parts.next().filter(|part| !part.is_empty()) {
                    push(Token::Literal(part.to_owned()), &mut open);
                }
                for part in parts {
                    segments.push(segment(std::mem::take(&mut open)));
                    if !part.is_empty() {
                        push(Token::Literal(part.to_owned()), &mut open);
                    }
                }
            }
            Token::Parameter(kind) if *kind != Kind::Path => open.push(Token::Parameter(kind)),
            spanning => {
                let last = spanning == Token::Wildcard && rest.peek().is_none();
                let (prefix, plain) = match open.as_slice() {
                    [] => (String::new(), true),
                    [Token::Literal(text)] => (text.clone(), true),
                    [Token::Literal(text), ..] => (text.clone(), false),
                    _ => (String::new(), false),
                };
                return Some(Variant {
                    segments,
                    tail: Some(Tail {
                        prefix,
                        verify: !(last && plain),
                    }),
                });
            }
        }
    }
    segments.push(segment(open));
    Some(Variant {
        segments,
        tail: None,
    })
}

fn segment(mut tokens: Vec<Token<'_>>) -> Segment<'_> {
    match tokens.pop() {
        None => Segment::Literal(String::new()),
        Some(Token::Literal(text)) if tokens.is_empty() => Segment::Literal(text),
        Some(Token::Parameter(kind)) if tokens.is_empty() => Segment::Parameter(kind),
        Some(last) => {
            tokens.push(last);
            Segment::Mixed(tokens)
        }
    }
}

impl Variant<'_> {
    /// The path, if the variant is nothing but text.
    pub(super) fn literal(&self) -> Option<String> {
        if self.tail.is_some() {
            return None;
        }
        let mut path = String::new();
        for segment in &self.segments {
            let Segment::Literal(text) = segment else {
                return None;
            };
            path.push('/');
            path.push_str(text);
        }
        Some(path)
    }
}
