//! Lookups that are compiled in.

mod faults;
mod proofs;
mod rows;

use redirect_policy::source::Sources;
use redirect_policy::{Compiled, compile, diagnostic};
use redirect_runtime::{Outcome, Policy};

/// A policy with the lookups `regions`, `jobs` and `takedowns`, and these rules.
fn policy(rules: &str) -> String {
    format!(
        "redirectionPolicy:
  version: 0.0.1
  lookups:
    regions:
      key: {{ code: \"kr|jp\" }}
      values: {{ region: slug }}
      rows: {{ kr: korea, jp: japan }}
    jobs:
      key: {{ publicId: int }}
      values: {{ nodeId: alnum, \"title?\": segment }}
      compiled: data/jobs.csv
      columns: {{ nodeId: node_id, title: post_title }}
      complete: true
    takedowns:
      key: {{ publicId: int }}
      compiled: data/takedowns.csv
  rules:
{rules}"
    )
}

const JOBS: &str = "publicId,node_id,post_title,statusCode,other
7,n7w2,a red bicycle,,x
008,k3x9,,,x
9,m4,50% off: lamps/chairs?,,x
10,,,410,x
11,,,451,x
";

fn compiled(text: &str) -> (Compiled, Sources) {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    sources.insert("data/jobs.csv", JOBS);
    sources.insert("data/takedowns.csv", "publicId\n66\n7\n");
    (compile(&mut sources, file), sources)
}

fn rules(rules: &str) -> Policy {
    let (mut compiled, sources) = compiled(&policy(rules));
    let told = diagnostic::render_all(&mut compiled.diagnostics, &sources);
    assert!(!compiled.has_errors(), "{told:#?}");
    Policy::from_bytes(compiled.table.unwrap()).unwrap()
}

/// Words a policy's answer.
fn answer(policy: &Policy, target: &str) -> String {
    let found = policy.find(target);
    match found.outcome() {
        Outcome::Redirect { status, location } => format!("{} {location}", status.as_u16()),
        Outcome::Gone { status } => status.as_u16().to_string(),
        Outcome::Stop { already_there } => format!("stop {already_there}"),
        Outcome::Passthrough => "passthrough".to_owned(),
        other => format!("{other:?}"),
    }
}
