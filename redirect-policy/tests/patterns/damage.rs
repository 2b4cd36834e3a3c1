//! Odd text upsets no reader.

use super::*;

#[test]
fn no_text_upsets_the_readers() {
    // Every text of up to four of the characters that mean something.
    let alphabet = [
        "/", ":", "a", "1", "(", ")", "*", "<", ">", "|", "\\", "%", "é", ".", "?", "{", "@", " ",
    ];
    let mut texts = vec![String::new()];
    for length in 0..4 {
        let longer: Vec<String> = texts
            .iter()
            .filter(|text| text.chars().count() == length)
            .flat_map(|text| alphabet.iter().map(move |next| format!("{text}{next}")))
            .collect();
        texts.extend(longer);
    }
    let segment = SourceOptions::default().default_kind;
    for text in &texts {
        let mut errors = source(text).err().unwrap_or_default();
        errors.extend(parse_value(text, &segment).err().unwrap_or_default());
        errors.extend(parse_destination(text).err().unwrap_or_default());
        errors.extend(Template::literal(text).err().unwrap_or_default());
        errors.extend(parse_host(text).err().unwrap_or_default());
        errors.extend(parse_language(text).err().unwrap_or_default());
        errors.extend(parse_kind(text).err());
        let absolute = format!("https://{text}");
        for error in parse_destination(&absolute).err().unwrap_or_default() {
            assert!(
                absolute.get(error.at.clone()).is_some(),
                "`{absolute}`: {error:?}"
            );
        }
        for error in errors {
            assert!(text.get(error.at.clone()).is_some(), "`{text}`: {error:?}");
            assert!(error.help.is_some(), "`{text}`: {error:?}");
        }
    }
}

#[test]
fn a_plain_row_reads_as_the_same_text_does_elsewhere() {
    for text in ["/", "/a", "/a/", "/a/b-c_d.html", "/A.b/9..x"] {
        assert_eq!(Template::literal(text), parse_destination(text), "{text}");
        let source = parse_source(text, &SourceOptions::default()).unwrap();
        assert_eq!(Pattern::literal(text), source, "{text}");
    }
    for text in ["", "a", "//a", "/a//b", "/./a", "/a/..", "/a/.b"] {
        assert_eq!(
            Template::literal(text).is_ok(),
            parse_destination(text).is_ok(),
            "{text}"
        );
    }
}
