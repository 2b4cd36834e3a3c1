redirects::redirects!(mod destination = "destination.yml");

fn main() {}
