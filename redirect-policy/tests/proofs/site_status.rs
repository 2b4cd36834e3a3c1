//! Rules that wait for what the site answers, in the proofs.

use crate::support::proving::{codes, codes_with};

#[test]
fn a_rule_of_the_first_search_takes_their_requests_and_never_the_other_way() {
    let waits =
        "- { source: '/old/*', destination: /new/, statusCode: 302, when: { siteStatus: 404 } }\n";
    let first = "- { source: '/old/:x', destination: '/there/:x' }\n";
    assert_eq!(codes(&format!("{waits}{first}")), [""; 0]);
    let all = "- { source: '/old/*', destination: '/there/*', id: all }\n";
    // The order in the file makes no difference.
    assert_eq!(codes(&format!("{waits}{all}")), ["unreachable-rule"]);
    assert_eq!(codes(&format!("{all}{waits}")), ["unreachable-rule"]);
    let asks = "- { source: '/old/*', destination: '/there/*', handler: ask, id: all }\n";
    assert_eq!(codes(&format!("{asks}{waits}")), [""; 0]);
}

#[test]
fn they_are_followed_as_if_the_site_lacked_what_is_not_live() {
    let round = "\
- { source: '/a/:x', destination: '/b/:x', statusCode: 302, when: { siteStatus: 404 } }
- { source: '/b/:x', destination: '/a/:x', statusCode: 302, when: { siteStatus: 404 } }
";
    assert_eq!(codes(round), ["loop"]);
    let live = "coverage: { live: [{ pattern: '/b/*' }] }";
    assert_eq!(codes_with(round, live), [""; 0]);
}

#[test]
fn they_are_no_catch_alls_and_not_permanent() {
    let rule = "- { source: '/*', destination: /, statusCode: 302, when: { siteStatus: 404 } }\n";
    assert_eq!(codes(rule), [""; 0]);
    let permanent = rule.replace("statusCode: 302", "statusCode: 301");
    assert_eq!(codes(&permanent), ["permanent-conditional"]);
}
