//! Where the macro may stand.

mod level {
    redirects::redirects!("tests/policies/plain.yml");
}

#[test]
fn a_module() {
    assert_eq!(
        level::POLICY.find("/old/1?x=2").location(),
        Some("/new/1?x=2")
    );
}

#[test]
fn a_function() {
    redirects::redirects!("tests/policies/plain.yml");
    assert_eq!(POLICY.find("/old/1?x=2").location(), Some("/new/1?x=2"));
}
