//! Rules of the policy, and the text that they are written as.

mod emit;
mod run;
mod table;

pub(crate) use emit::emit;

/// A rule of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyRule {
    /// The pattern.
    pub(crate) source: String,
    /// The rule as a row of a table, if it is nothing but literal text.
    pub(crate) row: Option<Row>,
    pub(crate) action: Action,
    pub(crate) hosts: Vec<String>,
    /// The other conditions, as YAML: `query: { ... }`.
    pub(crate) when: Vec<String>,
    pub(crate) unless: Vec<String>,
    pub(crate) traits: Traits,
    /// True if a name is bound that the destination does not use.
    pub(crate) unused: bool,
}

/// A rule's action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Redirect { status: u16, destination: String },
    Gone(u16),
    Stop,
}

/// The literal columns of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Path and query.
    pub(crate) source: String,
    /// The path alone.
    pub(crate) path: String,
    pub(crate) destination: String,
}

/// Properties that all rows of a table must share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) fold_case: bool,
    pub(crate) drop_query: bool,
    pub(crate) optional_slash: bool,
}
