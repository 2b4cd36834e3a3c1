//! Paths of every length up to some hundred bytes, with something odd at every place in them.

use redirect_policy::source::Sources;
use redirect_runtime::Policy;

/// A policy of one rule.
fn policy(source: &str) -> Policy {
    let text = format!(
        "redirectionPolicy:\n  version: 0.0.1\n  rules:\n    - {{ source: '{source}', destination: /there }}\n"
    );
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let table = redirect_policy::compile(&mut sources, file).table;
    Policy::from_bytes(table.expect("a sound policy")).expect("a table")
}

/// Returns what the names of the rule are bound to, if it matches.
fn bound(policy: &Policy, path: &str) -> Option<Vec<String>> {
    let found = policy.find(path);
    found.rule()?;
    let values = found
        .parameters()
        .map(|(_, value)| value.as_str().to_owned());
    Some(values.collect())
}

#[test]
fn runs_of_bounded_length() {
    for (fewest, most) in [
        (1, 19),
        (2, 2),
        (64, 64),
        (63, 65),
        (70, 130),
        (1, 128),
        (5, 255),
    ] {
        let policy = policy(&format!("/:a-:n<alnum{{{fewest},{most}}}>-:b"));
        for length in 1..270 {
            let run = "c".repeat(length);
            for front in [1, 40] {
                let front = "q".repeat(front);
                let answer = bound(&policy, &format!("/{front}-{run}-r"));
                let expected = vec![front, run.clone(), "r".to_owned()];
                let within = (fewest..=most).contains(&length);
                assert_eq!(
                    answer,
                    within.then_some(expected),
                    "{length} of {fewest} to {most}"
                );
            }
        }
    }
}

#[test]
fn segments_that_are_not_empty() {
    let policy = policy("/p/:rest<path>/end(/*)");
    for before in 1..200 {
        let (front, back) = ("a".repeat(before), "b".repeat(100));
        let answer = bound(&policy, &format!("/p/{front}/{back}/end"));
        assert_eq!(answer, Some(vec![format!("{front}/{back}")]));
        assert_eq!(bound(&policy, &format!("/p/{front}//{back}/end")), None);
        assert_eq!(bound(&policy, &format!("/p//{front}{back}/end")), None);
        let answer = bound(&policy, &format!("/p/{front}/end//{back}"));
        assert_eq!(answer, Some(vec![front, format!("/{back}")]));
    }
}

#[test]
fn triplets_are_indivisible() {
    let (inside, around) = (policy("/:a<slug>2:b-:c"), policy("/:a<slug>%2F:b-:c"));
    for before in 1..200 {
        let front = "a".repeat(before);
        assert_eq!(bound(&inside, &format!("/{front}%2Fb-c")), None);
        let answer = bound(&inside, &format!("/{front}%2F2b-c"));
        assert_eq!(answer.map(|bound| bound[0].len()), Some(before + 3));
        let answer = bound(&around, &format!("/{front}%2Fb-c"));
        assert_eq!(answer.map(|bound| bound[0].len()), Some(before));
    }
}

#[test]
fn identifiers_anywhere() {
    let policy = policy("/:a-:id<uuid>-:b");
    let id = "0123abcd-0123-4567-89ab-0123456789ab";
    for before in 1..150 {
        let front = "a".repeat(before);
        let answer = bound(&policy, &format!("/{front}-{id}-x"));
        assert_eq!(
            answer,
            Some(vec![front.clone(), id.to_owned(), "x".to_owned()])
        );
        assert_eq!(bound(&policy, &format!("/{front}-{}-x", &id[1..])), None);
    }
}
