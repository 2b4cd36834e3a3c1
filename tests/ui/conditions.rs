redirects::redirects!(mod conditions = "conditions.yml");

fn main() {}
