//! `docs/keys.md` is the list of keys that the reader of policies uses, written out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use redirect_policy::keys::{self, Form, Key, Map};

const HEAD: &str = "\
# Every key of a policy

The reader of policies knows these keys and no others; it suggests one of them for a misspelt one. This page is written from
its list, as are the texts that [editors show](tool/editors.md). [The policy file](policy.md) tells how they work together.

A file has one key on top, `redirectionPolicy`, which holds [the policy](#the-policy). A file that is
[included](#an-include) is a list of entries.
";

#[test]
fn the_page_of_keys_is_the_list_of_keys() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let written = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let page = fs::read_to_string(path).unwrap();
    assert!(
        page == written,
        "docs/keys.md is old: `UPDATE=1 cargo test --test docs keys` writes it anew"
    );
}

#[test]
fn the_page_of_conditions_has_a_row_for_every_key() {
    let page = include_str!("../../docs/conditions.md");
    let (_, table) = page.split_once("| key | value | holds when |\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let keys: String = rows.filter_map(|row| row.split('|').nth(1)).collect();
    for name in keys::CONDITIONS.names() {
        assert!(keys.contains(&format!("`{name}`")), "no row for `{name}`");
    }
}

/// Every map of the language in the order in which a reader meets it.
fn maps() -> Vec<&'static Map> {
    let mut found: Vec<&Map> = Vec::new();
    let mut names = BTreeSet::new();
    let mut waiting: Vec<&'static Map> = vec![
        &keys::POLICY,
        &keys::RULE,
        &keys::GROUP,
        &keys::INCLUDE,
        &keys::TABLE,
        &keys::DEFAULTS,
    ];
    waiting.reverse();
    while let Some(map) = waiting.pop() {
        if !names.insert(map.name) {
            continue;
        }
        found.push(map);
        let mut within = Vec::new();
        for key in map.keys() {
            collect(&key.form, &mut within);
        }
        waiting.splice(0..0, within.into_iter().rev());
    }
    found
}

fn collect(form: &Form, found: &mut Vec<&'static Map>) {
    match form {
        Form::Map(map) => found.push(map),
        Form::List(of) | Form::Named(of) => collect(of, found),
        Form::Either(forms) => forms.iter().for_each(|form| collect(form, found)),
        Form::Text
        | Form::Boolean
        | Form::Word(_)
        | Form::Number(_)
        | Form::AnyNumber
        | Form::Moment
        | Form::Duration
        | Form::Lint
        | Form::Levels
        | Form::Entries => {}
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for map in maps() {
        page += &format!("\n## {}\n\n{}\n", heading(map.name), map.doc);
        let own: Vec<&Key> = match map.keys.is_empty() {
            true => map.keys().collect(),
            false => map.keys.iter().collect(),
        };
        if !map.inherited.is_empty() && !map.keys.is_empty() {
            page += "The keys of [`defaults`](#defaults) may stand here too.\n";
        }
        page += "\n| key | value | meaning | example |\n|---|---|---|---|\n";
        for key in own {
            let needed = match map.required.contains(&key.name) {
                true => " (required)",
                false => "",
            };
            page += &format!(
                "| `{}`{needed} | {} | {} | `{}` |\n",
                key.name,
                form(&key.form),
                cell(key.doc),
                cell(key.example)
            );
        }
    }
    page
}

fn heading(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().unwrap().to_uppercase();
    format!("{first}{}", letters.as_str())
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The values that a form takes, in words.
fn form(form: &Form) -> String {
    match form {
        Form::Text => "text".to_owned(),
        Form::Boolean => "`true` or `false`".to_owned(),
        Form::Word(words) => alternatives(words.iter().map(|word| format!("`{word}`"))),
        Form::Number(numbers) => alternatives(numbers.iter().map(u16::to_string)),
        Form::AnyNumber => "a whole number".to_owned(),
        Form::Moment => "a date, or a date and time with an offset (RFC 3339)".to_owned(),
        Form::Duration => "a whole number with `ms`, `s`, `m`, `h` or `d`".to_owned(),
        Form::Lint => "the name of [a lint](proofs.md)".to_owned(),
        Form::Map(map) => {
            let anchor = map.name.replace('`', "").replace(' ', "-");
            format!("[{}](#{})", map_name(map), anchor.to_lowercase())
        }
        Form::List(Form::Text) => "a list of texts".to_owned(),
        Form::List(of) => format!("a list, each {}", self::form(of)),
        Form::Either(forms) => either(forms),
        Form::Named(Form::Text) => "a map of texts".to_owned(),
        Form::Named(of) => format!("a map, each value {}", self::form(of)),
        Form::Levels => "a map from names of [lints](proofs.md) to `allow`, `warn` or `deny`".to_owned(),
        Form::Entries => "a list of [rules](#a-rule), [groups](#a-group), [includes](#an-include) and [tables](#a-table)".to_owned(),
    }
}

fn map_name(map: &Map) -> String {
    match map.name.contains('`') {
        true => format!("a map, see {}", map.name),
        false => map.name.to_owned(),
    }
}

/// Forms of which one suffices; where they have alternatives of their own, a semicolon stands between them.
fn either(forms: &[Form]) -> String {
    let texts: Vec<String> = forms.iter().map(form).collect();
    match texts
        .iter()
        .any(|text| text.contains(", ") || text.contains(" or "))
    {
        true => texts.join("; or "),
        false => alternatives(texts.into_iter()),
    }
}

/// `a`, `a or b`, `a, b or c`.
fn alternatives(texts: impl Iterator<Item = String>) -> String {
    let mut texts: Vec<String> = texts.collect();
    let last = texts.pop().unwrap_or_default();
    match texts.is_empty() {
        true => last,
        false => format!("{} or {last}", texts.join(", ")),
    }
}
