//! Locators of names: the parts of segments that can be found without running a program.

use redirect_runtime::pattern::locator::{CaptureLocator, MOST_SEGMENTS};

use crate::lower::token::Token;
use crate::pattern::{Class, Item, Kind, Parameter};

/// The names of a variant with their locators.
pub(in crate::lower) type Locators<'p> = Vec<(&'p str, CaptureLocator)>;

/// Adds the names of the segment with this number.
pub(in crate::lower) fn add<'p>(tokens: &[Token<'p>], number: usize, locators: &mut Locators<'p>) {
    let names = tokens.iter().filter_map(Token::name);
    let found = in_segment(tokens, number);
    locators.extend(names.enumerate().map(|(at, name)| {
        let locator = found.as_ref().and_then(|found| found.get(at));
        (name, locator.copied().unwrap_or(CaptureLocator::NONE))
    }));
}

/// Adds a name that is bound to everything from the segment with this number on, behind the tokens at its front.
pub(in crate::lower) fn add_spanning<'p>(
    name: &'p str,
    front: &[Token<'p>],
    number: usize,
    locators: &mut Locators<'p>,
) {
    let front = match front {
        [] => u8::try_from(0).ok(),
        [Token::Literal(text)] => u8::try_from(text.len()).ok(),
        _ => None,
    };
    let locator = front.zip(numbered(number));
    let locator =
        locator.map(|(front, number)| CaptureLocator::from_segment(number).trimmed(front, 0));
    locators.push((name, locator.unwrap_or(CaptureLocator::NONE)));
}

fn numbered(number: usize) -> Option<u8> {
    let number = u8::try_from(number).ok();
    number.filter(|&number| number < MOST_SEGMENTS)
}

/// The locators of the names of a segment, in order.
fn in_segment(tokens: &[Token<'_>], number: usize) -> Option<Vec<CaptureLocator>> {
    let (front, tokens) = match tokens {
        [Token::Literal(text), rest @ ..] => (text.len(), rest),
        _ => (0, tokens),
    };
    let (back, tokens) = match tokens {
        [rest @ .., Token::Literal(text)] => (text.len(), rest),
        _ => (0, tokens),
    };
    let whole = CaptureLocator::segment(numbered(number)?)
        .trimmed(u8::try_from(front).ok()?, u8::try_from(back).ok()?);
    match tokens {
        [Token::Parameter(_)] => Some(vec![whole]),
        [Token::Optional(_, separator), Token::Parameter(_)] => Some(vec![
            whole.before(*separator, 1),
            whole.behind(*separator, 1),
        ]),
        _ => separated(tokens, whole),
    }
}

/// The locators of parameters with one separator between any two. Each parameter takes as much as it can, so the
/// separators are the last ones that have a byte on either side.
fn separated(tokens: &[Token<'_>], whole: CaptureLocator) -> Option<Vec<CaptureLocator>> {
    let mut separator = None;
    let mut count = 0_u8;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Parameter(parameter) if at % 2 == 0 && is_any(parameter) => {
                count = count.checked_add(1)?;
            }
            Token::Literal(text) if at % 2 == 1 => {
                let this = separator_of(text)?;
                if *separator.get_or_insert(this) != this {
                    return None;
                }
            }
            _ => return None,
        }
    }
    let (separator, last) = (separator?, count.checked_sub(1)?);
    let behind = (1..=last).rev();
    let behind = behind.map(|number| whole.behind(separator, number));
    Some(
        std::iter::once(whole.before(separator, last))
            .chain(behind)
            .collect(),
    )
}

/// A group of a parameter and a separator in front of a parameter, as in `(:title-):id`, where the segment matches with the
/// group or without it alike: beside them stand only literals. `top` is true if the source ends behind the last item.
pub(in crate::lower) fn optional(items: &[Item], at: usize, top: bool) -> Option<(&Parameter, u8)> {
    let before = items.get(at.checked_sub(1)?)?;
    let [Item::Group(group), Item::Parameter(behind), rest @ ..] = items.get(at..)? else {
        return None;
    };
    let [Item::Parameter(parameter), Item::Literal(separator)] = group.as_slice() else {
        return None;
    };
    let begins = matches!(before, Item::Literal(text) if text.contains('/'));
    let ends = match rest {
        [Item::Literal(text), ..] if text.contains('/') => true,
        [Item::Literal(_), rest @ ..] => ends_segment(rest, top),
        _ => ends_segment(rest, top),
    };
    let separator = separator_of(separator)?;
    (begins && ends && is_any(parameter) && is_any(behind)).then_some((parameter, separator))
}

/// Returns true if a segment ends before these items, whichever of their groups are there.
fn ends_segment(items: &[Item], top: bool) -> bool {
    match items {
        [] => top,
        [Item::Literal(text), ..] => text.starts_with('/'),
        [Item::Group(inner), behind @ ..] => {
            ends_segment(inner, false) && ends_segment(behind, top)
        }
        _ => false,
    }
}

/// A separator within a segment that is one byte, and never part of a triplet.
fn separator_of(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii_punctuation() && !matches!(byte, b'%' | b'/') => Some(*byte),
        _ => None,
    }
}

/// Returns true if a parameter takes any bytes of a segment.
fn is_any(parameter: &Parameter) -> bool {
    is_any_segment(&parameter.kind)
}

/// Returns true if a kind is any bytes of a segment.
pub(in crate::lower) fn is_any_segment(kind: &Kind) -> bool {
    *kind
        == Kind::Class {
            class: Class::Segment,
            min: 1,
            max: None,
        }
}
