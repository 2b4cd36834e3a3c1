//! From the text of a file to values with their places. The only module that knows which YAML library reads it.
//!
//! serde_yaml tells the values, and where they stand, in one pass: text that stands in the file as it decodes is
//! handed out as a borrowed piece of the file, and for any other scalar the visitor keeps the value and fails, whereupon
//! the error carries the place and the caller goes on. A cursor follows through the bytes between the values, where
//! tags, anchors, aliases and brackets stand.

mod cursor;
mod explain;
mod visit;

use serde::Deserializer as _;
use serde::de::{Deserialize, IgnoredAny};
use serde_yaml::Deserializer;

use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Entry, Node, Scalar, Sources, Style, Value, decode};
use cursor::{Cursor, Place, Property};

/// What reading a file comes to.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document; none if it is empty or so broken that checking it further would only mislead.
    pub root: Option<Node>,
    /// What is wrong with the file as YAML.
    pub diagnostics: Vec<Diagnostic>,
}

/// How deep lists and maps may lie within each other.
const MAX_DEPTH: usize = 64;

/// Reads a file as YAML. Anchors, aliases, tags and merge keys are refused: a policy says what it means in one place.
///
/// ```
/// use redirect_policy::{document::Sources, read::read};
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
    if reader.complete
        && let Some(second) = documents.next()
    {
        reader.second_document(second);
    }
    reader.finish(root)
}

/// What is wrong with a file of brackets within brackets, on which serde_yaml's time grows with the square of the depth:
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
    /// The scalar whose visitor failed, or a list or map that must not be entered.
    pending: Option<Pending>,
    depth: usize,
    /// Whether every value has been given its meaning.
    complete: bool,
    diagnostics: Vec<Diagnostic>,
}

/// What a failed visitor leaves behind.
enum Pending {
    /// A scalar whose place the error tells; text if YAML made text of it.
    Scalar(Option<String>, Style),
    /// An alias of a list or map.
    Alias,
}

impl<'t> Reader<'t> {
    fn new(file: u32, text: &'t str) -> Self {
        let cursor = Cursor::new(text);
        Reader {
            file,
            body: cursor.at,
            cursor,
            pending: None,
            depth: 0,
            complete: true,
            diagnostics: Vec::new(),
        }
    }

    fn text(&self) -> &'t str {
        self.cursor.text
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span {
            file: self.file,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end.max(start)).unwrap_or(u32::MAX),
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
        let offset = error
            .location()
            .map_or(self.cursor.at, |place| self.body + place.index());
        let found = explain::syntax_error(self, offset, &error.to_string());
        self.diagnostics.push(found);
        self.complete = false;
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
            Some(Pending::Scalar(text, style)) => {
                let mark = self.cursor.place_of(&error.to_string());
                Ok(self.marked_scalar(mark, text, style, place))
            }
            Some(Pending::Alias) => {
                let token = self.cursor.token();
                self.refuse_alias(&token);
                self.complete = false;
                Ok(self.nothing(token.start))
            }
            None => Err(error),
        }
    }

    /// A scalar that stands in the file as it decodes, at `offset`.
    fn borrowed_scalar(&mut self, offset: usize, text: &str, place: Place) -> Node {
        self.cursor.enter(place);
        if self.cursor.is_alias() {
            return self.alias_of(Some(text.to_owned()));
        }
        self.properties();
        let quoted = self.cursor.is_quote() && self.cursor.at < offset;
        if !quoted && self.cursor.at != offset {
            self.cursor.resume(offset);
        }
        self.scalar_here(Some(text.to_owned()), Style::Plain)
    }

    /// A scalar that begins, properties included, at `mark`.
    fn marked_scalar(
        &mut self,
        mark: Option<usize>,
        text: Option<String>,
        style: Style,
        place: Place,
    ) -> Node {
        self.cursor.enter(place);
        // An empty value is marked where its line ends; by now the cursor has come to what follows it.
        let passed = mark.is_some_and(|mark| mark < self.cursor.at);
        if self.cursor.is_alias() && !(passed && style == Style::Null) {
            return self.alias_of(text);
        }
        if let Some(mark) = mark {
            self.cursor.at = mark;
        }
        let end = self.properties();
        let mut text = text;
        if style == Style::Null && !self.cursor.is_null_word() {
            self.cursor.at = end.or(mark).unwrap_or(self.cursor.at);
            text = Some(String::new());
        }
        self.scalar_here(text, style)
    }

    /// The scalar at the cursor. Text that does not agree with the file is given a point for its place.
    fn scalar_here(&mut self, text: Option<String>, style: Style) -> Node {
        let start = self.cursor.at;
        let quoted =
            style == Style::Plain && matches!(self.cursor.peek(), Some(b'"' | b'\'' | b'|' | b'>'));
        let text = text.unwrap_or_else(|| self.cursor.plain_word().to_owned());
        let end = self.cursor.end_of_verbatim(&text, quoted);
        let end = end.or_else(|| decode(self.text(), start, &text).map(|decoded| decoded.end));
        self.cursor.at = end.unwrap_or(start);
        self.cursor.lost = end.is_none();
        let span = self.span(start, self.cursor.at);
        let style = if quoted { Style::Quoted } else { style };
        let value = Value::Scalar(Scalar { text, style, span });
        Node { span, value }
    }

    /// The alias at the cursor: refused, but with the text it stands for, so that nothing else is said about it.
    fn alias_of(&mut self, text: Option<String>) -> Node {
        let token = self.cursor.token();
        self.refuse_alias(&token);
        self.complete &= text.is_some();
        let span = self.span(token.start, token.end);
        let value = Value::Scalar(Scalar {
            text: text.unwrap_or_default(),
            style: Style::Quoted,
            span,
        });
        Node { span, value }
    }

    fn nothing(&self, at: usize) -> Node {
        let span = self.span(at, at);
        let value = Value::Scalar(Scalar {
            text: String::new(),
            style: Style::Null,
            span,
        });
        Node { span, value }
    }

    /// Passes the tags and anchors at the cursor, which are refused; where the last of them ends.
    fn properties(&mut self) -> Option<usize> {
        let mut end = None;
        while let Some(property) = self.cursor.property() {
            let (token, found) = match property {
                Property::Tag(token) => (token.clone(), explain::tag(self, &token)),
                Property::Anchor(token) => (token.clone(), explain::anchor(self, &token)),
            };
            self.diagnostics.push(found);
            end = Some(token.end);
        }
        end
    }

    fn refuse_alias(&mut self, token: &std::ops::Range<usize>) {
        let found = explain::alias(self, token);
        self.diagnostics.push(found);
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
