//! Explanations of random requests to random policies: engine and reference agree on every rule.

use http::header::{HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use redirect_cli::command::explain::{Asked, Explanation};
use redirect_cli::policy_file::{Loaded, table};
use redirect_policy::model::Policy;
use redirect_policy::source::Sources;
use redirect_policy::{Compiled, check, lower};
use testkit::Random;
use testkit::patterns::{path, source};

const HOSTS: [&str; 4] = ["a.example", "b.a.example", "kr.shop.example", "B.example"];
const WHEN: [&str; 31] = [
    "host: a.example",
    "host: ['*.a.example', b.example]",
    "host: ':h<kr|jp>.shop.example'",
    "method: POST",
    "method: [GET, PUT]",
    "query: { p: '1' }",
    "query: { p: true, q: false }",
    "query: { 'a b': ':v<int>' }",
    "query: { p: [x, ':v<alpha>-y'] }",
    "header: { x-a: '1' }",
    "header: { x-a: ':w', x-b: false }",
    "header: { x-a: ['1', 'a%28b'] }",
    "cookie: { beta: true }",
    "cookie: { beta: '1' }",
    "cookie: { beta: false }",
    "language: ko",
    "language: [ja, en]",
    "language: ':l<ko|ja|pt-br>'",
    "scheme: https",
    "scheme: http",
    "from: 2026-01-01",
    "until: '2026-01-01T00:00:00Z'",
    "from: 2025-01-01, until: '2027-01-01T00:00:00Z'",
    "method: any",
    "query: none",
    "accept: text/turtle",
    "accept: [text/turtle, application/json]",
    "header: { x-a: '*(*' }",
    "cookie: { beta: '*1' }",
    "siteStatus: 404",
    "host: a.example, cookie: { beta: true }, language: ko",
];
const LANGUAGES: [&str; 7] = [
    "ko",
    "ko-KR, ja;q=0.5",
    "en;q=0.2, pt-BR;q=0.9",
    "*",
    "ja;q=0, *;q=0.1",
    ";",
    "ko;q=2, en",
];

/// Lookups whose rows are about half of what may be asked, some with an answer of their own.
const LOOKUPS: &str = "  lookups:
    ids:
      key: { k: 'alnum{1}' }
      values: { v: segment, 'o?': alnum }
      rows: { a: { v: x y, o: q }, b: { v: z }, '1': { v: a., o: '2' }, '2': { v: 'a/b%' } }
    set: { key: { k: 'alnum{1}' }, values: { }, rows: { a: {}, '7': {}, z: {} } }
";
/// Rules that ask them.
const LOOKUP_RULES: [&str; 3] = [
    "    - source: '/t/:k<alnum{1}>(/:rest)'\n      destination: '/x/(:o-):v(/:rest)'\n      lookup: ids\n",
    "    - source: '/(:v-):c<alnum{1}>'\n      destination: '/:v/:c'\n      lookup: { ids: ':c' }\n      onMissing: { statusCode: 302, destination: '/none/:c' }\n",
    "    - source: '/:k<alnum{1}>/*'\n      destination: '/in/*'\n      lookup: set\n      onMissing: gone\n",
];

/// A policy of a few rules of every kind, checked as any other but without proofs.
fn policy(random: &mut Random) -> (Policy, Sources) {
    let mut text = format!("redirectionPolicy:\n  version: 0.0.1\n{LOOKUPS}  rules:\n");
    let wanted = 1 + random.below(8);
    for _ in 0..wanted {
        if random.chance(12) {
            text.push_str(random.text(&LOOKUP_RULES));
            continue;
        }
        text.push_str(&format!(
            "    - source: '{}'\n",
            source(random).replace('\'', "''")
        ));
        text.push_str(match random.below(8) {
            0 => "      statusCode: 410\n",
            1 => "      action: stop\n",
            2 => "      destination: /there\n      statusCode: 308\n",
            3 => "      destination: /x/:a/y\n      handler: ask\n",
            4 => {
                "      destination: /there/:n(/x)?q=1\n      handler: ask\n      statusCode: 307\n"
            }
            _ => "      destination: /there?y=1\n",
        });
        for (key, chance) in [("when", 45), ("unless", 20)] {
            if random.chance(chance) {
                text.push_str(&format!("      {key}: {{ {} }}\n", random.text(&WHEN)));
            }
        }
        if random.chance(10) {
            text.push_str("      except: [/a/b, '*b', '/a*']\n");
        }
        if random.chance(10) {
            text.push_str("      caseSensitive: false\n");
        }
        if random.chance(10) {
            text.push_str("      trailingSlash: optional\n");
        }
    }
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    // Rules that the language refuses are left out.
    (check::check(&mut sources, file).policy, sources)
}

fn asked(random: &mut Random, policy: &Policy) -> Asked {
    let from = random.below(policy.rules.len());
    let path = path(random, &policy.rules[from].source.items);
    let mut url = match random.below(3) {
        0 => path,
        1 => format!("https://{}{path}", random.text(&HOSTS)),
        _ => format!("http://{}:8080{path}", random.text(&HOSTS)),
    };
    if !url.contains('?') && random.chance(50) {
        url.push_str(random.text(&[
            "?p=1",
            "?p=x&q",
            "?a+b=7&p=2",
            "?a%20b=x",
            "?p=ab-y&p=x",
            "?",
        ]));
    }
    let mut headers = HeaderMap::new();
    let mut add = |name: &'static str, value: &'static str| {
        headers.append(name, HeaderValue::from_static(value));
    };
    if random.chance(40) {
        add("host", "a.example");
    }
    if random.chance(40) {
        add("x-a", random.text(&["1", "2", "a%28b", "a(b"]));
    }
    if random.chance(20) {
        add("x-b", "1");
    }
    if random.chance(40) {
        add(
            "cookie",
            random.text(&["beta=1", "a=2; beta=3", "beta", "a=1"]),
        );
    }
    if random.chance(40) {
        let types = [
            "text/turtle",
            "text/html, text/turtle;q=0.9",
            "*/*",
            "application/json;q=0.5",
        ];
        add("accept", random.text(&types));
    }
    if random.chance(60) {
        add("accept-language", random.text(&LANGUAGES));
    }
    Asked {
        url,
        method: random
            .pick(&[Method::GET, Method::HEAD, Method::POST, Method::PUT])
            .clone(),
        headers,
        at: Some(1_767_225_600 + (random.below(3) as i64 - 1) * 50_000_000),
        site_status: random.chance(10).then_some(StatusCode::NOT_FOUND),
    }
}

/// Returns the factor by which more cases than usual are drawn: `REDIRECTS_CASES`, 1 by default.
fn times() -> usize {
    std::env::var("REDIRECTS_CASES").map_or(1, |times| times.parse().expect("a number"))
}

#[test]
fn every_explanation_agrees_with_the_engine() {
    let mut random = Random(11);
    let (mut cases, mut matched, mut rows) = (0, 0, 0);
    let wanted = 20_000 * times();
    while cases < wanted {
        let (policy, sources) = policy(&mut random);
        if policy.rules.is_empty() {
            continue;
        }
        let compiled = Compiled {
            table: lower::lower(&policy, &sources),
            policy,
            ..Compiled::default()
        };
        let mut loaded = Loaded {
            path: "redirects.yml".into(),
            sources,
            file: 0,
            compiled,
        };
        let table = table(&mut loaded).expect("a table");
        for _ in 0..50 {
            let asked = asked(&mut random, &loaded.compiled.policy);
            let explanation = Explanation::of(&loaded, table, &asked);
            let text = || {
                loaded
                    .sources
                    .files()
                    .iter()
                    .map(|file| file.text.clone())
                    .collect::<String>()
            };
            assert_eq!(explanation.difference, None, "{asked:?} to\n{}", text());
            cases += 1;
            let winner = explanation.answer.rule;
            let winner = winner.and_then(|at| loaded.compiled.policy.rules.get(at));
            matched += usize::from(winner.is_some());
            rows += usize::from(winner.is_some_and(|rule| rule.has_lookup()));
        }
    }
    println!("{matched} of {cases} cases matched, {rows} by a row of a lookup");
    assert!(matched * 5 > cases, "too few cases match to mean anything");
    assert!(rows * 200 > cases, "too few rows are found");
}
