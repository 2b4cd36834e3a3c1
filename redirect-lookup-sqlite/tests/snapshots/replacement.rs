//! Files that change while they are open.

use std::fs;
use std::time::Duration;

use redirect_lookup_sqlite::{Key, ReadError};

use crate::{new_path, open, write};

#[tokio::test]
async fn a_file_overwritten_in_place_never_answers() {
    let (_folder, path) = new_path();
    write(&path, 2_000);
    let snapshot = open(&path).unwrap();
    assert!(snapshot.get(&[Key::Integer(7)]).await.unwrap().is_some());
    let bytes = fs::read(&path).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&path, &bytes).unwrap();
    assert_eq!(
        snapshot.get(&[Key::Integer(7)]).await,
        Err(ReadError::Changed)
    );
    assert_eq!(
        snapshot.get(&[Key::Integer(9_999)]).await,
        Err(ReadError::Changed),
        "never missing"
    );
    assert!(!snapshot.is_unchanged());
}

#[tokio::test]
async fn a_file_renamed_into_place_leaves_the_open_one_alone() {
    let (_folder, path) = new_path();
    write(&path, 2_000);
    let old = open(&path).unwrap();
    write(&path, 10);
    assert!(!old.is_current() && old.is_unchanged());
    assert!(old.get(&[Key::Integer(1_999)]).await.unwrap().is_some());
    let new = open(&path).unwrap();
    assert_eq!(new.get(&[Key::Integer(1_999)]).await, Ok(None));
    assert!(new.is_current());
    fs::remove_file(&path).unwrap();
    assert!(old.get(&[Key::Integer(1_999)]).await.unwrap().is_some());
}
