//! Small tables of every system, and the policies that they become: `cases/NAME.EXT` to `cases/NAME.yml`.
//!
//! `UPDATE=1 cargo test -p redirect-formats --test golden` writes the policies anew.

mod support;

use std::path::{Path, PathBuf};

use redirect_formats::{Format, Options, convert};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn check(input: &str, format: Format, options: &Options) {
    let path = cases().join(input);
    let text = std::fs::read_to_string(&path).unwrap();
    let conversion = convert(format, input, &text, options);
    assert_eq!(
        conversion.converted + conversion.refused.len(),
        conversion.read
    );
    assert_eq!(support::faults(&conversion), Vec::<String>::new());
    let mut expected = vec![(path.with_extension("yml"), conversion.policy)];
    for table in conversion.tables {
        expected.push((cases().join(table.name), table.csv));
    }
    for (path, text) in expected {
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(golden, text, "{}", path.display());
    }
}

#[test]
fn netlify() {
    check("netlify.redirects", Format::Netlify, &Options::default());
}

#[test]
fn next() {
    check("next.json", Format::Next, &Options::default());
}

#[test]
fn vercel() {
    check("vercel.json", Format::Vercel, &Options::default());
}

#[test]
fn flags() {
    check("flags.jsonl", Format::JsonLines, &Options::default());
}

#[test]
fn firebase() {
    check("firebase.json", Format::Firebase, &Options::default());
}

#[test]
fn nginx() {
    check("nginx.jsonl", Format::JsonLines, &Options::default());
}

#[test]
fn others() {
    check("others.jsonl", Format::JsonLines, &Options::default());
}

#[test]
fn rows() {
    let options = Options {
        table: Some("rows".to_owned()),
        hosts: vec!["www.example.org".to_owned()],
        ..Options::default()
    };
    check("rows.jsonl", Format::JsonLines, &options);
}
