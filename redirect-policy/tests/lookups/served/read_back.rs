//! `loop`: a canonical rule that would read another id than the one that it wrote.

use redirect_policy::diagnostic;

use super::compiled;

#[test]
fn a_canonical_rule_reads_back_the_id_that_it_wrote() {
    let told = |key: &str, source: &str, destination: &str| {
        let text = format!(
            "redirectionPolicy:\n  version: 0.0.1\n  lookups:\n    titles: {{ key: {{ nodeId: {key} }}, values: {{ title: segment }}, fallback: true }}\n  rules:\n    - {{ source: \"{source}\", destination: \"{destination}\", statusCode: 302, lookup: titles }}\n"
        );
        let (compiled, _) = compiled(&text);
        let one = |one: &diagnostic::Diagnostic| format!("{} {}", one.code, one.message);
        compiled.diagnostics.iter().map(one).collect::<Vec<_>>()
    };
    let sound = told(
        "alnum",
        "/jobs/(:title-):nodeId<alnum>(/)",
        "/jobs/:title-:nodeId/",
    );
    assert_eq!(sound, [""; 0]);
    let none = told("slug", "/old/:nodeId<slug>", "/jobs/:title-:nodeId/");
    assert_eq!(none, [""; 0], "the destination is no request of the rule");
    let misread = told(
        "slug",
        "/jobs/(:title-):nodeId<slug>(/)",
        "/jobs/:title-:nodeId/",
    );
    let [one] = misread.as_slice() else {
        panic!("{misread:?}");
    };
    assert!(one.starts_with("loop "), "{one}");
    assert!(one.contains("is read as"), "{one}");
    // Ambiguities that take texts which nobody would try.
    let misread = told(
        "alnum",
        "/jobs/:nodeId<alnum>(.quite-rare-*)",
        "/jobs/:title.quite-rare-:nodeId",
    );
    assert!(
        matches!(misread.as_slice(), [one] if one.starts_with("loop ")),
        "{misread:?}"
    );
    let sound = [
        (
            "int",
            "/places/:nodeId<int>(/:title)",
            "/places/:nodeId/:title",
        ),
        ("alnum", "/:title<path>/:nodeId<alnum>", "/:title/:nodeId"),
        ("uuid", "/j/:nodeId<uuid>(-*)", "/j/:nodeId-:title"),
        ("alnum", "/j/:nodeId<alnum>", "/j/:title/x?id=:nodeId"),
    ];
    for (key, source, destination) in sound {
        assert_eq!(told(key, source, destination), [""; 0], "{source}");
    }
    // The matcher takes the longest title, whatever the shortest would give.
    let misread = told("segment", "/j/(:title-~)n:nodeId", "/j/:title-~n:nodeId");
    assert!(
        matches!(misread.as_slice(), [one] if one.starts_with("loop ")),
        "{misread:?}"
    );
}
