redirects::redirects!(mod routes = "fallbacks.yml");

struct Site;

fn main() {
    let lookups = routes::Lookups::new();
    let _ = routes::Redirects::new(Site).lookups(lookups);
    let _ = redirects::Redirector::new(routes::POLICY);
}
