//! The canonical form of paths against the URL parser of another crate.

use redirect_runtime::canonical::{canonical_path, is_canonical, is_unreserved};
use testkit::Random;

/// Parts of paths; `^`, which the standard encodes, the parser leaves.
const PIECES: [&str; 30] = [
    "/",
    "/",
    "/",
    ".",
    "..",
    "%2e",
    "%2E",
    "\\",
    "a",
    "B-c_d",
    "~",
    "%41",
    "%7e",
    "%2F",
    "%c3%a9",
    "%C3%A9",
    "%EC%95%8C%EB%B0%94",
    "\u{e9}",
    "\u{c54c}\u{bc14}",
    " a",
    "\"",
    "<>",
    "`{}|",
    "%",
    "%4",
    "%zz",
    "@:;=&+,!$'()*",
    "\u{7f}",
    "[]",
    "abcdefghijklmnopqrstuvwxyz",
];

/// The path that the URL parser makes of it, with digits of triplets in upper case, unreserved characters decoded, and a
/// `%` that begins no triplet, and `|`, encoded.
fn parsed(path: &str) -> String {
    let url = url::Url::parse(&format!("http://example.com{path}")).expect("a URL");
    let mut normal = String::new();
    let mut rest = url.path();
    while let Some(at) = rest.find('%') {
        normal.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.get(..2).filter(|digits| {
            let hex = |byte: u8| byte.is_ascii_hexdigit();
            digits.bytes().all(hex)
        });
        let Some(digits) = digits else {
            normal.push_str("%25");
            continue;
        };
        let value = u8::from_str_radix(digits, 16).expect("two digits");
        match is_unreserved(value) {
            true => normal.push(char::from(value)),
            false => normal.push_str(&format!("%{value:02X}")),
        }
        rest = &rest[2..];
    }
    (normal + rest).replace('|', "%7C")
}

#[test]
fn canonical_as_the_url_parser_has_it() {
    let mut random = Random(11);
    let mut canonical = 0;
    for _ in 0..100_000 {
        let mut path = "/".to_owned();
        let most = if random.chance(10) { 60 } else { 8 };
        for _ in 0..random.below(most) {
            path.push_str(random.text(&PIECES));
        }
        let own = canonical_path(&path);
        assert_eq!(own, parsed(&path), "{path:?}");
        assert_eq!(canonical_path(&own), own, "twice: {path:?}");
        assert!(!is_canonical(&path) || own == path, "{path:?}");
        canonical += usize::from(own == path);
    }
    assert!(canonical > 5_000, "{canonical} were canonical");
}
