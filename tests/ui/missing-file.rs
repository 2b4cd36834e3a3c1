//! A missing file's code can't be known, and no use of it is an error of its own.

redirects::redirects!(mod nowhere = "nowhere.yml");

use nowhere::{Handlers, Redirects};

struct Site;

impl Handlers for Site {}

fn main() {
    let _ = Redirects::new(Site);
}
