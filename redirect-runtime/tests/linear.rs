//! Matching is linear in the path for every pattern: shown by counting steps, on patterns and paths that are
//! polynomial or worse for a backtracking matcher.

use redirect_runtime::pattern::steps;
use redirect_runtime::{Match, Policy};
use serde_json::Value;
use testkit::vectors;

/// Patterns with paths of a repeated unit: prefix, unit, suffix.
const SHAPES: [(&str, [&str; 3]); 12] = [
    (
        "/kr/job-posts/(:title-):publicId(/)",
        ["/kr/job-posts/", "a-", ""],
    ),
    ("/x/:a-:b-:c-:d.html", ["/x/", "-", ".html"]),
    ("/x/:a-:b-:c-:d.html", ["/x/", "-", ""]),
    ("/x/(:a-)(:b-)(:c-)(:d-):e<slug>(/)", ["/x/", "a-", "/"]),
    ("/:a<slug>%20:b<slug>%20:c<slug>", ["/a", "%20", "a"]),
    ("/:a<int>-:b<slug>-:c<segment{1,200}>", ["/1", "-1", ""]),
    (
        "/:a<alnum{2,255}>(.:b<alnum{2,255}>)(/*)",
        ["/", "aa", "/x"],
    ),
    ("/:p<path>/end", ["/", "a/", "end"]),
    ("/:p<path>/end", ["/", "a/", "no"]),
    ("*aaaaaaaaab", ["/", "a", "b"]),
    ("/(*)(/)-:b<a|aa|aaa>-(:c<slug>)", ["/", "-a", "-"]),
    ("/((((:a-)b)-)c)(d)*-:e<hex>", ["/", "c-", "-0"]),
];

fn policy(source: &str) -> Option<Policy> {
    let quoted = source.replace('\'', "''");
    redirect_policy::compile_text(&format!(
        "redirectionPolicy:
  version: 0.0.1
  rules:
    - {{ source: '{quoted}', destination: /matched, handler: ask }}"
    ))
    .ok()
}

/// The steps that a path takes, captures included.
fn steps_of(policy: &Policy, path: &str) -> u64 {
    steps::take();
    let found: Match<'_> = policy.find(path);
    std::hint::black_box(found.parameters().count());
    steps::take()
}

fn assert_linear(source: &str, [prefix, unit, suffix]: [&str; 3], short: usize) {
    let policy = policy(source).unwrap_or_else(|| panic!("{source} is refused"));
    let path = |repeat: usize| format!("{prefix}{}{suffix}", unit.repeat(repeat));
    let (less, more) = (path(short), path(short * 8));
    let (few, many) = (steps_of(&policy, &less), steps_of(&policy, &more));
    println!(
        "{source}: {few} steps for {} bytes, {many} for {}",
        less.len(),
        more.len()
    );
    assert!(few > 0, "{source}: nothing was counted");
    assert!(
        many <= few * 9,
        "{source}: {few} steps, and {many} for eight times the path"
    );
    assert!(
        few <= 200 * less.len() as u64,
        "{source}: {few} steps for {} bytes",
        less.len()
    );
}

#[test]
fn eight_times_the_path_takes_eight_times_the_steps() {
    for (source, path) in SHAPES {
        assert_linear(source, path, 1_000);
    }
}

#[test]
fn the_adversarial_vectors_take_linear_steps() {
    let vectors = vectors::file("adversarial.json").unwrap_or(Value::Null);
    let mut checked = 0;
    for entry in vectors["match"].as_array().into_iter().flatten() {
        let source = entry["pattern"].as_str().unwrap();
        if policy(source).is_none() {
            continue;
        }
        let part = |name: &str| entry["input"][name].as_str().unwrap();
        assert_linear(
            source,
            [part("prefix"), part("unit"), part("suffix")],
            1_000,
        );
        checked += 1;
    }
    println!("{checked} vectors");
}
