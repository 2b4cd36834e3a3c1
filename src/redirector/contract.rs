//! The handlers and lookups that a policy names, which the program must have.

use redirect_runtime::Policy;

use crate::handler::Dispatch;

/// A policy names a handler or a lookup that the program does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SwapError {
    /// The name of the handler.
    Handler(String),
    /// The name of the lookup.
    Lookup(String),
    /// The name of a lookup that the program has with another key, or with other values.
    LookupDiffers(String),
}

impl std::fmt::Display for SwapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, name, fault) = match self {
            SwapError::Handler(name) => ("handler", name, "which the program does not have"),
            SwapError::Lookup(name) => ("lookup", name, "which the program does not have"),
            SwapError::LookupDiffers(name) => (
                "lookup",
                name,
                "which the program has with another key or other values",
            ),
        };
        write!(f, "the policy names the {what} `{name}`, {fault}")
    }
}

impl std::error::Error for SwapError {}

/// Checks that a policy names only handlers and lookups that the program has.
pub(super) fn check<D: Dispatch>(policy: &Policy) -> Result<(), SwapError> {
    if let Some(name) = policy.handlers().find(|name| !D::HANDLERS.contains(name)) {
        return Err(SwapError::Handler(name.to_owned()));
    }
    for (name, contract) in policy.lookups() {
        match D::LOOKUPS.iter().find(|(known, _)| *known == name) {
            None => return Err(SwapError::Lookup(name.to_owned())),
            Some((_, own)) if *own != contract => {
                return Err(SwapError::LookupDiffers(name.to_owned()));
            }
            Some(_) => {}
        }
    }
    Ok(())
}
