//! The tool `redirects`, for those who write and review a redirect policy.
//!
//! Every command is a function of this library; the binary reads the arguments and passes the streams on.
//!
//! ```
//! use clap::Parser;
//! use redirect_cli::{Arguments, Exit, Io, run};
//! let arguments = Arguments::try_parse_from(["redirects", "resolve", "../examples/site/plain.yml"])?;
//! let (mut out, mut err) = (Vec::new(), Vec::new());
//! let mut input = "/nowhere\n".as_bytes();
//! let mut io = Io { input: &mut input, out: &mut out, err: &mut err };
//! assert_eq!(run(&arguments, &mut io), Exit::Clean);
//! assert_eq!(out, b"{\"kind\":\"answer\",\"v\":1,\"outcome\":\"passthrough\"}\n");
//! # Ok::<(), clap::Error>(())
//! ```
#![forbid(unsafe_code)]

mod args;
mod clock;
pub mod command;
mod csv;
mod exit;
mod generate;
pub mod lookup_file;
pub mod policy_file;
mod site;
mod style;

use std::fs::File;
use std::io::{BufWriter, Read, Write};

pub use args::{Arguments, Color, Command, Common, Format, Generated};
pub use exit::{Exit, Failure};

/// The streams of a command. Text for people has ANSI styles; the stream removes them where they are not wanted.
pub struct Io<'a> {
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Progress, and what is wrong with what was given.
    pub err: &'a mut dyn Write,
}

/// Runs a command; everything that goes wrong is written to `err` and told by the exit code.
pub fn run(arguments: &Arguments, io: &mut Io<'_>) -> Exit {
    match to_output(arguments, io) {
        Ok(exit) => exit,
        Err(failure) if failure.is_closed_pipe() => Exit::Clean,
        Err(failure) => {
            // There is nowhere else to say it.
            let _ = writeln!(io.err, "{}error:{} {failure}", style::ERROR, style::RESET);
            Exit::Unknown
        }
    }
}

/// Runs a command with its results in the file of `--output`, if there is one.
fn to_output(arguments: &Arguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let Some(path) = &arguments.common.output else {
        let exit = dispatch(arguments, io)?;
        io.out.flush()?;
        return Ok(exit);
    };
    let file = File::create(path)
        .map_err(|error| Failure::of(format!("cannot write `{}`: {error}", path.display())))?;
    let file: Box<dyn Write> = Box::new(BufWriter::new(file));
    let mut out = anstream::StripStream::new(file);
    let mut io = Io {
        input: io.input,
        out: &mut out,
        err: io.err,
    };
    let exit = dispatch(arguments, &mut io)?;
    io.out.flush()?;
    Ok(exit)
}

fn dispatch(arguments: &Arguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let common = &arguments.common;
    if let Some(what) = arguments.generate {
        generate::generate(what, io.out)?;
        return Ok(Exit::Clean);
    }
    match &arguments.command {
        Some(Command::Check(check)) => command::check::run(check, common, io),
        Some(Command::Explain(explain)) => command::explain::run(explain, common, io),
        Some(Command::List(list)) => command::list::run(list, common, io),
        Some(Command::Expand(expand)) => command::expand::run(expand, common, io),
        Some(Command::Snapshot(snapshot)) => command::snapshot::run(snapshot, common, io),
        Some(Command::Schema(schema)) => command::schema::run(schema, common, io),
        Some(Command::Report(report)) => command::report::run(report, common, io),
        Some(Command::Serve(serve)) => command::serve::run(serve, common, io),
        Some(Command::Resolve(resolve)) => command::resolve::run(resolve, common, io),
        Some(Command::Import(import)) => command::import::run(import, common, io),
        None => Err(Failure::of(
            "a command is missing: `redirects --help` lists them",
        )),
    }
}
