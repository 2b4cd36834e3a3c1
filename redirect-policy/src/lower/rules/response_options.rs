//! Settings that many rules share: the query, header fields, the owner.

use redirect_runtime::table::response_options::{Forwarded, write};

use crate::model::{QueryPolicy, Terms};

/// Writes the options of a rule; `None` when there is nothing to say.
pub(in crate::lower) fn response_options(terms: &Terms) -> Option<Vec<u8>> {
    let silent = terms.query == QueryPolicy::Keep
        && terms.headers.is_empty()
        && terms.cache_control.is_none()
        && terms.owner.is_none();
    if silent {
        return None;
    }
    let forwarded = match &terms.query {
        QueryPolicy::Keep => Forwarded::All,
        QueryPolicy::Drop => Forwarded::None,
        QueryPolicy::Only(keys) => Forwarded::Keys(keys),
        QueryPolicy::Except(keys) => Forwarded::AllBut(keys),
    };
    let (cache_control, owner) = (terms.cache_control.as_deref(), terms.owner.as_deref());
    Some(write(forwarded, &terms.headers, cache_control, owner))
}

/// A count of one byte; the checks refuse longer lists.
pub(in crate::lower) fn count(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}
