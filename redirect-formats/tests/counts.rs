//! The faults that were known of the tables before, beside those that the proofs find: row by row, where they differ.
//!
//! Known were the chains that begin at a row of nothing but text. They are sought here as they were then: the
//! destination of each such row is asked for in the table's own system, which says whether it is redirected.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use redirect_formats::{Format, Options, convert};
use redirect_policy::lint::{LintArguments, LintLevel};
use support::original::{Original, Originals};
use support::rows::HOST;
use url::Url;

/// A table, with what was said of it.
struct Known {
    name: &'static str,
    /// The chains that were listed.
    listed: usize,
    /// Number of those that this search finds.
    sought: usize,
    /// The lines of rows that are listed, and no chains to the proofs.
    not_found: &'static [u64],
    /// Chains that begin at a pattern, which nobody had looked for.
    from_patterns: usize,
}

const KNOWN: [Known; 5] = [
    Known {
        name: "aws_amplify_docs",
        listed: 894,
        sought: 894,
        // 7393 to 7403 and 9818 are dead, 4538 and 7868 refused.
        not_found: &[4538, 7393, 7398, 7403, 7868, 9818],
        from_patterns: 97,
    },
    Known {
        name: "felix_newspaper",
        listed: 2,
        sought: 2,
        not_found: &[],
        from_patterns: 62,
    },
    Known {
        name: "gitlab_www_2022",
        // The seventh leads to a prefix, which was not looked at.
        listed: 6,
        sought: 7,
        not_found: &[],
        from_patterns: 0,
    },
    Known {
        name: "kubernetes_io_2020",
        listed: 56,
        sought: 56,
        // The row before it is the same.
        not_found: &[490],
        from_patterns: 2,
    },
    Known {
        name: "okta_docs",
        listed: 38,
        sought: 38,
        // Its source has a fragment.
        not_found: &[4686],
        from_patterns: 0,
    },
];

#[test]
fn chains_differ_from_those_known_by_these_rows_alone() {
    for known in &KNOWN {
        let Some(text) = support::corpus(known.name) else {
            return;
        };
        let listed = listed(&text);
        let found = found(known.name, &text);
        let mut left: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        let mut not_found = Vec::new();
        for (line, paths) in &listed {
            let count = left.len();
            left.retain(|first| !paths.iter().any(|path| path == first));
            if left.len() == count {
                not_found.push(*line);
            }
        }
        println!(
            "{}: {} listed, {} sought, {} found",
            known.name,
            known.listed,
            listed.len(),
            found.len()
        );
        assert_eq!(listed.len(), known.sought, "{}", known.name);
        assert_eq!(not_found, known.not_found, "{}", known.name);
        assert_eq!(left.len(), known.from_patterns, "{}: {left:#?}", known.name);
        let sum = known.sought - known.not_found.len() + known.from_patterns;
        assert_eq!(found.len(), sum, "{}", known.name);
    }
}

/// The rows of nothing but text whose destination is redirected: their lines and paths.
fn listed(text: &str) -> BTreeMap<u64, Vec<String>> {
    // A catch-all that says 404 leads nowhere.
    let originals = Originals::of(text, &|raw, _| raw.contains("404-200"));
    let rows = originals.rows.iter().filter(|row| row.pattern.is_none());
    let chained = rows.filter(|row| leads_on(&originals, row));
    chained.map(|row| (row.line, asked(row))).collect()
}

/// Returns the demands of a row, as messages show them.
fn asked(row: &Original) -> Vec<String> {
    let with_query = |path: String| {
        let path = redirect_runtime::canonical::canonical_path(&path).into_owned();
        match row.query.as_str() {
            "" => path,
            query => format!("{path}?{query}"),
        }
    };
    row.texts().into_iter().map(with_query).collect()
}

fn leads_on(originals: &Originals, row: &Original) -> bool {
    let here = Url::parse(&format!("http://{HOST}/")).expect("a URL");
    let to = here.join(&row.location("", None));
    to.is_ok_and(|to| to.host_str() == Some(HOST) && originals.answer(HOST, to.path()).is_some())
}

/// The paths at which the chains begin that the proofs find.
fn found(name: &str, text: &str) -> Vec<String> {
    let options = Options {
        table: Some("rows".to_owned()),
        ..Options::default()
    };
    let conversion = convert(Format::JsonLines, name, text, &options);
    let mut arguments = LintArguments::default();
    assert!(arguments.set("chain", LintLevel::Warn).is_ok());
    let (compiled, _) = support::compiled(&conversion, &arguments);
    let chains = compiled
        .diagnostics
        .iter()
        .filter(|one| one.code == "chain");
    chains
        .flat_map(|chain| {
            let also = chain.also.iter().map(|other| other.witness.clone());
            [chain.witness.clone()].into_iter().chain(also)
        })
        .map(|witness| witness.expect("a request"))
        .collect()
}
