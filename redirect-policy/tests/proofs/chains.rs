//! `chain`: what is advised instead of a destination that is itself redirected, and where an edit mends it.

use crate::support::proving::{diagnostics, rules, shown};

#[test]
fn a_chain_suggests_where_it_ends() {
    for (lines, suggestion) in [
        (&["/a -> /b", "/b -> /c"][..], "/c"),
        (&["/a/:x -> /b/:x", "/b/:y -> /c/d-:y"], "/c/d-:x"),
        (
            &["/a/:x/:y -> /b/:x/:y", "/b/:p/:q -> /c/:q?p=:p"],
            "/c/:y?p=:x",
        ),
        (
            &["/a/* -> /b/*", "/b/* -> https://else.com/*"],
            "https://else.com/*",
        ),
        (&["/a/:x -> /b/:x", "/b/:y -> /b/:y/"], "/b/:x/"),
    ] {
        let text = shown(&rules(lines), "");
        let wanted = format!("write `destination: \"{suggestion}\"`");
        assert!(text.contains(&wanted), "{wanted} in\n{text}");
    }
}

/// The text that the edit of the one chain writes, if there is an edit.
fn edit_of_chain(rules: &str) -> Option<String> {
    let found = diagnostics(rules, "");
    let chain = found.iter().find(|found| found.code == "chain");
    let edits = &chain.expect("a chain").suggestion;
    edits.first().map(|edit| edit.text.clone())
}

#[test]
fn a_chain_is_mended_by_an_edit_only_where_every_request_ends_there() {
    let behind = "- { source: /b, destination: /c }";
    let edit = |first: &str, second: &str| edit_of_chain(&format!("- {{ {first} }}\n{second}"));
    let first = "source: /a, destination: /b";
    assert_eq!(edit(first, behind).as_deref(), Some("\"/c\""));
    // The second hop drops the query, lasts for a while only, depends on something, or holds for some requests alone.
    for second in [
        "- { source: /b, destination: /c, query: drop }",
        "- { source: /b, destination: /c, statusCode: 302 }",
        "- { source: /b, destination: /c, permanentAfter: 2040-01-01 }",
        "- { source: /b, destination: /c, unless: { cookie: { beta: true } } }",
        "- { source: /b, destination: /c?x=1 }",
    ] {
        assert_eq!(edit(first, second), None, "{second}");
    }
    assert_eq!(
        edit("source: '/a/:id', destination: '/b'", behind),
        None,
        "what a pattern matches was only sampled"
    );
}

/// A rule without a host answers on each of the site's own: there a rule for the host costs a second hop.
#[test]
fn the_second_hop_of_a_canonical_host_is_seen() {
    let canonical = "- { source: '/*', destination: 'https://www.example.com/*', when: WHEN, allow: [catch-all] }\n";
    for (hosts, when) in [
        ("[example.com, www.example.com]", "{ host: example.com }"),
        ("[www.example.com]", "{ scheme: http }"),
        (
            "[example.com, www.example.com]",
            "[{ host: example.com }, { scheme: http }]",
        ),
    ] {
        let keys = format!("hosts: {hosts}");
        let with = |destination: &str| {
            let rule = format!("- {{ source: /about-us, destination: '{destination}' }}\n");
            diagnostics(&(rule + &canonical.replace("WHEN", when)), &keys)
        };
        let found = with("/about/");
        assert_eq!(found.len(), 1, "{when}: {found:#?}");
        assert_eq!(found[0].code, "chain");
        let advice =
            "write `destination: \"https://www.example.com/about/\"`, which saves the second hop";
        assert!(
            found[0].help.iter().any(|help| help == advice),
            "{:?}",
            found[0].help
        );
        assert_eq!(with("https://www.example.com/about/"), [], "{when}");
    }
    // Without `hosts` nothing is known of other hosts.
    let alone = format!(
        "- {{ source: /about-us, destination: /about/ }}\n{}",
        canonical.replace("WHEN", "{ host: example.com }")
    );
    assert_eq!(diagnostics(&alone, ""), []);
}
