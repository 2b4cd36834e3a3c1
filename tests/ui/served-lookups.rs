redirects::redirects!(mod lookups = "served-lookups.yml");

fn main() {}
