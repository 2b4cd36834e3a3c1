//! The arguments of the tool.

mod command;
mod common;
mod import;
mod value;

use std::str::FromStr;

use clap::Parser;
use clap_complete::Shell;

pub use command::Command;
pub(crate) use command::{Check, Expand, Explain, List, Report, Resolve, Schema, Serve, Snapshot};
pub use common::{Color, Common, Format};
pub(crate) use import::{Import, System, Undecided};

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
