//! Lookups whose rows the program has.

mod answers;
mod examples;
mod faults;
mod read_back;

use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile, diagnostic};
use redirect_runtime::{Outcome, Policy};

fn compiled(text: &str) -> (Compiled, Sources) {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    (compile(&mut sources, file), sources)
}

/// A policy with the lookups `regions` (compiled in), `articles` (a file, then the program) and `takedowns` (a file).
fn policy(rules: &str) -> String {
    format!(
        "redirectionPolicy:
  version: 0.0.1
  lookups:
    regions: {{ key: {{ code: \"kr|jp\" }}, values: {{ region: slug }}, rows: {{ kr: korea, jp: japan }} }}
    articles:
      key: {{ dbId: int }}
      values: {{ nodeId: alnum, title: segment, \"c?\": \"kr|jp\" }}
      snapshot: articles.sqlite
      columns: {{ nodeId: node_id }}
      fallback: true
      deadline: 300ms
      inFlight: 100
      missing: 2m
      cache: {{ rows: 1000, for: 5m }}
      maxAge: 2d
      minRows: 10
    takedowns: {{ key: {{ dbId: int }}, snapshot: takedowns.csv }}
  rules:
{rules}"
    )
}

fn table(rules: &str) -> Policy {
    let (mut compiled, sources) = compiled(&policy(rules));
    let told = diagnostic::render_all(&mut compiled.diagnostics, &sources);
    assert!(told.is_empty(), "{told:#?}");
    Policy::from_bytes(compiled.table.unwrap()).unwrap()
}

/// The answers of a policy to a request, one for each rule that passes on.
fn answers(policy: &Policy, target: &str) -> Vec<String> {
    let mut found = policy.find(target);
    let mut answers = Vec::new();
    loop {
        answers.push(match found.outcome() {
            Outcome::Redirect { status, location } => format!("{} {location}", status.as_u16()),
            Outcome::Gone { status } => status.as_u16().to_string(),
            Outcome::Lookup { name } => format!("ask {name}"),
            Outcome::Passthrough => return answers,
            other => format!("{other:?}"),
        });
        found.advance();
    }
}
