//! The order in which other systems try their rules, made the order of the file.

use std::cmp::Reverse;

use super::{Condition, ForeignRule, Precedence, Syntax};

/// Sorts rules by when their system tries them; the order of the file decides between equals.
pub(crate) fn in_order_of_precedence(rules: &mut [ForeignRule]) {
    if rules.iter().all(|rule| rule.syntax == Syntax::Exact) {
        // Rows without an order: one for a path with a query must not come behind the one for the bare path.
        rules.sort_by_key(|rule| Reverse(query_keys(rule)));
    }
    rules.sort_by_key(|rule| {
        let length = match rule.precedence {
            Precedence::Strong | Precedence::Weak => specificity(rule),
            Precedence::First | Precedence::Exact | Precedence::Listed => 0,
        };
        (rule.precedence, Reverse(length))
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

/// Counts the keys of the query that a rule asks for.
fn query_keys(rule: &ForeignRule) -> usize {
    let written = rule.source.split_once('?').map_or("", |(_, query)| query);
    let written = written.split('&').filter(|pair| !pair.is_empty()).count();
    let is_query = |condition: &&Condition| matches!(condition, Condition::Query(..));
    written + rule.when.iter().filter(is_query).count()
}
