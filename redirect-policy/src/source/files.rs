//! The files of a policy.

use std::cell::OnceCell;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::Span;
use super::position::Positions;

/// The files that a policy is made of, in the order in which they were opened.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    root: PathBuf,
    /// The way to the root from the folder that diagnostics are read in.
    way: PathBuf,
    files: Vec<SourceFile>,
    /// Snapshots of lookups whose files are at hand, by their names.
    snapshots: Vec<(String, u32)>,
}

/// One file of a policy.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as the user wrote it, relative to the policy's root.
    pub shown: String,
    /// The path from the folder that diagnostics are read in, so that editors and terminals can follow it.
    pub from_here: String,
    /// The path that was opened.
    pub path: PathBuf,
    /// The whole text; empty if it could not be read as UTF-8.
    pub text: String,
    /// The path without detours, by which a file opened twice is known.
    identity: PathBuf,
    /// Why the text cannot be used.
    refusal: Option<String>,
    /// True if diagnostics leave the text out: the file was named by mistake, and may hold what is no one's business.
    pub(crate) hidden: bool,
    /// Made when a place is first asked for: a sound table never needs it.
    positions: OnceCell<Positions>,
}

impl Sources {
    /// No files yet; those to come are opened relative to the folder `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Sources {
            root: root.into(),
            way: PathBuf::new(),
            files: Vec::new(),
            snapshots: Vec::new(),
        }
    }

    /// Sets the way to the root from the folder that diagnostics are read in, which is the root itself otherwise.
    #[must_use]
    pub fn seen_by_way_of(mut self, way: impl Into<PathBuf>) -> Self {
        self.way = way.into();
        self
    }

    /// Opens a file, named relative to the root, and gives its number; a file opened before keeps its number.
    ///
    /// # Errors
    /// A message for people, which names the full path and the reason. A file that is not UTF-8 is an error too,
    /// but is listed among [`files`](Self::files), so that a build can watch it.
    pub fn open(&mut self, shown: &str) -> Result<u32, String> {
        let path = self.root.join(shown);
        if let Some(known) = self.opened(&without_detours(&path)) {
            return known;
        }
        let refuse = |why: String| format!("cannot read `{}`: {why}", path.display());
        let metadata = fs::metadata(&path).map_err(|error| refuse(error.to_string()))?;
        if !metadata.is_file() {
            return Err(refuse("it is not a file".to_owned()));
        }
        if u32::try_from(metadata.len()).is_err() {
            return Err(refuse("it is larger than 4 GiB".to_owned()));
        }
        let identity = fs::canonicalize(&path).unwrap_or_else(|_| without_detours(&path));
        if let Some(known) = self.opened(&identity) {
            return known;
        }
        let bytes = fs::read(&path).map_err(|error| refuse(error.to_string()))?;
        let (text, refusal) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => (String::new(), Some(refuse(not_utf8(&error)))),
        };
        let refused = refusal.clone();
        let file = self.push(shown, path, identity, text, refusal);
        refused.map_or(Ok(file), Err)
    }

    /// Adds a file that is already in memory and gives its number. Opening its name finds it, whatever the disk holds.
    pub fn insert(&mut self, shown: &str, text: impl Into<String>) -> u32 {
        let path = self.root.join(shown);
        let identity = without_detours(&path);
        self.push(shown, path, identity, text.into(), None)
    }

    /// Has a CSV file stand for the snapshot of this name: the rows of its lookup are checked and followed as if they
    /// were compiled in.
    pub fn stand_for(&mut self, snapshot: &str, file: u32) {
        self.snapshots.push((snapshot.to_owned(), file));
    }

    /// The file that stands for a snapshot.
    #[cfg(feature = "table")]
    pub(crate) fn snapshot(&self, name: &str) -> Option<u32> {
        let mut snapshots = self.snapshots.iter();
        snapshots
            .find(|(known, _)| known == name)
            .map(|(_, file)| *file)
    }

    /// The path as the user wrote it, the full path and the text of a file.
    pub fn file(&self, file: u32) -> Option<&SourceFile> {
        self.files.get(usize::try_from(file).ok()?)
    }

    /// All files by their numbers, those that could not be read as UTF-8 included.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Leaves the text of a file out of all diagnostics.
    pub(crate) fn hide(&mut self, file: u32) {
        let index = usize::try_from(file).unwrap_or(usize::MAX);
        if let Some(file) = self.files.get_mut(index) {
            file.hidden = true;
        }
    }

    /// The line and the column (in characters) where a span begins, both counted from 1. Lines end with LF, CR LF or
    /// CR; a byte order mark takes no column.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let offset = usize::try_from(span.start).unwrap_or(usize::MAX);
        self.file(span.file)
            .map_or((1, 1), |file| file.position(offset))
    }

    /// A file known under this identity: its number, or why it was refused.
    fn opened(&self, identity: &Path) -> Option<Result<u32, String>> {
        let index = self
            .files
            .iter()
            .position(|file| file.identity == identity)?;
        Some(match &self.files.get(index)?.refusal {
            Some(refusal) => Err(refusal.clone()),
            None => Ok(number(index)),
        })
    }

    fn push(
        &mut self,
        shown: &str,
        path: PathBuf,
        identity: PathBuf,
        text: String,
        refusal: Option<String>,
    ) -> u32 {
        let file = number(self.files.len());
        let from_here = match self.way.as_os_str().is_empty() {
            true => shown.to_owned(),
            false => without_detours(&self.way.join(shown)).display().to_string(),
        };
        self.files.push(SourceFile {
            shown: shown.to_owned(),
            from_here,
            path,
            positions: OnceCell::new(),
            text,
            identity,
            refusal,
            hidden: false,
        });
        file
    }
}

impl SourceFile {
    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions::of(&self.text))
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        self.positions().position(&self.text, offset)
    }

    /// The text of the line that holds a byte, without its end, and the byte at which it begins.
    pub(crate) fn line_around(&self, offset: usize) -> (usize, &str) {
        let (line, _) = self.position(offset);
        let begin = self.positions().begin_of_line(line);
        let rest = self.text.get(begin..).unwrap_or("");
        (begin, rest.split(['\n', '\r']).next().unwrap_or(""))
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The path without `.` and without `..` after a name.
fn without_detours(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

fn not_utf8(error: &std::string::FromUtf8Error) -> String {
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = error.as_bytes() {
        return "it is UTF-16; save the file as UTF-8".to_owned();
    }
    let good = error.as_bytes().get(..error.utf8_error().valid_up_to());
    let before = good.and_then(|good| std::str::from_utf8(good).ok());
    let offset = before.map_or(0, str::len);
    let text = before.unwrap_or("");
    let (line, column) = Positions::of(text).position(text, offset);
    let byte = error.as_bytes().get(offset).copied().unwrap_or(0);
    format!(
        "it is not UTF-8: the byte 0x{byte:02X} at line {line}, column {column}; save the file as UTF-8"
    )
}
