//! Whole policies print themselves: what is printed compiles to the same table, but for places and spelling.

use std::fs;
use std::path::{Path, PathBuf};

use redirect_policy::check::check;
use redirect_policy::diagnostic::{Level, render_all};
use redirect_policy::lower::lower;
use redirect_policy::model::Policy;
use redirect_policy::source::{Sources, Span};
use testkit::{Random, patterns};

/// A policy without what depends on the file that it was written in.
fn unplaced(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    for rule in &mut policy.rules {
        rule.span = Span::default();
        rule.source.text = rule.source.to_string();
        rule.from_table = false;
    }
    policy
}

/// Asserts that a policy prints as one that compiles to the same table, and gives the text.
fn assert_prints(policy: &Policy, title: &str) -> String {
    let printed = policy.to_string();
    let mut sources = Sources::default();
    let file = sources.insert("printed.yml", printed.clone());
    let mut again = check(&mut sources, file);
    let is_error = |level: &Level| *level == Level::Error;
    // Files that the policy names are not there.
    again
        .diagnostics
        .retain(|one| is_error(&one.level) && one.code != "unreadable-file");
    if !again.diagnostics.is_empty() {
        let said = render_all(&mut again.diagnostics, &sources);
        let said: String = said.into_iter().map(|(_, text)| text + "\n").collect();
        panic!("{title}: the printed policy is refused:\n{said}\n{printed}");
    }
    let ids = |policy: &Policy| -> Vec<String> {
        policy.rules.iter().map(|rule| rule.id.clone()).collect()
    };
    assert_eq!(ids(policy), ids(&again.policy), "{title}\n{printed}");
    for (one, other) in policy.rules.iter().zip(&again.policy.rules) {
        let examples = |rule: &redirect_policy::model::Rule| -> Vec<_> {
            let examples = rule.examples.iter();
            examples
                .map(|one| {
                    (
                        one.target.clone(),
                        one.at,
                        one.site_status,
                        one.expect.clone(),
                    )
                })
                .collect()
        };
        assert_eq!(examples(one), examples(other), "{title}\n{printed}");
        assert_eq!(one.terms, other.terms, "{title}\n{printed}");
        assert_eq!(one.note, other.note, "{title}\n{printed}");
    }
    // A source under a prefix with choices becomes several: the tool's own test compares their answers.
    let pairs = policy.rules.iter().zip(&again.policy.rules);
    let written_out: Vec<bool> = pairs
        .map(|(one, other)| one.except.len() < other.except.len())
        .collect();
    let table = |policy: &Policy| {
        let mut policy = unplaced(policy);
        for (rule, &written_out) in policy.rules.iter_mut().zip(&written_out) {
            if written_out {
                rule.except = Default::default();
            }
        }
        lower(&policy, &Sources::default())
    };
    assert!(
        table(policy) == table(&again.policy),
        "{title}: another table\n{printed}"
    );
    assert_eq!(
        again.policy.to_string(),
        printed,
        "{title}: a second printing differs"
    );
    printed
}

/// Checks a text and asserts that it prints itself; the number of its rules.
fn assert_text_prints(text: &str, title: &str) -> usize {
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    let policy = check(&mut sources, file).policy;
    if has_bound_exceptions(&policy) {
        return 0;
    }
    assert_prints(&policy, title);
    policy.rules.len()
}

/// Returns true if an exception stands below a prefix with a name of free text: it has no form outside of its group, and
/// `redirects expand` refuses it.
fn has_bound_exceptions(policy: &Policy) -> bool {
    let mut excepted = policy.rules.iter().flat_map(|rule| rule.except.iter());
    excepted.any(|except| except.names().iter().any(|bound| bound.name != "*"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files below a folder that end so, in order; the folders of builds are passed over.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                files(&path, ending, found);
            }
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}

fn files_of_workspace(ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root(), ending, &mut found);
    found
}

#[test]
fn policies_in_files_print_themselves() {
    let mut rules = 0;
    for path in files_of_workspace(".yml") {
        let text = fs::read_to_string(&path);
        if !text.is_ok_and(|text| text.contains("redirectionPolicy:")) {
            continue;
        }
        let folder = path.parent().expect("a folder");
        let mut sources = Sources::new(folder);
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let file = sources.open(name).expect("a file");
        let policy = check(&mut sources, file).policy;
        rules += policy.rules.len();
        assert_prints(&policy, &path.display().to_string());
    }
    assert!(rules > 200, "only {rules} rules were found");
}

#[test]
fn policies_of_the_documentation_print_themselves() {
    let mut rules = 0;
    for path in files_of_workspace(".md") {
        let page = fs::read_to_string(&path).expect("a page");
        for block in page.split("```yaml\n").skip(1) {
            let block = block.split("```").next().unwrap_or_default();
            let title = path.display().to_string();
            rules += assert_text_prints(&as_policy(block), &title);
        }
    }
    assert!(rules > 40, "only {rules} rules were found");
}

/// A part of a policy, as a whole one.
fn as_policy(part: &str) -> String {
    let indented = |by: usize| -> String {
        part.lines()
            .map(|line| format!("{:by$}{line}\n", ""))
            .collect()
    };
    if part.trim_start().starts_with("redirectionPolicy:") {
        return part.to_owned();
    }
    let head = "redirectionPolicy:\n  version: 0.0.1\n";
    if part.trim_start().starts_with("- ") {
        return format!("{head}  rules:\n{}", indented(4));
    }
    let rules = match part.lines().any(|line| line.starts_with("rules:")) {
        true => "",
        false => "  rules: [{ source: /a, destination: /b }]\n",
    };
    format!("{head}{rules}{}", indented(2))
}

/// The texts of a program's string literals.
fn literals(program: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = program;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, text) = rest.split_at(at);
        if text.starts_with('\'') {
            // A character, or a lifetime.
            let skipped = ["'\"'", "'\\\"'"]
                .iter()
                .find(|quote| text.starts_with(**quote));
            rest = &text[skipped.map_or(1, |quote| quote.len())..];
            continue;
        }
        let marks = before.len() - before.trim_end_matches('#').len();
        let is_raw = before.trim_end_matches('#').ends_with('r');
        let text = &text[1..];
        if is_raw {
            let end = format!("\"{}", "#".repeat(marks));
            let Some(length) = text.find(&end) else {
                break;
            };
            out.push(text[..length].to_owned());
            rest = &text[length + end.len()..];
            continue;
        }
        let mut literal = String::new();
        let mut characters = text.char_indices();
        rest = "";
        while let Some((at, next)) = characters.next() {
            match next {
                '"' => {
                    rest = &text[at + 1..];
                    break;
                }
                '\\' => match characters.next() {
                    Some((_, 'n')) => literal.push('\n'),
                    Some((at, '\n')) => {
                        let line = &text[at + 1..];
                        let indent = line.len() - line.trim_start().len();
                        for _ in 0..line[..indent].chars().count() {
                            characters.next();
                        }
                    }
                    Some((_, other)) => literal.push(other),
                    None => break,
                },
                _ => literal.push(next),
            }
        }
        out.push(literal);
    }
    out
}

#[test]
fn policies_of_the_tests_print_themselves() {
    let mut rules = 0;
    let programs = files_of_workspace(".rs");
    for path in programs
        .iter()
        .filter(|path| path.components().any(|part| part.as_os_str() == "tests"))
    {
        let program = fs::read_to_string(path).expect("a program");
        for text in literals(&program) {
            // With a place to fill it is no policy yet.
            if text.contains("source:") && !text.contains("{}") {
                let title = path.display().to_string();
                rules += assert_text_prints(&as_policy(&text), &title);
            }
        }
    }
    assert!(rules > 150, "only {rules} rules were found");
}

const KEYS: &[&str] = &[
    "when: { host: a.example }",
    "when: { host: [a.example, '*.b.example'] }",
    "when: { host: ':h<kr|jp>.example' }",
    "when: { method: POST }",
    "when: { method: any }",
    "when: { query: { p: '1', 'a b%25': ':v<int>' } }",
    "when: { query: { p: ['a+b%2Bc', ':w-x'], e: '' } }",
    "when: { query: none, scheme: https }",
    "when: { header: { x-a: ['*Mobile*', '?1#%253F', 'a+b'] } }",
    "when: { query: { r: 'a?b#c%253F' } }",
    "when: { cookie: { beta: true, gone: false } }",
    "when: { language: ':l<ko|ja|pt-BR>' }",
    "when: { language: [ko, EN] }",
    "when: { accept: text/turtle }",
    "when: { from: 2026-01-01, until: '2027-01-01T00:00:00+01:00' }",
    "when: { siteStatus: [404, 410] }",
    "when: [{ host: a.example, query: { p: '2' } }, { scheme: http }]",
    "when: [{ query: { q: true } }, {}]",
    "unless: { cookie: { beta: ':any' } }",
    "unless: [{ host: c.example }, { query: { z: 'a%2525' } }]",
    "except: [/api/*, '*.txt']",
    "query: drop",
    "query: keep",
    "query: { keep: ['utm_*', page] }",
    "query: { drop: [fbclid] }",
    "parameter: slug",
    "parameter: alnum{2,4}",
    "parameter: locale",
    "caseSensitive: false",
    "trailingSlash: optional",
    "headers: { deprecation: 'true', link: '<a>; rel=\"x\"' }",
    "cacheControl: max-age=60",
    "owner: 'search \"team\"'",
    "statusCode: 308",
    "statusCode: 410",
    "prefix: '/(:lang<locale>/)'",
    "prefix: { source: /old/, destination: 'https://www.example.com/' }",
    "prefix: /shop",
    "onFailure: { statusCode: 503, retryAfter: 30 }",
    "onFailure: { statusCode: 302, destination: '/sorry' }",
];
const OF_RULES: &[&str] = &[
    "id: own-name",
    "id: 'a: #b'",
    "note: \"two\\nlines \\\\ \\\"quoted\\\" 한국\"",
    "allow: [chain, loop]",
    "handler: ask",
    "permanentAfter: 2026-05-01",
    "examples: ['/x': gone, { request: /y?a=1, headers: { host: a.example }, at: 2026-02-03, status: 301, params: { id: '1' } }]",
    "lookup: regions",
    "lookup: { regions: ':h' }",
    "onMissing: gone",
    "onMissing: { statusCode: 302, destination: /there }",
];
const DESTINATIONS: &[&str] = &[
    "/there",
    "/there/:n1(/x)?q=:n1#f",
    "https://:h.example/x",
    "https://:l.example.com/",
    "/:region/x",
    "/a%2Fb/$x/[y]",
    "/(*)",
];

/// Keys of a map, each but once, at so many spaces.
fn keys(random: &mut Random, from: &[&str], most: usize, indent: usize, out: &mut String) {
    let mut taken: Vec<&str> = Vec::new();
    for _ in 0..random.below(most + 1) {
        let line = random.text(from);
        let key = line.split(':').next().unwrap_or_default();
        if !taken.contains(&key) {
            taken.push(key);
            out.push_str(&format!("{:indent$}{line}\n", ""));
        }
    }
}

fn entry(random: &mut Random, indent: usize, depth: usize, out: &mut String) {
    let inner = indent + 2;
    if depth < 3 && random.chance(30) {
        out.push_str(&format!("{:indent$}- group: some\n", ""));
        keys(random, KEYS, 3, inner, out);
        out.push_str(&format!("{:inner$}rules:\n", ""));
        for _ in 0..1 + random.below(3) {
            entry(random, inner + 2, depth + 1, out);
        }
        return;
    }
    let source = match random.below(5) {
        0 => "/:h<kr|jp>/:n1(/)".to_owned(),
        1 => "/x/:id/:n1<locale>".to_owned(),
        _ => patterns::source(random),
    };
    out.push_str(&format!(
        "{:indent$}- source: '{}'\n",
        "",
        source.replace('\'', "''")
    ));
    match random.below(6) {
        0 => out.push_str(&format!("{:inner$}action: stop\n", "")),
        1 => {}
        _ => {
            let destination = random.text(DESTINATIONS);
            out.push_str(&format!("{:inner$}destination: '{destination}'\n", ""));
        }
    }
    keys(random, KEYS, 2, inner, out);
    keys(random, OF_RULES, 2, inner, out);
}

#[test]
fn policies_drawn_at_random_print_themselves() {
    let mut random = Random(21);
    let (mut rules, mut policies) = (0, 0);
    for number in 0..1_200 {
        let mut text = "redirectionPolicy:\n  version: 0.0.1\n  kinds: { locale: [en, pt-BR, de] }\n  lookups: { regions: { key: { h: kr|jp }, values: { region: slug, 'extra?': segment }, rows: { kr: { region: korea }, jp: { region: japan, extra: '동 네' } } } }\n".to_owned();
        if random.chance(30) {
            text.push_str("  defaults:\n    statusCode: 302\n");
        }
        text.push_str("  rules:\n");
        for _ in 0..1 + random.below(5) {
            entry(&mut random, 4, 0, &mut text);
        }
        let found = assert_text_prints(&text, &format!("policy {number}:\n{text}"));
        rules += found;
        policies += usize::from(found > 0);
    }
    assert!(policies > 500, "only {policies} policies had a whole rule");
    assert!(rules > 1_200, "only {rules} rules were whole");
}
