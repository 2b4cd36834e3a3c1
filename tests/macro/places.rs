//! Where the macro may stand, and what it says there.

mod level {
    redirects::redirects!("tests/policies/plain.yml");
}

/// A crate that hands the macro on.
mod framework {
    pub(crate) mod redirects {
        pub(crate) use ::redirects::*;
    }
}

mod elsewhere {
    redirects::redirects!(
        pub(super) mod routes = "tests/policies/handlers.yml",
        crate = super::super::framework::redirects,
    );
    redirects::redirects!(mod others = "tests/policies/parts.yml", deny(chain), allow(catch_all));

    #[test]
    fn two_policies_in_one_place() {
        let rules = [routes::POLICY.rules().len(), others::POLICY.rules().len()];
        assert_eq!(rules, [9, 3]);
        let found = others::POLICY.find("/Block_(CSS)");
        assert_eq!(found.location(), Some("/css/block"));
        assert_eq!(
            others::POLICY.find("/jobs/1").location(),
            Some("/kr/jobs/1")
        );
    }
}

/// Nothing in a user's crate is warned of what is generated.
mod strict {
    #![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
    #![deny(unused, single_use_lifetimes, unused_qualifications, clippy::all)]
    #![deny(rustdoc::all)]

    redirects::redirects!("tests/policies/handlers.yml");
    redirects::redirects!(pub mod routes = "tests/policies/design.yml");
}

/// Names of the prelude may mean anything where the macro stands.
mod shadowed {
    #[allow(dead_code)]
    mod core {}
    #[allow(dead_code)]
    struct Option;
    #[allow(dead_code)]
    enum Result {}
    #[allow(dead_code)]
    trait Send {}

    redirects::redirects!("tests/policies/handlers.yml");
}

#[test]
fn a_module() {
    let found = level::POLICY.find("/old/1?x=2");
    assert_eq!(found.location(), Some("/new/1?x=2"));
}

#[test]
fn a_function() {
    redirects::redirects!("tests/policies/plain.yml");
    assert_eq!(POLICY.find("/old/1?x=2").location(), Some("/new/1?x=2"));
}

#[test]
fn a_function_with_handlers() {
    redirects::redirects!("tests/policies/design.yml");
    let matched = POLICY.find("/kr/job-posts/a-b");
    let job = HandleJobPosts::of(&matched).unwrap();
    let title = job.title.map(|title| title.as_str());
    assert_eq!((title, job.public_id.as_str()), (Some("a"), "b"));
}
