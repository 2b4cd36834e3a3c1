//! Answers and outputs that the README shows are those that come out.

use redirect_policy::source::Sources;
use redirect_policy::{compile, compile_text, diagnostic};
use redirects::Outcome;
use serde_json::{Value, json};

const README: &str = include_str!("../../README.md");
const SITE: &str = include_str!("../../examples/site/redirects.yml");

/// The blocks of a kind, in order.
fn blocks(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    let behind = README.split(&fence).skip(1);
    behind
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect()
}

/// The first two steps of the README, one behind the other, are the policy beside it, which its code is compiled with.
#[test]
fn the_steps_are_one_policy() {
    let (_, policy) = include_str!("../../redirects.yml")
        .split_once('\n')
        .unwrap();
    let [first, second, ..] = blocks("yaml")[..] else {
        panic!("two steps");
    };
    assert_eq!(format!("{first}{second}"), policy);
}

#[test]
fn the_error_is_what_a_loop_gets() {
    let first = blocks("yaml")[0];
    let text = format!("{first}    - source: \"/company(/)\"\n      destination: \"/about\"\n");
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let mut compiled = compile(&mut sources, file);
    let rendered = diagnostic::render_all(&mut compiled.diagnostics, &sources);
    let [(_, error)] = rendered.as_slice() else {
        panic!("{rendered:?}");
    };
    let (_, shown) = README.split_once("\nerror: ").unwrap();
    let (shown, _) = shown.split_once("\n```").unwrap();
    // The front page leaves the last two lines of help out.
    assert!(error.starts_with(shown), "{error}");
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
