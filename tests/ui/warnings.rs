//! Warnings stand beside errors, and alone do not fail; `allow(deprecated)` silences them.

redirects::redirects!(mod warned = "warnings.yml", warn(duplicate_source));

mod silent {
    #![allow(deprecated)]
    redirects::redirects!("warnings.yml", warn(duplicate_source));
}

redirects::redirects!(mod allowed = "warnings.yml", allow(duplicate_source));

redirects::redirects!(mod denied = "warnings.yml");

fn main() {}
