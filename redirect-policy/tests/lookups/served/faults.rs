//! Faults of lookups that the program serves: their codes and advice.

use super::{compiled, policy};

#[test]
fn faults_have_codes_and_advice() {
    let rule = |rule: &str| {
        policy(&format!(
            "    - {{ source: \"/a/:dbId<int>\", destination: \"/b/:nodeId\", lookup: articles, {rule} }}\n"
        ))
    };
    let lookup = |lookup: &str| {
        format!(
            "redirectionPolicy:\n  version: 0.0.1\n  lookups:\n    ids: {{ key: {{ old: int }}, values: {{ new: int }}, {lookup} }}\n  rules:\n    - {{ source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }}\n"
        )
    };
    let cases = [
        (
            rule("onMissing: gone"),
            "lookup-not-complete",
            "add `complete: true` to `articles` if it has every key that there ever was",
        ),
        (
            rule("onFailure: { statusCode: 302, destination: \"/b/:nodeId\" }"),
            "unbound-destination-parameter",
            "use only names that the source of the rule binds",
        ),
        (
            rule("onFailure: { statusCode: 302 }"),
            "missing-key",
            "add a `destination` that uses only names of the source, or write `statusCode: 503`",
        ),
        (
            lookup("snapshot: ids.csv, rows: { 7: 8 }"),
            "conflicting-keys",
            "remove one of the two: `rows` is read when the program is built, `snapshot` when it starts",
        ),
        (
            lookup("rows: { 7: 8 }, fallback: true"),
            "conflicting-keys",
            "remove it, or name the file by `snapshot`, which is opened when the program starts",
        ),
        (
            lookup("snapshot: ids.csv, deadline: 200ms"),
            "conflicting-keys",
            "remove it, or add `fallback: true`",
        ),
        (
            lookup("fallback: true, minRows: 7"),
            "conflicting-keys",
            "remove it, or add `snapshot: articles.sqlite`",
        ),
        (
            lookup("fallback: true, deadline: 200"),
            "bad-duration",
            "add a unit, such as `200ms`; there are `ms`, `s`, `m`, `h` and `d`",
        ),
        (
            lookup("fallback: true, deadline: 0ms"),
            "bad-duration",
            "write a whole number with `ms`, `s`, `m`, `h` or `d`, such as `200ms`",
        ),
        (
            lookup("fallback: true, missing: 1.5m"),
            "bad-duration",
            "write a whole number with `ms`, `s`, `m`, `h` or `d`, such as `60s`",
        ),
        (
            lookup("fallback: true, inFlight: 0"),
            "bad-number",
            "write a number from 1 on, or remove it",
        ),
        (
            lookup("fallback: true, cache: { rows: 10 }"),
            "missing-key",
            "add `for: 5m`",
        ),
        (
            lookup("snapshot: data/ids.csv"),
            "bad-file-name",
            "write `ids.csv`: the program names the folder when it starts",
        ),
        (
            lookup("fallback: false"),
            "missing-key",
            "add `rows: { key: value }` for few of them, or `compiled: data/rows.csv` for many",
        ),
        (
            lookup("snapshots: ids.csv"),
            "unknown-key",
            "write `snapshot`",
        ),
        (
            lookup("rows: { 7: 8 }")
                .replace("lookup: ids", "lookup: ids, onFailure: { statusCode: 503 }"),
            "conflicting-keys",
            "remove it; where a key has no row, `onMissing` answers",
        ),
    ];
    for (text, code, help) in cases {
        let (compiled, _) = compiled(&text);
        let told: Vec<_> = compiled
            .diagnostics
            .iter()
            .map(|one| (one.code, one.message.as_str(), one.help.clone()))
            .collect();
        let matching = told
            .iter()
            .any(|(c, _, h)| *c == code && h.iter().any(|h| h == help));
        assert!(
            matching && told.len() == 1,
            "{text}\n{code}: {help}\n{told:#?}"
        );
    }
}
