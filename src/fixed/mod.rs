//! Parts of answers that are the same for every request, made once when a policy is loaded.

pub(crate) mod answers;
pub(crate) mod headers;
pub(crate) mod note;
