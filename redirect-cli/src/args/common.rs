//! Options that every command has.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::value::timestamp;

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
    #[arg(long, global = true, value_name = "TIME", value_parser = timestamp)]
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
