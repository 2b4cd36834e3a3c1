redirects::redirects!(mod undecided = "undecided.yml");

fn main() {}
