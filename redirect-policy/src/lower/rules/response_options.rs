//! What many rules share, as the runtime reads it.

use redirect_runtime::table::response_options as op;

use crate::lower::blob::push_text;
use crate::model::{QueryPolicy, Terms};

/// Writes terms; `None` when there is nothing to say.
pub(in crate::lower) fn terms(terms: &Terms) -> Option<Vec<u8>> {
    let silent = terms.query == QueryPolicy::Keep
        && terms.headers.is_empty()
        && terms.cache_control.is_none()
        && terms.owner.is_none();
    if silent {
        return None;
    }
    let mut out = Vec::new();
    match &terms.query {
        QueryPolicy::Keep => out.push(op::KEEP),
        QueryPolicy::Drop => out.push(op::DROP),
        QueryPolicy::Only(keys) => push_keys(op::ONLY, keys, &mut out),
        QueryPolicy::Except(keys) => push_keys(op::ALL_BUT, keys, &mut out),
    }
    out.push(count(terms.headers.len()));
    for (name, value) in &terms.headers {
        push_text(name, &mut out);
        push_text(value, &mut out);
    }
    for text in [&terms.cache_control, &terms.owner] {
        match text {
            Some(text) => push_text(text, &mut out),
            None => out.extend_from_slice(&[0xff, 0xff]),
        }
    }
    Some(out)
}

fn push_keys(kind: u8, keys: &[String], out: &mut Vec<u8>) {
    out.extend([kind, count(keys.len())]);
    for key in keys {
        push_text(key, out);
    }
}

/// A count of one byte; the checks refuse longer lists.
pub(in crate::lower) fn count(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}
