//! The pages that people read: their policies compile, and their links lead somewhere.

mod examples;
mod keys;
mod messages;
mod paths;
mod readme;

use std::fs;
use std::path::{Path, PathBuf};

use redirects::Request;

/// The pages of the top folder, of each crate and of `docs`, with their texts.
fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![
        root.join("README.md"),
        root.join("SECURITY.md"),
        root.join("BENCHMARKS.md"),
        root.join("ARCHITECTURE.md"),
        root.join("CONTRIBUTING.md"),
        root.join("redirect-runtime/README.md"),
        root.join("redirect-policy/README.md"),
        root.join("redirect-macros/README.md"),
        root.join("redirect-cli/README.md"),
        root.join("redirect-lookup-sqlite/README.md"),
    ];
    for folder in ["docs", "docs/tool"] {
        let docs = fs::read_dir(root.join(folder)).unwrap();
        let pages = docs.map(|file| file.unwrap().path());
        files.extend(pages.filter(|file| file.extension().is_some_and(|kind| kind == "md")));
    }
    let text = |file: PathBuf| (file.clone(), fs::read_to_string(file).unwrap());
    files.into_iter().map(text).collect()
}

/// The blocks of a page in a language.
fn blocks<'p>(page: &'p str, language: &str) -> impl Iterator<Item = &'p str> {
    let fence = format!("```{language}\n");
    let mut rest = page;
    std::iter::from_fn(move || {
        let (_, behind) = rest.split_once(&fence)?;
        let (block, behind) = behind.split_once("\n```")?;
        rest = behind;
        Some(block)
    })
}

/// The tables of a page: blocks of `csv` with the name of a file.
fn tables(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = page;
    std::iter::from_fn(move || {
        let (_, behind) = rest.split_once("```csv ")?;
        let (name, behind) = behind.split_once('\n')?;
        let (table, behind) = behind.split_once("\n```")?;
        rest = behind;
        Some((name, table))
    })
}

#[test]
fn policies_compile() {
    let (mut compiled, mut wrong) = (0, String::new());
    for (file, page) in pages() {
        for policy in blocks(&page, "yaml").filter(|block| block.starts_with("redirectionPolicy:"))
        {
            let mut sources = redirect_policy::source::Sources::default();
            let first = sources.insert("page.yml", policy.to_owned());
            for (name, table) in tables(&page) {
                sources.insert(name, table.to_owned());
            }
            let told = redirect_policy::compile(&mut sources, first).diagnostics;
            for one in told {
                let (line, _) = sources.position(one.span);
                wrong += &format!(
                    "{}: {} {} in\n{policy}\n",
                    file.display(),
                    line,
                    one.message
                );
            }
            compiled += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(compiled >= 5, "only {compiled}");
}

/// The rule for the one address of a site, asked as clients come: one hop, and no loop where the scheme is not known.
#[test]
fn one_address_takes_one_hop() {
    let pages = pages();
    let (_, page) = pages
        .iter()
        .find(|(file, _)| file.ends_with("migrating.md"))
        .unwrap();
    let policy = blocks(page, "yaml")
        .find(|block| block.contains("one-address"))
        .unwrap();
    let policy = redirect_policy::compile_text(policy).unwrap();
    let there = Some("https://www.example.com/a?x=1");
    let cases = [
        (Some("http"), "example.com", there),
        (Some("https"), "example.com", there),
        (Some("http"), "www.example.com", there),
        (Some("https"), "www.example.com", None),
        (None, "example.com", there),
        (None, "www.example.com", None),
        (Some("http"), "staging.example.com", None),
    ];
    for (scheme, host, expected) in cases {
        let request = Request::from("/a?x=1").with_scheme(scheme);
        let found = policy.find(request.with_authority(Some(host)));
        assert_eq!(found.location(), expected, "{scheme:?} {host}");
    }
}

/// Returns the anchor that links to a heading.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading
        .chars()
        .filter(|at| at.is_alphanumeric() || " -_".contains(*at));
    kept.collect::<String>().replace(' ', "-")
}

/// The links of a page: those in parentheses, and the definitions of those by name.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let inline = page.match_indices("](").map(|(at, _)| {
        let (_, behind) = page.split_at(at + 2);
        behind.split(')').next().unwrap_or_default()
    });
    let defined = page.lines().filter_map(|line| {
        let (name, link) = line.strip_prefix('[')?.split_once("]: ")?;
        (!name.contains(']')).then_some(link)
    });
    inline.chain(defined).filter(|link| !link.contains('\n'))
}

/// Pages that are shown elsewhere too, such as docs.rs, link to the repository by its whole address.
#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let repository = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");
    let mut checked = 0;
    for (file, page) in pages() {
        for link in links(&page) {
            let (folder, link) = match link.strip_prefix(repository) {
                Some(within) => (root, within),
                None if link.contains("://") => continue,
                None => (file.parent().unwrap(), link),
            };
            let (path, part) = link.split_once('#').unwrap_or((link, ""));
            let target = match path {
                "" => file.clone(),
                path => folder.join(path),
            };
            assert!(target.exists(), "{}: {link}", file.display());
            if !part.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                let found = text
                    .lines()
                    .any(|line| line.starts_with('#') && anchor(line) == part);
                assert!(found, "{}: {link}", file.display());
            }
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked}");
}

/// The README is the first page of docs.rs, where a path of the repository leads nowhere.
#[test]
fn the_front_page_has_whole_addresses() {
    let readme = include_str!("../../README.md");
    let relative: Vec<&str> = links(readme)
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
        .collect();
    assert_eq!(relative, [] as [&str; 0]);
}
