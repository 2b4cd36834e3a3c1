//! The columns that a caller needs of a file.

/// The key and the values of a table, in the order in which the caller gives and gets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The columns that name a row; at least one.
    pub key: Vec<Column>,
    /// The columns that a row gives; none for a set.
    pub values: Vec<Column>,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in the file. SQLite compares names without regard to ASCII case.
    pub name: String,
    /// True for whole numbers: as a key the column is then declared INTEGER and compared by value.
    pub integer: bool,
}

/// The column that gives a row an answer of its own, such as 410.
pub(crate) const STATUS: &str = "statusCode";

impl Column {
    /// A column of text.
    pub fn text(name: impl Into<String>) -> Column {
        Column {
            name: name.into(),
            integer: false,
        }
    }

    /// A column of whole numbers.
    pub fn integer(name: impl Into<String>) -> Column {
        Column {
            name: name.into(),
            integer: true,
        }
    }
}

impl Shape {
    /// The columns of key and values with commas between them, quoted.
    pub(crate) fn columns(&self) -> String {
        let names: Vec<String> = self.all().map(|column| quoted(&column.name)).collect();
        names.join(", ")
    }

    /// The condition that holds for one key, its parts numbered from 1.
    pub(crate) fn condition(&self) -> String {
        let parts = self.key.iter().enumerate();
        let parts = parts.map(|(at, column)| format!("{} = ?{}", quoted(&column.name), at + 1));
        parts.collect::<Vec<_>>().join(" AND ")
    }

    /// Key columns first, then values.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().chain(&self.values)
    }
}

/// A name as SQL writes it, whatever it holds.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
