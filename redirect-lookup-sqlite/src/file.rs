//! The file itself: its header, and what shows that it was overwritten.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use crate::error::OpenError;

/// A file that is held open, so that its own state can be asked for whatever its name leads to by now.
#[derive(Debug)]
pub(crate) struct Held {
    file: File,
    opened: State,
}

/// The marks that writing leaves. The change time of the inode is none: it moves when a new file is renamed over this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl Held {
    /// Opens the file and judges its header (<https://www.sqlite.org/fileformat.html#the_database_header>).
    pub(crate) fn open(path: &Path) -> Result<Held, OpenError> {
        let fault = |reason: String| OpenError::new(path, reason);
        let mut file =
            File::open(path).map_err(|error| fault(format!("cannot be opened: {error}")))?;
        let metadata = file
            .metadata()
            .map_err(|error| fault(format!("cannot be read: {error}")))?;
        let mut header = [0; 100];
        file.read_exact(&mut header)
            .map_err(|_| fault("is no SQLite database: it has no header".to_owned()))?;
        if !header.starts_with(b"SQLite format 3\0") {
            return Err(fault("is no SQLite database".to_owned()));
        }
        if header[18] != 1 || header[19] != 1 {
            return Err(fault(
                "is in WAL mode: write it with `PRAGMA journal_mode = DELETE`, close it, and rename it".to_owned(),
            ));
        }
        let word = |at: usize| {
            header
                .iter()
                .skip(at)
                .take(4)
                .fold(0, |all, byte| all << 8 | u64::from(*byte))
        };
        let page = match word(16) >> 16 {
            1 => 65_536,
            size => size,
        };
        // The count of pages is kept only by writers that also note for which change it holds.
        let counted = word(24) == word(92);
        if counted && word(28) * page != metadata.len() {
            let (is, says) = (metadata.len(), word(28) * page);
            return Err(fault(format!(
                "is cut short or still being written: {is} bytes where its header says {says}"
            )));
        }
        if companion(path, "-journal") {
            return Err(fault(
                "has a journal beside it: its last writer did not finish".to_owned(),
            ));
        }
        Ok(Held {
            file,
            opened: State::of(&metadata),
        })
    }

    /// True while the file is what it was when it was opened.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.file
            .metadata()
            .is_ok_and(|now| State::of(&now) == self.opened)
    }

    /// True if the path still leads to this very file.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        match (self.file.metadata(), std::fs::metadata(path)) {
            (Ok(own), Ok(there)) => {
                identity(&own) == identity(&there) && State::of(&there) == self.opened
            }
            _ => false,
        }
    }

    /// The length in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.opened.length
    }
}

impl State {
    fn of(metadata: &Metadata) -> State {
        State {
            length: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// True if a file with this ending beside the path holds anything.
fn companion(path: &Path, ending: &str) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    std::fs::metadata(name).is_ok_and(|beside| beside.len() > 0)
}
