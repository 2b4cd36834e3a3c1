//! Forty rules with groups at their front and several names in a segment: what is dearest to a matcher.

use super::Rule;

const SOURCES: [&str; 40] = [
    "/index.htm",
    "/start(/)",
    "/who-we-are(/)",
    "/kontakt.php",
    "/posts/:postId(/)",
    "/posts/:postId/:slug(/)",
    "/(:country/)used/:title-:item(/)",
    "/(:country/)homes/:title-:item(/)",
    "/archive/:year-:month-:day/:title(/)",
    "/archive/by-year/:year(/:month(/))",
    "/topics/:topic(/page/:n)(/)",
    "/label/:label(/)",
    "/topics/:topic/:slug(/)",
    "/staff/:person(/)",
    "/staff/:person/articles(/)",
    "/staff/:person/articles/:id-:slug(/)",
    "/shops/:region/:city(/)",
    "/shops/:region/:city/:shop(/)",
    "/v1/*",
    "/archive-app/:app/*",
    "/find/:term(/)",
    "/item/:id.html",
    "/item/:id/print.html",
    "/item/:id/images/:n.png",
    "/us/:page(/)",
    "/es/posts/:postId(/)",
    "/it/articoli/:postId(/)",
    "/:locale/support/:topic(/)",
    "/rss/:feed.xml",
    "/atom.xml",
    "/sitemap-old.xml",
    "/media/uploads/:year/:month/:file",
    "/login.php",
    "/editor/:name(/)",
    "/newsroom/:year/:month/:title-:id(/)",
    "/meetups/:id(/join)(/)",
    "/deal/:code(/)",
    "/to/:code",
    "/member/:id/preferences(/:tab)(/)",
    "/jobs/:team/:title-:id(/)",
];

/// The forty rules, each of which sends to one place.
pub(super) fn groups() -> Vec<Rule> {
    SOURCES
        .iter()
        .map(|source| Rule::pattern(source, "/new/").expect("a rule of the set is sound"))
        .collect()
}
