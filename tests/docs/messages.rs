//! The messages that `docs/proofs.md` shows are those that the compiler gives.

use redirect_policy::compile;
use redirect_policy::diagnostic::{Level, render_all};
use redirect_policy::source::Sources;

const PROOFS: &str = include_str!("../../docs/proofs.md");

/// The entries and keys of policies that get the messages, from the fourth line on.
const POLICIES: &[&str] = &[
    "    - { source: '/blog/*', destination: '/news/*' }
    - { source: '/blog/2019/:id<int>', destination: '/archive/:id' }",
    "    - { source: '/c/(.*)', destination: '/d/$1' }",
    "    - { source: '/shop/:item', destination: '/store/:item' }
    - { source: '/store/:item', destination: '/shop/:item' }",
    "    - { source: '/old/:id<int>', destination: '/articles/:id' }
    - { source: '/articles/:id', destination: '/news/:id/' }",
    "    - { source: '/old/:id<int>', destination: '/new/:id' }
  examples: { /old/1: /new/2 }",
    "    - { source: '/a/:x', destination: '/new/:x' }
  hosts: [www.example.com]
  coverage: { old: old.txt }",
];

/// The URLs of the last policy.
const OLD: &str = "/a/1\n/b/1\n/b/2\n/b/3\n/c/1\n/d/1\n";

/// All messages that these policies get.
fn messages() -> String {
    let mut all = String::new();
    for policy in POLICIES {
        let mut sources = Sources::default();
        let text = format!("redirectionPolicy:\n  version: 0.0.1\n  rules:\n{policy}\n");
        let file = sources.insert("redirects.yml", text);
        sources.insert("old.txt", OLD);
        let mut compiled = compile(&mut sources, file);
        for (level, message) in render_all(&mut compiled.diagnostics, &sources) {
            let level = match level {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            all += &format!("{level}: {message}\n\n");
        }
    }
    all
}

#[test]
fn the_page_of_proofs_shows_what_the_compiler_says() {
    let messages = messages();
    let mut shown = 0;
    for block in PROOFS.split("```text\n").skip(1) {
        let (block, _) = block.split_once("\n```").unwrap();
        // A message without a place says only how many questions are open.
        if !block.contains("\n --> ") {
            continue;
        }
        shown += 1;
        // Three dots stand for lines that are left out.
        let mut rest = messages.as_str();
        for part in block.split("          ...\n") {
            let at = rest.find(part);
            assert!(at.is_some(), "none says\n{part}\nbut\n{rest}");
            rest = &rest[at.unwrap() + part.len()..];
        }
    }
    assert_eq!(shown, POLICIES.len());
}
