//! Settings that many rules share: the query, header fields, the owner.

use redirect_runtime::table::response_options::{Forwarded, write};

use crate::model::{QueryPolicy, ResponseOptions};

/// Writes the options of a rule; `None` when there is nothing to say.
pub(in crate::lower) fn response_options(options: &ResponseOptions) -> Option<Vec<u8>> {
    let silent = options.query == QueryPolicy::Keep
        && options.headers.is_empty()
        && options.cache_control.is_none()
        && options.owner.is_none();
    if silent {
        return None;
    }
    let forwarded = match &options.query {
        QueryPolicy::Keep => Forwarded::All,
        QueryPolicy::Drop => Forwarded::None,
        QueryPolicy::Only(keys) => Forwarded::Keys(keys),
        QueryPolicy::Except(keys) => Forwarded::AllBut(keys),
    };
    let (cache_control, owner) = (options.cache_control.as_deref(), options.owner.as_deref());
    Some(write(forwarded, &options.headers, cache_control, owner))
}

/// A count of one byte; the checks refuse longer lists.
pub(in crate::lower) fn count(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}
