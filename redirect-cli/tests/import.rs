//! `redirects import`: another system's redirects as a policy.

mod support;

use redirect_cli::Exit;
use support::{Folder, objects, ran, with_input};

const TABLE: &str = "../docs/tool/shop.redirects";

#[test]
fn a_policy_is_written_that_the_tool_takes() {
    let folder = Folder::new("import");
    let policy = &format!("{}/redirects.yml", folder.path());
    let done = ran(&["import", "--from", "netlify", TABLE, "--output", policy]);
    assert_eq!(done.exit, Exit::Found);
    assert!(done.err.contains("2 refused"), "{}", done.err);
    let checked = ran(&["check", policy]);
    assert_eq!(checked.exit, Exit::Clean, "{}{}", checked.out, checked.err);
    let answers = with_input(
        &["resolve", policy],
        "{\"target\":\"/spring\",\"siteStatus\":404}\n",
    );
    assert!(
        answers.out.contains("/sale"),
        "{}{}",
        answers.out,
        answers.err
    );
}

#[test]
fn the_exit_code_says_whether_a_rule_was_refused() {
    let sound = with_input(&["import", "--from", "cloudflare"], "/a /b 301\n");
    assert_eq!(sound.exit, Exit::Clean, "{}", sound.err);
    assert!(sound.out.contains("source: \"/a\""), "{}", sound.out);
    let refused = with_input(&["import", "--from", "cloudflare"], "/a /b 410\n");
    assert_eq!(refused.exit, Exit::Found, "{}", refused.err);
    assert!(refused.out.contains("rules: []"), "{}", refused.out);
    let unreadable = ran(&["import", "--from", "next", "no-such-file"]);
    assert_eq!(unreadable.exit, Exit::Unknown);
}

#[test]
fn the_report_has_a_line_for_everything_that_is_not_the_same() {
    let folder = Folder::new("import-report");
    let report = &format!("{}/report.jsonl", folder.path());
    let done = ran(&[
        "import",
        "--from",
        "netlify",
        TABLE,
        "--report",
        report,
        "--host",
        "www.example.com",
    ]);
    assert!(
        done.out.contains("hosts: [\"www.example.com\"]"),
        "{}",
        done.out
    );
    let lines = objects(&std::fs::read_to_string(report).expect("a report"));
    let outcome = |line: &serde_json::Value| line["outcome"].as_str().map(str::to_owned);
    let outcomes: Vec<_> = lines.iter().filter_map(outcome).collect();
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| *outcome == "refused")
            .count(),
        2
    );
    assert!(
        outcomes.iter().any(|outcome| outcome == "note"),
        "{outcomes:?}"
    );
    let rewrite = lines
        .iter()
        .find(|line| line["code"] == "rewrite")
        .expect("a rewrite");
    assert_eq!(rewrite["line"], 5);
}
