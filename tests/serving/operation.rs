//! Options and switches of an operator.

use http::{Method, StatusCode};
use redirects::{Answer, Options, Redirector, TrustedProxy};

use crate::support::{answer, field, get, policy, request, service, site, with_handler};

const TWO: &str = "    - { id: first, source: '/a/:x', destination: '/b/:x', owner: jobs }
    - { source: '/a/1', destination: '/c', statusCode: 308, when: { query: { y: '1' } } }
    - { source: '/z', destination: '/c', statusCode: 308 }";
const ASKED: &str = "    - { source: '/a/:x', destination: '/b/:x', handler: decide }";

#[test]
fn observing_answers_nothing_and_marks_nothing() {
    let observe = Options::new().observe(true);
    let service = service("    - { source: '/', destination: '/kr', when: { language: ko } }")
        .options(observe);
    let korean = request(Method::GET, "/", &[("accept-language", "ko")]);
    assert!(site(&service, &korean).is_empty());
    let failing = with_handler(ASKED, |_, _| Err("down".into())).options(observe);
    assert!(site(&failing, &get("/a/1")).is_empty());
}

#[test]
fn nothing_is_permanent_in_a_roll_out() {
    let service = service(TWO).options(Options::new().permanent(false));
    assert_eq!(answer(&service, &get("/a/2")).status(), StatusCode::FOUND);
    assert_eq!(
        answer(&service, &get("/z")).status(),
        StatusCode::TEMPORARY_REDIRECT
    );
    let handled = with_handler(ASKED, |_, _| {
        Ok(Answer::local("/x").status(StatusCode::PERMANENT_REDIRECT))
    });
    let handled = handled.options(Options::new().permanent(false));
    assert_eq!(
        answer(&handled, &get("/a/1")).status(),
        StatusCode::TEMPORARY_REDIRECT
    );
}

#[test]
fn a_policy_and_its_rules_are_switched_off_and_on_while_they_serve() {
    let service = service(
        "    - { id: first, source: '/a/:x<int>', destination: '/b/:x' }
    - { id: second, source: '/a/:x', destination: '/c/:x' }",
    );
    let clone = service.clone();
    let location = || field(&answer(&service, &get("/a/1")), "location");
    assert_eq!(location(), "/b/1");
    clone.switch_rule_off("first", true);
    assert_eq!(location(), "/c/1");
    clone.switch_rule_off("second", true);
    assert!(site(&service, &get("/a/1")).is_empty());
    clone.switch_rule_off("first", false);
    assert_eq!(location(), "/b/1");
    // The other one stays off.
    assert!(site(&service, &get("/a/x")).is_empty());
    clone.switch_off(true);
    assert!(site(&service, &get("/a/1")).is_empty());
    clone.switch_off(false);
    assert_eq!(location(), "/b/1");
}

#[test]
fn a_rule_that_is_switched_off_is_not_tried_after_a_handler_passed_on() {
    let service = with_handler(
        "    - { source: '/a/:x', destination: '/b/:x', handler: decide }
    - { id: second, source: '/a/:x', destination: '/c/:x' }
    - { id: third, source: '/a/*', destination: '/d/*' }",
        |_, _| Ok(Answer::passthrough()),
    );
    let location = || field(&answer(&service, &get("/a/1")), "location");
    assert_eq!(location(), "/c/1");
    service.switch_rule_off("second", true);
    assert_eq!(location(), "/d/1");
    service.switch_rule_off("third", true);
    site(&service, &get("/a/1"));
}

#[test]
fn another_policy_is_swapped_in_for_all_clones() {
    let service = service("    - { source: '/a', destination: '/b' }");
    let clone = service.clone();
    clone
        .swap(policy("    - { source: '/a', destination: '/c' }"))
        .unwrap();
    assert_eq!(field(&answer(&service, &get("/a")), "location"), "/c");
    let error = clone.swap(policy(ASKED)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the policy names the handler `decide`, which the program does not have"
    );
    assert_eq!(Redirector::try_from(policy(ASKED)).unwrap_err(), error);
    assert_eq!(field(&answer(&service, &get("/a")), "location"), "/c");
}

#[test]
fn hits_are_counted_by_rule() {
    let service = service(
        "    - { id: first, source: '/a/:x', destination: '/b/:x', owner: jobs }\n    - { source: '/z', action: stop }",
    );
    answer(&service, &get("/a/1"));
    answer(&service, &get("/a/2"));
    site(&service, &get("/nowhere"));
    let hits = service.hits();
    let counts: Vec<(&str, u64, bool)> = hits
        .iter()
        .map(|hits| (hits.id.as_str(), hits.count, hits.last.is_some()))
        .collect();
    assert_eq!(counts, [("first", 2, true), ("/z", 0, false)]);
    assert_eq!(hits[0].owner.as_deref(), Some("jobs"));
    // What a policy that only observes would have answered is counted too.
    let observing = self::service("    - { id: first, source: '/a', destination: '/b' }")
        .options(Options::new().observe(true));
    site(&observing, &get("/a"));
    assert_eq!(observing.hits()[0].count, 1);
}

/// With which fields a request to `http://inside/` is taken for one to `https://good.example/`.
#[test]
fn a_proxy_is_trusted_only_where_it_is_said() {
    let rules = "    - { source: '/', destination: 'https://good.example/', when: { scheme: http, host: good.example } }
    - { id: secure, source: '/', destination: '/secure', when: { scheme: https, host: good.example } }";
    let x = Some(TrustedProxy::XForwarded);
    let forwarded = Some(TrustedProxy::Forwarded);
    type Fields<'a> = &'a [(&'a str, &'a str)];
    let cases: &[(Option<TrustedProxy>, Fields<'_>, &str)] = &[
        (
            None,
            &[
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "good.example"),
            ],
            "",
        ),
        (None, &[("forwarded", "proto=https;host=good.example")], ""),
        // Separators in quotes separate nothing.
        (
            forwarded,
            &[(
                "forwarded",
                "for=\"a,b;proto=http;host=c\";proto=https;host=\"good.example\"",
            )],
            "/secure",
        ),
        (
            forwarded,
            &[(
                "forwarded",
                "proto=http, for=\"[::1]:8,proto=http\";proto=https;host=good.example",
            )],
            "/secure",
        ),
        (
            x,
            &[
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "good.example"),
            ],
            "/secure",
        ),
        (
            x,
            &[
                ("x-forwarded-proto", "HTTP"),
                ("x-forwarded-host", "GOOD.example:80"),
            ],
            "https://good.example/",
        ),
        (
            x,
            &[
                ("x-forwarded-proto", "http, https"),
                ("x-forwarded-host", "evil.example, good.example"),
            ],
            "/secure",
        ),
        (
            x,
            &[
                ("x-forwarded-host", "good.example"),
                ("x-forwarded-host", "evil.example"),
            ],
            "",
        ),
        (x, &[("x-forwarded-host", "good.example@evil.example")], ""),
        // What the proxy says last cannot be read: what a client said before does not count in its place.
        (
            x,
            &[
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "good.example"),
                ("x-forwarded-host", "göod.example"),
            ],
            "",
        ),
        (
            forwarded,
            &[(
                "forwarded",
                "proto=https;host=\"evil.example,host=good.example\"",
            )],
            "",
        ),
        (x, &[("forwarded", "proto=https;host=good.example")], ""),
        (
            forwarded,
            &[(
                "forwarded",
                "for=1.2.3.4;proto=https;host=\"good.example:443\"",
            )],
            "/secure",
        ),
        (
            forwarded,
            &[(
                "forwarded",
                "host=evil.example, Proto=http; Host=good.example",
            )],
            "https://good.example/",
        ),
    ];
    for (proxy, fields, location) in cases {
        let options = proxy.map_or(Options::new(), |proxy| Options::new().trust(proxy));
        let service = service(rules).options(options);
        let mut asked = request(Method::GET, "/", fields);
        asked
            .headers_mut()
            .insert("host", "inside".parse().unwrap());
        if location.is_empty() {
            assert!(site(&service, &asked).is_empty(), "{fields:?}");
        } else {
            assert_eq!(
                field(&answer(&service, &asked), "location"),
                *location,
                "{fields:?}"
            );
        }
    }
}

/// Set in the process that the test below starts.
const CHILD: &str = "REDIRECTS_TEST_CHILD";

#[test]
fn the_environment_switches_off_what_it_names() {
    if let Ok(expected) = std::env::var(CHILD) {
        let service = service(
            "    - { id: first, source: '/a/:x<int>', destination: '/b/:x' }
    - { id: second, source: '/a/:x', destination: '/c/:x' }",
        );
        let location = match crate::support::ask(&service, &get("/a/1")) {
            redirects::Decision::Answered(response) => field(&response, "location"),
            redirects::Decision::Site(_) => "site".to_owned(),
        };
        assert_eq!(location, expected);
        return;
    }
    let cases = [
        ("0", "", "/b/1"),
        ("false", " , ", "/b/1"),
        ("", "first", "/c/1"),
        ("", "other, first ,second", "site"),
        ("1", "", "site"),
        ("TRUE", "", "site"),
    ];
    for (off, rules, expected) in cases {
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "operation::the_environment_switches_off_what_it_names",
            ])
            .envs([
                ("REDIRECTS_OFF", off),
                ("REDIRECTS_OFF_RULES", rules),
                (CHILD, expected),
            ])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&child.stdout);
        assert!(
            child.status.success() && told.contains("1 passed"),
            "{off} {rules}: {told}"
        );
    }
}
