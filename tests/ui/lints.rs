//! Lints are reported; arguments of the macro go before the policy's levels.

redirects::redirects!(mod own = "lints.yml");
redirects::redirects!(mod arguments = "lints.yml", deny(chain), allow(loop, unreachable_rule));

fn main() {}
