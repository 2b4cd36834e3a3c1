//! Faults of compiled-in lookups: their codes and places.

use super::{compiled, policy};

#[test]
fn faults_have_codes_and_places() {
    let rule = |rule: &str| {
        policy(&format!(
            "    - {{ source: \"/a/:publicId<int>\", destination: \"/b/:nodeId\", {rule} }}\n"
        ))
    };
    let lookup = |lookup: &str| {
        format!(
            "redirectionPolicy:\n  version: 0.0.1\n  lookups:\n    regions: {{ {lookup} }}\n  rules:\n    - {{ source: \"/:code<kr|jp>/x\", destination: \"/:region/x\", lookup: regions }}\n"
        )
    };
    let cases = [
        (rule("lookup: job"), "unknown-lookup", "write `jobs`"),
        (
            rule("lookup: regions"),
            "lookup-ambiguous",
            "name its key, as in `lookup: { regions: \":publicId\" }`, or call that `:code` in the source",
        ),
        (
            rule("lookup: { jobs: \":id\" }"),
            "lookup-ambiguous",
            "write a name that the source binds",
        ),
        (
            rule("lookup: [jobs, jobs, jobs, jobs]"),
            "too-many-lookups",
            "ask for the others in a handler",
        ),
        (
            lookup("key: { 2nd: int }, values: { region: slug }, rows: { 7: a }"),
            "bad-lookup-name",
            "a name is a letter, then letters and digits, such as `nodeId`",
        ),
        (
            rule("lookup: jobs, handler: ask"),
            "conflicting-keys",
            "remove one of the two; a handler may ask a lookup itself",
        ),
        (
            rule("onMissing: gone, handler: ask"),
            "conflicting-keys",
            "remove it, or add a `lookup`",
        ),
        (
            policy(
                "    - { source: \"/a/:publicId\", destination: \"/b/:nodeId\", lookup: jobs }\n",
            ),
            "lookup-key-kind",
            "write `:publicId<int>` in the source: other requests are in no row",
        ),
        (
            policy(
                "    - { source: \"/a(/:publicId<int>)\", destination: \"/b/:nodeId\", lookup: jobs }\n",
            ),
            "lookup-key-kind",
            "take `:publicId` out of its group in the source, or write two rules",
        ),
        (
            policy(
                "    - { source: \"/a/:publicId<int>\", destination: \"/b/:title\", lookup: jobs }\n",
            ),
            "lookup-optional-value",
            "put `:title` into a group, such as `(:title-)`: a row may leave it empty",
        ),
        (
            lookup("key: { code: \"kr|jp\" }, values: { region: slug }, rows: { kr: korea }"),
            "lookup-not-total",
            "add a row for each, or take it out of the key's kind",
        ),
        (
            lookup(
                "key: { code: \"kr|jp\" }, values: { region: alpha }, rows: { kr: k1, jp: japan }",
            ),
            "lookup-value",
            "mend the row, or declare `region` with a kind that allows it",
        ),
        (
            lookup(
                "key: { code: \"kr|jp\" }, values: { region: segment }, rows: { kr: \"..\", jp: japan }",
            ),
            "lookup-value",
            "write another text",
        ),
        (
            lookup("key: { code: int }, values: { region: slug }, rows: { \"7\": a, \"07\": b }"),
            "lookup-duplicate-key",
            "remove one of the two rows",
        ),
        (
            lookup("key: { code: alpha }, values: { region: slug }"),
            "missing-key",
            "add `rows: { key: value }` for few of them, or `compiled: data/rows.csv` for many",
        ),
        (
            lookup("key: { code: alpha }, values: { region: slug }, compiled: data/jobs.csv"),
            "missing-column",
            "its columns are `publicId`, `node_id`, `post_title`, `statusCode`, `other`; where one is named otherwise, write `columns: { code: ... }` in the policy",
        ),
    ];
    for (text, code, help) in cases {
        let (compiled, _) = compiled(&text);
        let told: Vec<_> = compiled
            .diagnostics
            .iter()
            .map(|one| (one.code, one.help.clone()))
            .collect();
        let told: Vec<_> = told
            .into_iter()
            .filter(|(code, _)| *code != "unused-parameter")
            .collect();
        let matching = told
            .iter()
            .any(|(c, h)| *c == code && h.iter().any(|h| h == help));
        assert!(
            matching && told.len() == 1,
            "{text}\n{code}: {help}\n{told:#?}"
        );
    }
}

#[test]
fn no_row_chooses_a_host() {
    let rules = "    - { source: \"/x/:code<kr|jp>\", destination: \"https://:region.example/\", lookup: regions }\n";
    let (told, _) = compiled(&policy(rules));
    let codes: Vec<_> = told.diagnostics.iter().map(|one| one.code).collect();
    assert!(codes.contains(&"variable-in-authority"), "{codes:?}");
}
