//! A generator that draws the same numbers everywhere, and the words that rules and paths are made of.

/// A small generator (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a bound, which is not zero.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.draw() % bound as u64) as usize
    }

    /// True in so many of a hundred draws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of several texts.
    pub fn text<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// A word that rules are made of.
    pub fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    /// Some words joined by `-`, then a number: `garden-tools-4711`.
    pub fn slug(&mut self) -> String {
        let mut slug = String::new();
        for _ in 0..1 + self.below(3) {
            slug.push_str(self.word());
            slug.push('-');
        }
        slug.push_str(&self.below(100_000).to_string());
        slug
    }
}

/// Words of rules.
pub const WORDS: [&str; 64] = [
    "about",
    "advice",
    "archive",
    "article",
    "autumn",
    "baker",
    "basket",
    "bicycle",
    "bridge",
    "budget",
    "camera",
    "careers",
    "castle",
    "catalogue",
    "chapter",
    "city",
    "cloud",
    "coffee",
    "concert",
    "course",
    "culture",
    "delivery",
    "design",
    "device",
    "energy",
    "engine",
    "events",
    "family",
    "festival",
    "finance",
    "forest",
    "garden",
    "gallery",
    "guide",
    "harbour",
    "health",
    "history",
    "holiday",
    "island",
    "jobs",
    "journal",
    "kitchen",
    "language",
    "library",
    "market",
    "members",
    "museum",
    "music",
    "news",
    "office",
    "opinion",
    "painting",
    "people",
    "planet",
    "press",
    "products",
    "railway",
    "recipes",
    "research",
    "school",
    "science",
    "stories",
    "theatre",
    "travel",
];

/// First segments of requests that no rule is about: what most of a site's traffic looks like.
pub const ELSEWHERE: [&str; 32] = [
    "static",
    "assets",
    "api",
    "graphql",
    "login",
    "logout",
    "search",
    "account",
    "checkout",
    "cart",
    "img",
    "fonts",
    "favicon.ico",
    "robots.txt",
    "manifest.json",
    "_next",
    "wp-content",
    "health",
    "metrics",
    "profile",
    "settings",
    "notifications",
    "oauth2",
    "webhooks",
    "upload",
    "download",
    "feed.xml",
    "sitemap.xml",
    "v1",
    "v2",
    "admin",
    "status",
];
