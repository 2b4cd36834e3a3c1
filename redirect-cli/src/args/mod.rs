//! The arguments of the tool.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use http::StatusCode;
use redirect_policy::lint::LintLevel;

/// Checks, explains and shows redirect policies.
///
/// A command without a policy takes `redirects.yml` of this folder or the nearest one above it, else the file that the
/// package's `redirects!(...)` names. Exit code 0: nothing found. 1: something was found. 2: it could not be told.
#[derive(Debug, Parser)]
#[command(name = "redirects", version, max_term_width = 100)]
pub struct Arguments {
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options that every command has.
    #[command(flatten)]
    pub common: Common,
    /// Write the manual page, or a completion script: man, complete-bash, complete-zsh, complete-fish,
    /// complete-powershell, complete-elvish
    #[arg(long, value_name = "WHAT")]
    pub generate: Option<Generated>,
}

/// The files that `--generate` makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generated {
    /// A manual page in roff.
    Man,
    /// A script that completes arguments in a shell.
    Completion(Shell),
}

impl FromStr for Generated {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "man" {
            return Ok(Generated::Man);
        }
        let shell = text.strip_prefix("complete-");
        let shell = shell.and_then(|shell| shell.parse().ok());
        shell.map(Generated::Completion).ok_or_else(|| {
            "it is `man`, or `complete-` and one of bash, elvish, fish, powershell, zsh".to_owned()
        })
    }
}

/// Options that every command has.
#[derive(Args, Clone, Debug, Default)]
pub struct Common {
    /// The policy's file; found if it is left out
    #[arg(long, global = true, value_name = "FILE")]
    pub policy: Vec<PathBuf>,
    /// The form of the results
    #[arg(long, global = true, value_enum)]
    pub format: Option<Format>,
    /// Write the results to a file
    #[arg(long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Only what was found
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// More about how it was found
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// No progress on standard error
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// The clock, such as 2027-01-01 or 2027-01-01T09:00:00+01:00; now, if it is left out
    #[arg(long, global = true, value_name = "TIME", value_parser = moment)]
    pub at: Option<i64>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

/// The form of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people.
    Human,
    /// One JSON object a line.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML, for test reports.
    Junit,
    /// Markdown, for a review.
    Markdown,
    /// Comma-separated values.
    Csv,
}

impl Format {
    /// The word that names the format.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Json => "json",
            Format::Github => "github",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
            Format::Csv => "csv",
        }
    }
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say everything that is wrong with policies, or worth a warning
    Check(Check),
    /// Answer requests on standard input, one JSON object a line
    Resolve(Resolve),
    /// Say why a request gets its answer, or none
    Explain(Explain),
    /// List the rules, as a table, CSV, Markdown or JSON
    List(List),
    /// Write a policy as one file in which every rule stands by itself, or as Rust
    Expand(Expand),
    /// Show a policy as one HTML page
    Report(Report),
    /// Answer requests on this machine, as a preview
    Serve(Serve),
    /// Make the SQLite file of a lookup from its rows in CSV
    Snapshot(Snapshot),
    /// Write the JSON Schema of the policy language, for editors
    Schema(Schema),
    /// Read another system's redirects, and write a policy
    Import(Import),
}

/// Arguments of `check`.
#[derive(Args, Clone, Debug, Default)]
pub struct Check {
    /// Policies, or folders with policies
    #[arg(value_name = "POLICY")]
    pub policies: Vec<PathBuf>,
    /// Warnings count as found: exit code 1
    #[arg(long)]
    pub deny_warnings: bool,
    /// Mend what can be mended for certain, then check again
    #[arg(long)]
    pub fix: bool,
    /// The folder of the lookups' files: their rows are proved as if they were compiled in
    #[arg(long, value_name = "FOLDER", conflicts_with = "fix")]
    pub data: Option<PathBuf>,
    /// The level of a lint, before the policy's own: allow, warn or deny
    #[arg(long = "lint", value_name = "LINT=LEVEL", value_parser = lint)]
    pub lints: Vec<(String, LintLevel)>,
}

/// Arguments of `resolve`.
#[derive(Args, Clone, Debug, Default)]
pub struct Resolve {
    /// The policy
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Args, Clone, Debug, Default)]
pub struct Explain {
    /// Requests: a path with its query, or an absolute URL
    #[arg(value_name = "URL", required = true)]
    pub urls: Vec<String>,
    /// The method; GET, if it is left out
    #[arg(short = 'X', long = "method", value_name = "METHOD")]
    pub method: Option<String>,
    /// A header field, such as 'Accept-Language: ko'
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub headers: Vec<String>,
    /// Every rule with its reason, not only those that are near
    #[arg(long)]
    pub all: bool,
    /// Follow redirects to where they end
    #[arg(long)]
    pub follow: bool,
    /// The site has answered with this status: rules with `when.siteStatus` are asked
    #[arg(long, value_name = "STATUS", value_parser = status)]
    pub site_status: Option<StatusCode>,
}

/// Arguments of `list`.
#[derive(Args, Clone, Debug, Default)]
pub struct List {
    /// The policy
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
}

/// Arguments of `expand`.
#[derive(Args, Clone, Debug, Default)]
pub struct Expand {
    /// The policy
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
    /// The Rust code that the macro `redirects!` writes for it
    #[arg(long)]
    pub rust: bool,
}

/// Arguments of `report`.
#[derive(Args, Clone, Debug, Default)]
pub struct Report {
    /// The policy
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
}

/// Arguments of `serve`.
#[derive(Args, Clone, Debug, Default)]
pub struct Serve {
    /// The policy
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 8000)]
    pub port: u16,
    /// The status with which the site is taken to answer where a rule asks for it; 404, if it is left out, but 200 for
    /// what `coverage.live` names
    #[arg(long, value_name = "STATUS", value_parser = status)]
    pub site_status: Option<StatusCode>,
}

/// Arguments of `snapshot`.
#[derive(Args, Clone, Debug, Default)]
pub struct Snapshot {
    /// The rows: a line of names, then a line each
    #[arg(value_name = "FROM.csv")]
    pub from: PathBuf,
    /// The file that is made, put into place whole
    #[arg(value_name = "TO.sqlite")]
    pub to: PathBuf,
    /// The lookup of the policy; the one whose `snapshot` is called like the file, if it is left out
    #[arg(long, value_name = "NAME")]
    pub lookup: Option<String>,
    /// When the export began to read, such as 2027-01-01T09:00:00Z, unless the first line of the rows says it
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub as_of: Option<i64>,
}

/// Arguments of `schema`.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct Schema {
    /// The schema of included files, which are lists of entries
    #[arg(long)]
    pub entries: bool,
}

/// Arguments of `import`.
#[derive(Args, Clone, Debug)]
pub struct Import {
    /// The table; standard input, if it is left out
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The system that the table is written for
    #[arg(long, value_enum, value_name = "SYSTEM")]
    pub from: System,
    /// One of the site's own hosts, for the policy's `hosts`
    #[arg(long = "host", value_name = "HOST")]
    pub hosts: Vec<String>,
    /// Write what is refused, or not to the letter, as one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Write runs of 20 or more literal rows to STEM-1.csv, STEM-2.csv and so on
    #[arg(long, value_name = "STEM")]
    pub tables: Option<String>,
    /// The fate of rows with status 418, which have no target yet
    #[arg(long, value_enum, default_value_t = Undecided::Stop)]
    pub status_418: Undecided,
}

/// A system that `import` reads the redirects of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum System {
    /// `_redirects` of Netlify.
    Netlify,
    /// `_redirects` of Cloudflare Workers and Pages.
    Cloudflare,
    /// `redirects()` of Next.js as JSON, or a configuration with it.
    Next,
    /// `vercel.json`.
    Vercel,
    /// `firebase.json`.
    Firebase,
    /// One rule a line, with its syntax: nginx, Apache, tables of rows.
    Jsonl,
}

/// The fate of rows without a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Undecided {
    /// The site answers.
    Stop,
    /// They are left out.
    Skip,
    /// 410.
    #[value(name = "410")]
    Gone,
}

/// Seconds since 1970 of a time of RFC 3339, or of midnight (UTC) of a date.
fn moment(text: &str) -> Result<i64, String> {
    redirect_policy::timestamp::parse(text).map_err(str::to_owned)
}

/// A status that a site can answer with.
fn status(text: &str) -> Result<StatusCode, String> {
    let status = text
        .parse()
        .ok()
        .filter(|status: &StatusCode| status.as_u16() >= 200);
    status.ok_or_else(|| "it is a status such as 404".to_owned())
}

fn lint(text: &str) -> Result<(String, LintLevel), String> {
    let (name, level) = text
        .split_once('=')
        .ok_or("write a lint and its level, such as `chain=deny`")?;
    let level = match level {
        "allow" => LintLevel::Allow,
        "warn" => LintLevel::Warn,
        "deny" => LintLevel::Deny,
        _ => return Err(format!("the level is allow, warn or deny, not `{level}`")),
    };
    redirect_policy::lint::LintArguments::default()
        .set(name, level)
        .map_err(|meant| match meant {
            Some(meant) => format!("there is no lint `{name}`; did you mean `{meant}`?"),
            None => format!(
                "there is no lint `{name}`; the lints are {}",
                redirect_policy::lint::names()
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        })?;
    Ok((name.to_owned(), level))
}
