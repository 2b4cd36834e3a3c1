//! The model of handlers: names of Rust, unions of rules, and what cannot be either.

use redirect_policy::compile;
use redirect_policy::handlers::Handler;
use redirect_policy::source::Sources;

/// The handlers of a policy, and what is wrong: the code and the place in the rule's line.
fn handlers(rules: &[&str]) -> (Vec<Handler>, Vec<String>) {
    let mut text = "redirectionPolicy:\n  version: 0.0.1\n  rules:\n".to_owned();
    for rule in rules {
        text.push_str(&format!("    - {{ {rule} }}\n"));
    }
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text.as_str());
    let compiled = compile(&mut sources, file);
    let faults = compiled.diagnostics.iter().map(|fault| {
        let (start, end) = (fault.span.start as usize, fault.span.end as usize);
        format!("{} {}", fault.code, &text[start..end])
    });
    (compiled.handlers, faults.collect())
}

/// `*` as it stands, others with their field: `?` behind an optional one, `#` before an `int`.
fn parameters(handler: &Handler) -> String {
    let one = |p: &redirect_policy::handlers::Parameter| {
        let int = if p.int { "#" } else { "" };
        let optional = if p.optional { "?" } else { "" };
        format!("{int}{}{optional}", p.field)
    };
    handler
        .parameters
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lists a destination's names alike: `/` behind one whose text may hold slashes.
fn destination(handler: &Handler) -> Option<String> {
    let one = |f: &redirect_policy::handlers::Field| {
        let path = if f.path { "/" } else { "" };
        let optional = if f.optional { "?" } else { "" };
        format!("{}{path}{optional}", f.field)
    };
    let fields = handler.destination.as_ref()?;
    Some(fields.iter().map(one).collect::<Vec<_>>().join(" "))
}

#[test]
fn names_become_names_of_rust() {
    let cases = [
        ("handleJobPosts", "handle_job_posts", "HandleJobPosts"),
        ("handle_job_posts", "handle_job_posts", "HandleJobPosts"),
        ("HTTPTree", "http_tree", "HttpTree"),
        ("treeOverHTTP", "tree_over_http", "TreeOverHttp"),
        ("v2Page", "v2_page", "V2Page"),
        ("page2", "page2", "Page2"),
        ("Page__two_", "page_two", "PageTwo"),
        ("aB", "a_b", "AB"),
        ("ABc", "a_bc", "ABc"),
        ("x", "x", "X"),
        ("match", "match", "Match"),
    ];
    for (name, method, type_name) in cases {
        let rule = format!("source: /a, destination: /b, handler: {name}");
        let (handlers, faults) = handlers(&[&rule]);
        assert_eq!(faults, [""; 0], "{name}");
        let found = &handlers[0];
        assert_eq!((&*found.method, &*found.type_name), (method, type_name));
    }
}

#[test]
fn rules_that_share_a_handler_are_united() {
    let (found, faults) = handlers(&[
        "source: '/a/:id<int>/:title', destination: '/b/:id(/:title)', handler: one",
        "source: '/c/:x', destination: '/d/:x', handler: other",
        "source: '/e/:id<int>(/:page<int{1,3}>)', destination: '/f/:id/:extra', handler: one",
        "source: '/g/:id<int>', statusCode: 410, handler: one",
        "source: '/h/*', destination: '/i/*/:rest', handler: wild",
        "source: '/j/:rest<path>', destination: '/k/:rest', handler: wild",
        "source: '/l', statusCode: 410, handler: gone",
    ]);
    assert_eq!(faults, [""; 0]);
    let names: Vec<_> = found.iter().map(|handler| &*handler.name).collect();
    assert_eq!(names, ["one", "other", "wild", "gone"]);
    assert_eq!(found[0].rules, [0, 2, 3]);
    assert_eq!(parameters(&found[0]), "#id title? #page?");
    assert_eq!(destination(&found[0]).as_deref(), Some("id title? extra?"));
    assert_eq!(parameters(&found[2]), "wildcard? rest?");
    assert_eq!(destination(&found[2]).as_deref(), Some("wildcard/? rest/"));
    assert_eq!(destination(&found[3]), None);
}

#[test]
fn conditions_bind_parameters_too() {
    let (found, faults) = handlers(&[
        "source: /a.php, destination: '/b/:id', handler: one, when: { query: { id: ':id<int>', p: [ ':page', x ] } }",
        "source: '/c/:id<int>', destination: '/d/:id', handler: one, when: { host: ':c<kr|jp>.example.com' }",
    ]);
    assert_eq!(faults, [""; 0]);
    assert_eq!(parameters(&found[0]), "#id page? c?");
}

#[test]
fn a_name_has_one_kind() {
    let shared = |a: &str, b: &str| {
        let rule = |at, kind: &str| {
            format!("source: '/{at}/:x{kind}', destination: '/to/:x', handler: one")
        };
        handlers(&[&rule("a", a), &rule("b", b)]).1
    };
    for (a, b) in [
        ("", "<segment>"),
        ("<kr|jp>", "<jp|kr>"),
        ("<int>", "<int{1,19}>"),
    ] {
        assert_eq!(shared(a, b), [""; 0], "{a} {b}");
    }
    for (a, b) in [
        ("<int>", ""),
        ("", "<path>"),
        ("<hex{4}>", "<hex>"),
        ("<kr|jp>", "<kr|us>"),
    ] {
        assert_eq!(
            shared(a, b),
            [format!("handler-parameter-conflict :x{b}")],
            "{a} {b}"
        );
    }
}

#[test]
fn what_cannot_be_a_name_is_reported_where_it_stands() {
    let cases: [(&[&str], &str); 8] = [
        (
            &["source: /a, destination: /b, handler: self"],
            "bad-handler-name self",
        ),
        (
            &["source: /a, destination: /b, handler: Crate"],
            "bad-handler-name Crate",
        ),
        (
            &["source: '/:super', destination: '/b/:super', handler: h"],
            "bad-handler-name :super",
        ),
        (
            &["source: /a, destination: '/b/:self', handler: h"],
            "bad-handler-name :self",
        ),
        (
            &["source: '/:dbId/:dbID', destination: /b, handler: h"],
            "name-collision :dbID",
        ),
        (
            &["source: /a, destination: '/:dbId/:dbID', handler: h"],
            "name-collision :dbID",
        ),
        (
            &["source: '/:wildcard/*', destination: /b, handler: h"],
            "name-collision *",
        ),
        (
            &[
                "source: /a, destination: /b, handler: doIt",
                "source: /c, destination: /d, handler: do_it",
            ],
            "name-collision do_it",
        ),
    ];
    for (rules, fault) in cases {
        assert_eq!(handlers(rules).1, [fault], "{rules:?}");
    }
    // Without a handler no name of Rust is made.
    assert_eq!(
        handlers(&["source: '/a/:self/:dbId/:dbID', destination: '/b/:self/:dbId/:dbID'"]).1,
        [""; 0]
    );
}

#[test]
fn structs_do_not_take_each_others_names() {
    let rule =
        |source: &str, name: &str| format!("source: {source}, destination: /z, handler: {name}");
    for name in ["handlers", "Redirects"] {
        let fault = format!("name-collision {name}");
        assert_eq!(handlers(&[&rule("/a", name)]).1, [fault]);
    }
    let both = [rule("/a", "move"), rule("/b", "moveTo")];
    assert_eq!(handlers(&[&both[0], &both[1]]).1, ["name-collision moveTo"]);
    let gone = "source: /a, statusCode: 410, handler: move";
    assert_eq!(handlers(&[gone, &both[1]]).1, [""; 0]);
}
