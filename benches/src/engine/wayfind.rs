//! wayfind.

use std::hint::black_box;

use ::wayfind::{Router, RouterBuilder};

use super::routes::{routes, written};
use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// A router whose values are rules.
pub(super) struct Wayfind {
    router: Router<u32>,
}

pub(super) fn build(rules: &Numbered<'_>) -> Made<Wayfind> {
    let mut builder = RouterBuilder::new();
    let mut refused = 0;
    for (number, rule) in rules {
        let taken = routes(&rule.source.items).is_some_and(|routes| {
            let mut insert = |route: &Vec<_>| {
                let route = written(
                    route,
                    str::to_owned,
                    |name| format!("<{name}>"),
                    |name| format!("<*{name}>"),
                );
                builder.insert(&route, *number).is_ok()
            };
            // All of them are tried, so that one that is refused leaves the others.
            routes.iter().filter(|route| insert(route)).count() == routes.len()
        });
        refused += usize::from(!taken);
    }
    (
        Wayfind {
            router: builder.build(),
        },
        refused,
    )
}

impl Lookup for Wayfind {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        self.router.search(&target.path).map_or(0, |found| {
            black_box(found.parameters().len());
            *found.data()
        })
    }
}
