//! Lookups whose rows the program has: what the compiler takes, what it refuses, and what a table says of them.

use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile, diagnostic};
use redirect_runtime::{Outcome, Policy};

fn compiled(text: &str) -> (Compiled, Sources) {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    (compile(&mut sources, file), sources)
}

/// A policy with the lookups `regions` (compiled in), `articles` (a file, then the program) and `takedowns` (a file).
fn policy(rules: &str) -> String {
    format!(
        "redirectionPolicy:
  version: 0.0.1
  lookups:
    regions: {{ key: {{ code: \"kr|jp\" }}, values: {{ region: slug }}, rows: {{ kr: korea, jp: japan }} }}
    articles:
      key: {{ dbId: int }}
      values: {{ nodeId: alnum, title: segment, \"c?\": \"kr|jp\" }}
      snapshot: articles.sqlite
      columns: {{ nodeId: node_id }}
      fallback: true
      deadline: 300ms
      inFlight: 100
      missing: 2m
      cache: {{ rows: 1000, for: 5m }}
      maxAge: 2d
      minRows: 10
    takedowns: {{ key: {{ dbId: int }}, snapshot: takedowns.csv }}
  rules:
{rules}"
    )
}

fn table(rules: &str) -> Policy {
    let (mut compiled, sources) = compiled(&policy(rules));
    let told = diagnostic::render_all(&mut compiled.diagnostics, &sources);
    assert!(told.is_empty(), "{told:#?}");
    Policy::from_bytes(compiled.table.unwrap()).unwrap()
}

/// The answers of a policy to a request, one for each rule that passes on.
fn answers(policy: &Policy, target: &str) -> Vec<String> {
    let mut found = policy.find(target);
    let mut answers = Vec::new();
    loop {
        answers.push(match found.outcome() {
            Outcome::Redirect { status, location } => format!("{} {location}", status.as_u16()),
            Outcome::Gone { status } => status.as_u16().to_string(),
            Outcome::Lookup { name } => format!("ask {name}"),
            Outcome::Passthrough => return answers,
            other => format!("{other:?}"),
        });
        found.advance();
    }
}

#[test]
fn a_rule_waits_for_its_lookup_and_may_pass_on() {
    let policy = table(
        "    - { source: \"/articles/:dbId<int>(/)\", id: down, statusCode: 451, lookup: takedowns }
    - source: \"/articles/:dbId<int>(/)\"
      destination: \"/(:c/)buy-sell/:title-:nodeId/\"
      lookup: articles
      onFailure: { statusCode: 307, destination: \"/kr/buy-sell/:dbId/\" }
      onMissing: { statusCode: 302, destination: \"/buy-sell/\" }
    - source: \"/:code<kr|jp>/a/:dbId<int>\"
      destination: \"/:region/:nodeId\"
      lookup: [regions, articles]
      onFailure: { statusCode: 503, retryAfter: 5 }
",
    );
    assert_eq!(
        answers(&policy, "/articles/7"),
        ["ask takedowns", "ask articles", "302 /buy-sell/"]
    );
    assert_eq!(answers(&policy, "/kr/a/7"), ["ask articles"]);
    let names: Vec<_> = policy.lookups().collect();
    assert_eq!(
        names,
        [
            (
                "articles",
                "dbId: int -> nodeId: alnum, title: segment, c?: kr|jp"
            ),
            ("takedowns", "dbId: int -> ")
        ]
    );
}

#[test]
fn a_rule_that_asks_takes_nothing_from_those_behind_it_and_can_be_shadowed() {
    let asks =
        "    - { source: \"/a/:dbId<int>\", destination: \"/b/:nodeId\", lookup: articles }\n";
    let behind = format!("{asks}    - {{ source: \"/a/*\", destination: /x, statusCode: 302 }}\n");
    assert_eq!(answers(&table(&behind), "/a/7"), ["ask articles", "302 /x"]);
    let before = format!("    - {{ source: \"/a/*\", destination: /x, statusCode: 302 }}\n{asks}");
    let (compiled, _) = compiled(&policy(&before));
    let codes: Vec<_> = compiled.diagnostics.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["unreachable-rule"]);
}

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

#[test]
fn what_is_complete_may_be_gone() {
    let text = policy(
        "    - { source: \"/a/:dbId<int>\", destination: \"/b/:nodeId\", lookup: articles, onMissing: gone }\n",
    )
    .replace("fallback: true", "fallback: true\n      complete: true");
    let (compiled, _) = compiled(&text);
    assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
    let policy = Policy::from_bytes(compiled.table.unwrap()).unwrap();
    assert_eq!(answers(&policy, "/a/7"), ["ask articles", "410"]);
}

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

/// The rule of the examples below, with its examples.
fn with_examples(examples: &str) -> String {
    policy(&format!(
        "    - source: \"/articles/:dbId<int>(/)\"
      destination: \"/buy-sell/:title-:nodeId/\"
      lookup: articles
      examples: [{examples}]
    - source: \"/:code<kr|jp>/a/:dbId<int>\"
      destination: \"/:region/:nodeId\"
      lookup: [regions, articles]
"
    ))
}

#[test]
fn an_example_names_the_lookup_that_is_asked_and_its_key() {
    let good = [
        "{ request: /articles/7, lookup: articles }",
        "{ request: /articles/007, lookup: { articles: \"7\" } }",
        "{ request: /articles/7, lookup: { articles: 007 }, params: { dbId: \"7\" } }",
        "{ request: /articles/7, outcome: lookup }",
        "/articles/7: { lookup: { articles: [7] } }",
    ];
    for example in good {
        let (compiled, _) = compiled(&with_examples(example));
        assert!(
            compiled.diagnostics.is_empty(),
            "{example}\n{:#?}",
            compiled.diagnostics
        );
    }
    let bad = [
        (
            "{ request: /articles/7, lookup: takedowns }",
            "expected the lookup `takedowns`, got the lookup `articles`",
        ),
        (
            "{ request: /articles/7, lookup: { articles: 8 } }",
            "expected the lookup `articles` for `8`, got the lookup `articles` with `dbId` = `7`",
        ),
        (
            "/articles/7: /buy-sell/red-n7/",
            "write `{ request: \"/articles/7\", lookup: articles }` as an entry of a list",
        ),
        (
            "{ request: /kr/a/7, lookup: articles }",
            "is not answered by this rule",
        ),
    ];
    for (example, said) in bad {
        let (mut compiled, sources) = compiled(&with_examples(example));
        let told = diagnostic::render_all(&mut compiled.diagnostics, &sources);
        let [(_, text)] = told.as_slice() else {
            panic!("{example}\n{told:#?}");
        };
        assert!(
            text.contains("[failed-example]") && text.contains(said),
            "{example}\n{text}"
        );
    }
}

#[test]
fn the_lookup_of_an_example_has_a_name_and_a_key_that_are_its_own() {
    let cases = [
        ("lookup: article", "unknown-lookup", "write `articles`"),
        (
            "lookup: { articles: seven }",
            "bad-example",
            "no request asks for such a key: write one that the lookup can have",
        ),
        (
            "lookup: { articles: [7, 8] }",
            "bad-example",
            "write a text for each of `dbId`",
        ),
    ];
    for (lookup, code, help) in cases {
        let text = with_examples(&format!("{{ request: /articles/7, {lookup} }}"));
        let (compiled, _) = compiled(&text);
        let [one] = compiled.diagnostics.as_slice() else {
            panic!("{lookup}\n{:#?}", compiled.diagnostics);
        };
        assert_eq!(
            (one.code, one.help.as_slice()),
            (code, &[help.to_owned()][..])
        );
    }
}

#[test]
fn an_example_of_a_joined_lookup_knows_its_keys() {
    let text = with_examples("").replace(
        "lookup: [regions, articles]\n",
        "lookup: [regions, articles]\n      examples: [{ request: /kr/a/7, lookup: { articles: 7 } }, { request: /jp/a/7, lookup: { regions: jp } }]\n",
    );
    let text = text.replace("      examples: []\n", "");
    let (compiled, _) = compiled(&text);
    assert!(
        compiled.diagnostics.is_empty(),
        "{:#?}",
        compiled.diagnostics
    );
}

#[test]
fn a_policy_with_them_prints_itself() {
    let text = policy(
        "    - source: \"/articles/:dbId<int>(/)\"
      destination: \"/(:c/)buy-sell/:title-:nodeId/\"
      lookup: articles
      onFailure: { statusCode: 307, destination: \"/kr/buy-sell/:dbId/\" }
      onMissing: gone
      examples: [{ request: /articles/7, lookup: articles }, { request: /articles/8, lookup: { articles: 8 } }]
",
    )
    .replace("fallback: true", "fallback: true\n      complete: true");
    let (first, _) = compiled(&text);
    assert!(!first.has_errors(), "{:?}", first.diagnostics);
    let printed = first.policy.to_string();
    let (again, _) = compiled(&printed);
    assert!(!again.has_errors(), "{printed}\n{:?}", again.diagnostics);
    assert_eq!(again.policy.to_string(), printed);
    let expected = |policy: &redirect_policy::model::Policy| {
        let examples = policy.rules.iter().flat_map(|rule| &rule.examples);
        examples.map(|one| one.expect.clone()).collect::<Vec<_>>()
    };
    assert_eq!(expected(&first.policy), expected(&again.policy));
    for (one, other) in first.policy.lookups.iter().zip(&again.policy.lookups) {
        assert_eq!(one.served, other.served);
        assert_eq!(
            (one.contract(), one.complete),
            (other.contract(), other.complete)
        );
        let columns = |lookup: &redirect_policy::model::Lookup| {
            let all = lookup.key.iter().chain(&lookup.values);
            all.map(|column| column.column.clone()).collect::<Vec<_>>()
        };
        assert_eq!(columns(one), columns(other));
    }
    assert_eq!(again.policy.lookups.len(), 3);
}
