//! A location while its answer is made.

use std::cell::Cell;
use std::ops::Deref;

use crate::fixed::FixedAnswer;

/// A location while its answer is made.
#[derive(Debug)]
pub(crate) enum Location<'s> {
    /// That of an answer which was made when the policy was loaded.
    Fixed(&'s FixedAnswer),
    Rendered(Rendered),
}

impl From<String> for Location<'_> {
    fn from(text: String) -> Self {
        Location::Rendered(Rendered { text })
    }
}

impl Deref for Location<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Location::Fixed(answer) => &answer.location,
            Location::Rendered(rendered) => &rendered.text,
        }
    }
}

/// A longer text is not kept for later answers.
const MOST_KEPT: usize = 16 * 1024;

thread_local! {
    /// The text of the thread's last location, to be written over.
    static LAST: Cell<String> = const { Cell::new(String::new()) };
}

/// The text of a rendered location. Its memory is used again by the next answer of the thread, so that a location takes
/// one allocation: that of its header value.
#[derive(Debug)]
pub(crate) struct Rendered {
    text: String,
}

impl Rendered {
    /// A text to render into, which may hold another location before.
    pub(crate) fn spare() -> Self {
        // While the thread ends there is none, and a new text does as well.
        Rendered {
            text: LAST.try_with(Cell::take).unwrap_or_default(),
        }
    }

    /// The text to render into.
    pub(crate) fn text_mut(&mut self) -> &mut String {
        &mut self.text
    }
}

impl Drop for Rendered {
    fn drop(&mut self) {
        if self.text.capacity() <= MOST_KEPT {
            let text = std::mem::take(&mut self.text);
            let _ = LAST.try_with(|last| last.set(text));
        }
    }
}
