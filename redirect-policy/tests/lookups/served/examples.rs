//! Examples of rules with lookups that the program serves.

use redirect_policy::diagnostic;

use super::{compiled, policy};

/// The rule of the examples below, with its examples.
fn with_examples(examples: &str) -> String {
    policy(&format!(
        "    - source: \"/articles/:dbId<int>(/)\"
      destination: \"/buy-sell/:title-:nodeId/\"
      lookup: articles
      examples: [{examples}]
    - source: \"/:code<kr|jp>/a/:dbId<int>\"
      destination: \"/:region/:nodeId\"
      lookup: [regions, articles]
"
    ))
}

#[test]
fn an_example_names_the_lookup_that_is_asked_and_its_key() {
    let good = [
        "{ request: /articles/7, lookup: articles }",
        "{ request: /articles/007, lookup: { articles: \"7\" } }",
        "{ request: /articles/7, lookup: { articles: 007 }, params: { dbId: \"7\" } }",
        "{ request: /articles/7, outcome: lookup }",
        "/articles/7: { lookup: { articles: [7] } }",
    ];
    for example in good {
        let (compiled, _) = compiled(&with_examples(example));
        assert!(
            compiled.diagnostics.is_empty(),
            "{example}\n{:#?}",
            compiled.diagnostics
        );
    }
    let bad = [
        (
            "{ request: /articles/7, lookup: takedowns }",
            "expected the lookup `takedowns`, got the lookup `articles`",
        ),
        (
            "{ request: /articles/7, lookup: { articles: 8 } }",
            "expected the lookup `articles` for `8`, got the lookup `articles` with `dbId` = `7`",
        ),
        (
            "/articles/7: /buy-sell/red-n7/",
            "write `{ request: \"/articles/7\", lookup: articles }` as an entry of a list",
        ),
        (
            "{ request: /kr/a/7, lookup: articles }",
            "is not answered by this rule",
        ),
    ];
    for (example, said) in bad {
        let (mut compiled, sources) = compiled(&with_examples(example));
        let told = diagnostic::render_all(&mut compiled.diagnostics, &sources);
        let [(_, text)] = told.as_slice() else {
            panic!("{example}\n{told:#?}");
        };
        assert!(
            text.contains("[failed-example]") && text.contains(said),
            "{example}\n{text}"
        );
    }
}

#[test]
fn the_lookup_of_an_example_has_a_name_and_a_key_that_are_its_own() {
    let cases = [
        ("lookup: article", "unknown-lookup", "write `articles`"),
        (
            "lookup: { articles: seven }",
            "bad-example",
            "no request asks for such a key: write one that the lookup can have",
        ),
        (
            "lookup: { articles: [7, 8] }",
            "bad-example",
            "write a text for each of `dbId`",
        ),
    ];
    for (lookup, code, help) in cases {
        let text = with_examples(&format!("{{ request: /articles/7, {lookup} }}"));
        let (compiled, _) = compiled(&text);
        let [one] = compiled.diagnostics.as_slice() else {
            panic!("{lookup}\n{:#?}", compiled.diagnostics);
        };
        assert_eq!(
            (one.code, one.help.as_slice()),
            (code, &[help.to_owned()][..])
        );
    }
}

#[test]
fn an_example_of_a_joined_lookup_knows_its_keys() {
    let text = with_examples("").replace(
        "lookup: [regions, articles]\n",
        "lookup: [regions, articles]\n      examples: [{ request: /kr/a/7, lookup: { articles: 7 } }, { request: /jp/a/7, lookup: { regions: jp } }]\n",
    );
    let text = text.replace("      examples: []\n", "");
    let (compiled, _) = compiled(&text);
    assert!(
        compiled.diagnostics.is_empty(),
        "{:#?}",
        compiled.diagnostics
    );
}
