redirects::redirects!(mod kinds = "kinds.yml");

fn main() {}
