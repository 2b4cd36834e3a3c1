//! CSV files of lookups, which are held in memory.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::rows::Rows;
use super::stamp::Stamp;
use super::{Contract, LookupError};

/// Reads and checks a whole file; with the moment when its export began to read, if it says so.
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
        // The line with the moment stands before those that the table counts.
        fault(line.map(|line| line + u64::from(as_of.is_some())), reason)
    })?;
    Ok((rows, as_of))
}

/// The moment in a first line `# as_of 1795824000000` (milliseconds since 1970), and the text behind it.
fn as_of(text: &str) -> Result<(Option<SystemTime>, &str), String> {
    let text = text.trim_start_matches('\u{feff}');
    let Some(rest) = text.strip_prefix('#') else {
        return Ok((None, text));
    };
    let (line, table) = rest.split_once('\n').unwrap_or((rest, ""));
    let number = line.trim().strip_prefix("as_of").map(str::trim);
    let milliseconds = number
        .and_then(|number| number.parse::<u64>().ok())
        .filter(|at| *at > 100_000_000_000);
    let moment =
        milliseconds.and_then(|at| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(at)));
    match moment {
        Some(moment) => Ok((Some(moment), table)),
        None => {
            Err("begins with `#` but not with `# as_of` and milliseconds since 1970".to_owned())
        }
    }
}
