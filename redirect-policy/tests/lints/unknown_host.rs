//! Hosts of conditions that are none of the site's own.

use super::support::proving::{codes_with, diagnostics, rules};

#[test]
fn hosts_that_are_none_of_the_sites_are_said_once() {
    let hosts = "hosts: [shop.example, '*.api.example', ':c<kr|jp>.site.example']";
    let on = |host: &str| {
        let rule = format!("/a -> /b | when: {{ host: '{host}' }}");
        diagnostics(&rules(&[&rule]), hosts)
    };
    for known in ["shop.example", "v1.api.example", "kr.site.example"] {
        assert_eq!(on(known), [], "{known}");
    }
    let near = on("shpo.example");
    assert_eq!(near[0].label, "did you mean `shop.example`?");
    let near = on(":c<kr|jq>.site.example");
    assert!(near[0].message.contains("`jq.site.example`"), "{near:#?}");
    let others = diagnostics(
        &rules(&[
            "/a -> /b | when: { host: old.test }",
            "/c -> /d | when: { host: [old.test, older.test] }",
        ]),
        hosts,
    );
    assert_eq!(others.len(), 1, "{others:#?}");
    assert!(
        others[0]
            .message
            .contains("`old.test`, `older.test` are none"),
        "{others:#?}"
    );
    assert_eq!(
        codes_with(&rules(&["/a -> /b | when: { host: old.test }"]), ""),
        [""; 0]
    );
}
