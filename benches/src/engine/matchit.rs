//! matchit, the router of axum.

use std::hint::black_box;

use ::matchit::Router;

use super::routes::{routes, written};
use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// A router whose values are rules.
pub(super) struct Matchit {
    router: Router<u32>,
}

pub(super) fn build(rules: &Numbered<'_>) -> Made<Matchit> {
    let mut router = Router::new();
    let mut refused = 0;
    for (number, rule) in rules {
        let taken = routes(&rule.source.items).is_some_and(|routes| {
            let mut insert = |route: &Vec<_>| {
                let literal = |text: &str| text.replace('{', "{{").replace('}', "}}");
                let route = written(
                    route,
                    literal,
                    |name| format!("{{{name}}}"),
                    |name| format!("{{*{name}}}"),
                );
                router.insert(route, *number).is_ok()
            };
            // All of them are tried, so that one that is refused leaves the others.
            routes.iter().filter(|route| insert(route)).count() == routes.len()
        });
        refused += usize::from(!taken);
    }
    (Matchit { router }, refused)
}

impl Lookup for Matchit {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        self.router.at(&target.path).map_or(0, |found| {
            black_box(found.params.len());
            *found.value
        })
    }
}
