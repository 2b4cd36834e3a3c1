//! Rules that lead to where the request already is.

use super::support::proving::{codes_with, rules};

#[test]
fn a_rule_that_never_redirects_is_found_and_no_other() {
    for line in [
        "/a -> /a",
        "/b/:x -> /b/:x",
        "/a -> /a#frag",
        "/b/* -> /b/*",
        "/b(/:x) -> /b(/:x)",
        "/a -> /a | when: { query: { x: false } }",
        "/a -> /a | when: { query: none }, query: drop",
    ] {
        assert_eq!(codes_with(&rules(&[line]), ""), ["self-redirect"], "{line}");
    }
    for line in [
        "/apply -> /apply | caseSensitive: false",
        "/apply -> /apply | query: drop",
        "/x/:id(/) -> /x/:id/",
        "/a -> /a?x=1",
        "/a -> /a | when: { query: { x: true } }",
        "/a -> https://x.example/a",
        "/a/:l<en|de> -> /a/:l | caseSensitive: false",
    ] {
        assert_eq!(codes_with(&rules(&[line]), ""), [""; 0], "{line}");
    }
}

#[test]
fn a_rule_that_never_redirects_covers_nothing() {
    let keys = "coverage: { old: ['/a'] }\nlints: { self-redirect: allow }";
    assert_eq!(codes_with(&rules(&["/a -> /a"]), keys), ["uncovered-url"]);
    assert_eq!(codes_with(&rules(&["/a -> /b"]), keys), [""; 0]);
}
