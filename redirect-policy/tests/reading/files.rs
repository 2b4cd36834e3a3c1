//! Files, and positions in them.

use super::*;

#[test]
fn positions_count_lines_and_characters() {
    let mut sources = Sources::new("/policies");
    let text = "\u{feff}동네\r\nab\rc\n\n\u{1f600}x";
    let file = sources.insert("a.yml", text);
    let at = |start: usize| {
        sources.position(Span {
            file,
            start: start as u32,
            end: start as u32,
        })
    };
    let slow = |start: usize| {
        let before = text[..start]
            .trim_start_matches('\u{feff}')
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        let line = before.matches('\n').count() + 1;
        (
            line,
            before.rsplit('\n').next().unwrap().chars().count() + 1,
        )
    };
    for (start, _) in text
        .char_indices()
        .skip(1)
        .filter(|(at, _)| text.as_bytes()[*at] != b'\n')
    {
        assert_eq!(at(start), slow(start), "{start}");
    }
    assert_eq!(at(0), (1, 1));
    assert_eq!(at(text.len()), (5, 3));
    assert_eq!(at(text.len() + 100), (5, 3));
    assert_eq!(
        sources.position(Span {
            file: 9,
            start: 3,
            end: 4
        }),
        (1, 1)
    );
    let long = format!("a: b\n{}", "동".repeat(5_000));
    let file = sources.insert("long.yml", long.as_str());
    for character in [0_u32, 170, 171, 4_000, 5_000] {
        let start = 5 + character * 3;
        assert_eq!(
            sources.position(Span {
                file,
                start,
                end: start
            }),
            (2, character as usize + 1)
        );
    }
}

#[test]
fn files_are_opened_once_and_refused_in_full() {
    let root = std::env::temp_dir().join(format!("redirect-policy-reading-{}", std::process::id()));
    std::fs::create_dir_all(root.join("teams")).unwrap();
    std::fs::write(root.join("redirects.yml"), "a: 1\n").unwrap();
    std::fs::write(root.join("teams/jobs.yml"), "b: 1\n").unwrap();
    std::fs::write(root.join("latin.yml"), b"a: 1\n\xEB\x8F\x99\xE9: 2\n").unwrap();
    let mut sources = Sources::new(&root);
    assert_eq!(sources.open("redirects.yml"), Ok(0));
    assert_eq!(sources.open("teams/jobs.yml"), Ok(1));
    assert_eq!(sources.open("teams/../redirects.yml"), Ok(0));
    assert_eq!(sources.open("./teams/./jobs.yml"), Ok(1));
    assert_eq!(sources.file(1).unwrap().shown, "teams/jobs.yml");
    assert_eq!(sources.file(1).unwrap().path, root.join("teams/jobs.yml"));
    let missing = sources.open("teams/none.yml").unwrap_err();
    assert!(
        missing.contains(&root.join("teams/none.yml").display().to_string()),
        "{missing}"
    );
    assert!(
        missing.contains("No such file") || missing.contains("cannot find"),
        "{missing}"
    );
    assert!(
        sources
            .open("teams")
            .unwrap_err()
            .ends_with("it is not a file")
    );
    let latin = sources.open("latin.yml").unwrap_err();
    assert!(latin.contains("0xE9 at line 2, column 2"), "{latin}");
    assert_eq!(sources.open("latin.yml"), Err(latin));
    assert_eq!(sources.files().len(), 3);
    let held = sources.insert("held.yml", "c: 1\n");
    assert_eq!(sources.open("./held.yml"), Ok(held));
    std::fs::remove_dir_all(root).unwrap();
}
