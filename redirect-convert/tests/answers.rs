//! Every literal row of the shared tables is answered as it says: its host, its query and its status included.

mod support;

use std::collections::{BTreeMap, HashSet};

use http::HeaderMap;
use http::header::{HOST, HeaderValue};
use redirect_convert::{Conversion, Format, Options, convert};
use redirect_policy::policy::{QueryPolicy, Rule};
use redirect_runtime::{Outcome, Policy, Request};
use support::judge::{self, Asked};
use support::rows::{Row, rows};
use url::Url;

/// A pair that no row names.
const EXTRA: &str = "some-campaign=1";

/// What came of the rows of one table.
#[derive(Default)]
struct Tally {
    as_the_row_says: usize,
    /// The row sends a client to where it is: the site answers.
    already_there: usize,
    /// Another row or pattern that comes first answers; the slow matcher says the same.
    earlier: usize,
    wrong: Vec<String>,
}

#[test]
fn every_literal_row_is_answered_as_it_says() {
    println!(
        "| corpus | literal rows | refused | as the row says | already there | by an earlier rule | others |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut wrong = Vec::new();
    for name in support::CORPORA {
        let Some(text) = support::corpus(name) else {
            continue;
        };
        let options = Options {
            table: Some("rows".to_owned()),
            ..Options::default()
        };
        let conversion = convert(Format::JsonLines, name, &text, &options);
        let (policy, compiled) = support::served(&conversion);
        let rows = rows(&text);
        let literal = rows.literal.len();
        let kept = kept(rows.literal, &text, &conversion);
        let refused = literal - kept.len();
        let mut tally = Tally::default();
        for row in &kept {
            judge_row(row, &policy, &compiled.policy.rules, &mut tally);
        }
        let Tally {
            as_the_row_says,
            already_there,
            earlier,
            ..
        } = tally;
        println!(
            "| {name} | {literal} | {refused} | {as_the_row_says} | {already_there} | {earlier} | {} |",
            rows.others
        );
        wrong.extend(
            tally
                .wrong
                .into_iter()
                .map(|text| format!("{name}: {text}")),
        );
    }
    let count = wrong.len();
    wrong.truncate(60);
    assert!(wrong.is_empty(), "{count} wrong\n{}", wrong.join("\n"));
}

/// The rows that the converter did not refuse.
fn kept(rows: Vec<Row>, text: &str, conversion: &Conversion) -> Vec<Row> {
    let refused: HashSet<(&str, u64)> = conversion
        .refused
        .iter()
        .map(|remark| (remark.rule.as_str(), remark.line))
        .collect();
    let lines: Vec<&str> = text.lines().collect();
    let is_refused = |row: &Row| {
        let line = lines[row.line];
        let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let number = object["line"].as_u64().unwrap_or(row.line as u64 + 1);
        let written = object["raw"].as_str().unwrap_or(line);
        refused.contains(&(written, number))
    };
    rows.into_iter().filter(|row| !is_refused(row)).collect()
}

/// Asks for a row as a client does: by `Host`, by an authority, and with a query key that the row does not know.
fn judge_row(row: &Row, policy: &Policy, rules: &[Rule], tally: &mut Tally) {
    let host = row.url.host_str().expect("a host");
    let mut headers = HeaderMap::new();
    headers.insert(HOST, HeaderValue::from_str(host).expect("a host"));
    let target = &row.url[url::Position::BeforePath..url::Position::AfterQuery];
    let found = policy.find(Request::from(target).with_headers(&headers));
    let by_authority = policy.find(Request::from(target).with_authority(Some(host)));
    assert_eq!(found.outcome(), by_authority.outcome(), "{}", row.url);
    let outcome = found.outcome();
    if outcome_is(row, &outcome) {
        match outcome {
            Outcome::Stop {
                already_there: true,
            } => tally.already_there += 1,
            _ => tally.as_the_row_says += 1,
        }
        if !keeps_query(row, policy, rules) {
            tally
                .wrong
                .push(format!("{}: does not keep other keys", row.url));
        }
        return;
    }
    let winner = found.rule().map(|rule| rule.number() as usize);
    let expected = judge::first(rules, &Asked::new(&row.url));
    if winner.is_some() && winner == expected {
        tally.earlier += 1;
    } else {
        tally.wrong.push(format!(
            "{}: {outcome:?} by {winner:?}, not {row:?} by {expected:?}",
            row.url
        ));
    }
}

/// Whether a key that the row does not know is handed on: last in the query, before the fragment.
fn keeps_query(row: &Row, policy: &Policy, rules: &[Rule]) -> bool {
    let Some(destination) = &row.destination else {
        return true;
    };
    let extended = |mut url: Url| {
        let query = url.query().filter(|query| !query.is_empty());
        let query = query.map_or(EXTRA.to_owned(), |query| format!("{query}&{EXTRA}"));
        url.set_query(Some(&query));
        url
    };
    let asked = extended(row.url.clone());
    let found = policy.find(asked.as_str());
    let rule = found.rule().expect("a rule, as without the key");
    let there = row.url.join(destination).expect("a URL");
    let wanted = match rules[rule.number() as usize].terms.query == QueryPolicy::Drop {
        true => there,
        false => extended(there),
    };
    let given = found.location().map(|location| row.url.join(location));
    matches!(given, Some(Ok(given)) if same(&wanted, &given))
}

fn outcome_is(row: &Row, outcome: &Outcome<'_>) -> bool {
    let here = &row.url;
    match (&row.destination, outcome) {
        (Some(to), Outcome::Redirect { status, location }) => {
            let (wanted, given) = (here.join(to), here.join(location));
            let is_there =
                matches!((wanted, given), (Ok(wanted), Ok(given)) if same(&wanted, &given));
            is_there && row.status == status.as_u16()
        }
        (
            Some(to),
            Outcome::Stop {
                already_there: true,
            },
        ) => here.join(to).is_ok_and(|mut there| {
            there.set_fragment(None);
            same(here, &there)
        }),
        (None, Outcome::Gone { status }) => row.status == status.as_u16(),
        (
            None,
            Outcome::Stop {
                already_there: false,
            },
        ) => row.status == 418,
        _ => false,
    }
}

/// Whether two URLs name the same: characters may be percent-encoded in one of them.
fn same(a: &Url, b: &Url) -> bool {
    a == b || spelled(a) == spelled(b)
}

/// A URL with the characters encoded that one may leave as they are.
fn spelled(url: &Url) -> String {
    let encoded: BTreeMap<char, &str> = BTreeMap::from([
        ('^', "%5E"),
        ('|', "%7C"),
        ('{', "%7B"),
        ('}', "%7D"),
        ('`', "%60"),
        ('\'', "%27"),
        ('"', "%22"),
        ('\\', "%5C"),
    ]);
    let mut out = String::new();
    for c in url.as_str().chars() {
        match encoded.get(&c) {
            Some(triplet) => out.push_str(triplet),
            None => out.push(c),
        }
    }
    out
}
