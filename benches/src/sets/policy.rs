//! Forty rules as a web team writes them: ids kept, titles free, a slash at the end or none.

use super::Rule;

const RULES: [(&str, &str); 40] = [
    ("/articles/:dbId(/)", "/buy-sell/:dbId/"),
    (
        "/kr/job-posts/(:title-):publicId(/)",
        "/kr/jobs/(:title-):publicId/",
    ),
    ("/kr/articles/:publicId(/)", "/kr/buy-sell/:publicId/"),
    ("/kr/realty-posts/:publicId(/)", "/kr/realty/:publicId/"),
    ("/kr/realty/articles/:publicId(/)", "/kr/realty/:publicId/"),
    (
        "/kr/local-profiles/(:title-):publicId(/)",
        "/kr/local-profile/(:title-):publicId/",
    ),
    ("/kr/cars/:year-:model-:publicId(/)", "/kr/car/:publicId/"),
    ("/kr/car-posts/:publicId(/)", "/kr/car/:publicId/"),
    (
        "/kr/groups/:groupId/posts/:postId(/)",
        "/kr/group/:groupId/:postId/",
    ),
    ("/kr/groups/:groupId(/)", "/kr/group/:groupId/"),
    (
        "/kr/communities/(:title-):publicId(/)",
        "/kr/community/(:title-):publicId/",
    ),
    ("/kr/stories/:publicId/comments(/)", "/kr/story/:publicId/"),
    ("/kr/stories/:publicId(/)", "/kr/story/:publicId/"),
    (
        "/kr/regions/:region/articles(/)",
        "/kr/buy-sell/?in=:region",
    ),
    ("/kr/regions/:region/jobs(/)", "/kr/jobs/?in=:region"),
    ("/kr/regions/:region(/)", "/kr/?in=:region"),
    ("/kr/search/:query(/)", "/kr/buy-sell/?search=:query"),
    ("/kr/help(/)", "/kr/support/"),
    ("/kr/terms(/)", "/kr/policy/terms/"),
    ("/kr/privacy(/)", "/kr/policy/privacy/"),
    ("/jp/articles/:publicId(/)", "/jp/buy-sell/:publicId/"),
    (
        "/jp/job-posts/(:title-):publicId(/)",
        "/jp/jobs/(:title-):publicId/",
    ),
    ("/ca/articles/:publicId(/)", "/ca/buy-sell/:publicId/"),
    ("/ca/cities/:city/articles(/)", "/ca/buy-sell/?in=:city"),
    ("/us/articles/:publicId(/)", "/us/buy-sell/:publicId/"),
    ("/us/cities/:city/articles(/)", "/us/buy-sell/?in=:city"),
    ("/job-posts/:dbId(/)", "/jobs/:dbId/"),
    ("/realty-posts/:dbId(/)", "/realty/:dbId/"),
    ("/users/:userId/reviews(/)", "/user/:userId/#reviews"),
    ("/users/:userId(/)", "/user/:userId/"),
    (
        "/stores/:storeId/menu/:itemId(/)",
        "/local-profile/:storeId/:itemId/",
    ),
    ("/stores/:storeId(/)", "/local-profile/:storeId/"),
    ("/download/app(/)", "/app/"),
    ("/wiki/*", "/help/*"),
    ("/blog/archive/:year/:month(/)", "/news/:year/:month/"),
    ("/blog/archives/:slug.html", "/news/:slug/"),
    ("/press/2019/launch", "/news/launch/"),
    ("/press/kit.zip", "/news/kit/"),
    ("/team/jobs", "https://careers.example.com/"),
    ("/app/invite/:code(/)", "/invite/:code/"),
];

/// The forty rules.
pub(super) fn policy() -> Vec<Rule> {
    RULES
        .iter()
        .map(|(source, destination)| {
            Rule::pattern(source, destination).expect("a rule of the set is sound")
        })
        .collect()
}
