//! Names: bound once, and bound where they are used.

use super::*;

#[test]
fn names_are_bound_once_in_a_rule() {
    let segment = SourceOptions::default().default_kind;
    let query = parse_value("x-:id", &segment).expect("a sound value");
    let clashes = check_names(&[&sound("/:id/*"), &query]);
    let [(1, error)] = clashes.as_slice() else {
        panic!("{clashes:?}");
    };
    assert_eq!(
        (error.code, &query.text[error.at.clone()]),
        ("duplicate-name", ":id")
    );
    assert_eq!(check_names(&[&sound("/:a/*"), &query]), []);
}

#[test]
fn destinations_need_what_they_use() {
    for (from, to, expected) in [
        ("/a/:x", "/b/:x(/:y)", &[][..]),
        ("/a(/:x(/:y))", "/b(/:x(-:y))", &[]),
        ("/a(/:x(/:y))", "/b(-:y)(/:x)", &[]),
        (
            "/a(/:x(/:y))",
            "/b(/:x-:y)",
            &["maybe-unbound-destination-parameter at :y"],
        ),
        (
            "/a(/:x)",
            "/b/:x",
            &["maybe-unbound-destination-parameter at :x"],
        ),
        (
            "/a(/*)",
            "/b/*",
            &["maybe-unbound-destination-parameter at *"],
        ),
        (
            "/a(/:x)(/y:z)",
            "/b(/:x(-:z))",
            &["maybe-unbound-destination-parameter at :x"],
        ),
        (
            "/a/:x",
            "/b(/:x-:y)",
            &["unbound-destination-parameter at :y"],
        ),
        (
            "/a/:x",
            "/b/:y/*",
            &[
                "unbound-destination-parameter at :y",
                "unbound-destination-parameter at *",
            ],
        ),
        ("/x(-:n)", "/(a-:n).", &["dot-segment at :n"]),
        ("/x/:n", "/(a-:n).", &[]),
        ("/x(-:n)", "/b/(:n)./c", &["dot-segment at :n"]),
        ("/x(-:n)", "/b(/:n).", &[]),
        ("/x(-*)", "/.(*).", &["dot-segment at *"]),
        ("/x(-:n(/:m))", "/(:n/.)(:m)/", &["dot-segment at :m"]),
        (
            "/x(-:n(/:m))",
            "/(:n/.:m)/",
            &["maybe-unbound-destination-parameter at :m"],
        ),
        ("/x(-:n(/:m))", "/(:m/.)(:n)/", &[]),
        ("/x(-:n)", "/b?a=(:n).", &[]),
    ] {
        let template = parse_destination(to).expect(to);
        let errors = check_bindings(&[&sound(from)], &template);
        assert_eq!(faults(to, Err::<(), _>(errors)), expected, "{from} to {to}");
    }
}

#[test]
fn conditions_bind_too() {
    let segment = SourceOptions::default().default_kind;
    let query = parse_value(":id", &segment).expect("a sound value");
    let template = parse_destination("/articles/:id").expect("a sound destination");
    assert_eq!(
        check_bindings(&[&sound("/article.php"), &query], &template),
        []
    );
}
