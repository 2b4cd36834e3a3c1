//! What the README shows is what comes out.

use redirect_policy::source::Sources;
use redirect_policy::{compile, compile_text, diagnostic};
use redirects::Outcome;
use serde_json::{Value, json};

const README: &str = include_str!("../../README.md");
const SITE: &str = include_str!("../../examples/site/redirects.yml");

/// The first block of a kind.
fn block(kind: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("```{kind}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_error_is_what_the_policy_gets_without_its_handler() {
    let text = block("yaml").replace("      handler: \"handleJobPosts\"\n", "");
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let mut compiled = compile(&mut sources, file);
    let rendered = diagnostic::render_all(&mut compiled.diagnostics, &sources);
    let [(_, error)] = rendered.as_slice() else {
        panic!("{rendered:?}");
    };
    let (_, shown) = README.split_once("\nerror: ").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    // The compiler indents what follows the message.
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    assert_eq!(words(shown), words(error));
}

#[test]
fn the_requests_are_answered_as_shown() {
    // The files that the policy names have no part in these answers.
    let lines = SITE.lines().filter(|line| !line.contains("- include:"));
    let text: Vec<&str> = lines
        .take_while(|line| !line.contains("- table:"))
        .collect();
    let policy = compile_text(&text.join("\n")).unwrap();
    let mut shown = README
        .lines()
        .skip_while(|line| !line.starts_with("$ echo"));
    let mut asked = 0;
    while let (Some(command), Some(answer)) = (shown.next(), shown.next()) {
        let Some((_, echoed)) = command.split_once("$ echo '") else {
            break;
        };
        asked += 1;
        let request = echoed.split_once('\'').unwrap().0;
        let request: Value = serde_json::from_str(request).unwrap_or(json!({ "target": request }));
        let method = request["method"].as_str().unwrap_or("GET").parse().unwrap();
        let target = request["target"].as_str().unwrap();
        let found = policy.find(redirects::Request::from(target).with_method(&method));
        let answer: Value = serde_json::from_str(answer).unwrap();
        let rule = found.rule().unwrap();
        assert_eq!(
            (answer["rule"].as_str(), answer["line"].as_u64()),
            (Some(rule.id()), Some(rule.line().into()))
        );
        let (outcome, status) = match found.outcome() {
            Outcome::Redirect { status, .. } => ("redirect", status),
            Outcome::Gone { status } => ("gone", status),
            other => panic!("{other:?}"),
        };
        assert_eq!(answer["outcome"], outcome);
        assert_eq!(answer["status"], status.as_u16());
        assert_eq!(answer["location"].as_str(), found.location());
    }
    assert_eq!(asked, 2);
}
