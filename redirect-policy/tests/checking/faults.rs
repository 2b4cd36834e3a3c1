//! Each fault at its place, all of them together. The cases are in `faults.txt`: the expected diagnostics after `#`,
//! then a policy (or entries of `rules`, or keys of the policy) whose marked parts are what they point at.

use super::*;

const CASES: &str = include_str!("faults.txt");

const FILES: &[(&str, &str)] = &[
    ("list.yml", "- { source: /in, destination: /out }\n"),
    ("cycle.yml", "- include: other/back.yml\n"),
    ("other/back.yml", "- include: ../cycle.yml\n"),
    (
        "policy.yml",
        "redirectionPolicy:\n  version: 0.0.1\n  rules: []\n",
    ),
    ("x.csv", "a,b\n"),
];

struct Case {
    expected: Vec<String>,
    text: String,
    /// The marked parts, in bytes.
    marked: Vec<std::ops::Range<usize>>,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for block in CASES.split("\n\n") {
        let (comments, lines): (Vec<&str>, Vec<&str>) =
            block.lines().partition(|line| line.starts_with("# "));
        let body = lines.join("\n");
        let text = match body {
            _ if body.starts_with("    - ") => with_rules(&body),
            _ if body.starts_with("  ") => {
                format!("redirectionPolicy:\n  version: 0.0.1\n  rules: []\n{body}")
            }
            _ => body,
        };
        let (text, marked) = unmarked(&text);
        cases.push(Case {
            expected: comments.iter().map(|line| line[2..].to_owned()).collect(),
            text,
            marked,
        });
    }
    cases
}

fn unmarked(text: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut plain, mut marked, mut start) = (String::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            '«' => start = plain.len(),
            '»' => marked.push(start..plain.len()),
            _ => plain.push(c),
        }
    }
    (plain, marked)
}

#[test]
fn every_fault_is_reported_at_its_place() {
    let cases = cases();
    assert!(cases.len() > 60);
    let mut wrong = String::new();
    for case in cases {
        let names = |key: &str| case.text.contains(key);
        // What is said of a feature that is missing cannot be said where it is there.
        if cfg!(not(feature = "table")) && (names("- table:") || names("csv:"))
            || cfg!(feature = "sitemap") && names("sitemap:")
        {
            continue;
        }
        let (sources, checked) = checked(&case.text, FILES);
        let found: Vec<String> = checked
            .diagnostics
            .iter()
            .map(|d| format!("{}: {} [{}]", d.code, d.message, d.help.join(" | ")))
            .map(|text| text.replace(env!("CARGO_MANIFEST_DIR"), ""))
            .collect();
        let places: Vec<_> = checked
            .diagnostics
            .iter()
            .filter(|d| d.span.file == 0)
            .map(|d| d.span.start as usize..d.span.end as usize)
            .collect();
        if found != case.expected || places != case.marked {
            let shown: Vec<_> = checked
                .diagnostics
                .iter()
                .map(|d| shown(&sources, d))
                .collect();
            wrong += &format!("{}\n{shown:#?}\n# {}\n\n", case.text, found.join("\n# "));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_faulty_rule_keeps_its_handler() {
    let text = with_rules(
        "    - source: \"/a/:id\"\n      destination: \"/b/:x\"\n      handler: h\n      statusCode: 3\n    - { source: /c, destination: /d }\n",
    );
    let (_, checked) = checked(&text, &[]);
    assert_eq!(checked.diagnostics.len(), 1);
    assert_eq!(checked.policy.rules.len(), 1);
    let [faulty] = checked.policy.faulty.as_slice() else {
        panic!("{:?}", checked.policy.faulty)
    };
    assert_eq!(faulty.handler.value, "h");
    assert_eq!(faulty.source.as_ref().unwrap().text, "/a/:id");
    assert_eq!(faulty.destination.as_ref().unwrap().text, "/b/:x");
}

#[test]
fn rules_inside_a_faulty_group_are_not_judged_as_whole() {
    let text = with_rules(
        "    - group:\n        when: { host: \"a b\" }\n        rules:\n          - { source: /a, destination: /b }\n    - { source: /c, destination: /d }\n",
    );
    let (_, checked) = checked(&text, &[]);
    assert_eq!(checked.diagnostics.len(), 1);
    let sources: Vec<_> = checked
        .policy
        .rules
        .iter()
        .map(|r| &r.source.text)
        .collect();
    assert_eq!(sources, ["/c"]);
}

#[test]
fn a_cycle_of_includes_is_drawn() {
    let (_, checked) = checked(&with_rules("    - include: cycle.yml\n"), FILES);
    assert_eq!(
        checked.diagnostics[0].message,
        "this include leads back to itself: `cycle.yml` -> `other/back.yml` -> `cycle.yml`"
    );
}

#[test]
fn includes_that_double_are_stopped() {
    let names: Vec<String> = (0..20).map(|n| format!("{n}.yml")).collect();
    let texts: Vec<String> = (1..=20)
        .map(|n| format!("- include: {n}.yml\n").repeat(2))
        .collect();
    let mut files: Vec<(&str, &str)> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    files.push(("20.yml", "[]"));
    let (_, checked) = checked(&with_rules("    - include: 0.yml\n"), &files);
    let codes: Vec<_> = checked.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["too-many-includes"]);
}

#[cfg(not(feature = "table"))]
#[test]
fn a_table_names_the_feature_that_it_needs() {
    let (_, checked) = checked(&with_rules("    - table: legacy.csv\n"), &[]);
    let fault = &checked.diagnostics[0];
    assert_eq!(fault.code, "missing-feature");
    assert_eq!(fault.help, ["run `cargo add redirects --features table`"]);
}

#[test]
fn files_that_are_no_policy_are_not_shown() {
    const SECRET: &str = "s3cr3t";
    let files = [
        "root:s3cr3t:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/bin/sh\n",
        "-----BEGIN PRIVATE KEY-----\ns3cr3t\n-----END PRIVATE KEY-----\n",
        "password: s3cr3t\nusers: [a, b]\n",
        "- name: s3cr3t\n  run: s3cr3t: [\n",
        "- s3cr3t\n- s3cr3t\n",
        "DATABASE_URL=postgres://s3cr3t@localhost/x\n",
        "\ts3cr3t: {{\n",
        "s3cr3t,id\nbob,1\n",
    ];
    let named = |rules: &str| format!("redirectionPolicy:\n  version: 0.0.1\n  rules:\n{rules}\n");
    let policies = [
        named("    - include: other"),
        named("    - { source: /a, destination: /b }\n  coverage: { old: other }"),
        #[cfg(feature = "table")]
        named("    - table: other"),
        #[cfg(feature = "table")]
        named(
            "    - { source: /a, destination: /b }\n  coverage: { old: { csv: other, column: url } }",
        ),
    ];
    let says_nothing = |policy: &str, files: &[(&str, &str)]| {
        let (sources, checked) = checked(policy, files);
        assert!(!checked.diagnostics.is_empty(), "{policy} with {files:?}");
        for diagnostic in &checked.diagnostics {
            let text = diagnostic.render(&sources);
            assert!(!text.contains(SECRET), "{text}");
        }
    };
    for text in files {
        for policy in &policies {
            // The names of columns are told where they may be meant.
            if !(text.contains(",id") && policy.contains("csv")) {
                says_nothing(policy, &[("other", text)]);
            }
        }
        says_nothing(text, &[]);
    }
}

#[test]
fn faulty_files_are_shown() {
    let rules = "redirectionPolicy:\n  version: 0.0.1\n  rules:\n    - include: other\n";
    for text in [
        "- sorce: /a\n",
        "- { source: /a, destination: /b\n",
        "- /old: /new\n",
        "rules:\n- source: /a\n",
        "# ours\n---\n- source: /a\n  destination: [\n",
    ] {
        let (sources, checked) = checked(rules, &[("other", text)]);
        let shown: Vec<String> = checked
            .diagnostics
            .iter()
            .map(|d| d.render(&sources))
            .collect();
        assert!(
            shown
                .iter()
                .any(|text| text.contains(" | ") && text.contains("other:")),
            "{text}: {shown:#?}"
        );
    }
}
