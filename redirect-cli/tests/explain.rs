//! `redirects explain`: the answer step by step, and every reason for another.

mod support;

use redirect_cli::Exit;
use serde_json::{Value, json};
use snapbox::file;
use support::{Folder, objects, ran};

const POLICY: &str = "tests/policies/explained.yml";

/// Returns the explanation of one request.
fn explained(arguments: &[&str]) -> String {
    let clock = ["explain", "--policy", POLICY, "--at", "2027-01-01"];
    let explained = ran(&[clock.as_slice(), arguments].concat());
    assert_eq!((explained.exit, explained.err.as_str()), (Exit::Clean, ""));
    explained.out
}

/// The reasons that the rule with a source does not match.
fn reasons(source: &str, arguments: &[&str]) -> String {
    let arguments = [arguments, &["--all", "--format", "json"]].concat();
    let object = objects(&explained(&arguments)).remove(0);
    let missing = object["missing"].as_array().expect("a list").iter();
    let rule = { missing }.find(|rule| rule["source"] == source);
    let reasons = rule.expect("a rule that misses")["reasons"].as_array();
    let reasons = reasons.expect("reasons").iter();
    reasons
        .map(|reason| reason.as_str().expect("text"))
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn a_winner_is_told_step_by_step() {
    let text = explained(&["/files/a%2db%20c?x=1", "-H", "Host: shop.example"]);
    snapbox::assert_data_eq!(text, file!["explain/winner.txt"]);
}

#[test]
fn a_miss_names_the_nearest_rules() {
    let text = explained(&["https://shop.example/job/7/aply"]);
    snapbox::assert_data_eq!(text, file!["explain/miss.txt"]);
}

#[test]
fn a_lookup_shows_its_row_or_that_it_has_none() {
    let policy = "tests/policies/lookups.yml";
    let text = ran(&["explain", "--policy", policy, "/articles/01", "/articles/9"]).out;
    snapbox::assert_data_eq!(text, file!["explain/lookup.txt"]);
}

#[test]
fn a_trip_is_followed_to_its_end() {
    let text = explained(&["--follow", "https://shop.example/one"]);
    snapbox::assert_data_eq!(text, file!["explain/trip.txt"]);
    let away = explained(&["--follow", "https://shop.example/get?x=1"]);
    assert!(
        away.contains("`https://apps.example/shop` is on another site"),
        "{away}"
    );
}

#[test]
fn every_kind_of_reason_has_its_words() {
    let jobs = "/jobs/:id<int>/apply";
    assert_eq!(
        reasons(jobs, &["/jobs/seven/apply"]),
        "`/jobs/` matches, then it asks for digits (`:id`), and `seven` stands there"
    );
    assert_eq!(
        reasons(jobs, &["/jobs/7"]),
        "`/jobs/7` matches, then it asks for `/apply`, and the path ends there"
    );
    assert_eq!(
        reasons(jobs, &["/jobs/7/apply/"]),
        "only the final `/` is too many: `(/)` at the end of the source, or `trailingSlash: optional`, takes both"
    );
    assert_eq!(
        reasons("/Press", &["/press"]),
        "it asks for `Press`, and `press` stands there: only the case differs (`caseSensitive: false` takes both)"
    );
    assert_eq!(
        reasons(jobs, &["-X", "POST", "/jobs/7/apply"]),
        "a 301 takes GET and HEAD alone, and this is POST: name it in `when.method`, or answer 307 or 308"
    );
    assert_eq!(
        reasons("/sale", &["/sale"]),
        "it begins at 2027-06-01T00:00:00Z, it is 2027-01-01T00:00:00Z"
    );
    assert_eq!(
        reasons("/app", &["https://shop.example/app"]),
        "the host must be `m.shop.example`, it is `shop.example`; the cookie `beta` must be there, it is not there"
    );
    let bot = [
        "https://m.shop.example/app",
        "-H",
        "Cookie: beta=1",
        "-H",
        "User-Agent: bot",
    ];
    assert_eq!(
        reasons("/app", &bot),
        "its `unless` exempts this request: the header `user-agent` must be `bot`"
    );
    assert_eq!(
        reasons("/files/*", &["/files/a/%2e%2e/%2e%2e"]),
        "it asks for `files/`, and the path ends there"
    );
}

#[test]
fn a_handler_decides_and_others_follow_it() {
    let text = explained(&["/ask/me"]);
    assert!(text.contains("the handler `ask` decides"), "{text}");
    let object = objects(&explained(&["/ask/me", "--format", "json"])).remove(0);
    assert_eq!(object["handler"], "ask");
    assert_eq!(object["rules"][0]["params"], json!({"what": "me"}));
    assert_eq!(object["status"], Value::Null);
}

#[test]
fn requests_that_are_none_are_refused() {
    for wrong in [
        &["explain", "--policy", POLICY, "nonsense"][..],
        &["explain", "--policy", POLICY, "/a", "-H", "nonsense"],
        &["explain", "--policy", POLICY, "/a", "-X", "G T"],
    ] {
        assert_eq!(ran(wrong).exit, Exit::Unknown, "{wrong:?}");
    }
}

#[test]
fn rules_that_need_the_answer_of_the_site_are_asked_with_it() {
    let folder = Folder::new("explain-site-status");
    let policy = folder.write(
        "redirects.yml",
        "redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: /a, destination: /b }
    - { source: '/:old', destination: '/archive/:old', when: { siteStatus: 404 } }
  coverage: { live: [/here] }
",
    );
    let explain = |arguments: &[&str]| {
        let arguments = [&["explain", "--policy", &policy], arguments].concat();
        ran(&arguments).out
    };
    let before = explain(&["/b"]);
    assert!(before.contains("no rule matches"), "{before}");
    assert!(before.contains("it has not been asked yet"), "{before}");
    let after = explain(&["/b", "--site-status", "404"]);
    assert!(after.contains("301 to /archive/b"), "{after}");
    assert!(after.contains("the site has answered 404\n"), "{after}");
    let trip = explain(&["/a", "--follow"]);
    assert!(
        trip.contains("`/b` 301 `/archive/b`") && trip.contains("once the site has answered 404"),
        "{trip}"
    );
    assert!(
        trip.ends_with("  the site answers `/archive/b`\n"),
        "{trip}"
    );
    let live = explain(&["/here", "--follow"]);
    assert!(
        live.ends_with("  the site answers `/here` with 200\n"),
        "{live}"
    );
    let json = objects(&explain(&[
        "/b",
        "--site-status",
        "404",
        "--format",
        "json",
    ]));
    assert_eq!(json[0]["site_status"], 404);
    assert_eq!(json[0]["location"], "/archive/b");
}

/// The sources that are named as near to a path that nothing matches, the nearest first.
fn nearest(rules: &str, target: &str) -> Vec<String> {
    let folder = Folder::new("explain-nearest");
    let policy = format!("redirectionPolicy:\n  version: 0.0.1\n  rules:\n{rules}");
    let policy = folder.write("redirects.yml", &policy);
    let told = ran(&["explain", "--policy", &policy, "--format", "json", target]).out;
    let told = objects(&told);
    let nearest = told[0]["nearest"].as_array().expect("rules").iter();
    nearest
        .map(|rule| rule["source"].as_str().expect("a source").to_owned())
        .collect()
}

#[test]
fn only_rules_that_were_perhaps_meant_are_near() {
    let rules = "    - { source: /team/, destination: /people/ }
    - { source: '/lost/:x', destination: '/archive/:x' }
    - { source: '/wiki/*', destination: '/w/*' }
    - { source: '/item/:id<int>', destination: '/products/:id' }
    - { source: /ABOUT, destination: /company }
    - { source: /shop, statusCode: 410 }
";
    assert_eq!(nearest(rules, "/shop/"), ["/shop"]);
    assert_eq!(nearest(rules, "/team"), ["/team/"]);
    assert_eq!(nearest(rules, "/about"), ["/ABOUT"]);
    assert_eq!(nearest(rules, "/item/abc"), ["/item/:id<int>"]);
    assert_eq!(nearest(rules, "/item"), ["/item/:id<int>"]);
    assert_eq!(nearest(rules, "/item/7/more"), ["/item/:id<int>"]);
    assert_eq!(nearest(rules, "/itm/7"), ["/item/:id<int>"]);
    assert!(nearest(rules, "/else/where").is_empty());
}

#[test]
fn a_lookup_of_the_program_decides_there() {
    let folder = Folder::new("explain-served");
    let policy = folder.write(
        "redirects.yml",
        "redirectionPolicy:
  version: 0.0.1
  kinds: { locale: [en, pt-BR] }
  lookups:
    jobs: { key: { jobId: int }, values: { title: segment }, fallback: true }
  rules:
    - { source: '/jobs/:jobId<int>', destination: '/jobs/:title-:jobId', lookup: jobs }
    - { source: '/q/:l<locale>', destination: '/:l', when: { query: { a: ':a<int>', b: x } }, allow: [unused-parameter] }
",
    );
    let told = ran(&["explain", "--policy", &policy, "/jobs/7", "/q/pt-br?a=&b="]).out;
    for said in [
        "\nthe lookup `jobs` decides, whose rows the program has\n",
        "while the program runs: it is asked then\n",
        "`pt-br` stands there: only the case differs",
        "the query's `a` must be `:a<int>`, it is empty",
        "the query's `b` must be `x`, it is empty",
    ] {
        assert!(told.contains(said), "{said} is not in\n{told}");
    }
    let json = ran(&[
        "explain", "--policy", &policy, "/jobs/7", "--format", "json",
    ]);
    assert_eq!(objects(&json.out)[0]["lookup"], "jobs");
}
