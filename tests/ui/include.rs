redirects::redirects!(mod include = "include.yml");

fn main() {}
