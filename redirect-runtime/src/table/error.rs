//! Why bytes are not a table.

/// Why bytes are not a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableError {
    /// The bytes do not begin as a table of this version does.
    Magic,
    /// The table is shorter than it says, or than a header.
    Truncated,
    /// A section lies outside the table.
    Section,
    /// The names of parameters are not UTF-8.
    Names,
}

impl std::fmt::Display for TableError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            TableError::Magic => "not a redirect table of this version",
            TableError::Truncated => "the redirect table is cut off",
            TableError::Section => "a section lies outside the redirect table",
            TableError::Names => "the names in the redirect table are no text",
        })
    }
}

impl std::error::Error for TableError {}
