redirects::redirects!(mod handler_names = "handler-names.yml");

fn main() {}
