//! `redirects check --fix`: what is mended, and that nothing else changes.

mod support;

use redirect_cli::Exit;
use support::{Folder, objects, ran};

/// The text of a policy after `--fix`, and what is found of it then.
fn fixed(name: &str, text: &str) -> (String, Exit) {
    let folder = Folder::new(name);
    let path = folder.write("redirects.yml", text);
    let ran = ran(&["check", "--fix", &path]);
    let after = std::fs::read_to_string(path).expect("a policy");
    (after, ran.exit)
}

const STYLES: &str = "\u{feff}# A policy in every style.\r
redirectionPolicy:   # the top\r
  version: \"0.0.1\"\r
  lints: { chian: warn }  # flow\r
  rules:\r
    - { source: /a, destinaton: '/b' } # flow, 동\r
    - source: >-\r
        /block\r
      \"destinatoin\": /c # quoted key\r
      trailingSlash: optionl\r
    - source: \"/d\"\r
      # a comment between\r
      destination: \"/e\"\r
      note: \"destinaton: optionl\"\r
";

#[test]
fn misspelt_words_are_mended_and_every_other_byte_stays() {
    let (after, exit) = fixed("styles", STYLES);
    let expected = STYLES
        .replace("chian", "chain")
        .replace("destinaton: '/b'", "destination: '/b'")
        .replace("\"destinatoin\"", "destination")
        .replace("trailingSlash: optionl", "trailingSlash: optional");
    assert_eq!(after, expected);
    assert_eq!(exit, Exit::Clean);
    // Nothing is left to mend.
    assert_eq!(fixed("again", &after).0, after);
}

#[test]
fn chains_are_shortened_in_policies_and_tables() {
    let folder = Folder::new("chains");
    let table = "source,destination\n/t1,/t2\n\"/t2\",\"/t3\"\n/t3,/end\n";
    folder.write("old.csv", table);
    let path = folder.write(
        "redirects.yml",
        "redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: /a, destination: /b }  # first
    - { source: /b, destination: '/c' }
    - { source: /c, destination: /d, statusCode: 308 }
    - { source: /x, destination: /y }
    - { source: /y, destination: /z, statusCode: 302 }
    - table: old.csv
",
    );
    let told = ran(&["check", "--fix", &path, "--format", "json"]);
    let policy = std::fs::read_to_string(&path).expect("a policy");
    assert!(
        policy.contains("{ source: /a, destination: \"/d\" }  # first"),
        "{policy}"
    );
    assert!(
        policy.contains("{ source: /b, destination: \"/d\" }"),
        "{policy}"
    );
    assert!(
        policy.contains("{ source: /x, destination: /y }"),
        "a temporary hop may change: {policy}"
    );
    let rows = std::fs::read_to_string(format!("{}/old.csv", folder.path())).expect("a table");
    assert_eq!(
        rows.replace('"', ""),
        "source,destination\n/t1,/end\n/t2,/end\n/t3,/end\n"
    );
    let kinds: Vec<_> = objects(&told.out)
        .iter()
        .map(|one| one["kind"].clone())
        .collect();
    assert!(
        kinds.iter().filter(|kind| **kind == "fix").count() >= 4,
        "{kinds:?}"
    );
}

#[test]
fn what_is_read_twice_or_through_an_alias_stays() {
    let folder = Folder::new("twice");
    folder.write(
        "part.yml",
        "- { source: /p, destination: /q }\n- { source: /q, destination: /r }\n",
    );
    let path = folder.write(
        "redirects.yml",
        "redirectionPolicy:
  version: 0.0.1
  rules:
    - { group: one, when: { host: a.example }, rules: [{ include: part.yml }] }
    - { group: two, when: { host: b.example }, rules: [{ include: part.yml }] }
",
    );
    ran(&["check", "--fix", &path]);
    let part = std::fs::read_to_string(format!("{}/part.yml", folder.path())).expect("a part");
    assert!(part.contains("destination: /q"), "{part}");
    let anchored = "redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: /a, destination: /b, trailingSlash: &x optionl }
    - { source: /c, destination: /d, trailingSlash: *x }
";
    assert_eq!(fixed("anchors", anchored).0, anchored);
}

/// A relative destination in a group stands behind the group's prefix: the end of a trip does not belong there.
#[test]
fn chains_behind_a_prefix_stay() {
    let policy = "redirectionPolicy:
  version: 0.0.1
  rules:
    - group: shop
      prefix: /p
      rules:
        - { source: /a, destination: /b }
        - { source: /b, destination: /c }
        - { source: /x, destination: /y }
        - { source: /y, destination: 'https://www.example.com/z' }
";
    let (after, _) = fixed("prefix", policy);
    let expected = policy.replace(
        "destination: /y",
        "destination: \"https://www.example.com/z\"",
    );
    assert_eq!(after, expected);
    let folder = Folder::new("prefix-told");
    let told = ran(&["check", &folder.write("redirects.yml", policy)]);
    assert!(
        told.out.contains("for this request that is `/p/c`"),
        "{}",
        told.out
    );
}

/// Bytes of every style that YAML has, those that a policy refuses too, beside what is misspelt, in all combinations of line ends and byte order marks.
#[test]
fn whatever_stands_around_a_word_stays() {
    let rules = [
        (
            "    - { source: /1, destinaton: \"/2\" } # destinaton: x",
            "destinaton: \"/2\"",
        ),
        (
            "    - source: \"/3\"\n      # destinaton above\n      destinaton:   '/4'   ",
            "destinaton:   '/4'",
        ),
        (
            "    - source: >-\n        /5\n      destinaton: |-\n        /6",
            "destinaton: |-",
        ),
        (
            "    - source: &anchor \"/7\"\n      destinaton: /8",
            "destinaton: /8",
        ),
        (
            "    - {\n        source: /9, # é\n        destinaton: /10,\n        note: \"onwer: é\"\n      }",
            "destinaton: /10",
        ),
        (
            "    - ? source\n      : /11\n      ? destinaton\n      : /12",
            "? destinaton",
        ),
        (
            "    - source: /동\n      note: |\n        destinaton: optionl\n        é\tx\n      destinaton: /13",
            "destinaton: /13",
        ),
        (
            "    - {\tsource: /14,\tdestinaton:\t/15\t}\t# destinaton",
            "destinaton:\t/15",
        ),
    ];
    for line_end in ["\n", "\r\n"] {
        for mark in ["", "\u{feff}"] {
            for end in ["", "\n", "\n\n"] {
                let head = format!(
                    "{mark}# destinaton\nredirectionPolicy:\t# top\n  version: 0.0.1\n  rules:\n"
                );
                let (mut before, mut expected) = (head.clone(), head);
                for (number, (rule, misspelt)) in rules.iter().enumerate() {
                    let last = if number + 1 == rules.len() { end } else { "\n" };
                    before.push_str(rule);
                    before.push_str(last);
                    let right = misspelt.replace("destinaton", "destination");
                    expected.push_str(&rule.replace(misspelt, &right));
                    expected.push_str(last);
                }
                let before = before.replace('\n', line_end);
                let (after, _) = fixed("around", &before);
                assert_eq!(after, expected.replace('\n', line_end));
            }
        }
    }
}
