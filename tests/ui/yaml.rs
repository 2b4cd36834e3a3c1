redirects::redirects!(mod unclosed_quote = "unclosed-quote.yml");
redirects::redirects!(mod tab = "tab.yml");
redirects::redirects!(mod escape = "escape.yml");
redirects::redirects!(mod alias = "alias.yml");
redirects::redirects!(mod tag = "tag.yml");
redirects::redirects!(mod documents = "documents.yml");
redirects::redirects!(mod latin1 = "latin1.yml");
redirects::redirects!(mod empty = "empty.yml");

fn main() {}
