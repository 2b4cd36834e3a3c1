//! Why bytes are not a table.

/// Why bytes are not a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableError {
    /// The bytes do not begin as a table does.
    Magic,
    /// The table was written by a compiler of another version.
    Version {
        /// The version of its layout.
        written: u8,
        /// The version of the layout that is read.
        read: u8,
    },
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
            TableError::Magic => "the bytes are no redirect table",
            TableError::Version { written, read } => {
                return write!(
                    f,
                    "the redirect table has layout {written}, and this version of `redirects` reads layout {read}: \
                     compile the policy again with the version that serves it"
                );
            }
            TableError::Truncated => "the redirect table is cut off",
            TableError::Section => "a section lies outside the redirect table",
            TableError::Names => "the names in the redirect table are no text",
        })
    }
}

impl std::error::Error for TableError {}
