redirects::redirects!(mod source = "source.yml");

fn main() {}
