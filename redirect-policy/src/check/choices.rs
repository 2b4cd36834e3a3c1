//! Choices of conditions that `when` and `unless` leave, and the names that they bind.

use std::rc::Rc;

use super::bindings::Bound;
use crate::model::Condition;
use crate::pattern::Kind;

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

/// The conditions of one map, while they are read.
pub(super) struct Conditions {
    pub(super) all: Vec<Condition>,
    pub(super) bound: Vec<Bound>,
    /// The kind of a parameter without one.
    pub(super) kind: Kind,
    /// True if no fault was found in them.
    pub(super) is_whole: bool,
}
