//! The guard on every location that leaves, whatever made it, and what it looks at.

use super::{LONGEST, LocationError};
use crate::canonical::{may_have_dot_segment, push_triplet, triplet};
use crate::simd::find::find_byte;

/// Checks a location before it is sent, whatever made it: it leaves the site only by a written origin, and splits no header.
///
/// A relative location begins with one `/` and no second `/` or `\`; an absolute one with `http://` or `https://`.
/// No byte is below 0x21, above 0x7e or a backslash.
///
/// # Errors
/// [`LocationError::TooLong`] and [`LocationError::Unsafe`].
pub fn guard(location: &str) -> Result<(), LocationError> {
    if location.len() > LONGEST {
        return Err(LocationError::TooLong);
    }
    let front = match location.as_bytes() {
        [b'/', second, ..] => !matches!(second, b'/' | b'\\'),
        [b'/'] => true,
        _ => location.starts_with("http://") || location.starts_with("https://"),
    };
    // All bytes are looked at, which compiles to vector instructions.
    let bytes = location.bytes().fold(true, |fine, byte| {
        fine & (0x21..=0x7e).contains(&byte) & (byte != b'\\')
    });
    if front && bytes {
        Ok(())
    } else {
        Err(LocationError::Unsafe)
    }
}

/// A location in the parts that are compared with a request: scheme, authority, path, query.
pub fn parts(location: &str) -> (Option<&str>, Option<&str>, &str, &str) {
    let start = path_start(location);
    let (front, rest) = location.split_at_checked(start).unwrap_or(("", location));
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = if path.is_empty() { "/" } else { path };
    match front.split_once("://") {
        Some((scheme, authority)) => (Some(scheme), Some(authority), path, query),
        None => (None, None, path, query),
    }
}

/// Where the path of a location begins: behind scheme and authority.
pub(crate) fn path_start(location: &str) -> usize {
    if location.starts_with('/') {
        return 0;
    }
    let Some(scheme) = location.find("://") else {
        return 0;
    };
    let authority = scheme.saturating_add(3);
    location
        .get(authority..)
        .and_then(|rest| rest.find(['/', '?', '#']))
        .map_or(location.len(), |at| authority.saturating_add(at))
}

/// The path of a location.
pub(crate) fn path_of(location: &str) -> &str {
    let rest = location.get(path_start(location)..).unwrap_or_default();
    let find = |byte| find_byte(rest.as_bytes(), byte, 0);
    rest.get(..find(b'?').min(find(b'#'))).unwrap_or_default()
}

/// Tells whether a segment is `.` or `..`, encoded dots too.
fn has_dot_segment(path: &str) -> bool {
    const LONGEST_DOTS: usize = "%2e%2e".len();
    let may = |segment: &str| {
        segment.len() <= LONGEST_DOTS && (segment.starts_with('.') || segment.starts_with('%'))
    };
    path.split('/')
        .filter(|segment| may(segment))
        .any(|segment| {
            let dots = segment.replace("%2e", ".").replace("%2E", ".");
            dots == "." || dots == ".."
        })
}

/// Checks that no segment of a location's path is `.` or `..`.
///
/// # Errors
/// [`LocationError::DotSegment`].
pub fn check_segments(location: &str) -> Result<(), LocationError> {
    if may_have_dot_segment(location.as_bytes()) && has_dot_segment(path_of(location)) {
        Err(LocationError::DotSegment)
    } else {
        Ok(())
    }
}

/// A location that a person wrote, with what no URL may hold encoded: spaces, non-ASCII text, `" < > ^ { | }`, backticks
/// and a `%` that begins no triplet. Controls and backslashes stay, for the guard to refuse.
pub fn encoded(location: &str) -> String {
    let mut out = String::with_capacity(location.len());
    let mut rest = location.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let stays = match byte {
            b' ' | b'"' | b'<' | b'>' | b'^' | b'{' | b'|' | b'}' | b'`' | 0x80.. => false,
            b'%' => triplet(tail).is_some(),
            _ => true,
        };
        if stays {
            out.push(char::from(byte));
        } else {
            push_triplet(byte, &mut out);
        }
        rest = tail;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte() {
        for byte in 0..=0x7f_u8 {
            let visible = (0x21..=0x7e).contains(&byte) && byte != b'\\';
            for front in ["/a", "/", "https://a.example/", "/a?b="] {
                let slash = front == "/" && byte == b'/';
                let location = format!("{front}{}", char::from(byte));
                let behind = format!("{location}b");
                assert_eq!(guard(&location).is_ok(), visible && !slash, "{location:?}");
                assert_eq!(guard(&behind).is_ok(), visible && !slash, "{behind:?}");
            }
        }
        for character in ['\u{80}', '\u{a0}', '\u{e9}', '\u{ff0f}'] {
            assert_eq!(guard(&format!("/a{character}")), Err(LocationError::Unsafe));
        }
    }

    #[test]
    fn fronts() {
        for location in ["/", "/a", "http://a", "https://a.example/"] {
            assert_eq!(guard(location), Ok(()), "{location}");
        }
        for location in [
            "",
            "a",
            "//a",
            "/\\a",
            "javascript:a",
            "HTTP://a",
            "ftp://a",
            "?a",
        ] {
            assert_eq!(guard(location), Err(LocationError::Unsafe), "{location}");
        }
        let longest = format!("/{}", "a".repeat(LONGEST - 1));
        assert_eq!(guard(&longest), Ok(()));
        assert_eq!(guard(&(longest + "a")), Err(LocationError::TooLong));
    }
}
