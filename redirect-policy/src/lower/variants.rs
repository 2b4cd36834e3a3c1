//! The variants of a source: with and without each of its groups, cut into segments.

use redirect_runtime::pattern::locator::CaptureLocator;

use super::locators::{self, Locators};
use super::token::Token;
use crate::pattern::{Item, Kind};

/// The most variants of one rule that go into the index one by one. A rule with more is indexed by its literal front
/// alone and matched by its program.
const MOST_VARIANTS: usize = 64;

/// A source with each of its groups either there or left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Variant<'p> {
    /// Whole segments in order, the first behind the leading `/`.
    pub(super) segments: Vec<Segment<'p>>,
    /// The rest behind them, where a segment does not end at the next `/`.
    pub(super) tail: Option<Tail>,
    /// The names that it binds, with their locators.
    pub(super) locators: Locators<'p>,
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
    /// True if the rest must still be matched by the rule's program.
    pub(super) verify: bool,
}

/// The variants of a source, each different.
pub(super) fn variants(items: &[Item]) -> Vec<Variant<'_>> {
    if count(items) > MOST_VARIANTS {
        return vec![open_variant(items)];
    }
    let sequences = expand(items, true);
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

/// Counts the variants, without making them.
pub(super) fn count(items: &[Item]) -> usize {
    items.iter().fold(1, |product, item| match item {
        Item::Group(items) => product.saturating_mul(count(items).saturating_add(1)),
        _ => product,
    })
}

/// Returns the variant that begins with a source's literal front and may go on with anything.
fn open_variant(items: &[Item]) -> Variant<'_> {
    // Two wildcards make a tail that has to be verified.
    let mut tokens = vec![Token::Wildcard, Token::Wildcard];
    if let Some(Item::Literal(text)) = items.first() {
        tokens.insert(0, Token::Literal(text.clone()));
    }
    let mut variant = cut(tokens).unwrap_or_default();
    variant.locators.clear();
    add_names(items, &mut variant.locators);
    variant
}

/// Adds the names of items, without locators.
fn add_names<'p>(items: &'p [Item], locators: &mut Locators<'p>) {
    for item in items {
        match item {
            Item::Literal(_) => {}
            Item::Parameter(parameter) => locators.push((&parameter.name, CaptureLocator::NONE)),
            Item::Wildcard { .. } => locators.push(("*", CaptureLocator::NONE)),
            Item::Group(inner) => add_names(inner, locators),
        }
    }
}

fn expand(items: &[Item], top: bool) -> Vec<Vec<Token<'_>>> {
    let mut sequences = vec![Vec::new()];
    for (at, item) in items.iter().enumerate() {
        if let Some((parameter, separator)) = locators::optional(items, at, top) {
            for sequence in &mut sequences {
                sequence.push(Token::Optional(parameter, separator));
            }
        } else if let Item::Group(inner) = item {
            let present = expand(inner, false);
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
                Item::Parameter(parameter) => Token::Parameter(parameter),
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
        token => {
            let front_name = token.name();
            let mut locators = Vec::new();
            locators.extend(
                front_name
                    .into_iter()
                    .chain(tokens.filter_map(|token| token.name()))
                    .map(|name| (name, CaptureLocator::NONE)),
            );
            return Some(Variant {
                segments: Vec::new(),
                tail: Some(Tail {
                    prefix: String::new(),
                    verify: true,
                }),
                locators,
            });
        }
    };
    let mut segments = Vec::new();
    let mut locators = Vec::new();
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
                    locators::add(&open, segments.len(), &mut locators);
                    segments.push(segment(std::mem::take(&mut open)));
                    if !part.is_empty() {
                        push(Token::Literal(part.to_owned()), &mut open);
                    }
                }
            }
            Token::Optional(..) => open.push(token),
            Token::Parameter(parameter) if !parameter.kind.spans() => open.push(token),
            spanning => {
                // What stands beside it in its segment, or behind it, has no locator.
                let is_last = rest.peek().is_none();
                let last = spanning == Token::Wildcard && is_last;
                let front = open.iter().filter_map(Token::name);
                locators.extend(front.map(|name| (name, CaptureLocator::NONE)));
                let name = spanning.name().unwrap_or_default();
                match is_last {
                    true => locators::add_spanning(name, &open, segments.len(), &mut locators),
                    false => locators.push((name, CaptureLocator::NONE)),
                }
                locators.extend(
                    rest.filter_map(|token| token.name())
                        .map(|name| (name, CaptureLocator::NONE)),
                );
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
                    locators,
                });
            }
        }
    }
    locators::add(&open, segments.len(), &mut locators);
    segments.push(segment(open));
    Some(Variant {
        segments,
        tail: None,
        locators,
    })
}

fn segment(mut tokens: Vec<Token<'_>>) -> Segment<'_> {
    // With or without the group the segment matches the same texts.
    tokens.retain(|token| !matches!(token, Token::Optional(..)));
    match tokens.as_slice() {
        [] => Segment::Literal(String::new()),
        [Token::Literal(text)] => Segment::Literal(text.clone()),
        [Token::Parameter(parameter)] => Segment::Parameter(&parameter.kind),
        _ => Segment::Mixed(tokens),
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
