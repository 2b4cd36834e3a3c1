//! Patterns that the policy language would refuse.

use super::item::{Item, flat, render_source};
use super::touch::variables_touch;
use crate::report::Reason;

/// The code for two variables side by side.
pub(super) const TOUCHING: &str = "touching-variables";

/// Returns the reason for which the language would refuse a pattern.
pub(super) fn check(items: &[Item]) -> Result<(), Reason> {
    let items = flat(items);
    if !begins_rightly(&items) {
        return Err(Reason::new(
            "source-must-start-with-slash",
            "a pattern begins with `/` or `*`, and this source could begin otherwise",
        ));
    }
    if variables_touch(&items) {
        return Err(Reason::new(
            TOUCHING,
            "two variable parts touch and share characters, so that nothing says where one ends",
        ));
    }
    let pattern = render_source(&items);
    if pattern.len() > 1024 {
        return Err(Reason::new(
            "too-long",
            "the pattern would be longer than 1,024 bytes",
        ));
    }
    if crate::text::has_dot_segment(&pattern) {
        return Err(Reason::new(
            "dot-segment",
            "a `.` or `..` segment never survives in a request",
        ));
    }
    Ok(())
}

fn begins_rightly(items: &[Item]) -> bool {
    match items.split_first() {
        Some((Item::Literal(text), _)) => text.starts_with('/'),
        Some((Item::Wildcard, _)) => true,
        Some((Item::Group(inner), rest)) => begins_rightly(inner) && begins_rightly(rest),
        _ => false,
    }
}
