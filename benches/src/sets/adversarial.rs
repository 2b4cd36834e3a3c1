//! Rules that are dear to backtracking, and rules that all match the same path.

use super::{Rule, RuleSet, policy};

/// The length of a long path, in bytes.
pub const LONG: usize = 8_192;

/// The length of a short one, against which the long one is held.
pub const SHORT: usize = 1_024;

/// The forty rules, and some with many parameters in a segment.
pub(super) fn adversarial() -> Vec<Rule> {
    let more = [
        ("/x/:a-:b-:c-:d.html", "/y/:d"),
        ("/g/(:a-)(:b-)(:c-)(:d-):e(/)", "/h/1"),
        ("/w/*-:tail.php", "/v/:tail"),
        ("/p/:rest<path>/end", "/q/1"),
    ];
    let more = more.iter().map(|(source, destination)| {
        Rule::pattern(source, destination).expect("an adversarial rule is sound")
    });
    policy::policy().into_iter().chain(more).collect()
}

/// Rules of ten segments, each a literal or a parameter, that all match `/a/b/c/d/e/f/g/h/i/j`: at most 1,024.
pub fn overlapping(count: usize) -> (RuleSet, String) {
    let letters = || "abcdefghij".chars();
    let rule = |number: usize| {
        let source: String = letters()
            .enumerate()
            .map(|(place, letter)| match number >> place & 1 {
                0 => format!("/{letter}"),
                _ => format!("/:p{place}"),
            })
            .collect();
        Rule::pattern(&source, "/y").expect("an overlapping rule is sound")
    };
    let rules = (0..count).map(rule).collect();
    let path = letters().map(|letter| format!("/{letter}")).collect();
    (
        RuleSet {
            name: format!("overlapping {count}"),
            rules,
            asks: true,
            left_out: 0,
        },
        path,
    )
}

/// Rules that differ in the name of their parameter only.
pub fn same_parameter(count: usize) -> (RuleSet, String) {
    let rule = |number: usize| {
        Rule::pattern(&format!("/over/:p{number}"), "/y").expect("an overlapping rule is sound")
    };
    let rules = (0..count).map(rule).collect();
    (
        RuleSet {
            name: format!("same parameter {count}"),
            rules,
            asks: true,
            left_out: 0,
        },
        "/over/lap".to_owned(),
    )
}
