//! The recorded answers, which lie beside a checkout of the project.

use std::path::Path;

/// The entries of a file of vectors; `None`, with a remark, where they are absent.
///
/// The vectors of the first layer record what the npm library `url-pattern` 1.0.3 (MIT, by Maximilian Krüger)
/// answers.
pub fn entries(name: &str) -> Option<Vec<serde_json::Value>> {
    match file(name)? {
        serde_json::Value::Array(entries) => Some(entries),
        other => panic!("{name} is no list: {other}"),
    }
}

/// The whole of a file of vectors.
pub fn file(name: &str) -> Option<serde_json::Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/vectors")
        .join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).expect("the vectors are JSON")),
        Err(error) if std::env::var("CI").as_deref() == Ok("true") => {
            panic!("{}: {error}", path.display())
        }
        Err(_) => {
            eprintln!("skipped: {} is not there", path.display());
            None
        }
    }
}
