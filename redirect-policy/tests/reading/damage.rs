//! Broken and odd files are read or refused.

use super::faults::FAULTS;
use super::places::PLACES;
use super::*;

/// Broken and odd files: whatever comes of them, it comes soon, without a panic, with places within the file.
#[test]
fn any_text_is_read_or_refused() {
    let seeds: Vec<&str> = PLACES
        .iter()
        .map(|(text, _)| *text)
        .chain(FAULTS.iter().map(|(text, _)| *text))
        .collect();
    let alphabet = [
        "a", ":", " ", "\n", "-", "'", "\"", "[", "]", "{", "}", ",", "&a", "*a", "!t", "|", ">",
        "#", "?", "\\", "\t", "\r\n", "~", "<<", "---", "...", "%", "동", "\u{feff}", "\u{2028}",
        "\u{85}", "1", "\\x41", "''",
    ];
    let mut generator = testkit::Random(1);
    let mut random = |below: usize| generator.below(below);
    for _ in 0..6_000 {
        let mut text = if random(3) == 0 {
            String::new()
        } else {
            seeds[random(seeds.len())].to_owned()
        };
        for _ in 0..=random(6) {
            let mut at = random(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, alphabet[random(alphabet.len())]);
        }
        let caught = std::panic::catch_unwind(|| read_text(&text));
        let (sources, reading) = caught.unwrap_or_else(|_| panic!("{text:?}"));
        let spans = reading.diagnostics.iter().map(|found| found.span);
        let found = reading
            .root
            .iter()
            .flat_map(all_scalars)
            .collect::<Vec<_>>();
        for span in spans.chain(found.iter().map(|scalar| scalar.span)) {
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{text:?}: {span:?}"
            );
        }
        for scalar in found.iter().filter(|_| reading.diagnostics.is_empty()) {
            check_scalar(&sources, scalar, &text);
        }
        reading
            .diagnostics
            .iter()
            .for_each(|found| assert!(!found.render(&sources).is_empty()));
    }
}

/// The bytes under a scalar, read alone, must come to its text.
fn check_scalar(sources: &Sources, scalar: &Scalar, file: &str) {
    let raw = under(sources, scalar.span);
    let odd_breaks = file.contains(['\u{85}', '\u{2028}']);
    assert!(
        odd_breaks || scalar.text.is_empty() || !raw.is_empty(),
        "{file:?}: {scalar:?}"
    );
    if raw.starts_with(['|', '>'])
        || raw.contains(['\n', '\r', '\u{85}', '\u{2028}'])
        || raw.is_empty()
    {
        return;
    }
    let Ok(alone) = serde_yaml::from_str::<serde_yaml::Value>(&format!("- {raw}")) else {
        // Some plain text begins with what is an indicator elsewhere.
        assert!(raw.starts_with([':', '?', '-', ',']), "{file:?}: {raw:?}");
        return;
    };
    if let Some(text) = alone[0].as_str() {
        assert_eq!(text, scalar.text, "{file:?}");
    } else {
        assert_eq!(raw, scalar.text, "{file:?}");
    }
}
