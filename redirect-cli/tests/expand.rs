//! `redirects expand`: one file, in which every rule stands by itself.

mod support;

use proc_macro2::{TokenStream, TokenTree};
use redirect_cli::Exit;
use redirect_policy::expansion::Expansion;
use redirect_policy::lower::lower;
use redirect_policy::model::Policy;
use redirect_policy::source::{Sources, Span};
use redirect_policy::{Compiled, compile};
use snapbox::file;
use support::{Folder, objects, ran, with_input};

const SITE: &str = "../examples/site/redirects.yml";

fn compiled(path: &str) -> Compiled {
    let mut sources = Sources::default();
    let file = sources.open(path).expect("a policy");
    compile(&mut sources, file)
}

/// The table of a policy without places, and with sources in one spelling.
fn table(policy: &Policy) -> Option<Vec<u8>> {
    let mut policy = policy.clone();
    for rule in &mut policy.rules {
        rule.span = Span::default();
        rule.source.text = rule.source.to_string();
        rule.from_table = false;
    }
    lower(&policy, &Sources::default())
}

#[test]
fn the_site_of_the_examples_is_one_file_that_means_the_same() {
    let expanded = ran(&["expand", SITE]).out;
    snapbox::assert_data_eq!(expanded.clone(), file!["expand/site.txt"].raw());
    for word in ["include:", "table:", "group:", "defaults:", "prefix:"] {
        assert!(!expanded.contains(word), "{word}");
    }
    let folder = Folder::new("expand-site");
    let copy = folder.write("redirects.yml", &expanded);
    let (one, other) = (compiled(SITE), compiled(&copy));
    let found = |compiled: &Compiled| {
        let found = compiled.diagnostics.iter();
        found.map(|one| (one.level, one.code)).collect::<Vec<_>>()
    };
    assert_eq!(found(&one), found(&other));
    assert_eq!(table(&one.policy), table(&other.policy));
    assert_eq!(one.policy.rules.len(), other.policy.rules.len());
}

#[test]
fn an_expanded_policy_expands_to_itself() {
    let folder = Folder::new("expand-twice");
    let once = ran(&["expand", SITE]).out;
    let copy = folder.write("redirects.yml", &once);
    assert_eq!(ran(&["expand", &copy]).out, once);
}

#[test]
fn what_cannot_be_expanded_is_told() {
    let folder = Folder::new("expand-faulty");
    let policy = "redirectionPolicy: { version: 0.0.1, rules: [{ source: /a, destinaton: /b }] }\n";
    let faulty = folder.write("redirects.yml", policy);
    let told = ran(&["expand", &faulty]);
    assert!(told.out.is_empty(), "{}", told.out);
    assert!(told.err.contains("write `destination`"), "{}", told.err);
    let json = ran(&["expand", SITE, "--format", "json"]);
    assert!(
        json.err.contains("`expand` has no format `json`"),
        "{}",
        json.err
    );
}

#[test]
fn a_row_that_is_too_long_for_a_rule_is_told() {
    let folder = Folder::new("expand-long");
    let row = format!("source,destination\n/{},/new\n", "a".repeat(2_000));
    folder.write("rows.csv", &row);
    let policy = "redirectionPolicy: { version: 0.0.1, rules: [{ table: rows.csv }] }\n";
    let told = ran(&["expand", &folder.write("redirects.yml", policy)]);
    assert!(told.out.is_empty());
    assert!(
        told.err.contains("cannot be written as one file"),
        "{}",
        told.err
    );
    assert!(told.err.contains("limit of 1024"), "{}", told.err);
    assert!(told.err.contains("rows.csv:2:1 "), "{}", told.err);
}

#[test]
fn an_exception_whose_names_take_any_value_is_told() {
    let folder = Folder::new("expand-any-value");
    let policy = folder.write(
        "redirects.yml",
        "redirectionPolicy:
  version: 0.0.1
  rules:
    - { source: /first, destination: /second }
    - group: locales
      prefix: '/:l<alpha{2}>'
      except: ['/secret/*']
      rules:
        - { source: '/a/*', destination: '/x/*' }
",
    );
    let told = ran(&["expand", &policy]);
    assert_eq!((told.exit, told.out.as_str()), (Exit::Unknown, ""));
    assert!(
        told.err.contains("redirects.yml:9:21 would be refused"),
        "{}",
        told.err
    );
    assert!(told.err.contains("`except` binds no names"), "{}", told.err);
}

/// A prefix puts its names into `except`, where a rule by itself has none: each value becomes a source.
#[test]
fn exceptions_under_a_prefix_name_no_names() {
    let folder = Folder::new("expand-except");
    let policy = folder.write(
        "redirects.yml",
        r#"redirectionPolicy:
  version: 0.0.1
  kinds: { locale: [en, pt-BR] }
  rules:
    - group: locales
      prefix: "/(:l<locale>/)"
      except: ["/a/secret/*", "/d"]
      rules:
        - { source: "/a/*", destination: "/x/*" }
        - { source: "/c", destination: "/z" }
        - { source: "/:d", destination: "/y/:d" }
"#,
    );
    let expanded = ran(&["expand", &policy]);
    assert_eq!((expanded.exit, expanded.err.as_str()), (Exit::Clean, ""));
    assert!(
        expanded.out.contains("\"/pt-BR/a/secret/*\""),
        "{}",
        expanded.out
    );
    let alone = folder.write("alone.yml", &expanded.out);
    let targets = "/a/1\n/a/secret/1\n/en/a/secret/1\n/pt-BR/a/secret/\n/pt-BR/a/secre\n/de/a/secret/1\n/d\n/en/d\n/c\n/en/c\n";
    let locations = |policy: &str| -> Vec<String> {
        let answers = objects(&with_input(&["resolve", policy], targets).out);
        let answers = answers.iter();
        answers
            .map(|answer| answer["location"].to_string())
            .collect()
    };
    let expected = locations(&policy);
    assert_eq!(locations(&alone), expected);
    assert_eq!(expected.iter().filter(|one| *one != "null").count(), 4);
}

/// The tokens of some code, in order. A formatter may add a comma at the end of a list, and write raw text as plain text.
fn leaves(code: TokenStream) -> Vec<String> {
    let mut leaves = Vec::new();
    for token in code {
        match token {
            TokenTree::Group(group) => {
                leaves.push(format!("{:?}", group.delimiter()));
                leaves.extend(self::leaves(group.stream()));
                while leaves.last().is_some_and(|last| last == ",") {
                    leaves.pop();
                }
                leaves.push("end".to_owned());
            }
            one => leaves.push(one.to_string().replace("r\"", "\"")),
        }
    }
    leaves
}

#[test]
fn the_code_is_that_of_the_macro() {
    let code = ran(&["expand", "--rust", SITE]);
    assert_eq!((code.exit, code.err.as_str()), (Exit::Clean, ""));
    for item in [
        "pub static POLICY: &::redirects::PolicyWithHandlers",
        "pub trait Handlers",
        "fn handle_buy_sell_articles(",
        "    /// `:dbId`\n    pub db_id: ",
    ] {
        assert!(code.out.contains(item), "{item}");
    }
    let mut sources = Sources::default();
    let file = sources.open(SITE).expect("a policy");
    let compiled = compile(&mut sources, file);
    let items = Expansion::new(SITE).items(&compiled, &sources);
    let written: TokenStream = code.out.parse().expect("Rust");
    assert_eq!(leaves(written), leaves(items));
}

#[test]
fn a_policy_that_the_macro_refuses_has_no_code() {
    let folder = Folder::new("expand-rust");
    let policy = "redirectionPolicy: { version: 0.0.1, rules: [{ source: /a, destination: /b }, { source: /b, destination: /a }] }\n";
    let faulty = folder.write("redirects.yml", policy);
    let told = ran(&["expand", "--rust", &faulty]);
    assert_eq!((told.exit, told.out.as_str()), (Exit::Unknown, ""));
    assert!(told.err.contains("[loop]"), "{}", told.err);
}
