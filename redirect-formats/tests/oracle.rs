//! The redirects of a real documentation site, judged by that site's own test-suite: thousands of requests with the
//! status and the location that each must get.

mod support;

use redirect_formats::{Format, Options, convert};
use redirect_runtime::{Outcome, Policy, Request};
use serde_json::Value;

const TABLE: &str = "psf_docs_nginx";
const HOST: &str = "localhost";
/// The one rule that cannot be said asks whether a file exists on the server's disk.
const NOT_EXPRESSED: [&str; 1] = ["condition"];

/// A request of the test-suite with its answer. Without a location the site answers, with a page or with 404.
struct Entry {
    path: String,
    answer: Option<(u16, String)>,
}

fn entries(text: &str) -> Vec<Entry> {
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    lines.map(|object: Value| entry(&object)).collect()
}

fn entry(object: &Value) -> Entry {
    let status = object["status"].as_u64().expect("a number");
    let status = u16::try_from(status).expect("a status");
    let location = object["location"].as_str();
    assert_eq!(location.is_some(), (300..400).contains(&status));
    Entry {
        path: object["path"].as_str().expect("a path").to_owned(),
        answer: location.map(|location| (status, relative(location).to_owned())),
    }
}

/// A location without the site's own scheme and host, which need not be sent.
fn relative(location: &str) -> &str {
    let after_scheme = location
        .strip_prefix("https://")
        .or(location.strip_prefix("http://"));
    after_scheme
        .and_then(|rest| rest.strip_prefix(HOST))
        .unwrap_or(location)
}

fn answer(policy: &Policy, path: &str) -> Option<(u16, String)> {
    let found = policy.find(Request::from(path).with_authority(Some(HOST)));
    match found.outcome() {
        Outcome::Redirect { status, location } => {
            Some((status.as_u16(), relative(location).to_owned()))
        }
        Outcome::Passthrough | Outcome::Stop { .. } => None,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn a_site_answers_as_its_own_test_suite_says() {
    let (Some(table), Some(suite)) = (
        support::corpus(TABLE),
        support::corpus(&format!("{TABLE}.oracle")),
    ) else {
        return;
    };
    let conversion = convert(Format::JsonLines, TABLE, &table, &Options::default());
    let (policy, _) = support::served(&conversion);
    let entries = entries(&suite);
    let mut wrong = Vec::new();
    for Entry { path, answer } in &entries {
        let given = self::answer(&policy, path);
        if given != *answer {
            wrong.push(format!("{path}: {given:?}, not {answer:?}"));
        }
    }
    let redirected = entries.iter().filter(|entry| entry.answer.is_some());
    println!(
        "{} requests, {} of them redirected, {} wrong",
        entries.len(),
        redirected.count(),
        wrong.len()
    );
    for remark in &conversion.refused {
        let (text, rule) = (&remark.reason.text, &remark.rule);
        println!("not expressed, line {}: {text}: {rule}", remark.line);
    }
    assert_eq!(entries.len(), suite.lines().count());
    assert!(entries.len() > 8_000);
    let reasons = conversion.refused.iter().map(|remark| remark.reason.code);
    assert_eq!(reasons.collect::<Vec<_>>(), NOT_EXPRESSED);
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} wrong\n{}", wrong.join("\n"));
}
