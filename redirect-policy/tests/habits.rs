//! Patterns as other systems write them, and as tired people do: one error each, at its place, with advice that works.

use redirect_policy::pattern::{
    PatternError, SourceOptions, parse_destination, parse_kind, parse_source,
};

/// A source, the part that is pointed at, and what is advised.
const SOURCES: &[(&str, &str, &str)] = &[
    // path-to-regexp, Next.js
    ("/a/:id*", "*", "/a/:id<path>"),
    ("/a/:id?", "?", "/a(/:id)"),
    ("/a/:id(\\d+)", "\\d+", "/a/:id<int>"),
    ("/a/:id(\\d{4})/b", "\\d{4}", "/a/:id<int{4}>/b"),
    ("/a/:id(\\d)", "\\d", "/a/:id<int{1}>"),
    ("/a/:id(\\w+)", "\\w+", "/a/:id<alnum>"),
    ("/a/b?/c", "?", "/a/(b)/c"),
    ("/a/?", "?", "/a(/)"),
    // routers
    ("/a/{id}", "{id}", "/a/:id"),
    ("/a/{id:int}/b", "{id:int}", "/a/:id<int>/b"),
    ("/a/{id:[0-9]+}", "{id:[0-9]+}", "/a/:id<int>"),
    ("/a/{id:[0-9]{4}}", "{id:[0-9]{4}}", "/a/:id"),
    ("/a/{*rest}", "{*rest}", "/a/:rest<path>"),
    ("/a/{rest*}", "{rest*}", "/a/:rest<path>"),
    ("/a/{my_id}", "{my_id}", "/a/:myId"),
    ("/a/<id>", "<id>", "/a/:id"),
    ("/a/<int:id>", "<int:id>", "/a/:id<int>"),
    ("/a/<path:rest>", "<path:rest>", "/a/:rest<path>"),
    ("/a/<uuid:id>/b", "<uuid:id>", "/a/:id<uuid>/b"),
    ("/a/${id}", "${id}", "/a/:id"),
    ("/a/%{id}", "%{id}", "/a/:id"),
    ("/a/{{id}}", "{{id}}", "/a/:id"),
    // Kinds in the wrong place
    ("/a/:id{4}", "{4}", "/a/:id<segment{4}>"),
    ("/a/:id<int>{4}", "{4}", "/a/:id<int{4}>"),
    ("/a/:<int>/b", ":", "/a/:id<int>/b"),
    ("/a/: id/b", ":", "/a/:id/b"),
    // Globs and expressions
    ("/a/**", "*", "/a/*"),
    ("/a/**/b", "*", "/a/*/b"),
    ("^/a/(.*)$", "^", "/a/*"),
    ("^/a/(\\d+)/(.*)$", "^", "/a/:id<int>/*"),
    ("^/a/([^/]+)/([0-9]+)/?$", "^", "/a/:id/:id2<int>(/)"),
    ("^/a\\.html$", "^", "/a.html"),
    ("~ ^/a/", "~", "/a/"),
    ("/a/\\d+", "\\d+", "/a/:id<int>"),
    // Relative
    ("./a", ".", "/a"),
    ("../a", "..", "/a"),
    ("a/b", "a", "/a/b"),
    ("/a/../b", "..", "/b"),
];

#[test]
fn habits_of_sources_are_told_our_form() {
    for (text, place, advice) in SOURCES {
        let errors = parse_source(text, &SourceOptions::default()).unwrap_err();
        told(text, &errors, place, advice);
        let works = parse_source(advice, &SourceOptions::default());
        assert!(works.is_ok(), "{text}: {advice}: {works:?}");
    }
}

const DESTINATIONS: &[(&str, &str, &str)] = &[
    ("/b/{id}", "{id}", "/b/:id"),
    ("/b/${id}/c", "${id}", "/b/:id/c"),
    ("/b/{{id}}", "{{id}}", "/b/:id"),
    ("/b/{id:int}", "{id:int}", "/b/:id"),
    ("/b/<int:id>", "<int:id>", "/b/:id"),
    ("/b/:id<int>", "<int>", "/b/:id"),
    ("//b.example/c", "//", "/b.example/c"),
    ("//b.example/c", "//", "https://b.example/c"),
    ("b.example/c", "b.example", "https://b.example/c"),
    ("https://b.example*", "*", "https://b.example/*"),
    ("http:/b.example", "http:", "http://b.example"),
    ("/b c", " ", "/b%20c"),
    ("/b/../c", "..", "/c"),
];

#[test]
fn habits_of_destinations_are_told_our_form() {
    for (text, place, advice) in DESTINATIONS {
        let errors = parse_destination(text).unwrap_err();
        told(text, &errors, place, advice);
        let works = parse_destination(advice);
        assert!(works.is_ok(), "{text}: {advice}: {works:?}");
    }
}

fn told(text: &str, errors: &[PatternError], place: &str, advice: &str) {
    let [error] = errors else {
        panic!("{text}: {errors:#?}");
    };
    assert_eq!(text.get(error.at.clone()), Some(place), "{text}");
    let help = error.help.as_deref().unwrap_or_default();
    assert!(help.contains(&format!("`{advice}`")), "{text}: {help}");
}

#[test]
fn quotes_of_word_processors_are_told_from_text() {
    for text in ["“/a”", "‘/a’", "„/a“", "«/a»"] {
        let errors = [
            parse_source(text, &SourceOptions::default()).unwrap_err(),
            parse_destination(text).unwrap_err(),
        ];
        for errors in errors {
            let first: String = text.chars().take(1).collect();
            assert_eq!(text.get(errors[0].at.clone()), Some(first.as_str()));
            let help = errors[0].help.as_deref();
            assert_eq!(
                (errors.len(), help),
                (1, Some("use straight quotes: `'/a'`"))
            );
        }
    }
}

#[test]
fn kinds_of_other_routers_are_told_ours() {
    for (theirs, ours) in [
        ("number", "int"),
        ("\\d+", "int"),
        ("[0-9]+", "int"),
        ("INT", "int"),
        ("str", "segment"),
        ("guid", "uuid"),
        (".*", "path"),
        ("\\w+", "alnum"),
    ] {
        let error = parse_kind(theirs).unwrap_err();
        let help = error.help.unwrap_or_default();
        let meant = format!("did you mean `{ours}`?");
        assert!(help.starts_with(&meant), "{theirs}: {help}");
    }
}

/// Text that may be text stays text: these are patterns, however they look.
#[test]
fn characters_of_expressions_may_be_text() {
    for text in [
        "/a/$1", "/a[id]", "/a+b", "/a/b$", "/a^b", "/~user", "/(b|c)", "/a{", "/a<",
    ] {
        let accepted = parse_source(text, &SourceOptions::default()).is_ok();
        assert_eq!(accepted, !text.ends_with(['{', '<']), "{text}");
    }
}
