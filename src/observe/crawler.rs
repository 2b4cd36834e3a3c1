//! The search engine whose crawler a request comes from, by what its `User-Agent` says: enough for a label, proof of nothing.

/// Texts of a `User-Agent` in lower case, and the family that each tells; the first that is held counts.
const FAMILIES: [(&str, &str); 21] = [
    ("googlebot", "google"),
    ("google-inspectiontool", "google"),
    ("googleother", "google"),
    ("bingbot", "bing"),
    ("yandex", "yandex"),
    ("baiduspider", "baidu"),
    ("duckduckbot", "duckduckgo"),
    ("yeti", "naver"),
    ("daum", "daum"),
    ("applebot", "apple"),
    ("gptbot", "openai"),
    ("oai-searchbot", "openai"),
    ("chatgpt-user", "openai"),
    ("claudebot", "anthropic"),
    ("perplexitybot", "perplexity"),
    ("facebookexternalhit", "facebook"),
    ("ahrefsbot", "ahrefs"),
    ("semrushbot", "semrush"),
    ("bot", "other"),
    ("crawler", "other"),
    ("spider", "other"),
];

/// The family of the crawler; `none` for people.
pub(crate) fn family(agent: Option<&str>) -> &'static str {
    let Some(agent) = agent else {
        return "none";
    };
    let agent = agent.get(..512).unwrap_or(agent).to_ascii_lowercase();
    FAMILIES
        .iter()
        .find(|(held, _)| agent.contains(held))
        .map_or("none", |(_, family)| family)
}
