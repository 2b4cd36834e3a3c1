//! Rules that keep the title of a URL up to date, tried with titles of all kinds against a model: at most one redirect,
//! the site keeps the current address, and no title ever leads to another id.

use redirects::lookup::Found;
use redirects::{BoxError, Decision};
use testkit::random::Random;

redirects::redirects!(mod routes = "tests/policies/permalinks.yml");
use routes::{Fallbacks, Jobs, Lookups, Places, Redirects};

/// Pieces that titles are made of, those that could be taken for parts of a URL among them.
const PIECES: [&str; 30] = [
    "a",
    "red",
    "7",
    "n7w2",
    "-",
    "--",
    " ",
    "/",
    "//",
    ".",
    "..",
    "%",
    "%2F",
    "?",
    "#",
    "&",
    "=",
    "동네",
    "é",
    "\\",
    ":",
    "\u{7f}",
    "خانه",
    "ελιά",
    "日本",
    "e\u{301}",
    "👩\u{200d}🔧",
    "\u{202e}",
    "%2e%2E",
    ";",
];

/// The title of an id, made of the id alone: what the site has today.
fn title(id: &str) -> Option<String> {
    let seed = id.bytes().fold(7u64, |seed, byte| {
        seed.wrapping_mul(131).wrapping_add(byte.into())
    });
    let mut random = Random(seed);
    if random.below(5) == 0 {
        return None;
    }
    let length = if random.below(9) == 0 {
        100
    } else {
        1 + random.below(8)
    };
    let text: String = (0..length).map(|_| random.text(&PIECES)).collect();
    // A row whose title is a dot segment is a failure: it is tried elsewhere.
    (!matches!(text.as_str(), "." | "..")).then_some(text)
}

struct Site;

impl Fallbacks for Site {
    async fn jobs(&self, node_id: &str) -> Result<Found<Jobs>, BoxError> {
        Ok(Found::Row(Jobs {
            title: title(node_id),
        }))
    }

    async fn places(&self, place_id: u64) -> Result<Found<Places>, BoxError> {
        Ok(match title(&place_id.to_string()) {
            Some(title) => Found::Row(Places { title }),
            None => Found::Missing,
        })
    }
}

/// A text as it stands in one segment of a path.
fn segment(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The location of an answer; `None` where the site answers.
async fn location(redirects: &Redirects<Site>, target: &str) -> Option<String> {
    match redirects.answer(target.into()).await {
        Decision::Site(_) => None,
        Decision::Answered(response) => {
            assert_eq!(response.status(), 302, "{target}");
            let location = response.headers().get("location").unwrap();
            Some(location.to_str().unwrap().to_owned())
        }
    }
}

#[tokio::test]
async fn titles_of_all_kinds_take_one_redirect_and_keep_their_id() {
    let redirects = Redirects::new(Site).lookups(Lookups::new());
    for seed in [20_261_127, 1, 77_777, 0xdead_beef] {
        walk(&redirects, Random(seed)).await;
    }
}

async fn walk(redirects: &Redirects<Site>, mut random: Random) {
    for _ in 0..2_000 {
        let old: String = (0..random.below(5)).map(|_| random.text(&PIECES)).collect();
        let old = segment(&old);
        let slash = if random.below(2) == 0 { "" } else { "/" };
        let id = random.below(3_000);
        let (target, expected) = if random.below(2) == 0 {
            let id = format!("n{id}");
            let front = if old.is_empty() {
                String::new()
            } else {
                format!("{old}-")
            };
            let expected = match title(&id) {
                Some(title) => format!("/jobs/{}-{id}/", segment(&title)),
                None => format!("/jobs/{id}/"),
            };
            (format!("/jobs/{front}{id}{slash}"), Some(expected))
        } else {
            let expected = title(&id.to_string());
            let expected = expected.map(|title| format!("/places/{id}/{}", segment(&title)));
            let behind = if old.is_empty() || matches!(old.as_str(), "." | "..") {
                String::new()
            } else {
                format!("/{old}")
            };
            (format!("/places/{id}{behind}"), expected)
        };
        let sent = location(redirects, &target).await;
        match &expected {
            // The site knows the address, or has no such row.
            None => assert_eq!(sent, None, "{target}"),
            Some(expected) if target == *expected => assert_eq!(sent, None, "{target}"),
            Some(expected) => assert_eq!(sent.as_ref(), Some(expected), "{target}"),
        }
        if let Some(sent) = sent {
            assert_eq!(location(redirects, &sent).await, None, "{target} -> {sent}");
        }
    }
}
