//! A policy with handlers is asked, but not served, without them.

use redirects::Redirector;
use redirects::actix::Redirect;
use redirects::tower::RedirectLayer;

redirects::redirects!("design.yml");

fn main() {
    let _ = POLICY.find("/articles/7").outcome();
    let _ = POLICY.rules().len();
    let _ = RedirectLayer::new(POLICY);
    let _ = Redirect::new(POLICY);
    let _ = Redirector::new(POLICY);
    let _: &redirects::Policy = POLICY;
}

fn while_it_runs(policy: redirects::Policy) {
    let _ = RedirectLayer::new(policy);
}
