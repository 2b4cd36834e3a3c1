//! The way from a byte of a text to its line and column.

/// A byte whose line and column are known.
#[derive(Clone, Copy, Debug)]
struct Checkpoint {
    offset: usize,
    line: usize,
    column: usize,
}

/// The most bytes between two checkpoints (a policy may stand on one long line).
const STRIDE: usize = 512;

/// The mark that some editors put before the text of a file.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// The lines and columns of the bytes of a text. Lines end with LF, CR LF or CR; both are counted from 1, columns in
/// characters; a byte order mark takes no column.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    checkpoints: Vec<Checkpoint>,
}

impl Positions {
    pub(super) fn of(text: &str) -> Self {
        Positions {
            checkpoints: checkpoints(text),
        }
    }

    /// The line and the column of a byte of `text`, which is the text that these positions are of.
    pub(super) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let after = self.checkpoints.partition_point(|at| at.offset <= offset);
        let Some(near) = self.checkpoints.get(after.saturating_sub(1)) else {
            return (1, 1);
        };
        let end = offset.min(text.len());
        let between = text.as_bytes().get(near.offset..end).unwrap_or(&[]);
        (near.line, near.column + characters(between))
    }

    /// The byte at which a line begins.
    pub(super) fn begin_of_line(&self, line: usize) -> usize {
        let first = self.checkpoints.partition_point(|at| at.line < line);
        self.checkpoints.get(first).map_or(0, |at| at.offset)
    }
}

/// Counts the characters that begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// One checkpoint at the start of each line, and more on long lines.
fn checkpoints(text: &str) -> Vec<Checkpoint> {
    let mut here = Checkpoint {
        offset: 0,
        line: 1,
        column: 1,
    };
    if text.starts_with(BYTE_ORDER_MARK) {
        here.offset = BYTE_ORDER_MARK.len_utf8();
    }
    let mut found = vec![here];
    let mut lines = Lines {
        rest: text.get(here.offset..).unwrap_or(""),
        to_line_feed: 0,
    };
    while let Some(line) = lines.next() {
        if line.len() > STRIDE {
            within_line(here, line, &mut found);
        }
        here.offset += line.len();
        if line.ends_with(['\n', '\r']) {
            here.line += 1;
            found.push(here);
        }
    }
    found
}

/// Checkpoints inside a long line.
fn within_line(start: Checkpoint, line: &str, found: &mut Vec<Checkpoint>) {
    let mut within = start;
    for chunk in line.as_bytes().chunks(STRIDE) {
        if within.offset > start.offset {
            found.push(within);
        }
        within.offset += chunk.len();
        within.column += characters(chunk);
    }
}

/// Lines with their ends, which are LF, CR LF or CR. Searches for one character at a time, which the standard library
/// does fast in unoptimised builds too.
struct Lines<'t> {
    rest: &'t str,
    /// Distance to behind the next LF, or to the end; 0 until it is looked for.
    to_line_feed: usize,
}

impl<'t> Lines<'t> {
    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        if self.to_line_feed == 0 {
            let found = self.rest.find('\n');
            self.to_line_feed = found.map_or(self.rest.len(), |at| at + 1);
        }
        let line = self.rest.get(..self.to_line_feed).unwrap_or(self.rest);
        let length = match line.find('\r') {
            Some(at) if line.get(at + 1..) != Some("\n") => at + 1,
            _ => line.len(),
        };
        let (line, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        self.to_line_feed = self.to_line_feed.saturating_sub(length);
        Some(line)
    }
}
