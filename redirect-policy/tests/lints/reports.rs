//! The reports of lints: how many are shown, in which order, and with which advice.

use redirect_policy::compile_with;
use redirect_policy::diagnostic::render_all;
use redirect_policy::lint::{LintArguments, LintLevel};
use redirect_policy::source::Sources;

use super::support::proving::{file, rules, shown};

#[test]
fn reports_of_one_lint_with_one_second_rule_are_one() {
    let mut lines: Vec<String> = (0..40).map(|n| format!("/p{n} -> /q/{n}")).collect();
    lines.push("/q/:id<int> -> /q/:id<int>/".replace("/:id<int>/", "/:id/"));
    lines.push("/shop -> /store".to_owned());
    lines.push("/store -> /shop".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let text = shown(&rules(&lines), "");
    assert_eq!(text.matches("redirected, and").count(), 1, "{text}");
    assert_eq!(text.matches("redirects [loop]").count(), 1, "{text}");
    let whole = "the destination is itself redirected, and so it is with 39 more rules [chain]";
    assert!(text.contains(whole), "{text}");
    let samples = "also such as `/p1` (line 5), `/p2` (line 6)";
    assert!(text.contains(samples), "{text}");
}

#[test]
fn the_rarest_lint_is_shown_first_and_each_up_to_its_limit() {
    let mut lines: Vec<String> = (0..30).map(|n| format!("/u{n}/:x -> /v{n}")).collect();
    lines.push("/s -> /t | when: { cookie: { beta: true } }".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(&rules(&lines), ""));
    let mut compiled = compile_with(&mut sources, number, &LintArguments::default());
    let texts = render_all(&mut compiled.diagnostics, &sources);
    assert_eq!(texts.len(), 12);
    assert!(
        texts[0].1.contains("[permanent-conditional]"),
        "{}",
        texts[0].1
    );
    assert_eq!(texts[11].1, "and 20 more warnings [unused-parameter]");
}

#[test]
fn a_report_says_where_its_lint_is_allowed() {
    let chain = rules(&["/a -> /b", "/b -> /c"]);
    let at_the_rule = "if it is meant, write `allow: [chain]` at the rule";
    assert!(shown(&chain, "").contains(at_the_rule));
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(&chain, ""));
    let mut arguments = LintArguments::default();
    arguments.set("chain", LintLevel::Deny).unwrap();
    let compiled = compile_with(&mut sources, number, &arguments);
    let help = compiled.diagnostics[0].help.last().unwrap();
    assert_eq!(
        help,
        "if it is meant, take `deny(chain)` out of the macro's arguments"
    );
}

#[test]
fn an_advice_for_a_pattern_is_given_only_where_it_holds_for_all() {
    let whole = shown(&rules(&["/old/* -> /new/*", "/new/* -> /n/*"]), "");
    assert!(whole.contains("write `destination: \"/n/*\"`"), "{whole}");
    let some = shown(&rules(&["/old/* -> /new/*", "/*.php -> /home"]), "");
    assert!(some.contains("[chain]"), "{some}");
    assert!(!some.contains("write `destination"), "{some}");
}
