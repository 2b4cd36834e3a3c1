//! Tables of many hosts that were brought under one roof.

use super::{Rule, mixed};

/// Number of hosts.
const HOSTS: usize = 17;

/// A mixed set dealt out to hosts; every hundredth rule stands on all of them, with the same path.
pub(super) fn hosts(count: usize) -> Vec<Rule> {
    let host = |number: usize| Some(format!("www.department-{number}.example.com"));
    let mut rules = Vec::with_capacity(count);
    for (number, rule) in mixed::mixed(count).into_iter().enumerate() {
        if number % 100 == 0 {
            rules.extend((0..HOSTS).map(|number| Rule {
                host: host(number),
                ..rule.clone()
            }));
        } else {
            rules.push(Rule {
                host: host(number % HOSTS),
                ..rule
            });
        }
    }
    rules.truncate(count);
    rules
}
