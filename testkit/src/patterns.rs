//! Sources and paths drawn at random, so that they overlap on purpose.

use redirect_policy::pattern::{Item, Kind};

use crate::Random;

const LITERALS: [&str; 22] = [
    "a", "b", "-", "/", "/a", "/b", "/a/b", "a-b", ".html", "1", "%20", "/1", "aa", "/kr/", "A9",
    "%C3%A9", "~", ",", "\\(a\\)", "a%2C", "/@", "\\*",
];
const KINDS: [&str; 16] = [
    "",
    "",
    "",
    "<slug>",
    "<int>",
    "<alpha>",
    "<alnum>",
    "<hex>",
    "<a|ab|b>",
    "<kr|jp>",
    "<path>",
    "<any>",
    "<int{1,2}>",
    "<segment{2}>",
    "<alpha{2,3}>",
    "<a,b|a%2Cb|,>",
];
const VALUES: [&str; 22] = [
    "a",
    "b",
    "ab",
    "1",
    "12",
    "a-b",
    "-",
    "kr",
    "%20",
    "a%2Fb",
    "aa",
    "x",
    "%C3%A9",
    "a-%EC%95%8C",
    "%c3%a9-b",
    "\u{e9}",
    "%41",
    "@a~",
    "a,b",
    "a%2Cb",
    "%28a%29",
    "%2c",
];
/// Texts that may stand anywhere in a path.
const ODD: [&str; 19] = [
    "/", "a", "-", "1", "%20", "%C3%A9", "%", "%c3", "/.", "/../", "/./", "%2e", "\u{e9}", "\\",
    "|", "%2C", ",", "%28", "%40",
];

/// The text of a source; it may be refused.
pub fn source(random: &mut Random) -> String {
    let mut names = 0;
    let mut text = String::from(if random.chance(3) { "*" } else { "/" });
    let length = 1 + random.below(6);
    items(random, length, 0, &mut names, &mut text);
    text
}

/// The text of a source of literals and plain parameters, the shapes of most tables.
pub fn plain_source(random: &mut Random) -> String {
    const PARTS: [&str; 15] = [
        "/", ":n", "-", "(:m-)", ".html", "a", "/a/", "--", "-a-", "(/)", "(/a)", "b", "(:m/)",
        "(/:m)", "@",
    ];
    let mut text = String::from("/");
    for number in 0..1 + random.below(6) {
        let part = random.text(&PARTS);
        let part = part.replace(":n", &format!(":n{number}"));
        text += &part.replace(":m", &format!(":m{number}"));
    }
    text
}

fn items(random: &mut Random, length: usize, depth: usize, names: &mut usize, text: &mut String) {
    for _ in 0..length {
        match random.below(10) {
            0..=4 => text.push_str(random.text(&LITERALS)),
            5..=6 => {
                *names += 1;
                text.push_str(&format!(":n{names}{}", random.text(&KINDS)));
            }
            7 => text.push_str(if random.chance(30) { "*" } else { "/" }),
            _ if depth < 3 => {
                text.push('(');
                let length = 1 + random.below(3);
                items(random, length, depth + 1, names, text);
                text.push(')');
            }
            _ => text.push('a'),
        }
    }
}

/// A path that a source is likely to match.
pub fn path(random: &mut Random, items: &[Item]) -> String {
    let mut path = String::new();
    fill(random, items, &mut path);
    for _ in 0..random.below(2) {
        mutate(random, &mut path);
    }
    if random.chance(30) {
        encode(random, &mut path);
    }
    if !path.starts_with('/') {
        path.insert(0, '/');
    }
    path
}

/// A path of up to some hundred bytes that a source is likely to match.
pub fn long_path(random: &mut Random, items: &[Item]) -> String {
    let mut path = String::new();
    for item in items {
        match item {
            Item::Literal(text) => path.push_str(text),
            Item::Group(inner) if random.chance(50) => path += &long_path(random, inner),
            Item::Group(_) => {}
            Item::Parameter(parameter) => {
                let (pieces, most): (&[&str], _) = match &parameter.kind {
                    Kind::Uuid => (&["0123abcd-0123-4567-89ab-0123456789ab"], 1),
                    kind if kind.spans() => (&["a", "b", "a/b", "1/kr/x/"], 40),
                    Kind::Class { max: Some(max), .. } => {
                        (&["a", "1", "f", "b"], usize::from(*max) * 5 / 4)
                    }
                    _ => (&["a", "-", "1", "ab", "a-b", "%20", "%C3%A9"], 50),
                };
                for _ in 0..1 + random.below(most) {
                    path.push_str(random.text(pieces));
                }
            }
            Item::Wildcard { .. } => {
                for _ in 0..random.below(50) {
                    path.push_str(random.text(&["a", "-", "/", "a/b", "1", "//", "%20"]));
                }
            }
        }
    }
    if random.chance(20) {
        mutate(random, &mut path);
    }
    if random.chance(20) {
        encode(random, &mut path);
    }
    if !path.starts_with('/') {
        path.insert(0, '/');
    }
    path
}

fn fill(random: &mut Random, items: &[Item], path: &mut String) {
    for item in items {
        match item {
            Item::Literal(text) => path.push_str(text),
            Item::Parameter(parameter) => match &parameter.kind {
                Kind::Enumeration(values) => path.push_str(&values[random.below(values.len())]),
                kind if kind.takes_anything() => {
                    path.push_str(random.text(&["a", "/", "a//b", "1/kr/x/", "%2F"]));
                }
                Kind::Path => path.push_str(random.text(&["a", "a/b", "1/kr/x"])),
                _ => path.push_str(random.text(&VALUES)),
            },
            Item::Wildcard { .. } => path.push_str(random.text(&["", "a", "/", "a/b", "-", "//b"])),
            Item::Group(inner) => {
                if random.chance(50) {
                    fill(random, inner, path);
                }
            }
        }
    }
}

/// Encodes some delimiters.
fn encode(random: &mut Random, path: &mut String) {
    *path = path
        .chars()
        .map(
            |character| match "!$&'()*+,:=@".contains(character) && random.chance(60) {
                true => format!("%{:02X}", u32::from(character)),
                false => character.to_string(),
            },
        )
        .collect();
}

fn mutate(random: &mut Random, path: &mut String) {
    let boundaries: Vec<usize> = (0..=path.len())
        .filter(|&at| path.is_char_boundary(at))
        .collect();
    let at = boundaries[random.below(boundaries.len())];
    if random.chance(50) {
        path.insert_str(at, random.text(&ODD));
    } else if at < path.len() {
        path.remove(at);
    }
}
