//! The writer of files.

use std::fs;

use redirect_lookup_sqlite::{Key, WriteError, Writer};

use crate::{as_of, new_path, shape, write};

#[test]
fn a_writer_leaves_nothing_behind() {
    let (folder, path) = new_path();
    let mut writer = Writer::create(&path, &shape(), as_of()).unwrap();
    writer
        .row(&[Key::Integer(1)], &[Some("n1"), None], None)
        .unwrap();
    let again = writer.row(&[Key::Integer(1)], &[Some("n2"), None], None);
    assert!(matches!(again, Err(WriteError::Duplicate(2))));
    assert!(matches!(
        writer.row(&[Key::Text("x")], &[None, None], None),
        Err(WriteError::Row(3, _))
    ));
    assert!(matches!(
        writer.row(&[Key::Integer(2)], &[None], None),
        Err(WriteError::Row(4, _))
    ));
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    write(&path, 3);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("nowhere").join("x.sqlite");
    assert!(matches!(
        Writer::create(&nowhere, &shape(), as_of()),
        Err(WriteError::File(..))
    ));
}
