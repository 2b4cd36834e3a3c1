//! Every literal row of the shared tables is answered as it says: its host, its query and its status included.

mod support;

use std::collections::{HashMap, HashSet};

use http::HeaderMap;
use http::header::{HOST, HeaderValue};
use redirect_formats::{Conversion, Format, Options, convert};
use redirect_policy::model::{QueryPolicy, Rule};
use redirect_runtime::{Match, Outcome, Policy, Request};
use support::judge::{self, Asked};
use support::location::same;
use support::rows::{Row, rows};
use url::Url;

/// A pair that no row names.
const EXTRA: &str = "some-campaign=1";

/// Counts of the rows of one table by their answers.
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
        let judge = Judge::new(&policy, &compiled.policy.rules, &kept);
        for row in &kept {
            judge.judge(row, &mut tally);
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

/// A converted table with the rows that it was made of.
struct Judge<'t> {
    policy: &'t Policy,
    rules: &'t [Rule],
    /// The first row of each URL, and of each URL without a final slash.
    first: HashMap<String, &'t Row>,
}

impl<'t> Judge<'t> {
    fn new(policy: &'t Policy, rules: &'t [Rule], rows: &'t [Row]) -> Self {
        let mut first = HashMap::new();
        for row in rows {
            first.entry(exact(&row.url)).or_insert(row);
            first.entry(without_slash(&row.url)).or_insert(row);
        }
        Judge {
            policy,
            rules,
            first,
        }
    }

    /// Asks for a row as a client does: by `Host`, by an authority, and with a query key that the row does not know.
    fn judge(&self, row: &Row, tally: &mut Tally) {
        let host = row.url.host_str().expect("a host");
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).expect("a host"));
        let target = &row.url[url::Position::BeforePath..url::Position::AfterQuery];
        let found = self
            .policy
            .find(Request::from(target).with_headers(&headers));
        let by_authority = self
            .policy
            .find(Request::from(target).with_authority(Some(host)));
        let outcome = found.outcome();
        assert_eq!(outcome, by_authority.outcome(), "{}", row.url);
        if outcome_is(row, &outcome) {
            match outcome {
                Outcome::Stop {
                    already_there: true,
                } => tally.already_there += 1,
                _ => tally.as_the_row_says += 1,
            }
            if !keeps_query(row, self.policy, self.rules) {
                let text = format!("{}: does not keep other keys", row.url);
                tally.wrong.push(text);
            }
        } else if self.is_by_an_earlier_rule(row, &found) {
            tally.earlier += 1;
        } else {
            let text = format!("{}: {outcome:?}, not {row:?}", row.url);
            tally.wrong.push(text);
        }
    }

    /// Returns true if a row is rightly answered as an earlier row or pattern says: the slow matcher finds the same
    /// rule.
    fn is_by_an_earlier_rule(&self, row: &Row, found: &Match<'_>) -> bool {
        let winner = found.rule().map(|rule| rule.number() as usize);
        let slow = judge::first(self.rules, &Asked::new(&row.url));
        let Some(rule) = winner.and_then(|winner| self.rules.get(winner)) else {
            return false;
        };
        let source = rule.source.text.trim_end_matches("(/)");
        let is_row = source.trim_end_matches('/') == row.url.path().trim_end_matches('/');
        let rows = [exact(&row.url), without_slash(&row.url)];
        let earlier = rows.iter().filter_map(|url| self.first.get(url));
        let mut earlier = earlier.filter(|earlier| earlier.line < row.line);
        let outcome = found.outcome();
        winner == slow && (!is_row || earlier.any(|earlier| outcome_is(earlier, &outcome)))
    }
}

/// Returns the part of a URL that rows for the same requests share.
fn exact(url: &Url) -> String {
    let mut pairs: Vec<_> = url.query_pairs().collect();
    pairs.sort();
    let host = url.host_str().unwrap_or_default();
    format!("{host}{} {pairs:?}", url.path())
}

fn without_slash(url: &Url) -> String {
    let mut url = url.clone();
    let path = format!("{}/", url.path().trim_end_matches('/'));
    url.set_path(&path);
    format!("{} or not", exact(&url))
}

/// Returns true if a key that the row does not know is handed on: last in the query, before the fragment.
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
    let wanted = match rules[rule.number() as usize].response_options.query == QueryPolicy::Drop {
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
