//! One kind by itself: a value of a lookup is judged by the program that a pattern would run.

use super::class_bits::run;
use super::positions::is_uuid;
use super::program::{ANY, INT, Item, item, values};

/// True if the canonical text of a path is of the kind that a program of one parameter says.
///
/// ```
/// use redirect_runtime::pattern::{kind, program::{ALNUM, CLASS, END}};
/// let program = [CLASS, 0, ALNUM, 1, 4, END]; // `alnum{1,4}`
/// assert!(kind::holds(&program, "n7w2") && !kind::holds(&program, "n-7") && !kind::holds(&program, "n7w2x"));
/// ```
#[must_use]
pub fn holds(program: &[u8], text: &str) -> bool {
    match item(program) {
        Some((
            Item::Class {
                class, min, max, ..
            },
            _,
        )) => (min..=max).contains(&text.len()) && run(class, text.as_bytes()) == text.len(),
        Some((Item::Uuid(_), _)) => is_uuid(text.as_bytes()),
        Some((Item::Path(_), _)) => text.split('/').all(|segment| !segment.is_empty()),
        Some((Item::Enumeration(_, bytes), _)) => {
            values(bytes).any(|value| value == text.as_bytes())
        }
        _ => false,
    }
}

/// True for the kind of whole numbers, which compare by value.
#[must_use]
pub fn is_int(program: &[u8]) -> bool {
    matches!(item(program), Some((Item::Class { class: INT, .. }, _)))
}

/// True for the kinds whose texts may go on over a slash of the path.
#[must_use]
pub fn spans(program: &[u8]) -> bool {
    matches!(
        item(program),
        Some((Item::Path(_) | Item::Class { class: ANY, .. }, _))
    )
}
