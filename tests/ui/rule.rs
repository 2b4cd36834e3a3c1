redirects::redirects!(mod rule = "rule.yml");

fn main() {}
