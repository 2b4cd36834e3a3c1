redirects::redirects!(mod notation = "notation.yml");
redirects::redirects!(mod itself = "self-redirect.yml");

fn main() {}
