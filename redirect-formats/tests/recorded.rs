//! The answers of the systems themselves, recorded, beside those of the policies that their tables become.
//!
//! `recording/` says how they were recorded. An answer that differs must be told: by a remark on the rule that gave it
//! there or on the one that gives it here, or by a note on the whole table that speaks of such a request.
//! `recorded/told.txt` has the counts; `UPDATE=1 cargo test -p redirect-formats --test recorded` writes it anew.

#[path = "recorded/answer.rs"]
mod answer;
#[path = "recorded/difference.rs"]
mod difference;
mod support;
#[path = "recorded/table.rs"]
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use answer::{agree, ask, recorded, request};
use difference::{Difference, told};
use redirect_formats::{Format, Options, convert};
use serde_json::Value;
use table::{line_of, source_of, text_of};

const SYSTEMS: [(&str, Format); 7] = [
    ("netlify", Format::Netlify),
    ("cloudflare", Format::Cloudflare),
    ("next", Format::Next),
    ("vercel", Format::Vercel),
    ("firebase", Format::Firebase),
    ("nginx", Format::JsonLines),
    ("apache", Format::JsonLines),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded")
}

#[test]
fn policies_answer_as_the_systems_did() {
    let mut counts = String::new();
    let mut wrong = Vec::new();
    for (system, format) in SYSTEMS {
        let path = folder().join(format!("{system}.jsonl"));
        let text = std::fs::read_to_string(&path).expect("recorded answers");
        let mut tolds: BTreeMap<String, usize> = BTreeMap::new();
        let (mut tables, mut answers) = (0, 0);
        for line in text.lines() {
            let object: Value = serde_json::from_str(line).expect("JSON");
            let table = text_of(&object["table"], format);
            let conversion = convert(format, system, &table, &Options::default());
            let (policy, _) = support::served(&conversion);
            tables += 1;
            for answer in object["answers"].as_array().expect("answers") {
                let answer = answer.as_array().expect("an answer");
                let written = answer[0].as_str().expect("a request");
                let wanted = recorded(answer);
                let (given, winner) = ask(&policy, written);
                answers += 1;
                if agree(&wanted, &given, &request(written).0) {
                    continue;
                }
                let line = |number: u32| conversion.lines.get(number as usize).copied();
                let rule = answer.get(1).and_then(Value::as_u64);
                let difference = Difference {
                    written,
                    wanted: &wanted,
                    source: rule.map_or("", |rule| source_of(&object["table"], rule)),
                    followed: rule.map(|rule| line_of(rule, format)),
                    winner: winner.and_then(line),
                };
                match told(&conversion, &difference) {
                    Some(code) => *tolds.entry(code).or_default() += 1,
                    None => wrong.push(format!(
                        "{system}: {written}: {given:?}, not {wanted:?}, of {table}"
                    )),
                }
            }
        }
        let _ = writeln!(counts, "{system}: {tables} tables, {answers} answers");
        for (code, count) in tolds {
            let _ = writeln!(counts, "  {count} told: {code}");
        }
    }
    if let Ok(path) = std::env::var("WRONG") {
        std::fs::write(path, wrong.join("\n----\n")).unwrap();
        println!("{counts}");
    }
    let count = wrong.len();
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{count} wrong\n{}", wrong.join("\n"));
    let path = folder().join("told.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &counts).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), counts);
}
