//! What `when` and `unless` hold once they are read: choices of conditions, and the names that they bind.

use std::rc::Rc;

use super::bindings::Bound;
use crate::model::Condition;
use crate::pattern::Kind;

/// What a `when`, and those around it, ask for: one of the choices that they leave.
#[derive(Clone, Default)]
pub(super) struct Choice {
    pub(super) when: Rc<Vec<Condition>>,
    /// The names that it binds.
    pub(super) bound: Rc<Vec<Bound>>,
}

/// What an `unless` asks for.
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
    /// What a parameter without a kind matches.
    pub(super) kind: Kind,
    /// Whether no fault was found in them.
    pub(super) is_whole: bool,
}
