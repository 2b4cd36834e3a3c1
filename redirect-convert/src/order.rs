//! The order in which other systems try their rules, made the order of the file.

use crate::rule::{Condition, ForeignRule, Precedence};

/// Sorts rules by when their system tries them; the order of the file decides between equals.
pub(crate) fn in_order_of_precedence(rules: &mut [ForeignRule]) {
    rules.sort_by_key(|rule| {
        let length = match rule.precedence {
            Precedence::Strong | Precedence::Weak => specificity(rule),
            Precedence::Exact | Precedence::Listed => 0,
        };
        (rule.precedence, std::cmp::Reverse(length))
    });
}

/// The length of the host, else of the prefix.
fn specificity(rule: &ForeignRule) -> usize {
    let host = rule.when.iter().find_map(|condition| match condition {
        Condition::Host(hosts) => hosts.iter().map(String::len).min(),
        _ => None,
    });
    host.unwrap_or(rule.source.len())
}
