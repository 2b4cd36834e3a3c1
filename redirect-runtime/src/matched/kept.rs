//! The parts of a match that are kept on the heap.

use std::mem::ManuallyDrop;
use std::sync::OnceLock;

use crate::index::candidate::Candidate;
use crate::location::LocationError;
use crate::pattern::Captures;

/// The parts of a match that are kept on the heap, if any: most keep nothing, and are dropped at a glance.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    held: ManuallyDrop<Held>,
}

#[derive(Debug, Default)]
struct Held {
    location: OnceLock<Result<String, LocationError>>,
    rest: Option<Box<Rest>>,
}

/// The parts that few matches have.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// The path in canonical form, where it is not as it came.
    pub(crate) path: Option<String>,
    /// The captures of the source in a long path, or one with encoded delimiters.
    pub(crate) captures: Option<Captures>,
    /// The bindings of conditions: numbers of names, and texts.
    pub(crate) bound: Vec<(u8, String)>,
    /// The 410 or 451 of a lookup's row, in place of the rule's answer.
    pub(crate) row_status: Option<u16>,
    /// A lookup that the program serves has to be asked.
    pub(crate) awaits_lookup: bool,
    /// The candidates behind the rule, the next one last, once one of them has been asked for.
    pub(crate) behind: Option<Vec<Candidate>>,
}

impl Kept {
    /// The parts that few matches have, if there are any.
    #[inline]
    pub(crate) fn rest(&self) -> Option<&Rest> {
        self.held.rest.as_deref()
    }

    /// The rest, made if there is none yet.
    pub(crate) fn rest_mut(&mut self) -> &mut Rest {
        self.held.rest.get_or_insert_default()
    }

    /// Takes the path.
    #[inline]
    pub(crate) fn take_path(&mut self) -> Option<String> {
        self.held.rest.as_mut()?.path.take()
    }

    /// Finds the candidates behind the rule, the next one last, unless that has been done.
    #[inline]
    pub(crate) fn behind(&mut self, find: impl FnOnce() -> Vec<Candidate>) {
        self.rest_mut().behind.get_or_insert_with(find);
    }

    /// Takes the next candidate behind the rule.
    #[inline]
    pub(crate) fn next_behind(&mut self) -> Option<Candidate> {
        self.held.rest.as_mut()?.behind.as_mut()?.pop()
    }

    /// Forgets the location, and what source and conditions bind.
    #[inline]
    pub(crate) fn forget(&mut self) {
        if self.held.location.get().is_some() {
            self.held.location = OnceLock::new();
        }
        if let Some(rest) = &mut self.held.rest {
            rest.captures = None;
            rest.bound.clear();
            rest.row_status = None;
            rest.awaits_lookup = false;
        }
    }

    /// The location, if it was rendered.
    #[inline]
    pub(crate) fn rendered(&self) -> Option<Result<&str, LocationError>> {
        let location = self.held.location.get()?;
        Some(location.as_deref().map_err(|error| *error))
    }

    /// The location, rendered once.
    pub(crate) fn location(
        &self,
        render: impl FnOnce() -> Result<String, LocationError>,
    ) -> Option<&str> {
        self.held.location.get_or_init(render).as_deref().ok()
    }
}

impl Drop for Kept {
    #[inline(always)]
    fn drop(&mut self) {
        if self.held.rest.is_some() || self.held.location.get().is_some() {
            release(&mut self.held);
        }
    }
}

/// Drops what is held: what takes its place holds nothing.
#[inline(never)]
fn release(held: &mut Held) {
    *held = Held::default();
}
