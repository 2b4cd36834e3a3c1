//! Patterns that the policy language would refuse.

use redirect_policy::pattern::{SourceOptions, parse_source};

use super::item::{Item, render_source};
use crate::report::Reason;

/// The code of two variables side by side.
pub(super) const TOUCHING: &str = "adjacent-variables";

/// Returns the reason for which the language refuses a pattern, in words that fit a source without its names.
pub(super) fn check(items: &[Item]) -> Result<(), Reason> {
    let Err(errors) = parse_source(&render_source(items), &SourceOptions::default()) else {
        return Ok(());
    };
    let Some(error) = errors.first() else {
        return Ok(());
    };
    let text = match error.code {
        TOUCHING => {
            "two variable parts touch and share characters, so that nothing says where one ends"
        }
        "source-must-start-with-slash" => {
            "a pattern begins with `/` or `*`, and this source could begin otherwise"
        }
        "dot-segment" => "a `.` or `..` segment never survives in a request",
        _ => &error.message,
    };
    Err(Reason::new(error.code, text))
}
