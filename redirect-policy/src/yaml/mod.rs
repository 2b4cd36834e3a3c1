//! From the text of a file to values with their places. The only module that knows which YAML library reads it.
//!
//! serde_yaml tells the values, and where they stand, in one pass: text that stands in the file as it decodes is
//! handed out as a borrowed piece of the file, and for any other scalar the visitor keeps the value and fails, whereupon
//! the error carries the place and the caller goes on. A cursor follows through the bytes between the values, where
//! tags, anchors, aliases and brackets stand.

mod cursor;
mod decode;
mod explain;
mod node;
mod scalar;
mod syntax;
mod visit;
pub(crate) mod write;

use serde::Deserializer as _;
use serde::de::{Deserialize, IgnoredAny};
use serde_yaml::Deserializer;

use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
pub use node::{Entry, Node, Scalar, Style, Value};
pub use write::single_quoted;

use cursor::{Cursor, Place};

/// The result of reading a file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document; none if it is empty or so broken that checking it further would only mislead.
    pub root: Option<Node>,
    /// The faults of the file as YAML.
    pub diagnostics: Vec<Diagnostic>,
}

/// Depth to which lists and maps may lie within each other.
const MAX_DEPTH: usize = 64;

/// The most aliases of lists and maps that are reported before reading stops.
const MAX_PASSED_OVER: usize = 100;

/// Reads a file as YAML. Anchors, aliases, tags and merge keys are refused: a policy says what it means in one place.
///
/// ```
/// use redirect_policy::{source::Sources, yaml::read};
/// let mut sources = Sources::default();
/// let file = sources.insert("redirects.yml", "rules: []\nrules: []\n");
/// let reading = read(&sources, file);
/// assert_eq!(reading.diagnostics[0].code, "duplicate-key");
/// assert_eq!(sources.position(reading.diagnostics[0].span), (2, 1));
/// ```
pub fn read(sources: &Sources, file: u32) -> Reading {
    let text = sources.file(file).map_or("", |source| source.text.as_str());
    too_deep_to_read(file, text).unwrap_or_else(|| read_text(file, text))
}

fn read_text(file: u32, text: &str) -> Reading {
    let mut reader = Reader::new(file, text);
    let body = text.get(reader.body..).unwrap_or("");
    let mut documents = Deserializer::from_str(body);
    let root = match documents.next() {
        Some(document) => reader.document(document),
        None => None,
    };
    // A syntax error ends the stream: what follows it is no second document.
    let second = reader.complete.then(|| documents.next()).flatten();
    if let Some(second) = second {
        reader.second_document(second);
    }
    reader.finish(root)
}

/// The fault of a file of brackets within brackets, on which serde_yaml's time grows with the square of the depth:
/// it is only given as much of the file as shows that they lie too deep.
fn too_deep_to_read(file: u32, text: &str) -> Option<Reading> {
    let mut limit = 4 * MAX_DEPTH;
    while let Some(end) = cursor::heap_of_brackets(text, limit) {
        let mut reading = read_text(file, text.get(..end)?);
        reading.diagnostics.retain(|found| found.code == "too-deep");
        if !reading.diagnostics.is_empty() {
            return Some(Reading {
                root: None,
                ..reading
            });
        }
        // They stand in quotes or comments.
        limit *= 2;
    }
    None
}

/// The state of reading one file.
struct Reader<'t> {
    file: u32,
    /// Where serde_yaml starts: after a byte order mark.
    body: usize,
    cursor: Cursor<'t>,
    pending: Option<Pending>,
    depth: usize,
    /// Number of aliases of lists and maps that were passed over.
    passed_over: usize,
    /// True if every value has been given its meaning.
    complete: bool,
    diagnostics: Vec<Diagnostic>,
}

/// A scalar whose visitor failed: its text if YAML made text of it, and its style.
struct Pending(Option<String>, Style);

impl<'t> Reader<'t> {
    fn new(file: u32, text: &'t str) -> Self {
        let cursor = Cursor::new(text);
        Reader {
            file,
            body: cursor.at,
            cursor,
            pending: None,
            depth: 0,
            passed_over: 0,
            complete: true,
            diagnostics: Vec::new(),
        }
    }

    fn text(&self) -> &'t str {
        self.cursor.text
    }

    /// A span of whole characters within the file.
    fn span(&self, start: usize, end: usize) -> Span {
        let text = self.text();
        let whole = |at: &usize| text.is_char_boundary(*at);
        let start = (0..=start.min(text.len())).rev().find(whole).unwrap_or(0);
        let end = end.clamp(start, text.len());
        let end = (end..=text.len()).find(whole).unwrap_or(start);
        Span {
            file: self.file,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    fn finish(self, root: Option<Node>) -> Reading {
        Reading {
            root: root.filter(|_| self.complete),
            diagnostics: self.diagnostics,
        }
    }

    /// Reads one document.
    fn document(&mut self, document: Deserializer<'t>) -> Option<Node> {
        let visitor = visit::NodeVisitor::new(self, Place::Root);
        let outcome = document.deserialize_any(visitor);
        match outcome.or_else(|error| self.recover(error, Place::Root)) {
            Ok(root) if is_empty(&root) => None,
            Ok(root) => Some(root),
            Err(error) => {
                self.syntax_error(&error);
                None
            }
        }
    }

    fn syntax_error(&mut self, error: &serde_yaml::Error) {
        self.complete = false;
        let message = error.to_string();
        // Reading was given up because of what has been reported.
        let given_up = message.contains(syntax::LOST) && !self.diagnostics.is_empty();
        if given_up || self.passed_over > MAX_PASSED_OVER {
            return;
        }
        let offset = error
            .location()
            .map_or(self.cursor.at, |place| self.body + place.index());
        let found = syntax::syntax_error(self, offset, &message);
        self.diagnostics.push(found);
    }

    /// A policy file holds one document; what stands after it would be lost in silence.
    fn second_document(&mut self, second: Deserializer<'t>) {
        if let Err(error) = IgnoredAny::deserialize(second) {
            return self.syntax_error(&error);
        }
        let start = self.cursor.next_document();
        let span = self.span(start, start + 3);
        self.diagnostics.push(
            Diagnostic::error(
                "several-documents",
                span,
                "a second YAML document begins here, and a policy file holds one",
            )
            .help(
                "remove the `---` line, or move what follows to a file of its own and `include` it",
            ),
        );
    }

    /// Finishes a value whose visitor failed, where the error says that it stands. Errors of YAML itself stay errors.
    fn recover<E: std::fmt::Display>(&mut self, error: E, place: Place) -> Result<Node, E> {
        match self.pending.take() {
            Some(Pending(text, style)) => {
                let mark = self.cursor.place_of(&error.to_string());
                Ok(self.marked_scalar(mark, text, style, place))
            }
            None => Err(error),
        }
    }

    /// The alias at the cursor stands for a list or map, which is passed over without being expanded; that takes as long
    /// as the list or map itself, so not without end.
    fn refuse_collection_alias<E: serde::de::Error>(&mut self) -> Result<(), E> {
        let token = self.cursor.token();
        self.refuse_alias(&token);
        self.complete = false;
        self.passed_over += 1;
        if self.passed_over > MAX_PASSED_OVER {
            return Err(E::custom("too many aliases"));
        }
        Ok(())
    }

    fn too_deep(&mut self, at: usize) {
        self.complete = false;
        let span = self.span(at, at + 1);
        self.diagnostics.push(
            Diagnostic::error(
                "too-deep",
                span,
                format!("lists and maps lie more than {MAX_DEPTH} deep within each other here"),
            )
            .help("flatten the policy; groups can be moved to files of their own and be included"),
        );
    }

    /// A key is given a second time in its map.
    fn duplicate(&mut self, first: &Entry, again: &Scalar) {
        self.diagnostics.push(
            Diagnostic::error(
                "duplicate-key",
                again.span,
                format!("the key `{}` is given twice in one map", again.text),
            )
            .label("given again")
            .related(first.key.span, "first given here")
            .help("keep one of the two: only the first would be looked at"),
        );
    }
}

fn is_empty(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Null && scalar.text.is_empty())
}
