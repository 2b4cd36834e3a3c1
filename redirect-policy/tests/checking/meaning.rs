//! The meaning of sound policies.

use std::rc::Rc;

use super::*;

#[test]
fn the_first_rules_of_the_format_are_sound() {
    let policy = of_rules(
        r#"    - source: "/articles/:dbId(/)"
      destination: "/(:c/)buy-sell/:title-:nodeId/"
      statusCode: 301
      handler: "handleBuySellArticles"
    - source: "/kr/job-posts/(:title-):publicId(/)"
      destination: "/kr/jobs/(:title-):nodeId/"
      statusCode: 301
      handler: "handleJobPosts"
"#,
    );
    let handlers: Vec<_> = policy
        .rules
        .iter()
        .map(|rule| match &rule.action {
            Action::Redirect {
                status: 301,
                handler: Some(handler),
                ..
            } => handler.value.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(handlers, ["handleBuySellArticles", "handleJobPosts"]);
    assert!(!policy.rules[0].explicit_id);
    assert_eq!(policy.rules[0].id, "/articles/:dbId(/)");
}

#[test]
fn the_nearest_setting_wins() {
    let policy = policy(
        r#"redirectionPolicy:
  version: "0.0.1"
  defaults: { statusCode: 302, owner: web, query: drop, headers: { X-A: "1", X-B: "1" }, parameter: int, caseSensitive: false, trailingSlash: optional }
  rules:
    - group: outer
      owner: search
      headers: { x-b: "2" }
      when: { host: a.example.com }
      rules:
        - group:
            statusCode: 308
            when: { method: [get, POST] }
            rules:
              - { source: "/a/:id", destination: "/b/:id", parameter: slug, when: { scheme: https } }
    - { source: "/a/:id", destination: "/b/:id", caseSensitive: true, trailingSlash: strict }
"#,
        &[],
    );
    let [inner, outer] = policy.rules.as_slice() else {
        panic!()
    };
    assert!(matches!(inner.action, Action::Redirect { status: 308, .. }));
    assert!(matches!(outer.action, Action::Redirect { status: 302, .. }));
    assert_eq!(inner.response_options.owner.as_deref(), Some("search"));
    assert_eq!(outer.response_options.owner.as_deref(), Some("web"));
    assert_eq!(
        inner.response_options.headers,
        [("x-a".into(), "1".into()), ("x-b".into(), "2".into())]
    );
    assert_eq!(outer.response_options.query, QueryPolicy::Drop);
    assert!(outer.response_options.explicit_query);
    assert_eq!((inner.fold_case, outer.fold_case), (true, false));
    let kinds = |rule: &Rule| {
        rule.source
            .names()
            .iter()
            .map(|name| name.kind.cloned())
            .collect::<Vec<Option<Kind>>>()
    };
    assert_ne!(kinds(inner), kinds(outer));
    assert!(matches!(inner.source.items.last(), Some(Item::Group(_))));
    assert!(!matches!(outer.source.items.last(), Some(Item::Group(_))));
    assert_eq!(
        *inner.when,
        [
            Condition::Host(vec![HostPattern::Exact("a.example.com".into())]),
            Condition::Method(vec!["GET".into(), "POST".into()]),
            Condition::Scheme("https".into()),
        ]
    );
    assert!(outer.when.is_empty());
}

#[test]
fn rules_of_one_group_share_their_terms() {
    let policy = of_rules(
        "    - group:\n        owner: x\n        rules:\n          - { source: /a, destination: /b }\n          - { source: /c, destination: /d }\n",
    );
    assert!(Rc::ptr_eq(
        &policy.rules[0].response_options,
        &policy.rules[1].response_options
    ));
    assert!(Rc::ptr_eq(&policy.rules[0].when, &policy.rules[1].when));
}

#[test]
fn includes_are_spliced_in_and_found_beside_the_file_that_names_them() {
    let (sources, checked) = checked(
        &with_rules(
            "    - { source: /1, destination: /x }\n    - group:\n        owner: jobs\n        rules:\n          - include: teams/jobs.yml\n    - { source: /4, destination: /x }\n",
        ),
        &[
            (
                "teams/jobs.yml",
                "- { source: /2, destination: /x }\n- include: ../more.yml\n",
            ),
            (
                "more.yml",
                "- { source: /3, destinaton: /x }\n- { source: /3, destination: /x }\n",
            ),
        ],
    );
    let found: Vec<_> = checked
        .policy
        .rules
        .iter()
        .map(|rule| {
            (
                rule.source.text.as_str(),
                rule.response_options.owner.as_deref(),
            )
        })
        .collect();
    let jobs = Some("jobs");
    assert_eq!(
        found,
        [("/1", None), ("/2", jobs), ("/3", jobs), ("/4", None)]
    );
    assert_eq!(
        shown(&sources, &checked.diagnostics[0]),
        "more.yml:1:17 unknown-key: unknown key `destinaton` in a rule [write `destination`]"
    );
}

#[test]
fn the_actions() {
    let policy = of_rules(
        r#"    - { source: /gone, statusCode: 410 }
    - { source: /legal, statusCode: "451", handler: h, onFailure: { statusCode: 503, retryAfter: 60 } }
    - { source: "/api/*", action: stop }
    - { source: "/f/:id", destination: "/g/:id", handler: h, onFailure: { statusCode: 302 }, permanentAfter: 1970-01-02 }
"#,
    );
    let [gone, legal, stop, failing] = policy.rules.as_slice() else {
        panic!()
    };
    assert!(matches!(
        gone.action,
        Action::Gone {
            status: 410,
            handler: None,
            on_failure: None
        }
    ));
    let Action::Gone {
        status: 451,
        on_failure: Some(failure),
        ..
    } = &legal.action
    else {
        panic!()
    };
    assert_eq!((failure.status, failure.retry_after), (503, Some(60)));
    assert!(failure.destination.is_none());
    assert!(matches!(stop.action, Action::Stop));
    let Action::Redirect {
        on_failure: Some(failure),
        permanent_after,
        ..
    } = &failing.action
    else {
        panic!()
    };
    // Without one of its own, a failure has the rule's destination, which the source can fill here.
    assert_eq!(failure.destination.as_ref().unwrap().text, "/g/:id");
    assert_eq!(*permanent_after, Some(86_400));
}

#[test]
fn the_examples_in_all_forms() {
    let policy = policy(
        r#"redirectionPolicy:
  version: 0.0.1
  rules:
    - source: "/a/:id"
      destination: "/b/:id"
      examples: { "/a/1": "/b/1", "/a/2?x=1": { status: 301 } }
  examples:
    - "/z": passthrough
    - request: https://example.com/a/1
      method: post
      headers: { Cookie: a=1 }
      at: 1970-01-01T00:01:00Z
      status: 301
      location: /b/1
      handler: h
      params: { id: 1, wildcard: "" }
"#,
        &[],
    );
    let own = &policy.rules[0].examples;
    assert_eq!(own[0].target, "/a/1");
    assert_eq!(own[0].expect.location.as_deref(), Some("/b/1"));
    assert_eq!(own[0].expect.outcome.as_deref(), Some("redirect"));
    assert_eq!(own[1].expect.status, Some(301));
    let [word, whole] = policy.examples.as_slice() else {
        panic!()
    };
    assert_eq!(word.expect.outcome.as_deref(), Some("passthrough"));
    assert_eq!(whole.method, "POST");
    assert_eq!(whole.headers, [("cookie".into(), "a=1".into())]);
    assert_eq!(whole.at, Some(60));
    assert_eq!(
        whole.expect.params,
        [
            ("id".into(), "1".into()),
            ("wildcard".into(), String::new())
        ]
    );
}

#[test]
fn lints_hosts_and_remarks() {
    let policy = policy(
        r#"redirectionPolicy:
  version: 0.0.1
  hosts: [WWW.Example.com]
  externalHosts: pay.example.net
  lints: { chain: deny, catch-all: allow }
  rules:
    - { source: /a, destination: /b, id: 7, note: why, owner: me, allow: loop, cacheControl: "max-age=60" }
"#,
        &[],
    );
    assert_eq!(
        policy.hosts[0].value,
        HostPattern::Exact("www.example.com".into())
    );
    assert_eq!(policy.external_hosts[0].value, "pay.example.net");
    let levels: Vec<_> = policy
        .lints
        .iter()
        .map(|(name, level)| (name.value.as_str(), *level))
        .collect();
    assert_eq!(
        levels,
        [("chain", LintLevel::Deny), ("catch-all", LintLevel::Allow)]
    );
    let rule = &policy.rules[0];
    assert!(rule.explicit_id);
    assert_eq!((rule.id.as_str(), rule.note.as_deref()), ("7", Some("why")));
    assert_eq!(rule.allow[0].value, "loop");
    assert_eq!(
        rule.response_options.cache_control.as_deref(),
        Some("max-age=60")
    );
}

#[test]
fn inventories_from_lines_and_patterns() {
    let (sources, checked) = checked(
        "redirectionPolicy:\n  version: 0.0.1\n  rules: []\n  coverage:\n    old: [old.txt, \"/blog/*\"]\n    live: live.txt\n    dropped: [{ pattern: /x, reason: never used }]\n",
        &[
            (
                "old.txt",
                "\u{feff}# all of them\r\n/a\r\n\r\n  https://example.com/b  \r\nc\r\n",
            ),
            ("live.txt", "/live"),
        ],
    );
    let shown: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|d| shown(&sources, d))
        .collect();
    assert_eq!(
        shown,
        [
            "old.txt:5:1 bad-url: `c` is no path and no URL [begin it with `/`, `http://` or `https://`]"
        ]
    );
    let coverage = &checked.policy.coverage;
    let Urls::Listed(urls) = &coverage.old[0].urls else {
        panic!()
    };
    let found: Vec<_> = urls
        .iter()
        .map(|url| (url.value.as_str(), sources.position(url.span)))
        .collect();
    assert_eq!(found, [("/a", (2, 1)), ("https://example.com/b", (4, 3))]);
    assert!(matches!(coverage.old[1].urls, Urls::Matching(_)));
    assert_eq!(coverage.live.len(), 1);
    assert_eq!(coverage.dropped[0].1, "never used");
}
