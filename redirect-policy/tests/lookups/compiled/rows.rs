//! Answers of rules with compiled-in rows.

use redirect_policy::compile;
use redirect_policy::source::Sources;
use redirect_runtime::Policy;

use super::{answer, policy, rules};

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
