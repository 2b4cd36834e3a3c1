redirects::redirects!(mod nowhere = "nowhere.yml");

fn main() {}
