//! `redirects import`: another system's redirects as a policy, with everything told that is not the same.

use std::fs;
use std::io::Write;
use std::path::Path;

use redirect_formats::{Conversion, Format, Options, Status418, convert};

use crate::args::{self, Common, System, Undecided};
use crate::style::{ERROR, RESET, STRONG, WARNING};
use crate::{Exit, Failure, Io};

/// Reads a table, and writes the policy to the results, its CSV tables beside the file of `--output`.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(arguments: &args::Import, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if let Some(format) = common.format {
        return Err(Failure::of(format!(
            "`import` has no format `{}`: it writes a policy, and `--report` what is not the same as JSON",
            format.word()
        )));
    }
    let (name, text) = input(arguments.file.as_deref(), io)?;
    let options = Options {
        table: arguments.tables.clone(),
        hosts: arguments.hosts.clone(),
        status_418: status_418(arguments.status_418),
    };
    let conversion = convert(format(arguments.from), &name, &text, &options);
    io.out.write_all(conversion.policy.as_bytes())?;
    let folder = common.output.as_deref().and_then(Path::parent);
    for table in &conversion.tables {
        write(
            &folder.unwrap_or(Path::new("")).join(&table.name),
            &table.csv,
        )?;
    }
    if let Some(path) = &arguments.report {
        write(path, &conversion.report())?;
    }
    if !common.quiet {
        tell(&conversion, io.err)?;
    }
    let refused = conversion.refused.len();
    let (read, converted) = (conversion.read, conversion.converted);
    let others = conversion.approximated.len();
    writeln!(
        io.err,
        "{read} rules read: {converted} converted ({others} of them not to the letter), {refused} refused"
    )?;
    Ok(match refused {
        0 => Exit::Clean,
        _ => Exit::Found,
    })
}

/// Writes everything that is not the same, for people.
fn tell(conversion: &Conversion, err: &mut dyn Write) -> Result<(), Failure> {
    let refused = conversion
        .refused
        .iter()
        .map(|remark| (ERROR, "refused", remark));
    let others = conversion.approximated.iter();
    let others = others.map(|remark| (WARNING, "not to the letter", remark));
    for (style, word, remark) in refused.chain(others) {
        let rule: String = remark
            .rule
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect();
        writeln!(
            err,
            "{style}{word}{RESET}: {STRONG}{}:{}{RESET}: {rule}\n    {} [{}]",
            remark.file, remark.line, remark.reason.text, remark.reason.code
        )?;
    }
    for note in &conversion.notes {
        writeln!(err, "{STRONG}note{RESET}: {} [{}]", note.text, note.code)?;
    }
    Ok(())
}

fn input(file: Option<&Path>, io: &mut Io<'_>) -> Result<(String, String), Failure> {
    match file {
        Some(path) => match fs::read_to_string(path) {
            Ok(text) => Ok((path.display().to_string(), text)),
            Err(error) => Err(Failure::of(format!(
                "cannot read `{}`: {error}",
                path.display()
            ))),
        },
        None => {
            let mut text = String::new();
            io.input.read_to_string(&mut text)?;
            Ok(("standard input".to_owned(), text))
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text)
        .map_err(|error| Failure::of(format!("cannot write `{}`: {error}", path.display())))
}

fn format(system: System) -> Format {
    match system {
        System::Netlify => Format::Netlify,
        System::Cloudflare => Format::Cloudflare,
        System::Next => Format::Next,
        System::Vercel => Format::Vercel,
        System::Firebase => Format::Firebase,
        System::Jsonl => Format::JsonLines,
    }
}

fn status_418(action: Undecided) -> Status418 {
    match action {
        Undecided::Stop => Status418::Stop,
        Undecided::Skip => Status418::Skip,
        Undecided::Gone => Status418::Gone,
    }
}
