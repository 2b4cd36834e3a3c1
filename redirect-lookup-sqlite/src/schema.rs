//! The table that a file must have.

use rusqlite::{Connection, OptionalExtension};

use crate::shape::{STATUS, Shape, quoted};

/// Facts about a table whose columns are right.
pub(crate) struct Schema {
    /// The table has a column `statusCode`.
    pub(crate) status: bool,
}

/// A column as the file declares it.
struct Declared {
    name: String,
    declared: String,
    /// The place in the primary key, counted from 1; 0 outside it.
    primary: i64,
}

/// Judges the schema; the fault ends a sentence that begins with the file's path.
pub(crate) fn check(connection: &Connection, shape: &Shape) -> Result<Schema, String> {
    let broken = |error: rusqlite::Error| format!("cannot be read: {error}");
    let is_table = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'rows'";
    let tables: i64 = connection
        .query_row(is_table, [], |row| row.get(0))
        .map_err(broken)?;
    if tables != 1 {
        return Err("has no table `rows`".to_owned());
    }
    let declared = declared(connection).map_err(broken)?;
    for column in shape.all() {
        if !declared
            .iter()
            .any(|one| one.name.eq_ignore_ascii_case(&column.name))
        {
            let names: Vec<&str> = declared.iter().map(|one| one.name.as_str()).collect();
            return Err(format!(
                "has no column `{}` in its table `rows`; it has `{}`",
                column.name,
                names.join("`, `")
            ));
        }
    }
    for key in &shape.key {
        let one = declared
            .iter()
            .find(|one| one.name.eq_ignore_ascii_case(&key.name));
        let kind = one
            .map_or("", |one| one.declared.as_str())
            .to_ascii_uppercase();
        // The rules of https://www.sqlite.org/datatype3.html#determination_of_column_affinity
        let integer = kind.contains("INT");
        let text = !integer
            && ["CHAR", "CLOB", "TEXT"]
                .iter()
                .any(|word| kind.contains(word));
        if key.integer && !integer {
            return Err(format!(
                "declares its key `{}` as `{kind}`: whole numbers need INTEGER",
                key.name
            ));
        }
        if !key.integer && !text {
            return Err(format!(
                "declares its key `{}` as `{kind}`: text needs TEXT",
                key.name
            ));
        }
    }
    if !has_unique_key(connection, shape, &declared).map_err(broken)? {
        let names: Vec<String> = shape.key.iter().map(|key| quoted(&key.name)).collect();
        return Err(format!(
            "has no unique index over its key: `CREATE UNIQUE INDEX rows_key ON rows ({})`",
            names.join(", ")
        ));
    }
    Ok(Schema {
        status: declared
            .iter()
            .any(|one| one.name.eq_ignore_ascii_case(STATUS)),
    })
}

/// When the export began to read, in milliseconds since 1970, if the file says so.
pub(crate) fn as_of(connection: &Connection) -> Result<Option<u64>, String> {
    let broken = |error: rusqlite::Error| format!("cannot be read: {error}");
    let is_table = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'about'";
    let tables: i64 = connection
        .query_row(is_table, [], |row| row.get(0))
        .map_err(broken)?;
    if tables == 0 {
        return Ok(None);
    }
    let value = "SELECT value FROM about WHERE name = 'as_of'";
    let found: Option<rusqlite::types::Value> = connection
        .query_row(value, [], |row| row.get(0))
        .optional()
        .map_err(broken)?;
    match found {
        None => Ok(None),
        // Seconds would be read as a day in January 1970, and no file would ever be new enough.
        Some(rusqlite::types::Value::Integer(at)) if at > 100_000_000_000 => {
            Ok(u64::try_from(at).ok())
        }
        Some(_) => Err("has an `as_of` that is no INTEGER of milliseconds since 1970".to_owned()),
    }
}

fn declared(connection: &Connection) -> rusqlite::Result<Vec<Declared>> {
    let mut statement =
        connection.prepare("SELECT name, type, pk FROM pragma_table_xinfo('rows')")?;
    let columns = statement.query_map([], |row| {
        Ok(Declared {
            name: row.get(0)?,
            declared: row.get(1)?,
            primary: row.get(2)?,
        })
    })?;
    columns.collect()
}

/// True if no two rows can have one key: by the primary key or a unique index, whole and in binary order.
fn has_unique_key(
    connection: &Connection,
    shape: &Shape,
    declared: &[Declared],
) -> rusqlite::Result<bool> {
    let is_key = |names: &[String]| {
        !names.is_empty()
            && names.iter().all(|name| {
                shape
                    .key
                    .iter()
                    .any(|key| key.name.eq_ignore_ascii_case(name))
            })
    };
    let primary: Vec<String> = declared
        .iter()
        .filter(|one| one.primary > 0)
        .map(|one| one.name.clone())
        .collect();
    // A lone INTEGER PRIMARY KEY is the row's number, which has no index of its own.
    let is_row_number = declared
        .iter()
        .any(|one| one.primary > 0 && one.declared.eq_ignore_ascii_case("INTEGER"));
    if is_key(&primary) && primary.len() == 1 && is_row_number {
        return Ok(true);
    }
    let mut indexes = connection.prepare(
        "SELECT name FROM pragma_index_list('rows') WHERE \"unique\" = 1 AND partial = 0",
    )?;
    let indexes: Vec<String> = indexes
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for index in indexes {
        let mut parts =
            connection.prepare("SELECT name, coll FROM pragma_index_xinfo(?1) WHERE key = 1")?;
        let parts = parts.query_map([&index], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let parts: Vec<(Option<String>, String)> = parts.collect::<Result<_, _>>()?;
        let binary = parts.iter().all(|(_, order)| order == "BINARY");
        // A part without a name is an expression.
        let names: Option<Vec<String>> = parts.into_iter().map(|(name, _)| name).collect();
        if binary && names.is_some_and(|names| is_key(&names)) {
            return Ok(true);
        }
    }
    Ok(false)
}
