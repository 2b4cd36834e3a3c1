//! Policies drawn at random print themselves.

use testkit::{Random, patterns};

use crate::policies::assert_text_prints;

const KEYS: &[&str] = &[
    "when: { host: a.example }",
    "when: { host: [a.example, '*.b.example'] }",
    "when: { host: ':h<kr|jp>.example' }",
    "when: { method: POST }",
    "when: { method: any }",
    "when: { query: { p: '1', 'a b%25': ':v<int>' } }",
    "when: { query: { p: ['a+b%2Bc', ':w-x'], e: '' } }",
    "when: { query: none, scheme: https }",
    "when: { header: { x-a: ['*Mobile*', '?1#%253F', 'a+b'] } }",
    "when: { query: { r: 'a?b#c%253F' } }",
    "when: { cookie: { beta: true, gone: false } }",
    "when: { language: ':l<ko|ja|pt-BR>' }",
    "when: { language: [ko, EN] }",
    "when: { accept: text/turtle }",
    "when: { from: 2026-01-01, until: '2027-01-01T00:00:00+01:00' }",
    "when: { siteStatus: [404, 410] }",
    "when: [{ host: a.example, query: { p: '2' } }, { scheme: http }]",
    "when: [{ query: { q: true } }, {}]",
    "unless: { cookie: { beta: ':any' } }",
    "unless: [{ host: c.example }, { query: { z: 'a%2525' } }]",
    "except: [/api/*, '*.txt']",
    "query: drop",
    "query: keep",
    "query: { keep: ['utm_*', page] }",
    "query: { drop: [fbclid] }",
    "parameter: slug",
    "parameter: alnum{2,4}",
    "parameter: locale",
    "caseSensitive: false",
    "trailingSlash: optional",
    "headers: { deprecation: 'true', link: '<a>; rel=\"x\"' }",
    "cacheControl: max-age=60",
    "owner: 'search \"team\"'",
    "statusCode: 308",
    "statusCode: 410",
    "prefix: '/(:lang<locale>/)'",
    "prefix: { source: /old/, destination: 'https://www.example.com/' }",
    "prefix: /shop",
    "onFailure: { statusCode: 503, retryAfter: 30 }",
    "onFailure: { statusCode: 302, destination: '/sorry' }",
];
const OF_RULES: &[&str] = &[
    "id: own-name",
    "id: 'a: #b'",
    "note: \"two\\nlines \\\\ \\\"quoted\\\" 한국\"",
    "allow: [chain, loop]",
    "handler: ask",
    "permanentAfter: 2026-05-01",
    "examples: ['/x': gone, { request: /y?a=1, headers: { host: a.example }, at: 2026-02-03, status: 301, params: { id: '1' } }]",
    "lookup: regions",
    "lookup: { regions: ':h' }",
    "onMissing: gone",
    "onMissing: { statusCode: 302, destination: /there }",
];
const DESTINATIONS: &[&str] = &[
    "/there",
    "/there/:n1(/x)?q=:n1#f",
    "https://:h.example/x",
    "https://:l.example.com/",
    "/:region/x",
    "/a%2Fb/$x/[y]",
    "/(*)",
];

/// Keys of a map, each but once, at so many spaces.
fn keys(random: &mut Random, from: &[&str], most: usize, indent: usize, out: &mut String) {
    let mut taken: Vec<&str> = Vec::new();
    for _ in 0..random.below(most + 1) {
        let line = random.text(from);
        let key = line.split(':').next().unwrap_or_default();
        if !taken.contains(&key) {
            taken.push(key);
            out.push_str(&format!("{:indent$}{line}\n", ""));
        }
    }
}

fn entry(random: &mut Random, indent: usize, depth: usize, out: &mut String) {
    let inner = indent + 2;
    if depth < 3 && random.chance(30) {
        out.push_str(&format!("{:indent$}- group: some\n", ""));
        keys(random, KEYS, 3, inner, out);
        out.push_str(&format!("{:inner$}rules:\n", ""));
        for _ in 0..1 + random.below(3) {
            entry(random, inner + 2, depth + 1, out);
        }
        return;
    }
    let source = match random.below(5) {
        0 => "/:h<kr|jp>/:n1(/)".to_owned(),
        1 => "/x/:id/:n1<locale>".to_owned(),
        _ => patterns::source(random),
    };
    out.push_str(&format!(
        "{:indent$}- source: '{}'\n",
        "",
        source.replace('\'', "''")
    ));
    match random.below(6) {
        0 => out.push_str(&format!("{:inner$}action: stop\n", "")),
        1 => {}
        _ => {
            let destination = random.text(DESTINATIONS);
            out.push_str(&format!("{:inner$}destination: '{destination}'\n", ""));
        }
    }
    keys(random, KEYS, 2, inner, out);
    keys(random, OF_RULES, 2, inner, out);
}

#[test]
fn policies_drawn_at_random_print_themselves() {
    let mut random = Random(21);
    let (mut rules, mut policies) = (0, 0);
    for number in 0..1_200 {
        let mut text = "redirectionPolicy:\n  version: 0.0.1\n  kinds: { locale: [en, pt-BR, de] }\n  lookups: { regions: { key: { h: kr|jp }, values: { region: slug, 'extra?': segment }, rows: { kr: { region: korea }, jp: { region: japan, extra: '동 네' } } } }\n".to_owned();
        if random.chance(30) {
            text.push_str("  defaults:\n    statusCode: 302\n");
        }
        text.push_str("  rules:\n");
        for _ in 0..1 + random.below(5) {
            entry(&mut random, 4, 0, &mut text);
        }
        let found = assert_text_prints(&text, &format!("policy {number}:\n{text}"));
        rules += found;
        policies += usize::from(found > 0);
    }
    assert!(policies > 500, "only {policies} policies had a whole rule");
    assert!(rules > 1_200, "only {rules} rules were whole");
}
