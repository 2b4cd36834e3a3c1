//! `redirects report`: one HTML page that shows a policy, without anything from elsewhere.

mod dates;
mod tree;

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::lint::LintArguments;
use redirect_policy::timestamp;
use serde::Serialize;

use crate::args::{self, Common, Format};
use crate::clock;
use crate::command::check::human;
use crate::command::list::{self, Row};
use crate::policy_file::{self, Loaded};
use crate::{Exit, Failure, Io};

/// The page, with its styles and its script.
const PAGE: &str = include_str!("../../html/report.html");

/// The most findings that are shown.
const MOST_FINDINGS: usize = 200;

/// Writes the page.
///
/// # Errors
/// When the policy cannot be used, or the stream fails.
pub fn run(arguments: &args::Report, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if let Some(other) = common.format.filter(|format| *format != Format::Human) {
        return Err(Failure::of(format!(
            "`report` has no format `{}`: it is an HTML page",
            other.word()
        )));
    }
    let path = policy_file::one(arguments.file.as_deref(), common)?;
    let loaded = Loaded::read(&path, &LintArguments::default())?;
    let now = common.at.unwrap_or_else(clock::now);
    let page = page(&loaded, now)?;
    io.out.write_all(page.as_bytes())?;
    if loaded.compiled.has_errors() {
        human::diagnostics(&loaded, io.err)?;
        return Ok(Exit::Found);
    }
    Ok(Exit::Clean)
}

/// The page of a policy; `now` is in seconds since 1970. A policy with errors is shown as far as it is whole.
///
/// # Errors
/// When the page cannot be made: a fault of this project.
pub fn page(loaded: &Loaded, now: i64) -> Result<String, Failure> {
    let rows = list::rows(loaded, now);
    let findings = findings(loaded);
    let more = findings.len().saturating_sub(MOST_FINDINGS);
    let shown: Vec<&Finding> = findings.iter().take(MOST_FINDINGS).collect();
    let mut pages = Environment::new();
    let broken = |error: minijinja::Error| Failure::of(format!("the page cannot be made: {error}"));
    // The name's ending is what turns escaping on.
    pages.add_template("report.html", PAGE).map_err(broken)?;
    let page = pages.get_template("report.html").map_err(broken)?;
    page.render(context! {
        title => loaded.path.display().to_string(),
        rules => rows.len(),
        files => loaded.sources.files().len(),
        now => timestamp::written(now),
        counts => Value::from(Serde(counts(&rows))),
        findings => Value::from(Serde(shown)),
        more_findings => more,
        dates => Value::from(Serde(dates::dates(loaded, now))),
        tree => Value::from(Serde(tree::tree(loaded, rows))),
    })
    .map_err(broken)
}

/// A diagnostic on the page.
#[derive(Debug, Serialize)]
struct Finding {
    level: &'static str,
    code: &'static str,
    message: String,
    place: String,
    label: String,
    help: Vec<String>,
    trip: Vec<String>,
}

/// The diagnostics, errors first.
fn findings(loaded: &Loaded) -> Vec<Finding> {
    let mut found: Vec<&Diagnostic> = loaded.compiled.diagnostics.iter().collect();
    found.sort_by_key(|found| std::cmp::Reverse(found.level));
    found
        .into_iter()
        .map(|found| Finding {
            level: match found.level {
                Level::Error => "error",
                Level::Warning => "warning",
            },
            code: found.code,
            message: found.message.clone(),
            place: place(loaded, found),
            label: found.label.clone(),
            help: found.help.clone(),
            trip: found.trip.clone(),
        })
        .collect()
}

fn place(loaded: &Loaded, found: &Diagnostic) -> String {
    let (line, column) = loaded.sources.position(found.span);
    let file = loaded.sources.file(found.span.file);
    format!("{}:{line}:{column}", file.map_or("", |file| &file.shown))
}

/// Counts of rules by their action, owner and the like.
#[derive(Debug, Serialize)]
struct Counts {
    name: &'static str,
    counts: Vec<Count>,
}

#[derive(Debug, Serialize)]
struct Count {
    name: String,
    number: usize,
}

fn counts(rows: &[Row]) -> Vec<Counts> {
    let by = |name, key: &dyn Fn(&Row) -> String| {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            *numbers.entry(key(row)).or_default() += 1;
        }
        let counts = numbers.into_iter();
        Counts {
            name,
            counts: counts
                .map(|(name, number)| Count { name, number })
                .collect(),
        }
    };
    let owner = |row: &Row| match row.owner.is_empty() {
        true => "no owner".to_owned(),
        false => row.owner.clone(),
    };
    vec![
        by("answer", &|row| row.status.clone()),
        by("owner", &owner),
        by("file", &|row| row.file.clone()),
    ]
}
