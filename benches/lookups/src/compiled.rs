//! Lookups that are compiled in, and what they are made of: a rule with a parameter, and literal rules.

use redirect_policy::source::Sources;
use redirects::Policy;

use crate::rows::{csv, ids, row};

/// One rule whose lookup has all rows.
const LOOKUP: &str = "redirectionPolicy:
  version: 0.0.1
  lookups:
    articles: { key: { dbId: int }, values: { nodeId: alnum, title: segment }, compiled: articles.csv }
  rules:
    - { source: '/articles/:dbId<int>(/)', destination: '/buy-sell/:title-:nodeId/', lookup: articles }
";

/// One rule with the same parameter, which needs no row.
const PARAMETER: &str = "redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: '/articles/:dbId<int>(/)', destination: '/buy-sell/:dbId/' }
";

/// A rule for each row.
const TABLE: &str = "redirectionPolicy:
  version: 0.0.1
  rules:
    - { table: articles.csv }
";

/// A policy with its rows, and what it takes.
pub struct Compiled {
    /// The policy.
    pub policy: Policy,
    /// Bytes of its table.
    pub bytes: usize,
}

/// The policy with a lookup.
pub fn lookup() -> Compiled {
    compiled(LOOKUP, csv())
}

/// The policy with a lookup that has no rows but its first.
pub fn lookup_of_one() -> Compiled {
    let all = csv();
    let few: Vec<&str> = all.lines().take(2).collect();
    compiled(LOOKUP, few.join("\n"))
}

/// The policy with a parameter.
pub fn parameter() -> Compiled {
    compiled(PARAMETER, String::new())
}

/// The policy with a literal rule for each row.
pub fn literals() -> Compiled {
    let mut rows = String::from("source,destination\n");
    for id in ids() {
        let row = row(id);
        rows += &format!("/articles/{id},/buy-sell/{}-{}/\n", row.title, row.node_id);
    }
    compiled(TABLE, rows)
}

/// Bytes of the rows' own text: keys and values.
pub fn text() -> usize {
    let length = |id: u64| {
        let row = row(id);
        id.to_string().len() + row.node_id.len() + row.title.len()
    };
    ids().map(length).sum()
}

fn compiled(yaml: &str, rows: String) -> Compiled {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", yaml);
    sources.insert("articles.csv", rows);
    let compiled = redirect_policy::compile(&mut sources, file);
    let Some(table) = compiled.table else {
        panic!("the policy is sound: {:?}", compiled.diagnostics);
    };
    let bytes = table.len();
    match Policy::from_bytes(table) {
        Ok(policy) => Compiled { policy, bytes },
        Err(error) => panic!("the table was just made: {error}"),
    }
}
