//! Lookups that are compiled in: what rules answer from their rows, and what is said of wrong ones.

use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile, diagnostic};
use redirect_runtime::{Outcome, Policy};

/// A policy with the lookups `regions`, `jobs` and `takedowns`, and these rules.
fn policy(rules: &str) -> String {
    format!(
        "redirectionPolicy:
  version: 0.0.1
  lookups:
    regions:
      key: {{ code: \"kr|jp\" }}
      values: {{ region: slug }}
      rows: {{ kr: korea, jp: japan }}
    jobs:
      key: {{ publicId: int }}
      values: {{ nodeId: alnum, \"title?\": segment }}
      compiled: data/jobs.csv
      columns: {{ nodeId: node_id, title: post_title }}
      complete: true
    takedowns:
      key: {{ publicId: int }}
      compiled: data/takedowns.csv
  rules:
{rules}"
    )
}

const JOBS: &str = "publicId,node_id,post_title,statusCode,other
7,n7w2,a red bicycle,,x
008,k3x9,,,x
9,m4,50% off: lamps/chairs?,,x
10,,,410,x
11,,,451,x
";

fn compiled(text: &str) -> (Compiled, Sources) {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    sources.insert("data/jobs.csv", JOBS);
    sources.insert("data/takedowns.csv", "publicId\n66\n7\n");
    (compile(&mut sources, file), sources)
}

fn rules(rules: &str) -> Policy {
    let (mut compiled, sources) = compiled(&policy(rules));
    let told = diagnostic::render_all(&mut compiled.diagnostics, &sources);
    assert!(!compiled.has_errors(), "{told:#?}");
    Policy::from_bytes(compiled.table.unwrap()).unwrap()
}

/// Words a policy's answer.
fn answer(policy: &Policy, target: &str) -> String {
    let found = policy.find(target);
    match found.outcome() {
        Outcome::Redirect { status, location } => format!("{} {location}", status.as_u16()),
        Outcome::Gone { status } => status.as_u16().to_string(),
        Outcome::Stop { already_there } => format!("stop {already_there}"),
        Outcome::Passthrough => "passthrough".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn rows_give_the_names_that_the_source_does_not_bind() {
    let policy = rules(
        "    - source: \"/articles/:publicId<int>(/)\"
      id: takedowns
      statusCode: 451
      lookup: takedowns
    - source: \"/articles/:publicId<int>(/)\"
      destination: \"/buy/(:title-):nodeId/\"
      lookup: jobs
    - source: \"/articles/*\"
      destination: \"/all/\"
      statusCode: 302
    - source: \"/:c<kr|jp>/x\"
      destination: \"/:region/x\"
      lookup: { regions: \":c\" }
",
    );
    for (target, expected) in [
        ("/articles/7", "451"),
        ("/articles/8/?a=1", "301 /buy/k3x9/?a=1"),
        ("/articles/0008", "301 /buy/k3x9/"),
        ("/articles/8", "301 /buy/k3x9/"),
        (
            "/articles/9",
            "301 /buy/50%25%20off:%20lamps%2Fchairs%3F-m4/",
        ),
        ("/articles/10", "410"),
        ("/articles/11", "451"),
        ("/articles/66", "451"),
        ("/articles/12", "302 /all/"),
        ("/articles/9999999999999999999", "302 /all/"),
        ("/kr/x", "301 /korea/x"),
        ("/jp/x", "301 /japan/x"),
    ] {
        assert_eq!(answer(&policy, target), expected, "{target}");
    }
}

#[test]
fn a_missing_row_is_answered_as_the_rule_says() {
    let policy = rules(
        "    - source: \"/a/:publicId<int>\"
      destination: \"/buy/:nodeId/\"
      lookup: jobs
      onMissing: { statusCode: 307, destination: \"/buy/:publicId/\" }
    - source: \"/b/:publicId<int>\"
      destination: \"/buy/:nodeId/\"
      lookup: jobs
      onMissing: gone
",
    );
    assert_eq!(answer(&policy, "/a/7"), "301 /buy/n7w2/");
    assert_eq!(answer(&policy, "/a/70"), "307 /buy/70/");
    assert_eq!(answer(&policy, "/b/70"), "410");
}

#[test]
fn the_title_of_a_row_stands_for_that_of_the_request_and_never_loops() {
    let policy = rules(
        "    - source: \"/jobs/(:title-):publicId<int>(/)\"
      destination: \"/jobs/(:title-):publicId/\"
      statusCode: 302
      lookup: jobs
",
    );
    for (target, expected) in [
        ("/jobs/old-title-7", "302 /jobs/a%20red%20bicycle-7/"),
        ("/jobs/7", "302 /jobs/a%20red%20bicycle-7/"),
        ("/jobs/a%20red%20bicycle-7/", "stop true"),
        ("/jobs/a title-8", "302 /jobs/8/"),
        ("/jobs/8/", "stop true"),
        ("/jobs/x-12/", "passthrough"),
    ] {
        assert_eq!(answer(&policy, target), expected, "{target}");
        if let Some(location) = policy.find(target).location() {
            assert_eq!(answer(&policy, location), "stop true", "{target}");
        }
    }
}

#[test]
fn lookups_can_be_joined() {
    let policy = rules(
        "    - source: \"/:code<kr|jp>/jobs/:publicId<int>\"
      destination: \"/:region/:nodeId\"
      lookup: [regions, jobs]
",
    );
    assert_eq!(answer(&policy, "/kr/jobs/7"), "301 /korea/n7w2");
    assert_eq!(answer(&policy, "/kr/jobs/10"), "410");
    assert_eq!(answer(&policy, "/kr/jobs/12"), "passthrough");
}

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
/// The codes and messages of a policy with one lookup `ids` of these rows, and these rules.
fn told(rows: &str, rules: &str) -> Vec<(String, String)> {
    let text = format!(
        "redirectionPolicy:\n  version: 0.0.1\n  lookups:\n    ids: {{ key: {{ old: int }}, values: {{ new: int }}, rows: {{ {rows} }} }}\n  rules:\n{rules}"
    );
    let (compiled, _) = compiled(&text);
    let one = |one: &diagnostic::Diagnostic| (one.code.to_owned(), one.message.clone());
    compiled.diagnostics.iter().map(one).collect()
}

#[test]
fn rows_that_lead_to_one_another_are_reported() {
    let rule = "    - { source: \"/a/:old<int>\", destination: \"/a/:new\", lookup: ids }\n";
    assert_eq!(told("7: 9, 8: 10", rule), []);
    let chain = told("7: 9, 9: 12, 12: 13", rule);
    assert_eq!(chain[0].0, "chain");
    let looped = told("7: 9, 9: 7", rule);
    assert_eq!(looped[0].0, "loop", "{looped:?}");
    assert!(looped[0].1.contains("/a/7"), "{looped:?}");
    let off = "    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }\n    - { source: \"/b/10\", destination: \"/a/8\" }\n";
    assert_eq!(told("7: 11", off), []);
    assert_eq!(told("8: 10", off)[0].0, "loop");
    assert_eq!(told("7: 10", off)[0].0, "chain");
}

#[test]
fn a_rule_whose_rows_all_belong_to_others_is_unreachable() {
    let rules = "    - { source: \"/a/7\", destination: /x }\n    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }\n";
    assert_eq!(told("7: 9", rules)[0].0, "unreachable-rule");
    assert_eq!(told("7: 9, 8: 9", rules), []);
    // A rule with a lookup may miss: it takes nothing from those behind it.
    let behind = "    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }\n    - { source: \"/a/*\", destination: /x, statusCode: 302 }\n";
    assert_eq!(told("7: 9", behind), []);
}

#[test]
fn an_old_url_without_a_row_is_uncovered() {
    let text = "redirectionPolicy:
  version: 0.0.1
  lookups:
    ids: { key: { old: int }, values: { new: int }, rows: { 7: 9 } }
  rules:
    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }
  coverage: { old: [{ file: old.txt }] }
";
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    sources.insert("old.txt", "/a/7\n/a/8\n");
    let compiled = compile(&mut sources, file);
    let [one] = compiled.diagnostics.as_slice() else {
        panic!("{:#?}", compiled.diagnostics);
    };
    assert_eq!(one.code, "uncovered-url");
    assert!(format!("{one:?}").contains("/a/8"));
}

#[test]
fn a_large_file_compiles_and_answers() {
    let mut rows = String::from("publicId,node_id,post_title\n");
    for id in 0..20_000 {
        rows.push_str(&format!("{id},n{id},title {id}\n"));
    }
    let text = policy(
        "    - { source: \"/articles/:publicId<int>\", destination: \"/b/(:title-):nodeId\", lookup: jobs }\n",
    );
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    sources.insert("data/jobs.csv", rows);
    sources.insert("data/takedowns.csv", "publicId\n1\n");
    let compiled = compile(&mut sources, file);
    assert!(
        compiled.diagnostics.is_empty(),
        "{:?}",
        compiled.diagnostics
    );
    let table = compiled.table.unwrap();
    // Beside its text a row takes at most 64 bytes: key, values and title are some 20.
    assert!(table.len() < 20_000 * (64 + 20), "{}", table.len());
    let policy = Policy::from_bytes(table).unwrap();
    for id in (0..20_000).step_by(97) {
        assert_eq!(
            answer(&policy, &format!("/articles/{id}")),
            format!("301 /b/title%20{id}-n{id}")
        );
    }
    assert_eq!(answer(&policy, "/articles/20000"), "passthrough");
}

#[test]
fn no_row_chooses_a_host() {
    let rules = "    - { source: \"/x/:code<kr|jp>\", destination: \"https://:region.example/\", lookup: regions }\n";
    let (told, _) = compiled(&policy(rules));
    let codes: Vec<_> = told.diagnostics.iter().map(|one| one.code).collect();
    assert!(codes.contains(&"variable-in-authority"), "{codes:?}");
}
