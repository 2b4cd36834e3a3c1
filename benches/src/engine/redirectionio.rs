//! redirection.io's library, its regular expressions compiled beforehand.

use ::redirectionio::RouterConfig;
use ::redirectionio::http::Request;
use ::redirectionio::marker::{Marker, StaticOrDynamic};
use ::redirectionio::router::{Route, Router};

use super::routes::{Part, routes};
use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// A router whose values are rules.
pub(super) struct RedirectionIo {
    router: Router<u32>,
    configuration: RouterConfig,
}

pub(super) fn build(rules: &Numbered<'_>) -> Made<RedirectionIo> {
    let configuration = RouterConfig::default();
    let mut router = Router::from_config(configuration.clone());
    let mut refused = 0;
    for (number, rule) in rules {
        let Some(routes) = routes(&rule.source.items) else {
            refused += 1;
            continue;
        };
        for (variant, route) in routes.iter().enumerate() {
            router.insert_route(self::route(*number, variant, route));
        }
    }
    router.cache(Some(rules.len() as u64 * 2));
    (
        RedirectionIo {
            router,
            configuration,
        },
        refused,
    )
}

/// A route; of several that match, the earlier rule has priority.
fn route(number: u32, variant: usize, route: &[Part]) -> Route<u32> {
    let mut path = String::new();
    let mut markers = Vec::new();
    for part in route {
        let regex = match part {
            Part::Literal(text) => {
                path.push_str(text);
                continue;
            }
            Part::Segment(_) => "[^/]+",
            Part::Rest(_) => ".+",
        };
        let marker = Marker::new(format!("m{}m", markers.len()), regex.to_owned());
        path.push_str(&marker.format());
        markers.push(marker);
    }
    let path = StaticOrDynamic::new_with_markers(&path, markers, false);
    let priority = -i64::from(number) * 64 - variant as i64;
    let id = format!("{number}.{variant}");
    Route::new(
        None,
        None,
        None,
        None,
        path,
        Vec::new(),
        None,
        None,
        None,
        None,
        id,
        priority,
        number,
    )
}

impl Lookup for RedirectionIo {
    fn lookup(&self, target: &Target) -> u32 {
        let path = target.path.clone();
        let request = Request::from_config(&self.configuration, path, None, None, None, None, None);
        self.router
            .get_route(&request)
            .map_or(0, |route| *route.handler())
    }
}
