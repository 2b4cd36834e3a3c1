//! Misses: paths that neither the policy nor the site answers.

use http::{StatusCode, Uri};
use redirects::{Decision, Options, Redirector};

use crate::support::service;

/// Passes a request as middleware does around a site that answers with a status.
fn pass(service: &Redirector, path: &str, status: StatusCode) {
    let uri: Uri = path.parse().unwrap();
    let Some(Decision::Site(cache_headers)) = service.answer_now((&uri).into()) else {
        panic!("the policy answers `{path}`");
    };
    if let Some(miss) = service.watch(&cache_headers, &uri) {
        miss.answered(status);
    }
}

#[test]
fn misses_are_counted_for_a_bounded_number_of_paths() {
    let rules = "    - { source: '/stop', action: stop }";
    let watching = service(rules).options(Options::new().misses(2));
    let miss = |path: &str| pass(&watching, path, StatusCode::NOT_FOUND);
    for path in ["/x?a=1", "/x?a=2", "/x", "/y", "/stop"] {
        miss(path);
    }
    pass(&watching, "/there", StatusCode::OK);
    assert_eq!(
        watching.misses(),
        [("/x".to_owned(), 3), ("/y".to_owned(), 1)]
    );
    miss("/z");
    assert_eq!(
        watching.misses(),
        [("/x".to_owned(), 3), ("/z".to_owned(), 2)]
    );
    // The rarest makes way, not the one that is there longest or came last.
    let three = service(rules).options(Options::new().misses(3));
    for path in ["/a", "/b", "/c", "/b", "/c", "/a", "/c", "/a", "/d", "/d"] {
        pass(&three, path, StatusCode::NOT_FOUND);
    }
    let counts = [
        ("/d".to_owned(), 4),
        ("/a".to_owned(), 3),
        ("/c".to_owned(), 3),
    ];
    assert_eq!(three.misses(), counts);
    // 512 bytes of path are kept, and no more.
    let long = service(rules).options(Options::new().misses(3));
    let kept = format!("/{}", "a".repeat(511));
    for path in [format!("{kept}a"), kept.clone()] {
        pass(&long, &path, StatusCode::NOT_FOUND);
    }
    assert_eq!(long.misses(), [(kept, 1)]);
    let other = service(rules);
    pass(&other, "/x", StatusCode::NOT_FOUND);
    assert!(other.misses().is_empty());
}
