//! `redirects list`: the rules of a policy as a table, CSV or JSON.

use std::io::Write;

use redirect_policy::model::{Action, Condition, Rule};
use serde_json::json;

use super::policy;
use super::window::window;
use crate::args::{self, Common, Format};
use crate::clock;
use crate::command::explain::wording;
use crate::csv::cell;
use crate::policy_file::{self, Loaded};
use crate::style::{FRAME, RESET, STRONG};
use crate::{Exit, Failure, Io};

/// Lists the rules in the order in which they are tried.
///
/// # Errors
/// When the policy cannot be used, or a stream fails.
pub fn run(arguments: &args::List, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let path = policy_file::one(arguments.file.as_deref(), common)?;
    let Some(loaded) = policy::readable(&path, common, io)? else {
        return Ok(Exit::Unknown);
    };
    let now = common.at.unwrap_or_else(clock::now);
    let rows = rows(&loaded, now);
    match common.format.unwrap_or(Format::Human) {
        Format::Human => table(&rows, io.out)?,
        Format::Csv => csv(&rows, io.out)?,
        Format::Markdown => markdown(&rows, io.out)?,
        Format::Json => {
            for row in &rows {
                writeln!(io.out, "{}", row.json())?;
            }
        }
        other => {
            return Err(Failure::of(format!(
                "`list` has no format `{}`: write human, csv, markdown or json",
                other.word()
            )));
        }
    }
    Ok(Exit::Clean)
}

/// A rule in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the order, from 1.
    pub number: usize,
    /// Its stable name.
    pub id: String,
    /// The source.
    pub source: String,
    /// `301`, `stop`, or `handler`.
    pub status: String,
    /// The destination; empty where there is none.
    pub destination: String,
    /// The handler that decides; empty where there is none.
    pub handler: String,
    /// The conditions beside the path, in words.
    pub conditions: Vec<String>,
    /// `now`, `later` or `over`, as the rule's window is open, ahead or past.
    pub window: &'static str,
    /// Who answers for it.
    pub owner: String,
    /// A remark for people.
    pub note: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// The rules of a policy; `now` is in seconds since 1970.
#[must_use]
pub fn rows(loaded: &Loaded, now: i64) -> Vec<Row> {
    let rules = loaded.compiled.policy.rules.iter();
    rules
        .enumerate()
        .map(|(index, rule)| row(loaded, index + 1, rule, now))
        .collect()
}

fn row(loaded: &Loaded, number: usize, rule: &Rule, now: i64) -> Row {
    let (line, _) = loaded.sources.position(rule.source_span);
    let file = loaded.sources.file(rule.source_span.file);
    let (destination, handler) = match &rule.action {
        Action::Redirect {
            destination,
            handler,
            ..
        } => (destination.text.clone(), handler.as_ref()),
        Action::Gone { handler, .. } => (String::new(), handler.as_ref()),
        Action::Stop => (String::new(), None),
    };
    let mut conditions: Vec<String> = rule.when.iter().map(Condition::words).collect();
    conditions.extend(wording::exemptions(rule));
    Row {
        number,
        id: rule.id.clone(),
        source: rule.source.text.clone(),
        status: wording::status(rule).map_or("stop".to_owned(), |status| status.to_string()),
        destination,
        handler: handler.map_or(String::new(), |handler| handler.value.clone()),
        conditions,
        window: window(&rule.when, now),
        owner: rule.response_options.owner.clone().unwrap_or_default(),
        note: rule.note.clone().unwrap_or_default(),
        file: file.map_or(String::new(), |file| file.shown.clone()),
        line,
    }
}

impl Row {
    /// Words the rule's action, briefly.
    fn answer(&self) -> String {
        let to = match self.destination.is_empty() {
            true => self.status.clone(),
            false => format!("{} {}", self.status, self.destination),
        };
        match self.handler.is_empty() {
            true => to,
            false => format!("{to} (handler {})", self.handler),
        }
    }

    /// The rule as a JSON object.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        json!({
            "kind": "rule",
            "v": 1,
            "number": self.number,
            "id": self.id,
            "source": self.source,
            "status": self.status.parse::<u16>().ok(),
            "stop": self.status == "stop",
            "destination": some(&self.destination),
            "handler": some(&self.handler),
            "conditions": self.conditions,
            "window": self.window,
            "owner": some(&self.owner),
            "note": some(&self.note),
            "file": self.file,
            "line": self.line,
        })
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The longest source that others are lined up with.
const WIDEST: usize = 48;

fn table(rows: &[Row], out: &mut dyn Write) -> std::io::Result<()> {
    let width = rows.iter().map(|row| row.source.chars().count());
    let width = width.max().unwrap_or(0).min(WIDEST);
    let digits = rows.len().to_string().len();
    for row in rows {
        write!(
            out,
            "{FRAME}{:>digits$}{RESET} {STRONG}{:width$}{RESET}  {}",
            row.number,
            row.source,
            row.answer()
        )?;
        if !row.owner.is_empty() {
            write!(out, "  [{}]", row.owner)?;
        }
        if row.window != "now" {
            write!(out, "  ({})", row.window)?;
        }
        writeln!(out)?;
        if !row.conditions.is_empty() {
            writeln!(
                out,
                "{:digits$} {:width$}  {}",
                "",
                "",
                row.conditions.join("; ")
            )?;
        }
    }
    Ok(())
}

const COLUMNS: [&str; 12] = [
    "number",
    "id",
    "source",
    "status",
    "destination",
    "handler",
    "conditions",
    "window",
    "owner",
    "note",
    "file",
    "line",
];

/// Rows with a header (RFC 4180).
fn csv(rows: &[Row], out: &mut dyn Write) -> std::io::Result<()> {
    write!(out, "{}\r\n", COLUMNS.join(","))?;
    for row in rows {
        let cells: Vec<String> = cells(row).iter().map(|text| cell(text)).collect();
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

fn cells(row: &Row) -> [String; 12] {
    [
        row.number.to_string(),
        row.id.clone(),
        row.source.clone(),
        row.status.clone(),
        row.destination.clone(),
        row.handler.clone(),
        row.conditions.join("; "),
        row.window.to_owned(),
        row.owner.clone(),
        row.note.clone(),
        row.file.clone(),
        row.line.to_string(),
    ]
}

fn markdown(rows: &[Row], out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(
        out,
        "| # | source | answer | conditions | owner |\n|---|---|---|---|---|"
    )?;
    for row in rows {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            row.number,
            code(&row.source),
            code(&row.answer()),
            row.conditions.join("; ").replace('|', "\\|"),
            row.owner.replace('|', "\\|")
        )?;
    }
    Ok(())
}

/// Text as code in a cell of a table, whatever it holds.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}
