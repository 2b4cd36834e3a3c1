//! Keys that are asked for, and rows that come back.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};

use crate::error::ReadError;

/// One part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// Decoded UTF-8, compared byte by byte.
    Text(&'a str),
    /// Compared by value. A number over `i64::MAX` is in no file.
    Integer(u64),
}

/// A file's answer to a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The values in the order of the shape; `None` where the file has NULL or empty text.
    pub values: Vec<Option<String>>,
    /// The row's own status, where the table has a column `statusCode` and the row fills it.
    pub status: Option<u16>,
}

impl Key<'_> {
    /// The key as SQLite keeps it; `None` if it cannot.
    pub(crate) fn owned(self) -> Option<Value> {
        match self {
            Key::Text(text) => Some(Value::Text(text.to_owned())),
            Key::Integer(number) => i64::try_from(number).ok().map(Value::Integer),
        }
    }
}

impl rusqlite::ToSql for Key<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Key::Text(text) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Key::Integer(number) => match i64::try_from(*number) {
                Ok(number) => Ok(ToSqlOutput::Owned(Value::Integer(number))),
                Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(Box::new(error))),
            },
        }
    }
}

/// Reads `count` columns from `first` on, and the status behind them if the table has one.
pub(crate) fn read(
    row: &rusqlite::Row<'_>,
    first: usize,
    count: usize,
    status: bool,
) -> Result<Row, ReadError> {
    let mut values = Vec::with_capacity(count);
    for at in first..first + count {
        values.push(text(row, at)?);
    }
    let status = match status
        .then(|| text(row, first + count))
        .transpose()?
        .flatten()
    {
        None => None,
        Some(code) => Some(
            code.parse()
                .map_err(|_| ReadError::Value(format!("the status `{code}` is no number")))?,
        ),
    };
    Ok(Row { values, status })
}

/// The text of a column: integers in decimal, NULL and empty text as `None`.
pub(crate) fn text(row: &rusqlite::Row<'_>, at: usize) -> Result<Option<String>, ReadError> {
    match row.get_ref(at).map_err(ReadError::sqlite)? {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(number) => Ok(Some(number.to_string())),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(text.to_owned()).filter(|text| !text.is_empty())),
            Err(_) => Err(ReadError::Value("a text is not UTF-8".to_owned())),
        },
        ValueRef::Real(number) => Err(ReadError::Value(format!(
            "`{number}` is neither text nor a whole number"
        ))),
        ValueRef::Blob(_) => Err(ReadError::Value(
            "a BLOB is neither text nor a whole number".to_owned(),
        )),
    }
}
