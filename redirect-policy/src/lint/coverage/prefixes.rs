//! Prefixes that many paths share, so that one rule could take them.

use std::collections::BTreeMap;

/// The most prefixes that are named.
const SHOWN: usize = 5;
/// The most segments that a prefix has.
const DEEPEST: usize = 4;

/// The folders that hold most of some paths, with how many they hold; the largest first, none inside another.
pub(super) fn prefixes<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<(String, usize)> {
    let paths: Vec<&str> = paths.collect();
    let mut found = deeper("/", &paths, 0);
    found.sort_by(|(a, many), (b, more)| more.cmp(many).then(a.cmp(b)));
    found.truncate(SHOWN);
    found
}

/// The folders right inside a folder that hold more than one path, each as deep as it holds the same.
fn deeper(prefix: &str, paths: &[&str], depth: usize) -> Vec<(String, usize)> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        let end = path
            .get(prefix.len()..)
            .and_then(|rest| rest.find('/'))
            .and_then(|at| path.get(..=prefix.len() + at));
        if let Some(folder) = end {
            folders.entry(folder).or_default().push(path);
        }
    }
    let mut found = Vec::new();
    for (folder, inside) in folders {
        if inside.len() < 2 {
            continue;
        }
        let finer = match depth < DEEPEST {
            true => deeper(folder, &inside, depth + 1),
            false => Vec::new(),
        };
        match finer.as_slice() {
            [(_, count)] if *count == inside.len() => found.extend(finer),
            _ => found.push((format!("{folder}*"), inside.len())),
        }
    }
    found
}
