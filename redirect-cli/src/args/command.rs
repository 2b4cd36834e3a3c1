//! The commands, each with its arguments.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use http::StatusCode;
use redirect_policy::lint::LintLevel;

use super::import::Import;
use super::value::{lint, status, timestamp};

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
    #[arg(long, value_name = "TIME", value_parser = timestamp)]
    pub as_of: Option<i64>,
}

/// Arguments of `schema`.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct Schema {
    /// The schema of included files, which are lists of entries
    #[arg(long)]
    pub entries: bool,
}
