//! path-tree.

use std::hint::black_box;

use ::path_tree::PathTree;

use super::routes::{routes, written};
use super::{Lookup, Made, Numbered};
use crate::request::Target;

/// A tree whose values are rules.
pub(super) struct Tree {
    tree: PathTree<u32>,
}

pub(super) fn build(rules: &Numbered<'_>) -> Made<Tree> {
    let mut tree = PathTree::new();
    let mut refused = 0;
    for (number, rule) in rules {
        let Some(routes) = routes(&rule.source.items) else {
            refused += 1;
            continue;
        };
        for route in routes {
            // The value of a route given twice is the later one: the tree has no order.
            let route = written(
                &route,
                escaped,
                |name| format!(":{name}"),
                |name| format!(":{name}+"),
            );
            let _ = tree.insert(&route, *number);
        }
    }
    (Tree { tree }, refused)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, ':' | '*' | '+' | '?' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

impl Lookup for Tree {
    #[inline]
    fn lookup(&self, target: &Target) -> u32 {
        self.tree.find(&target.path).map_or(0, |(number, path)| {
            black_box(path.raws.len());
            *number
        })
    }
}
