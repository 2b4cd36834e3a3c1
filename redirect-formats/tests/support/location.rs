//! Comparison of locations.

use std::collections::BTreeMap;

use url::Url;

/// Returns true if a location is what a row promises: characters may be percent-encoded in one of them, and slashes in
/// front become one.
pub(crate) fn same(wanted: &Url, given: &Url) -> bool {
    let mut wanted = wanted.clone();
    if wanted.path().starts_with("//") {
        let path = format!("/{}", wanted.path().trim_start_matches('/'));
        wanted.set_path(&path);
    }
    wanted == *given || spelled(&wanted) == spelled(given)
}

/// A URL with the characters encoded that one may leave as they are.
fn spelled(url: &Url) -> String {
    let encoded: BTreeMap<char, &str> = BTreeMap::from([
        ('^', "%5E"),
        ('|', "%7C"),
        ('{', "%7B"),
        ('}', "%7D"),
        ('`', "%60"),
        ('\'', "%27"),
        ('"', "%22"),
        ('\\', "%5C"),
    ]);
    let mut out = String::new();
    for c in url.as_str().chars() {
        match encoded.get(&c) {
            // One `#` begins the fragment, another is part of it.
            None if c == '#' && out.contains('#') => out.push_str("%23"),
            Some(triplet) => out.push_str(triplet),
            None => out.push(c),
        }
    }
    out
}
