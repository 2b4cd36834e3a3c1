//! `redirects resolve`: requests in, answers out.

mod support;

use redirect_cli::Exit;
use serde_json::{Value, json};
use support::{objects, ran, with_input};

fn answers(input: &str) -> (Exit, Vec<Value>) {
    let ran = with_input(&["resolve", "tests/policies/sound.yml"], input);
    (ran.exit, objects(&ran.out))
}

/// The answer to one line, without `kind` and `v`.
fn answer(line: &str) -> Value {
    let (exit, mut answers) = answers(line);
    assert_eq!(exit, Exit::Clean, "{line}");
    let mut answer = answers.remove(0);
    assert_eq!(
        (&answer["kind"], &answer["v"]),
        (&json!("answer"), &json!(1))
    );
    let members = answer.as_object_mut().expect("an object");
    members.retain(|name, _| name != "kind" && name != "v");
    answer
}

#[test]
fn every_outcome_is_told() {
    assert_eq!(
        answer("/old/7?x=1"),
        json!({"outcome": "redirect", "rule": "/old/:id<int>", "line": 4, "params": {"id": "7"},
               "status": 301, "location": "/new/7?x=1"})
    );
    assert_eq!(answer("/nowhere"), json!({"outcome": "passthrough"}));
    assert_eq!(
        answer("/ask/7"),
        json!({"outcome": "handler", "rule": "/ask/:id", "line": 13, "params": {"id": "7"}, "handler": "ask"})
    );
    assert_eq!(
        answer("/gone"),
        json!({"outcome": "gone", "rule": "/gone", "line": 16, "params": {}, "status": 410})
    );
}

#[test]
fn hosts_methods_and_moments_are_heard() {
    let outcome = |line: &str| answer(line)["outcome"].clone();
    assert_eq!(outcome("http://a.example/host"), "redirect");
    assert_eq!(
        outcome(r#"{"target": "/host", "host": "A.example:8080"}"#),
        "redirect"
    );
    assert_eq!(
        outcome(r#"{"target": "/host", "headers": {"Host": "a.example"}}"#),
        "redirect"
    );
    assert_eq!(
        outcome(r#"{"target": "/host", "host": "b.example"}"#),
        "passthrough"
    );
    assert_eq!(
        outcome(r#"{"target": "/old/7", "method": "POST"}"#),
        "passthrough"
    );
    for at in [
        r#""2027-07-01""#,
        r#""2027-06-01T01:00:00+01:00""#,
        "1814400000",
    ] {
        assert_eq!(
            outcome(&format!(r#"{{"target": "/sale", "at": {at}}}"#)),
            "redirect",
            "{at}"
        );
    }
    assert_eq!(
        outcome(r#"{"target": "/sale", "at": "2027-05-31T23:59:59Z"}"#),
        "passthrough"
    );
    let clock = ["resolve", "tests/policies/sound.yml", "--at", "2027-07-01"];
    let told = objects(&with_input(&clock, "/sale\n").out);
    assert_eq!(told[0]["location"], "/summer");
}

#[test]
fn what_is_no_request_is_an_error_with_its_line() {
    let input = "/gone\nnonsense\n{\"target\": \n{\"target\": \"/gone\", \"metod\": \"GET\"}\n[1]\n{}\n/gone\n";
    let (exit, answers) = answers(input);
    assert_eq!(exit, Exit::Unknown);
    let lines: Vec<Value> = answers
        .iter()
        .map(|answer| answer["line"].clone())
        .collect();
    assert_eq!(lines, [16, 2, 3, 4, 5, 6, 16]);
    assert_eq!(
        answers[1]["error"],
        "the line is neither a target such as `/old?x=1` nor a JSON object"
    );
    assert_eq!(
        answers[3]["error"],
        "unknown key `metod`: did you mean `method`?"
    );
    assert_eq!(answers[5]["error"], "the request has no `target`");
}

#[test]
fn a_faulty_policy_answers_nothing() {
    let faulty = ran(&["resolve", "tests/policies/planted.yml"]);
    assert_eq!((faulty.exit, faulty.out.as_str()), (Exit::Unknown, ""));
    assert!(
        faulty.err.contains("unknown key `destinaton`"),
        "{}",
        faulty.err
    );
}

#[test]
fn rules_for_what_the_site_lacks_are_asked_for_by_its_status() {
    let folder = support::Folder::new("lacking");
    let path = folder.write(
        "redirects.yml",
        "redirectionPolicy:\n  version: 0.0.1\n  rules:\n    - { source: /lost, destination: /found, statusCode: 302, when: { siteStatus: 404 } }\n",
    );
    let input = "/lost\n{\"target\": \"/lost\", \"siteStatus\": 404}\n{\"target\": \"/lost\", \"siteStatus\": 200}\n";
    let told = objects(&with_input(&["resolve", &path], input).out);
    assert_eq!(told[0]["outcome"], "passthrough");
    assert_eq!(told[1]["location"], "/found");
    assert_eq!(told[2]["error"], "`siteStatus` is 404 or 410, not `200`");
}
