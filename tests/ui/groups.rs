redirects::redirects!(mod groups = "groups.yml");

fn main() {}
