//! The arguments of `import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
