//! Targets put together from everything that browsers, proxies and parsers read differently.

use http::{HeaderMap, HeaderValue};
use redirects::{Answer, Policy, Request};

use crate::forbidden::{self, ALWAYS};
use crate::observed::{Asked, Observed};
use crate::translations::Decide;
use crate::{compile, find, router, send};

const PIECES: [&str; 27] = [
    "/", "//", "\\", "%5C", "%2F", "%2f", "%09", "\t", "%0d%0a", "\r\n", "%00", " ", "..", ".",
    "%2e%2e", "%2E", "@", ":", "http:", "https://", "evil.com", "?", "#", "%", "%25", "é", "a",
];

/// Rules through which a request can choose as much as the language allows, and what it is named in.
const RULES: &[(&str, &str)] = &[
    ("{ source: '/l/*', destination: '/*' }", "/l/"),
    ("{ source: '*', destination: '/*' }", ""),
    ("{ source: '/l*', destination: '/*' }", "/l"),
    (
        "{ source: '/u/:name', destination: '/:name/profile' }",
        "/u/",
    ),
    (
        "{ source: '/(:c/)x/:rest<path>', destination: '/(:c/):rest' }",
        "/x/",
    ),
    (
        "{ source: '/(:c/)x/:rest<path>', destination: '/(:c/):rest' }",
        "/%5C/x/",
    ),
    (
        "{ source: '/l/*', destination: 'https://other.example/*' }",
        "/l/",
    ),
    ("{ source: '/l/*', destination: '/go?u=*#*' }", "/l/"),
    ("{ source: '/l/:a-:b', destination: '/:b/:a' }", "/l/a-"),
    ("{ source: '/l', destination: '/n' }", "/l?next="),
    ("{ source: '/l', destination: '/n?a=1#top' }", "/l?"),
    (
        "{ source: '/l', destination: '/:n', when: { query: { next: ':n' } } }",
        "/l?next=",
    ),
    (
        "{ source: '/l', destination: '/:n', when: { query: { next: ':n<path>' } } }",
        "/l?next=",
    ),
];

/// Every run of three pieces, after `front`.
fn targets(front: &str) -> impl Iterator<Item = String> {
    PIECES.iter().flat_map(move |a| {
        PIECES
            .iter()
            .flat_map(move |b| PIECES.iter().map(move |c| format!("{front}{a}{b}{c}")))
    })
}

fn asked(target: String, rules: &str) -> Asked {
    let destination = rules.split("destination: '").nth(1).unwrap();
    Asked {
        method: "GET".into(),
        target,
        headers: Vec::new(),
        destination: destination.split('\'').next().unwrap().into(),
        fields: &[],
    }
}

fn judge(asked: &Asked, seen: &Observed) {
    for word in ALWAYS {
        let found = forbidden::is(word, asked, seen);
        assert!(!found, "{word}: {:?} to {}", asked.target, seen.summary());
    }
}

#[test]
fn no_target_leads_off_the_site() {
    for (number, (rules, front)) in RULES.iter().enumerate() {
        // That such rules can lead in circles is not the point here.
        let allowing = rules.strip_suffix(" }").unwrap();
        let (told, policy) = compile(&format!("{allowing}, allow: [loop, catch-all] }}"));
        let policy = policy.unwrap_or_else(|| panic!("{rules}: {told:?}"));
        let mut redirects = 0;
        // Each rule gets other ones: all of them in all rules take half a minute.
        for target in targets(front).skip(number).step_by(5) {
            let asked = asked(target, rules);
            let seen = find(&policy, &asked).unwrap();
            judge(&asked, &seen);
            redirects += usize::from(!seen.site);
        }
        assert!(redirects > 50, "{rules} sent only {redirects}");
    }
}

/// No header field or cookie leads off the site where the destination uses it.
#[test]
fn no_field_leads_off_the_site() {
    for (field, condition) in [
        ("x-next", "header: { x-next: ':n' }"),
        ("x-next", "header: { x-next: ':n<path>' }"),
        ("cookie", "cookie: { next: ':n<path>' }"),
    ] {
        let rules = format!(
            "{{ source: '/l', destination: '/:n', when: {{ {condition} }}, allow: [permanent-conditional, loop] }}"
        );
        let policy = compile(&rules).1.unwrap();
        let mut redirects = 0;
        for value in targets(if field == "cookie" { "next=" } else { "" }) {
            let Ok(value) = HeaderValue::from_str(&value) else {
                continue;
            };
            let mut headers = HeaderMap::new();
            headers.insert(field, value);
            let found = policy.find(Request::from("/l").with_headers(&headers));
            if let Some(location) = found.location() {
                judge(&asked("/l".into(), &rules), &answered(location));
                redirects += 1;
            }
        }
        assert!(redirects > 100, "{rules} sent only {redirects}");
    }
}

fn answered(location: &str) -> Observed {
    let location = HeaderValue::from_str(location).unwrap();
    let response = http::Response::builder().status(301);
    let response = response.header("location", location);
    Observed::new(response.body(String::new()).unwrap())
}

/// Whatever a handler was talked into, it stays where it may.
#[test]
fn no_handler_leads_off_the_site() {
    let rules = "{ source: '/h/:kind/*', destination: '/n/:kind', handler: decide }";
    let decide: Decide = |pending, _| {
        let said = pending.required("*")?.decode()?.into_owned();
        Ok(match pending.required("kind")?.as_str() {
            "local" => Answer::local(said),
            "rooted" => Answer::local(format!("/{said}")),
            "external" => Answer::external(said),
            "partner" => Answer::external(format!("https://partner.example{said}")),
            _ => Answer::local("/a").header("x-said", said.as_str()),
        })
    };
    let policy: Policy = compile(rules).1.unwrap();
    let router = router(policy, decide);
    for kind in ["local", "rooted", "external", "partner", "header"] {
        let mut redirects = 0;
        for said in targets("").step_by(29) {
            let encoded: String = said.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let mut asked = asked(format!("/h/{kind}/{encoded}"), rules);
            asked.fields = &["x-said"];
            if kind == "partner" {
                asked.destination = "https://partner.example/".into();
            }
            let seen = send(&router, &asked, asked.target.parse().unwrap());
            judge(&asked, &seen);
            redirects += usize::from(!seen.site);
        }
        assert!(redirects > 10 || kind == "external", "{kind}: {redirects}");
    }
}
