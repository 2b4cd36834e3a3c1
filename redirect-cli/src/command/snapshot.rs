//! `redirects snapshot`: a CSV file of rows as the SQLite file that a service opens.

use std::io::IsTerminal;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use redirect_lookup_sqlite::{Key, Writer};
use redirect_policy::check::check;
use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::model::{Lookup, LookupRow};
use redirect_policy::timestamp;

use super::check::human;
use crate::args::{self, Common};
use crate::lookup_file::{is_csv, shape};
use crate::{Exit, Failure, Io, policy_file};

/// Rows between two words of progress.
const STRIDE: usize = 10_000;

/// Checks the rows against the policy, and puts the file into place whole, or not at all.
///
/// # Errors
/// When a file cannot be read or written, the lookup is not found, or nothing says when the export began.
pub fn run(arguments: &args::Snapshot, common: &Common, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let policy = policy_file::one(None, common)?;
    let (mut sources, file) = policy_file::opened(&policy)?;
    let declared = check(&mut sources, file);
    let (name, stands_for) = named(arguments, &declared.policy.lookups)?;
    let rows = sources
        .open(&arguments.from.to_string_lossy())
        .map_err(Failure::Message)?;
    let first = sources.file(rows).map_or("", |file| file.text.as_str());
    let as_of = as_of(arguments, first.lines().next().unwrap_or_default())?;
    sources.stand_for(&stands_for, rows);
    let checked = check(&mut sources, file);
    // The policy's own faults are for `check` to tell.
    let is_fault =
        |found: &&Diagnostic| found.level == Level::Error && !declared.diagnostics.contains(found);
    let faults: Vec<&Diagnostic> = checked.diagnostics.iter().filter(is_fault).collect();
    for fault in &faults {
        writeln!(io.err, "{}", human::styled(fault, &sources))?;
    }
    let mut lookups = checked.policy.lookups.iter();
    let lookup = lookups.find(|lookup| lookup.name.value == name);
    let Some(lookup) = lookup.filter(|_| faults.is_empty()) else {
        writeln!(
            io.err,
            "`{}` is not written: {} in `{}`",
            arguments.to.display(),
            human::plural(faults.len(), "fault"),
            arguments.from.display()
        )?;
        return Ok(Exit::Found);
    };
    let speaks = std::io::stderr().is_terminal() && !common.quiet && !common.no_progress;
    write(lookup, &arguments.to, as_of, speaks, io)?;
    if !common.quiet {
        writeln!(
            io.out,
            "{}: {}, as of {}",
            arguments.to.display(),
            human::plural(lookup.rows.len(), "row"),
            timestamp::written(seconds(as_of))
        )?;
    }
    Ok(Exit::Clean)
}

/// The lookup that the file is for, and the name of its snapshot.
fn named(arguments: &args::Snapshot, declared: &[Rc<Lookup>]) -> Result<(String, String), Failure> {
    if is_csv(&arguments.to) {
        return Err(Failure::of(
            "a snapshot in CSV is the file itself: rename it into place; this command writes SQLite, such as `articles.sqlite`",
        ));
    }
    let target = arguments.to.file_name().map(|name| name.to_string_lossy());
    let is_meant = |lookup: &&Rc<Lookup>| match (&arguments.lookup, &lookup.served) {
        (Some(name), _) => lookup.name.value == *name,
        (None, Some(served)) => served.snapshot.as_deref() == target.as_deref(),
        (None, None) => false,
    };
    let snapshot = |lookup: &Lookup| lookup.served.as_ref()?.snapshot.clone();
    if let Some(lookup) = declared.iter().find(is_meant) {
        if let Some(snapshot) = snapshot(lookup) {
            return Ok((lookup.name.value.clone(), snapshot));
        }
        return Err(Failure::of(format!(
            "the lookup `{}` has no `snapshot`: its rows are compiled in, or asked of the program",
            lookup.name.value
        )));
    }
    let with_snapshots: Vec<&str> = declared
        .iter()
        .filter(|lookup| snapshot(lookup).is_some())
        .map(|lookup| lookup.name.value.as_str())
        .collect();
    Err(Failure::of(match with_snapshots.is_empty() {
        true => "no lookup of the policy has a `snapshot`".to_owned(),
        false => format!(
            "no lookup is called so, or has a snapshot of that name: write `--lookup {}`",
            with_snapshots.join("`, or `--lookup ")
        ),
    }))
}

/// When the export began to read: what the arguments say, else the file's first line `# as_of 1790000000000`.
fn as_of(arguments: &args::Snapshot, first: &str) -> Result<SystemTime, Failure> {
    let millis = match arguments.as_of {
        Some(seconds) => u64::try_from(seconds).ok().map(|seconds| seconds * 1_000),
        None => redirect_runtime::snapshot::as_of(first.trim_start_matches('\u{feff}')),
    };
    let at = millis.and_then(|millis| UNIX_EPOCH.checked_add(Duration::from_millis(millis)));
    at.ok_or_else(|| {
        Failure::of(
            "nothing says when the export began to read, and a service must know whether a page was taken down since: write `--as-of 2027-01-01T09:00:00Z`, or `# as_of` and the milliseconds since 1970 as the file's first line",
        )
    })
}

fn seconds(at: SystemTime) -> i64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn write(
    lookup: &Lookup,
    to: &Path,
    as_of: SystemTime,
    speaks: bool,
    io: &mut Io<'_>,
) -> Result<(), Failure> {
    let fault = |fault: redirect_lookup_sqlite::WriteError| Failure::of(fault.to_string());
    let mut writer = Writer::create(to, &shape(lookup), as_of).map_err(fault)?;
    let began = Instant::now();
    let all = lookup.rows.len();
    for (number, row) in lookup.rows.iter().enumerate() {
        let key = key(lookup, row);
        let values: Vec<Option<&str>> = row.values.iter().map(|value| value.as_deref()).collect();
        writer.row(&key, &values, row.status).map_err(fault)?;
        if speaks && number % STRIDE == 0 && began.elapsed() > Duration::from_secs(1) {
            write!(io.err, "\r{number} of {all} rows")?;
            io.err.flush()?;
        }
    }
    writer.finish().map_err(fault)?;
    if speaks && began.elapsed() > Duration::from_secs(1) {
        writeln!(io.err, "\r{all} of {all} rows")?;
    }
    Ok(())
}

/// The key as SQLite keeps it: whole numbers by value.
fn key<'r>(lookup: &Lookup, row: &'r LookupRow) -> Vec<Key<'r>> {
    let parts = lookup.key.iter().zip(&row.key);
    let part = |(column, text): (&redirect_policy::model::Column, &'r String)| match text.parse() {
        Ok(number) if column.kind.is_int() => Key::Integer(number),
        _ => Key::Text(text),
    };
    parts.map(part).collect()
}
