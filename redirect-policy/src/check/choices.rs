//! Choices of conditions that `when` and `unless` leave, and the names that they bind.

use std::rc::Rc;

use crate::model::Condition;
use crate::model::condition::reader::Bound;

/// One of the choices that a `when`, and those around it, leave.
#[derive(Clone, Default)]
pub(super) struct Choice {
    pub(super) when: Rc<Vec<Condition>>,
    /// The names that it binds.
    pub(super) bound: Rc<Vec<Bound>>,
}

/// The conditions of an `unless`.
#[derive(Default)]
pub(super) struct Unless {
    /// Maps of conditions, none of which may hold in full.
    pub(super) lists: Vec<Vec<Condition>>,
    /// The names in them.
    pub(super) bound: Vec<Bound>,
}
