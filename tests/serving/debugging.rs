//! The `Debug` output of public types fits on a screen, whatever the policy holds.

use std::fmt::{Debug, Write};

use redirects::tower::RedirectLayer;
use redirects::{Answer, Request};
use tower_layer::Layer;

use crate::support::{ask, get, policy, with_handler};

#[track_caller]
fn fits(name: &str, value: &dyn Debug) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(
            shown.len() < 1_500,
            "{} bytes of {name}: {shown:.300}",
            shown.len()
        );
        assert!(shown.lines().count() < 30, "{name}: {shown}");
    }
}

#[test]
fn every_public_type_fits_on_a_screen() {
    let mut rules = String::new();
    for number in 0..500 {
        writeln!(
            rules,
            "    - {{ source: '/{}/{number}', destination: '/b' }}",
            "a".repeat(40)
        )
        .unwrap();
    }
    rules += "    - { source: '/:x<path>', destination: '/to/:x', handler: decide }";
    let (long, decide) = ("x/".repeat(3000), "y".repeat(5000));
    let policy = policy(&rules);
    fits("Policy", &policy);
    fits("Rule", &policy.rules().next().unwrap());
    let target = format!("/{}x?{}", long, "q".repeat(3000));
    fits("Request", &Request::from(target.as_str()));
    let matched = policy.find(target.as_str());
    fits("Match", &matched);
    fits("Outcome", &matched.outcome());
    let pending = redirects::__private::Pending::of(&matched).unwrap();
    fits("Pending", &pending);
    fits("Answer", &Answer::local(decide.clone()));
    let service = with_handler(&rules, move |_, _| Ok(Answer::local(format!("/{decide}"))));
    fits("Redirector", &service);
    fits("Decision", &ask(&service, &get("/anything")));
    let layer = RedirectLayer::new(service);
    fits("RedirectLayer", &layer);
    fits("RedirectService", &layer.layer(()));
    fits(
        "actix::Redirect",
        &redirects::actix::Redirect::new(
            redirects::Redirector::try_from(crate::support::policy(
                rules.split_once('\n').unwrap().0,
            ))
            .unwrap(),
        ),
    );
}
