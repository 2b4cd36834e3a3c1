//! `redirect-formats`: reads another system's redirects, writes a policy.
#![forbid(unsafe_code)]

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use redirect_formats::{Conversion, Format, Options, Status418, convert};

const USAGE: &str = "usage: redirect-formats [OPTION]... [INPUT]

Reads INPUT, or standard input, and writes a redirect policy to standard output.

  --from FORMAT         jsonl (default), netlify, next, firebase
  --output FILE         write the policy to FILE, and its tables beside it
  --table STEM          runs of 20 or more literal rows become STEM-1.csv, STEM-2.csv ...
  --host HOST           one of the site's own hosts; may be repeated
  --status-418 ACTION   rows without a target yet: stop (default: the site answers), skip, 410
  --report FILE         one line of JSON for every rule refused or not taken to the letter";

struct Arguments {
    format: Format,
    input: Option<PathBuf>,
    output: Option<PathBuf>,
    report: Option<PathBuf>,
    options: Options,
}

fn main() -> ExitCode {
    let done = arguments().and_then(|arguments| run(&arguments));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, String> {
    let mut out = Arguments {
        format: Format::JsonLines,
        input: None,
        output: None,
        report: None,
        options: Options::default(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if !word.starts_with("--") {
            out.input = Some(word.into());
            continue;
        }
        if word == "--help" {
            return Err(USAGE.to_owned());
        }
        let value = words
            .next()
            .ok_or_else(|| format!("`{word}` needs a value\n\n{USAGE}"))?;
        match word.as_str() {
            "--from" => out.format = format(&value)?,
            "--output" => out.output = Some(value.into()),
            "--table" => out.options.table = Some(value),
            "--host" => out.options.hosts.push(value),
            "--status-418" => out.options.status_418 = status_418(&value)?,
            "--report" => out.report = Some(value.into()),
            _ => return Err(format!("`{word}` is not an option\n\n{USAGE}")),
        }
    }
    Ok(out)
}

fn format(name: &str) -> Result<Format, String> {
    match name {
        "jsonl" => Ok(Format::JsonLines),
        "netlify" => Ok(Format::Netlify),
        "next" => Ok(Format::Next),
        "firebase" => Ok(Format::Firebase),
        _ => Err(format!(
            "`{name}` is not a format: jsonl, netlify, next, firebase"
        )),
    }
}

fn status_418(name: &str) -> Result<Status418, String> {
    match name {
        "stop" => Ok(Status418::Stop),
        "skip" => Ok(Status418::Skip),
        "410" => Ok(Status418::Gone),
        _ => Err(format!("`{name}` is not one of stop, skip, 410")),
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let (name, text) = input(arguments.input.as_deref())?;
    let conversion = convert(arguments.format, &name, &text, &arguments.options);
    let folder = match &arguments.output {
        Some(path) => {
            write(path, &conversion.policy)?;
            path.parent().unwrap_or(Path::new("")).to_owned()
        }
        None => {
            print!("{}", conversion.policy);
            PathBuf::new()
        }
    };
    for table in &conversion.tables {
        write(&folder.join(&table.name), &table.csv)?;
    }
    if let Some(path) = &arguments.report {
        write(path, &report(&conversion))?;
    }
    eprintln!(
        "{} rules read, {} converted ({} not to the letter), {} refused",
        conversion.read,
        conversion.converted,
        conversion.approximated.len(),
        conversion.refused.len()
    );
    Ok(())
}

fn input(path: Option<&Path>) -> Result<(String, String), String> {
    match path {
        Some(path) => std::fs::read_to_string(path)
            .map(|text| (path.display().to_string(), text))
            .map_err(|error| format!("{}: {error}", path.display())),
        None => {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .map(|_| ("standard input".to_owned(), text))
                .map_err(|error| format!("standard input: {error}"))
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn report(conversion: &Conversion) -> String {
    let refused = conversion
        .refused
        .iter()
        .map(|remark| remark.to_json("refused"));
    let approximated = conversion
        .approximated
        .iter()
        .map(|remark| remark.to_json("approximated"));
    refused
        .chain(approximated)
        .map(|line| line + "\n")
        .collect()
}
