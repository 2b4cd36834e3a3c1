//! Advices followed until nothing is said any more: the policy then does what its author wrote elsewhere.

use super::Case;
use super::document::Document;
use super::first_advice;

/// A rule, a request, and the location that its author means; empty where the rule is not meant to answer.
const MEANT: &[(&str, &str, &str)] = &[
    // Percent signs, spaces, characters of other alphabets.
    ("/50% -> /half", "/50%25", "/half"),
    ("/50% -> /half", "/50%", "/half"),
    ("/100%-off/:id -> /sale/:id", "/100%25-off/7", "/sale/7"),
    ("/a -> /50%-off", "/a", "/50%25-off"),
    ("/a -> /x?discount=50%", "/a", "/x?discount=50%25"),
    ("/a b -> /c", "/a%20b", "/c"),
    ("/a -> /c d", "/a", "/c%20d"),
    // Origins.
    ("/* -> https:/*", "/x/y", "https://www.example.com/x/y"),
    ("/* -> https:*", "/x/y", "https://www.example.com/x/y"),
    ("/* -> http://*", "/x/y", "http://www.example.com/x/y"),
    ("/a -> https:/x.example/b", "/a", "https://x.example/b"),
    ("/a -> x.example/b", "/a", "/x.example/b"),
    ("/a -> //x.example/b", "/a", "/x.example/b"),
    ("/a/* -> https://x.example*", "/a/b", "https://x.example/b"),
    // Names that are not used: the rule takes what it took, or the very text.
    (
        "/blog/:year<int{4}>/:month<int{2}>/:slug -> /journal/:slug/",
        "/blog/2019/05/hello",
        "/journal/hello/2019/05",
    ),
    (
        "/blog/:year<int{4}>/:month<int{2}>/:slug -> /journal/:slug/",
        "/blog/about/05/hello",
        "",
    ),
    ("/wiki/Talk:Foo -> /talk", "/wiki/Talkative", "/talk/ative"),
    // Other systems.
    ("/a/*splat -> /b/:splat", "/a/x/y", "/b/x/y"),
    ("/a/*splat -> /b/*", "/a/x/y", "/b/x/y"),
    ("/a/*splat -> /b/*splat", "/a/x/y", "/b/x/y"),
    ("/a/*path -> /b/{path}", "/a/x/y", "/b/x/y"),
    ("/a/*rest/x -> /b/:rest", "/a/1/2/x", "/b/1/2"),
    ("/a/:id* -> /b/:id", "/a/x/y", "/b/x/y"),
    ("/a/:id? -> /b/:id", "/a/x", "/b/x"),
    ("/a/:id? -> /b/:id", "/a", "/b"),
    ("/a/? -> /b", "/a", "/b"),
    ("/a/? -> /b", "/a/", "/b"),
    ("/a/{id} -> /b/{id}", "/a/7", "/b/7"),
    ("/a/{id:int} -> /b/{id}", "/a/x", ""),
    ("/a/<int:id> -> /b/<id>", "/a/7", "/b/7"),
    ("/a/[id] -> /b/[id]", "/a/7", "/b/7"),
    ("/a/[...slug] -> /b/[...slug]", "/a/7/8", "/b/7/8"),
    ("/a/** -> /b/*", "/a/7/8", "/b/7/8"),
    ("/a/(.*) -> /b/$1", "/a/7/8", "/b/7/8"),
    (r"/a/(.*) -> /b/\1", "/a/7/8", "/b/7/8"),
    ("/a/(.+) -> /b/$1", "/a/", ""),
    ("/a/(.+) -> /b/$1", "/a/7/8", "/b/7/8"),
    (r"/a/(\d+) -> /b/$1", "/a/7", "/b/7"),
    (r"/a/(\d+) -> /b/$1", "/a/x", ""),
    (
        r"^/a/([0-9]{4})/(.*)$ -> /b/$2/$1",
        "/a/2019/x",
        "/b/x/2019",
    ),
    (r"^/a/(en|de)/(\w+)$ -> /b/$2/$1", "/a/de/x", "/b/x/de"),
    (
        r"^/a/(\d{4})/(.+)$ -> /b/$2/$1",
        "/a/2019/x/y",
        "/b/x/y/2019",
    ),
    (r"^/a/(\d{4})/(.+)$ -> /b/$2/$1", "/a/201/x/y", ""),
    (r"^/a\.html$ -> /b", "/a.html", "/b"),
    ("/(en|fr)/x -> /y/$1", "/fr/x", "/y/fr"),
    ("/a$ -> /b", "/a", "/b"),
    ("/^a$ -> /b", "/a", "/b"),
    ("^old/(.*)$ -> /new/$1", "/old/x", "/new/x"),
    ("^/a(/.*)?$ -> /b$1", "/a", "/b"),
    ("^/a(/.*)?$ -> /b$1", "/a/x/y", "/b/x/y"),
    (r"/a/:id(\d+) -> /b/:id", "/a/7", "/b/7"),
    (r"/a/:id(\d+) -> /b/:id", "/a/x", ""),
    (r"/a/:id(\d+)? -> /b/:id", "/a", "/b"),
    (r"/a/:id(\d+)? -> /b/:id", "/a/7", "/b/7"),
    ("/a/:id(.*) -> /b/:id", "/a/x/y", "/b/x/y"),
    ("/:l(en|de)?/x -> /y/:l", "/de/x", "/y/de"),
    ("/:l(en|de)?/x -> /y/:l", "/x", "/y"),
    (r"/a/(?<item_id>\d+) -> /b/${item_id}", "/a/7", "/b/7"),
    ("/posts/:post_id -> /p/:post_id", "/posts/17", "/p/17"),
    ("/docs/Block_(CSS) -> /css", "/docs/Block_(CSS)", "/css"),
    (
        "/* -> https://x.example$request_uri",
        "/a/b",
        "https://x.example/a/b",
    ),
    // Groups and kinds.
    ("/a/(:title-:id -> /b/(:title-):id", "/a/7", "/b/7"),
    ("/a/(:title-:id -> /b/(:title-):id", "/a/red-7", "/b/red-7"),
    ("/a/(:l/old/:id -> /b/(:l/):id", "/a/old/7", "/b/7"),
    ("/a/:id) -> /b/:id", "/a/7", "/b/7"),
    ("/a/:id<int -> /b/:id", "/a/7", "/b/7"),
    ("/a/:id<int/x -> /b/:id", "/a/7/x", "/b/7"),
    ("/a/:id<number> -> /b/:id", "/a/x", ""),
    (
        "/a/:id<int{25}> -> /b/:id",
        "/a/1234567890123456789012345",
        "/b/1234567890123456789012345",
    ),
    ("/:a:b -> /x/:a/:b", "/p-q", "/x/p/q"),
];

#[test]
fn advices_lead_to_what_was_meant() {
    let mut wrong = Vec::new();
    for (rule, request, location) in MEANT {
        let (source, destination) = rule.split_once(" -> ").unwrap();
        let mut document = Document::of(&Case {
            name: (*rule).to_owned(),
            folder: env!("CARGO_MANIFEST_DIR").to_owned(),
            text: format!(
                "redirectionPolicy:\n  version: 0.0.1\n  rules:\n    - {{ source: '{source}', destination: '{destination}' }}\n"
            ),
            files: Vec::new(),
        });
        for _ in 0..8 {
            match first_advice(&document) {
                Some(next) => document = next,
                None => break,
            }
        }
        let answer = document.answer(request).unwrap_or_default();
        if answer != *location {
            let line = document.line(document.text.len() - 2).trim();
            wrong.push(format!(
                "{rule}: {request} -> `{answer}`, meant `{location}`; {line}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
