//! Rules that take every path.

use crate::model::{Condition, Rule};
use crate::pattern::Item;

/// Returns true if a rule matches every path.
pub(super) fn takes_every_path(rule: &Rule) -> bool {
    match rule.source.items.as_slice() {
        [Item::Wildcard { .. }] => true,
        [Item::Literal(text), Item::Wildcard { .. }] => text == "/",
        [Item::Literal(text), Item::Parameter(parameter)] => text == "/" && parameter.kind.spans(),
        [Item::Literal(text), Item::Group(items)] if text == "/" => {
            matches!(items.as_slice(), [Item::Wildcard { .. }])
                || matches!(
                    items.as_slice(),
                    [Item::Parameter(parameter)] if parameter.kind.spans()
                )
        }
        _ => false,
    }
}

/// Advice for a rule that takes every path and looks at a cookie or the user agent: every page then varies by that field.
pub(super) fn uncached(rule: &Rule) -> Option<String> {
    if !takes_every_path(rule) {
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
        Condition::Header { .. }
        | Condition::Language(_)
        | Condition::Accept(_)
        | Condition::Host(_)
        | Condition::Scheme(_)
        | Condition::Method(_)
        | Condition::AnyMethod
        | Condition::Query { .. }
        | Condition::NoQuery
        | Condition::From(_)
        | Condition::Until(_)
        | Condition::SiteStatus(_)
        | Condition::Lookup(_) => None,
    })
}
