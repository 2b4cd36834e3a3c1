//! A policy file as written: values with their places.

use crate::diagnostic::Span;

/// The files that a policy is made of, in the order in which they were opened.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// One file of a policy.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as the user wrote it, relative to the policy's root; shown in diagnostics.
    pub shown: String,
    /// The path that was opened.
    pub path: std::path::PathBuf,
    /// The whole text; empty if it could not be read as UTF-8.
    pub text: String,
}

/// A value of a document.
#[derive(Clone, Debug)]
pub struct Node {
    /// From the first to the last byte of the value (for a map or list: at least its first byte).
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// The three shapes of YAML.
#[derive(Clone, Debug)]
pub enum Value {
    /// A single value: text, number, boolean or null.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file; a key given twice is reported while reading and kept once.
    Map(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Scalar,
    /// Its value.
    pub value: Node,
}

/// A scalar as decoded by YAML, with the way back to the file.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The decoded text.
    pub text: String,
    /// Plain scalars that YAML reads as null, a boolean or a number are not text for a user who quotes them.
    pub style: Style,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// What a scalar is to YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Quoted, or a block (`|`, `>`): text whatever it looks like.
    Quoted,
    /// Plain, and text.
    Plain,
    /// Plain, and null (`~`, `null` or nothing at all).
    Null,
    /// Plain, and `true` or `false`.
    Bool(bool),
    /// Plain, and a number.
    Number,
}

impl Sources {
    /// The path as the user wrote it, the full path and the text of a file.
    pub fn file(&self, file: u32) -> Option<&SourceFile> {
        self.files.get(usize::try_from(file).ok()?)
    }
}
