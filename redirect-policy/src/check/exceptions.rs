//! The exceptions of a rule, as far as they concern it.

use std::rc::Rc;

use crate::pattern::{Item, Pattern};

/// The exceptions that may concern a source: those that do not begin with other text.
pub(super) fn relevant(
    except: &Rc<Vec<Pattern>>,
    source: &Pattern,
    fold: bool,
) -> Rc<Vec<Pattern>> {
    let front = |pattern: &Pattern| {
        let text = match pattern.items.first() {
            Some(Item::Literal(text)) => text.as_str(),
            _ => "",
        };
        let text = match fold {
            true => text.to_ascii_lowercase(),
            false => text.to_owned(),
        };
        (
            text,
            pattern.items.len() == 1 && pattern.literal_text().is_some(),
        )
    };
    let (own, is_whole) = front(source);
    let concerns = |one: &Pattern| {
        let (other, other_is_whole) = front(one);
        // A literal may match what another writes encoded.
        if own.contains('%') || other.contains('%') {
            return true;
        }
        own.starts_with(&other) && (!other_is_whole || !is_whole || own == other)
            || other.starts_with(&own) && !is_whole
    };
    match except.iter().filter(|one| concerns(one)).count() {
        0 => Rc::default(),
        all if all == except.len() => Rc::clone(except),
        _ => Rc::new(except.iter().filter(|one| concerns(one)).cloned().collect()),
    }
}
