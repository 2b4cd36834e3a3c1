//! Advice that an error gives is accepted when it is followed.

use super::destinations::REFUSED_DESTINATIONS;
use super::sources::REFUSED_SOURCES;
use super::*;

/// The text that a help tells the user to write.
fn advised(error: &PatternError) -> Option<&str> {
    let help = error.help.as_deref()?;
    // Every second piece stands between backticks.
    let mut quoted = help.split('`').skip(1).step_by(2);
    quoted.find(|text| text.starts_with('/'))
}

#[test]
fn advice_of_a_lone_error_is_accepted() {
    let mut followed = 0;
    for (text, expected) in REFUSED_SOURCES {
        let errors = source(text).expect_err(text);
        let (1, Some(advice)) = (expected.len(), advised(&errors[0])) else {
            continue;
        };
        followed += 1;
        assert!(
            source(advice).is_ok(),
            "{text}: {advice}: {:?}",
            source(advice)
        );
    }
    for (text, expected) in REFUSED_DESTINATIONS {
        let errors = parse_destination(text).expect_err(text);
        let (1, Some(advice)) = (expected.len(), advised(&errors[0])) else {
            continue;
        };
        followed += 1;
        assert!(parse_destination(advice).is_ok(), "{text}: {advice}");
    }
    assert!(followed > 30, "only {followed} texts advised");
}
