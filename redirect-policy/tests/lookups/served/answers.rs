//! Answers of rules with lookups that the program serves, and how such a policy prints.

use redirect_runtime::Policy;

use super::{answers, compiled, policy, table};

#[test]
fn a_rule_waits_for_its_lookup_and_may_pass_on() {
    let policy = table(
        "    - { source: \"/articles/:dbId<int>(/)\", id: down, statusCode: 451, lookup: takedowns }
    - source: \"/articles/:dbId<int>(/)\"
      destination: \"/(:c/)buy-sell/:title-:nodeId/\"
      lookup: articles
      onFailure: { statusCode: 307, destination: \"/kr/buy-sell/:dbId/\" }
      onMissing: { statusCode: 302, destination: \"/buy-sell/\" }
    - source: \"/:code<kr|jp>/a/:dbId<int>\"
      destination: \"/:region/:nodeId\"
      lookup: [regions, articles]
      onFailure: { statusCode: 503, retryAfter: 5 }
",
    );
    assert_eq!(
        answers(&policy, "/articles/7"),
        ["ask takedowns", "ask articles", "302 /buy-sell/"]
    );
    assert_eq!(answers(&policy, "/kr/a/7"), ["ask articles"]);
    let names: Vec<_> = policy.lookups().collect();
    assert_eq!(
        names,
        [
            (
                "articles",
                "dbId: int -> nodeId: alnum, title: segment, c?: kr|jp"
            ),
            ("takedowns", "dbId: int -> ")
        ]
    );
}

#[test]
fn a_rule_that_asks_takes_nothing_from_those_behind_it_and_can_be_shadowed() {
    let asks =
        "    - { source: \"/a/:dbId<int>\", destination: \"/b/:nodeId\", lookup: articles }\n";
    let behind = format!("{asks}    - {{ source: \"/a/*\", destination: /x, statusCode: 302 }}\n");
    assert_eq!(answers(&table(&behind), "/a/7"), ["ask articles", "302 /x"]);
    let before = format!("    - {{ source: \"/a/*\", destination: /x, statusCode: 302 }}\n{asks}");
    let (compiled, _) = compiled(&policy(&before));
    let codes: Vec<_> = compiled.diagnostics.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["unreachable-rule"]);
}

#[test]
fn what_is_complete_may_be_gone() {
    let text = policy(
        "    - { source: \"/a/:dbId<int>\", destination: \"/b/:nodeId\", lookup: articles, onMissing: gone }\n",
    )
    .replace("fallback: true", "fallback: true\n      complete: true");
    let (compiled, _) = compiled(&text);
    assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
    let policy = Policy::from_bytes(compiled.table.unwrap()).unwrap();
    assert_eq!(answers(&policy, "/a/7"), ["ask articles", "410"]);
}

#[test]
fn a_policy_with_them_prints_itself() {
    let text = policy(
        "    - source: \"/articles/:dbId<int>(/)\"
      destination: \"/(:c/)buy-sell/:title-:nodeId/\"
      lookup: articles
      onFailure: { statusCode: 307, destination: \"/kr/buy-sell/:dbId/\" }
      onMissing: gone
      examples: [{ request: /articles/7, lookup: articles }, { request: /articles/8, lookup: { articles: 8 } }]
",
    )
    .replace("fallback: true", "fallback: true\n      complete: true");
    let (first, _) = compiled(&text);
    assert!(!first.has_errors(), "{:?}", first.diagnostics);
    let printed = first.policy.to_string();
    let (again, _) = compiled(&printed);
    assert!(!again.has_errors(), "{printed}\n{:?}", again.diagnostics);
    assert_eq!(again.policy.to_string(), printed);
    let expected = |policy: &redirect_policy::model::Policy| {
        let examples = policy.rules.iter().flat_map(|rule| &rule.examples);
        examples.map(|one| one.expect.clone()).collect::<Vec<_>>()
    };
    assert_eq!(expected(&first.policy), expected(&again.policy));
    for (one, other) in first.policy.lookups.iter().zip(&again.policy.lookups) {
        assert_eq!(one.served, other.served);
        assert_eq!(
            (one.contract(), one.complete),
            (other.contract(), other.complete)
        );
        let columns = |lookup: &redirect_policy::model::Lookup| {
            let all = lookup.key.iter().chain(&lookup.values);
            all.map(|column| column.column.clone()).collect::<Vec<_>>()
        };
        assert_eq!(columns(one), columns(other));
    }
    assert_eq!(again.policy.lookups.len(), 3);
}
