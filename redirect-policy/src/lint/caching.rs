//! What conditions of a whole site's rule cost: every page varies by the field that they look at.

use super::catch_all::is_whole_site;
use crate::model::{Condition, Rule};

/// Advice for a rule that takes every path and looks at a cookie or the user agent, if it is one.
pub(super) fn of_whole_site(rule: &Rule) -> Option<String> {
    if !is_whole_site(rule) {
        return None;
    }
    let mut conditions = rule.when.iter().chain(rule.unless.iter().flatten());
    conditions.find_map(|condition| match condition {
        Condition::Cookie { .. } => Some(
            "every page then varies by `Cookie`, so that no CDN keeps any: take fewer paths, or look at a header that the CDN sets"
                .to_owned(),
        ),
        Condition::Header { name, .. } if name == "user-agent" => Some(
            "every page then varies by `User-Agent`, so that no CDN keeps any: take fewer paths, or look at the device's class in the header that the CDN sets, such as `cloudfront-is-mobile-viewer`"
                .to_owned(),
        ),
        _ => None,
    })
}
