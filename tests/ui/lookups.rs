redirects::redirects!(mod lookups = "lookups.yml");

fn main() {}
