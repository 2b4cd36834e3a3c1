//! Times lookups beside what they stand for, and writes what compiled-in rows take.
//!
//! ```text
//! cargo run --release -p redirect-lookup-benches              # nanoseconds a request
//! cargo run --release -p redirect-lookup-benches --bin load   # a fallback that fails, and everybody else
//! ```
//!
//! `~` marks a figure of which the middle half of the rounds differs by more than a tenth.

use std::collections::HashMap;
use std::hint::black_box;

use redirect_lookup_benches::ask::{AT_ONCE, at_once, check, location, one_by_one, paths};
use redirect_lookup_benches::compiled;
use redirect_lookup_benches::measure::{Case, Middle, alternate};
use redirect_lookup_benches::routes::{Lookups, Redirects};
use redirect_lookup_benches::rows::{ROWS, Row, ids, row, shuffled, write};
use redirect_lookup_benches::site::{Site, ask, open};
use redirects::{BoxError, Policy, Redirector};

/// Rounds of which the middle one counts.
const ROUNDS: usize = 41;

fn main() -> Result<(), BoxError> {
    let lookup = compiled::lookup();
    bytes(&lookup);
    find(&lookup.policy);
    answer(lookup.policy)
}

/// The bytes that a row takes beside its text.
fn bytes(lookup: &compiled::Compiled) {
    let (one, text) = (compiled::lookup_of_one().bytes, compiled::text());
    let beside = (lookup.bytes - one - text) as f64 / ROWS as f64;
    println!(
        "{ROWS} compiled-in rows: {} bytes, {text} of them text; {beside:.1} bytes a row beside its text\n",
        lookup.bytes
    );
}

/// `POLICY.find` and its location.
fn find(lookup: &Policy) {
    let (literals, parameter) = (compiled::literals().policy, compiled::parameter().policy);
    let rows: HashMap<u64, Row> = ids().map(|id| (id, row(id))).collect();
    let (asked, ids): (Vec<String>, Vec<u64>) = (paths("/articles/"), shuffled().collect());
    for (path, id) in asked.iter().zip(&ids).take(500) {
        let expected = location(*id);
        assert_eq!(
            lookup.find(path.as_str()).location(),
            Some(expected.as_str())
        );
        assert_eq!(
            literals.find(path.as_str()).location(),
            Some(expected.as_str())
        );
    }
    let find = |policy: &Policy, from: usize, count: usize| {
        for at in from..from + count {
            black_box(policy.find(asked[at % asked.len()].as_str()).location());
        }
    };
    let mut cases = [
        Case::new("`HashMap` and `format!`", |from, count| {
            for at in from..from + count {
                let path = &asked[at % asked.len()];
                let id = path
                    .strip_prefix("/articles/")
                    .and_then(|id| id.parse().ok());
                let row = id.and_then(|id: u64| rows.get(&id));
                black_box(row.map(|row| format!("/buy-sell/{}-{}/", row.title, row.node_id)));
            }
        }),
        Case::new("a rule with a parameter", |from, count| {
            find(&parameter, from, count)
        }),
        Case::new("100,000 literal rules", |from, count| {
            find(&literals, from, count)
        }),
        Case::new("a compiled-in lookup", |from, count| {
            find(lookup, from, count)
        }),
    ];
    print("`find` and its location", &mut cases);
}

/// The whole answer of a service.
fn answer(lookup: Policy) -> Result<(), BoxError> {
    let folder = tempfile::tempdir()?;
    write(folder.path())?;
    let file = open(folder.path().join("articles.sqlite"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let site = Site::open(folder.path())?;
    let redirects = Redirects::new(site).lookups(Lookups::open(folder.path())?);
    let compiled = Redirector::try_from(lookup)?;
    let prefixes = [
        "/held/",
        "/filed/",
        "/remembered/",
        "/asked/",
        "/map/",
        "/blocking/",
        "/spawned/",
    ];
    for prefix in prefixes {
        runtime.block_on(check(&redirects, prefix));
    }
    // The cache knows every row from here on.
    let remembered = paths("/remembered/");
    runtime.block_on(one_by_one(&redirects, &remembered, 0, remembered.len()));
    let all = prefixes.map(paths);
    let [held, filed, _, asked, map, blocking, spawned] = &all;
    let articles = paths("/articles/");
    let numbers: Vec<u64> = shuffled().collect();
    let sequential = |name, paths| {
        let (runtime, redirects) = (&runtime, &redirects);
        Case::new(name, move |from, count| {
            runtime.block_on(one_by_one(redirects, paths, from, count))
        })
    };
    let mut cases = [
        sequential("handler by hand, `HashMap`", map),
        Case::new("compiled in", |from, count| {
            for at in from..from + count {
                let path = articles[at % articles.len()].as_str();
                assert!(black_box(compiled.answer_now(path.into())).is_some());
            }
        }),
        sequential("CSV snapshot", held),
        sequential("fallback, remembered", &remembered),
        sequential("fallback, asked", asked),
    ];
    print("an answer, from memory", &mut cases);
    let concurrent = |name, paths| {
        let (runtime, redirects) = (&runtime, &redirects);
        Case::new(name, move |from, count| {
            runtime.block_on(at_once(redirects, paths, from, count))
        })
    };
    let mut cases = [
        Case::new("rusqlite, prepared, and `format!`", |from, count| {
            for at in from..from + count {
                let row = ask(&file, numbers[at % numbers.len()]).ok().flatten();
                black_box(row.map(|row| format!("/buy-sell/{}-{}/", row.title, row.node_id)));
            }
        }),
        sequential("handler by hand, rusqlite on the caller's thread", blocking),
        sequential("handler by hand, rusqlite by `spawn_blocking`", spawned),
        sequential("SQLite snapshot", filed),
    ];
    print("an answer, from SQLite, one after another", &mut cases);
    let mut cases = [
        concurrent("handler by hand, rusqlite on the caller's thread", blocking),
        concurrent("handler by hand, rusqlite by `spawn_blocking`", spawned),
        concurrent("SQLite snapshot", filed),
    ];
    print(
        &format!("an answer, from SQLite, {AT_ONCE} at once"),
        &mut cases,
    );
    Ok(())
}

/// Measures cases and prints them as a table, each beside the first.
fn print(title: &str, cases: &mut [Case<'_>]) {
    let figures = alternate(cases, ROUNDS);
    let first = figures.first().map_or(1.0, |first| first.median);
    println!("| {title} | ns | beside the first |\n|---|---|---|");
    for (case, Middle { median, spread }) in cases.iter().zip(figures) {
        let mark = if spread > 0.1 { " ~" } else { "" };
        println!(
            "| {} | {median:.0}{mark} | {:.2} |",
            case.name,
            median / first
        );
    }
    println!();
}
