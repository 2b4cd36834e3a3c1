redirects::redirects!(mod policy = "policy.yml");

fn main() {}
