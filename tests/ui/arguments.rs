redirects::redirects!();
redirects::redirects!(design.yml);
redirects::redirects!(mod first = "design.yml", deny(chains));
redirects::redirects!(mod second = "design.yml", deny(catch_all, loop), forbid(chain));
redirects::redirects!(mod third = "design.yml", crate =);
redirects::redirects!(fourth = "design.yml");

fn main() {}
