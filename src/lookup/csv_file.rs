//! CSV files of lookups, which are held in memory.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use redirect_runtime::snapshot::{self, EARLIEST};

use super::rows::Rows;
use super::stamp::Stamp;
use super::{Contract, LookupError};

/// Reads and checks a whole file; with the time at which its export began to read, if it says so.
///
/// # Errors
/// The file's fault, with its line where it has one.
pub(super) fn read(
    contract: &Contract,
    path: &Path,
) -> Result<(Rows, Option<SystemTime>), LookupError> {
    let fault = |line: Option<u64>, reason: String| LookupError {
        line,
        ..LookupError::new(contract, path, reason)
    };
    let before = Stamp::of(path);
    let text = fs::read_to_string(path)
        .map_err(|error| fault(None, format!("cannot be read: {error}")))?;
    if Stamp::of(path) != before {
        return Err(fault(
            None,
            "was written while it was read; write a new file and rename it".to_owned(),
        ));
    }
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        return Err(fault(
            Some(text.lines().count() as u64),
            "ends within a line: it was cut short, or lacks the line break behind its last row"
                .to_owned(),
        ));
    }
    let (as_of, table) = as_of(&text).map_err(|reason| fault(Some(1), reason))?;
    let rows = Rows::read(contract, table).map_err(|(line, reason)| {
        // The line with the time stands before those that the table counts.
        fault(line.map(|line| line + u64::from(as_of.is_some())), reason)
    })?;
    Ok((rows, as_of))
}

/// The time in a first line `# as_of 1795824000000` (milliseconds since 1970), and the text behind it.
fn as_of(text: &str) -> Result<(Option<SystemTime>, &str), String> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.starts_with('#') {
        return Ok((None, text));
    }
    let (line, table) = text.split_once('\n').unwrap_or((text, ""));
    let milliseconds = snapshot::as_of(line).filter(|at| *at > EARLIEST);
    let time =
        milliseconds.and_then(|at| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(at)));
    match time {
        Some(time) => Ok((Some(time), table)),
        None => {
            Err("begins with `#` but not with `# as_of` and milliseconds since 1970".to_owned())
        }
    }
}
